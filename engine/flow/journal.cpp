// SPDX-License-Identifier: Apache-2.0
#include "engine/flow/journal.hpp"

namespace stopover::flow {

void Journal::take(const std::vector<Passage>& passages, const std::vector<LinesPassage>& lines) {
  for (const Passage& passage : passages) {
    if (!wish_.keeps(passage)) continue;
    Passage& kept = passages_.emplace_back(passage);
    if (passage.lines == Passage::kNoLines) continue;
    kept.lines = static_cast<std::uint32_t>(lines_.size());
    lines_.push_back(lines[passage.lines]);
  }
}

}  // namespace stopover::flow
