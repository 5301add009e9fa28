// SPDX-License-Identifier: Apache-2.0
#include "engine/choice/nested.hpp"

#include "engine/base/check.hpp"
#include "engine/choice/logit.hpp"

namespace stopover::choice {

namespace {

// Members of each group and their logsum.
struct Groups {
  std::vector<NestName> name;
  std::vector<std::vector<double>> members;
  std::vector<std::size_t> of;  // group of each member

  void add(NestName wanted, double value) {
    std::size_t g = 0;
    while (g < name.size() && !(name[g] == wanted)) ++g;
    if (g == name.size()) {
      name.push_back(wanted);
      members.emplace_back();
    }
    members[g].push_back(value);
    of.push_back(g);
  }
  [[nodiscard]] std::vector<double> values() const {
    std::vector<double> result;
    for (const std::vector<double>& group : members) result.push_back(logsum(group));
    return result;
  }
};

}  // namespace

std::vector<double> nested_probabilities(std::span<const double> utility,
                                         std::span<const NestName> in,
                                         Dissimilarity dissimilarity) {
  STOPOVER_CHECK(utility.size() == in.size(), "each alternative is in a subnest");
  if (dissimilarity.outer == 1 && dissimilarity.inner == 1) return probabilities(utility);
  Groups subnests;
  for (std::size_t i = 0; i < utility.size(); ++i) subnests.add(in[i], utility[i]);
  const std::vector<double> subnest = subnests.values();
  Groups nests;
  for (std::size_t s = 0; s < subnest.size(); ++s)
    nests.add({.nest = subnests.name[s].nest}, dissimilarity.inner * subnest[s]);
  const std::vector<double> nest = nests.values();  // of inner x value
  std::vector<double> top;
  top.reserve(nest.size());
  for (const double value : nest) top.push_back(dissimilarity.outer * value);
  const double root = logsum(top);
  std::vector<double> p(utility.size(), 0.0);
  for (std::size_t i = 0; i < utility.size(); ++i) {
    if (utility[i] == kUnavailable) continue;
    const std::size_t s = subnests.of[i];
    const std::size_t n = nests.of[s];
    p[i] = std::exp((utility[i] - subnest[s]) + (dissimilarity.inner * subnest[s] - nest[n]) +
                    (top[n] - root));
  }
  return p;
}

}  // namespace stopover::choice
