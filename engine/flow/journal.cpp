// SPDX-License-Identifier: Apache-2.0
#include "engine/flow/journal.hpp"

#include <algorithm>
#include <iterator>

namespace stopover::flow {

void Journal::take(const std::vector<Passage>& passages) {
  std::copy_if(passages.begin(), passages.end(), std::back_inserter(passages_),
               [&](const Passage& passage) { return wish_.keeps(passage); });
}

}  // namespace stopover::flow
