// SPDX-License-Identifier: Apache-2.0
// How far a run is, on stderr: a bar with the time left on a terminal, else plain lines, the first
// after 10 s and then at most one a minute (logs of batch systems); besides, a part that begins
// after 2 s names itself.
//
// Calls come from any thread, one at a time.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>

namespace stopover::tool {

enum class ProgressForm : unsigned char { kNone, kBar, kLines };

class Progress {
 public:
  explicit Progress(ProgressForm form) : form_(form) {}
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  Progress(Progress&&) = delete;
  Progress& operator=(Progress&&) = delete;

  void stage(std::string label);  // a part without a count: "reading"
  // `all` may grow while a precision is approached.
  void update(std::size_t done, std::size_t all);
  void end();  // takes the bar away

 private:
  using Clock = std::chrono::steady_clock;
  void draw(const std::string& line);

  ProgressForm form_;
  std::string label_;
  Clock::time_point started_ = Clock::now();
  Clock::time_point stage_started_ = started_;
  Clock::time_point shown_{};
  bool on_screen_ = false;
};

// "3 s", "4 min 05 s", "2 h 10 min".
[[nodiscard]] std::string duration_text(double seconds);

}  // namespace stopover::tool
