// SPDX-License-Identifier: Apache-2.0
// Choice probabilities of a network of nests, with exact derivatives (model.hpp has the formula).
// One graph serves nested logit of any depth, its three normalisations and cross-nested logit.
//
//   const GevNetwork network(nodes, alternatives);
//   GevScratch scratch;
//   double ln_p = network.evaluate(utility, chosen, values, scratch);
//   // scratch.by_utility[j], scratch.by_value[s]: derivatives of sum chosen[j] ln P(j)
//
// Nodes come children first, the root last. `values` are the scales, shares and taus of the graph;
// edges and nodes name theirs by position (kOne: the number 1).
// Unavailable alternatives have utility -inf. Cost: one exp an edge, one log a node, forwards; no
// more of either backwards.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

namespace stopover::choice {

// ln 0: the utility of what is not there.
inline constexpr double kLnZero = -std::numeric_limits<double>::infinity();

inline constexpr std::int32_t kOne = -1;

struct GevEdge {
  bool leaf = true;
  std::size_t child = 0;  // alternative or node
  std::int32_t share = kOne;
  std::int32_t tau = kOne;
};
struct GevNode {
  std::int32_t scale = kOne;
  std::vector<GevEdge> edges;
};

struct GevScratch {
  std::vector<double> by_utility;
  std::vector<double> by_value;
  std::vector<double> probability;  // of each alternative
  // workings: values, reach and edges
  std::vector<double> node_value, node_reach, node_by_value, node_by_reach;
  std::vector<double> edge_term, edge_probability, edge_by_probability, leaf_by_reach;
};

class GevNetwork {
 public:
  GevNetwork(std::vector<GevNode> nodes, std::size_t alternatives, std::size_t values);

  [[nodiscard]] std::size_t alternatives() const { return alternatives_; }
  [[nodiscard]] std::size_t values() const { return values_; }
  [[nodiscard]] const std::vector<GevNode>& nodes() const { return nodes_; }

  // Fills scratch.probability; returns the root's value (the logsum).
  double probabilities(std::span<const double> utility, std::span<const double> values,
                       GevScratch& scratch) const;
  // Sum of chosen[j] ln P(j); fills the derivatives.
  double evaluate(std::span<const double> utility, std::span<const double> chosen,
                  std::span<const double> values, GevScratch& scratch) const;

 private:
  void forwards(std::span<const double> utility, std::span<const double> values,
                GevScratch& scratch) const;
  void backwards(std::span<const double> utility, std::span<const double> values,
                 GevScratch& scratch) const;

  std::vector<GevNode> nodes_;
  std::size_t alternatives_;
  std::size_t values_;
  std::size_t edges_ = 0;
};

}  // namespace stopover::choice
