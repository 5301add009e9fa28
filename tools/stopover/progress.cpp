// SPDX-License-Identifier: Apache-2.0
#include "tools/stopover/progress.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>
#include <unistd.h>

#include "tools/stopover/terminal.hpp"

namespace stopover::tool {
namespace {

using std::chrono::duration;
using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr std::size_t kBarWidth = 24;
constexpr milliseconds kRedraw{100};
constexpr seconds kFirstStage{2};
constexpr seconds kFirstLine{10};
constexpr seconds kLineEvery{60};

}  // namespace

std::string duration_text(double seconds) {
  const auto s = static_cast<long>(std::ceil(std::max(0.0, seconds)));
  if (s < 60) return fmt::format("{} s", s);
  if (s < 3600) return fmt::format("{} min {:02} s", s / 60, s % 60);
  return fmt::format("{} h {:02} min", s / 3600, s / 60 % 60);
}

Progress::~Progress() {
  end();
}

void Progress::stage(std::string label) {
  label_ = std::move(label);
  stage_started_ = Clock::now();
  if (form_ == ProgressForm::kBar) draw(label_ + " ...");
  // A log tells what goes on where it has taken long already: the first part may take longer yet.
  if (form_ == ProgressForm::kLines && stage_started_ - started_ >= kFirstStage)
    remark(fmt::format("stopover: {} ...", label_));
}

void Progress::update(std::size_t done, std::size_t all) {
  if (form_ == ProgressForm::kNone || all == 0) return;
  const Clock::time_point now = Clock::now();
  const bool bar = form_ == ProgressForm::kBar;
  const bool first = shown_ == Clock::time_point{};
  if (bar     ? !first && done < all && now - shown_ < kRedraw
      : first ? now - started_ < kFirstLine
              : now - shown_ < kLineEvery)
    return;
  shown_ = now;
  const double spent = duration<double>(now - stage_started_).count();
  const double left = done == 0 ? 0
                                : spent / static_cast<double>(done) *
                                      static_cast<double>(all - std::min(done, all));
  const std::string figures =
      fmt::format("{} of {} ({:.0f} %), {} left", done, all,
                  100.0 * static_cast<double>(done) / static_cast<double>(all),
                  done == 0 ? "unknown time" : duration_text(left));
  if (!bar) {
    remark(fmt::format("stopover: {}: {}", label_, figures));
    return;
  }
  const std::size_t filled = std::min(kBarWidth, kBarWidth * done / all);
  draw(fmt::format("{} [{}{}] {}", label_, std::string(filled, '#'),
                   std::string(kBarWidth - filled, '.'), figures));
}

void Progress::end() {
  if (on_screen_) draw("");
  on_screen_ = false;
}

void Progress::draw(const std::string& line) {
  // Back to the margin, clear the line, write.
  const std::string text = "\r\033[K" + line;
  on_screen_ = !line.empty();
  [[maybe_unused]] const ssize_t n = ::write(STDERR_FILENO, text.data(), text.size());
}

}  // namespace stopover::tool
