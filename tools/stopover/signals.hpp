// SPDX-License-Identifier: Apache-2.0
// SIGINT and SIGTERM.
//
// While nothing is being written, a signal ends the process at once with 130 or 143: there is
// nothing to save, and nothing on disk to tidy. Inside a `WritingResults` the first signal waits
// until the folder of results is complete, and the process then ends with the same code; a second
// signal ends it at once, and what it leaves behind is swept by the next writer
// (engine/io/result_folder.hpp).
#pragma once

namespace stopover::tool {

void handle_signals();  // once, before any thread is started

class WritingResults {
 public:
  WritingResults();
  ~WritingResults();  // ends the process if a signal came meanwhile
  WritingResults(const WritingResults&) = delete;
  WritingResults& operator=(const WritingResults&) = delete;
  WritingResults(WritingResults&&) = delete;
  WritingResults& operator=(WritingResults&&) = delete;
};

}  // namespace stopover::tool
