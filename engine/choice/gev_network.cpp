// SPDX-License-Identifier: Apache-2.0
#include "engine/choice/gev_network.hpp"

#include <cmath>
#include <utility>

#include "engine/base/check.hpp"
#include "engine/random/portable_math.hpp"

namespace stopover::choice {

namespace {

namespace pm = random::portable;

double value_at(std::span<const double> values, std::int32_t index) {
  return index == kOne ? 1.0 : values[static_cast<std::size_t>(index)];
}

}  // namespace

GevNetwork::GevNetwork(std::vector<GevNode> nodes, std::size_t alternatives, std::size_t values)
    : nodes_(std::move(nodes)), alternatives_(alternatives), values_(values) {
  STOPOVER_CHECK(!nodes_.empty(), "a network has a root");
  for (std::size_t n = 0; n < nodes_.size(); ++n) {
    for (const GevEdge& edge : nodes_[n].edges)
      STOPOVER_CHECK(edge.child < (edge.leaf ? alternatives_ : n), "children come first");
    edges_ += nodes_[n].edges.size();
  }
}

void GevNetwork::forwards(std::span<const double> utility, std::span<const double> values,
                          GevScratch& s) const {
  s.node_value.assign(nodes_.size(), kLnZero);
  s.node_reach.assign(nodes_.size(), 0.0);
  s.edge_term.assign(edges_, kLnZero);
  s.edge_probability.assign(edges_, 0.0);
  s.probability.assign(alternatives_, 0.0);
  std::size_t e = 0;
  for (std::size_t n = 0; n < nodes_.size(); ++n) {
    const double scale = value_at(values, nodes_[n].scale);
    const std::size_t first = e;
    double greatest = kLnZero;
    for (const GevEdge& edge : nodes_[n].edges) {
      const double below = edge.leaf ? utility[edge.child] : s.node_value[edge.child];
      double term = below == kLnZero ? kLnZero : scale * value_at(values, edge.tau) * below;
      if (edge.share != kOne && term != kLnZero)
        term += scale * pm::log(value_at(values, edge.share));
      s.edge_term[e++] = term;
      if (term > greatest) greatest = term;
    }
    if (greatest == kLnZero) continue;
    double sum = 0;
    for (std::size_t i = first; i < e; ++i) {
      s.edge_probability[i] = pm::exp(s.edge_term[i] - greatest);
      sum += s.edge_probability[i];
    }
    s.node_value[n] = (greatest + pm::log(sum)) / scale;
    for (std::size_t i = first; i < e; ++i) s.edge_probability[i] /= sum;
  }
  s.node_reach.back() = 1.0;
  for (std::size_t n = nodes_.size(); n-- > 0;) {
    e -= nodes_[n].edges.size();
    for (std::size_t i = 0; i < nodes_[n].edges.size(); ++i) {
      const GevEdge& edge = nodes_[n].edges[i];
      (edge.leaf ? s.probability : s.node_reach)[edge.child] +=
          s.node_reach[n] * s.edge_probability[e + i];
    }
  }
}

double GevNetwork::probabilities(std::span<const double> utility, std::span<const double> values,
                                 GevScratch& scratch) const {
  forwards(utility, values, scratch);
  return scratch.node_value.back();
}

double GevNetwork::evaluate(std::span<const double> utility, std::span<const double> chosen,
                            std::span<const double> values, GevScratch& s) const {
  forwards(utility, values, s);
  double sum = 0;
  s.leaf_by_reach.assign(alternatives_, 0.0);
  for (std::size_t j = 0; j < alternatives_; ++j) {
    if (chosen[j] == 0) continue;
    if (!(s.probability[j] > 0)) {
      s.by_utility.assign(alternatives_, 0.0);
      s.by_value.assign(values_, 0.0);
      return kLnZero;
    }
    sum += chosen[j] * pm::log(s.probability[j]);
    s.leaf_by_reach[j] = chosen[j] / s.probability[j];
  }
  backwards(utility, values, s);
  return sum;
}

void GevNetwork::backwards(std::span<const double> utility, std::span<const double> values,
                           GevScratch& s) const {
  s.by_utility.assign(alternatives_, 0.0);
  s.by_value.assign(values_, 0.0);
  s.node_by_reach.assign(nodes_.size(), 0.0);
  s.node_by_value.assign(nodes_.size(), 0.0);
  s.edge_by_probability.assign(edges_, 0.0);
  std::size_t e = 0;
  for (std::size_t n = 0; n < nodes_.size(); ++n)  // how much more reach of a node is worth
    for (const GevEdge& edge : nodes_[n].edges) {
      const double by_reach = (edge.leaf ? s.leaf_by_reach : s.node_by_reach)[edge.child];
      s.node_by_reach[n] += by_reach * s.edge_probability[e];
      s.edge_by_probability[e++] = by_reach * s.node_reach[n];
    }
  const auto add = [&s](std::int32_t index, double amount) {
    if (index != kOne) s.by_value[static_cast<std::size_t>(index)] += amount;
  };
  for (std::size_t n = nodes_.size(); n-- > 0;) {
    const std::vector<GevEdge>& edges = nodes_[n].edges;
    e -= edges.size();
    const double scale = value_at(values, nodes_[n].scale);
    const double own = s.node_value[n];
    if (own == kLnZero) continue;
    double through_terms = 0;  // p = exp (term - scale x own)
    for (std::size_t i = 0; i < edges.size(); ++i)
      through_terms += s.edge_by_probability[e + i] * s.edge_probability[e + i];
    const double by_own = s.node_by_value[n] - scale * through_terms;
    double by_scale = -own * through_terms - by_own * own / scale;
    for (std::size_t i = 0; i < edges.size(); ++i) {
      const double p = s.edge_probability[e + i];
      if (p == 0) continue;
      const GevEdge& edge = edges[i];
      const double by_term = s.edge_by_probability[e + i] * p + by_own * p / scale;
      const double tau = value_at(values, edge.tau);
      const double below = edge.leaf ? utility[edge.child] : s.node_value[edge.child];
      by_scale += by_term * s.edge_term[e + i] / scale;
      if (edge.share != kOne) add(edge.share, by_term * scale / value_at(values, edge.share));
      add(edge.tau, by_term * scale * below);
      (edge.leaf ? s.by_utility : s.node_by_value)[edge.child] += by_term * scale * tau;
    }
    add(nodes_[n].scale, by_scale);
  }
}

}  // namespace stopover::choice
