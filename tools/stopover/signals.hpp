// SPDX-License-Identifier: Apache-2.0
// SIGINT and SIGTERM.
//
// While nothing is being written, a signal ends the process at once with 130 or 143: there is
// nothing to save, and nothing on disk to tidy. Inside a `WritingResults` the first signal waits
// until the folder of results is complete, and the process then ends with the same code; a second
// signal ends it at once, and what it leaves behind is swept by the next writer
// (engine/io/result_folder.hpp).
//
// While a `StoppableWork` lives the first signal only asks it to stop; the command then ends with
// `stopped_code`. If that takes longer than eight seconds, or a second signal comes, the process
// ends at once: what is finished is on disk whenever it does (engine/experiment/store.hpp).
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

// What `text` says is told when a signal comes: "stopping; finished cells are kept".
class StoppableWork {
 public:
  explicit StoppableWork(const char* text);  // outlives the work
  ~StoppableWork();
  StoppableWork(const StoppableWork&) = delete;
  StoppableWork& operator=(const StoppableWork&) = delete;
  StoppableWork(StoppableWork&&) = delete;
  StoppableWork& operator=(StoppableWork&&) = delete;

  [[nodiscard]] static bool asked_to_stop();
};

// 130 or 143 if a signal came; else 0.
[[nodiscard]] int stopped_code();

}  // namespace stopover::tool
