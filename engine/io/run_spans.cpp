// SPDX-License-Identifier: Apache-2.0
#include "engine/io/run_spans.hpp"

#include <algorithm>
#include <tuple>

namespace stopover::io {

void find_twice(std::vector<RunSpan> spans,
                const std::function<bool(const RunSpan&, const RunSpan&)>& together,
                const std::function<void(const RunSpan& later, const RunSpan& earlier)>& report) {
  std::sort(spans.begin(), spans.end(), [](const RunSpan& a, const RunSpan& b) {
    return std::tuple(a.first, a.line) < std::tuple(b.first, b.line);
  });
  std::vector<RunSpan> running;
  for (const RunSpan& span : spans) {
    std::erase_if(running, [&](const RunSpan& other) { return other.last < span.first; });
    const auto earlier = std::find_if(running.begin(), running.end(), [&](const RunSpan& other) {
      return other.line < span.line && together(other, span);
    });
    if (earlier != running.end()) {
      report(span, *earlier);
      continue;
    }
    std::erase_if(running, [&](const RunSpan& other) {
      const bool twice = other.line > span.line && together(other, span);
      if (twice) report(other, span);
      return twice;
    });
    running.push_back(span);
  }
}

}  // namespace stopover::io
