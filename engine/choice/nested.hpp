// SPDX-License-Identifier: Apache-2.0
// Nested logit applied: three levels, each alternative named by the nest and the subnest it is in.
//
//   V + error,  error = Gumbel + ln S subnest + ln S nest / inner
//
// with positive stable S of exponents `inner` for a subnest and `outer` for a nest
// (random/positive_stable.hpp), so that the greatest sum is chosen with the probabilities of nested
// logit. Normalised from the bottom: within a subnest it is the multinomial logit of V; between
// subnests values count `inner` times, between nests outer x inner times. These are the lambdas of
// Train 2009 after a change of scale, and root_scale and scales of gev_network.hpp, which it is
// tested against. Both 1: multinomial logit.
//
// Units: utilities without unit; -infinity: unavailable.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace stopover::choice {

struct Dissimilarity {
  double outer = 1;  // 0 < outer <= 1
  double inner = 1;  // 0 < inner <= 1
};

// A nest and a subnest in it, by number; equal pairs are the same subnest.
struct NestName {
  std::uint16_t nest = 0;
  std::uint16_t subnest = 0;
  friend bool operator==(const NestName&, const NestName&) = default;
};

// Sums to 1 unless nothing is available (then all 0). Cost: one exp an alternative and subnest.
[[nodiscard]] std::vector<double> nested_probabilities(std::span<const double> utility,
                                                       std::span<const NestName> in,
                                                       Dissimilarity dissimilarity);

// The same probabilities, bit for bit, for many short lists one after another: what it needs is
// kept from list to list.
class NestedShares {
 public:
  explicit NestedShares(Dissimilarity dissimilarity) : dissimilarity_(dissimilarity) {}
  // Valid until the next call.
  [[nodiscard]] std::span<const double> of(std::span<const double> utility,
                                           std::span<const NestName> in);

 private:
  // A subnest or nest: the logsum of its members.
  struct Group {
    NestName name;
    std::size_t nest = 0;  // of a subnest
    double top = 0;        // greatest member
    double sum = 0;        // of exp(member - top)
    double value = 0;
  };
  static std::size_t enter(std::vector<Group>& groups, NestName name, double member);

  Dissimilarity dissimilarity_;
  std::vector<Group> subnests_;
  std::vector<Group> nests_;
  std::vector<std::size_t> subnest_of_;
  std::vector<double> probability_;
};

// The mean of the greatest sum over the errors, but for a constant that is the same for all lists:
// its derivative by a utility is that alternative's probability. -infinity: nothing is available.
[[nodiscard]] double nested_logsum(std::span<const double> utility, std::span<const NestName> in,
                                   Dissimilarity dissimilarity);
// d ln P of each alternative where utilities move by `direction`; of the unavailable 0. With the
// derivative of all utilities by the logarithm of an attribute as the direction these are
// elasticities. Cost: as the probabilities.
[[nodiscard]] std::vector<double> nested_slopes(std::span<const double> utility,
                                                std::span<const NestName> in,
                                                Dissimilarity dissimilarity,
                                                std::span<const double> direction);

}  // namespace stopover::choice
