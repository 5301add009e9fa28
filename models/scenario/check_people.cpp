// SPDX-License-Identifier: Apache-2.0
// Segments, time profiles, catchments, markets: weights that can be drawn from, journeys with two
// ends.
#include <cmath>
#include <numeric>
#include <set>

#include <fmt/format.h>

#include "models/scenario/checking.hpp"
#include "models/scenario/rules.hpp"

namespace stopover::scenario {
namespace {

constexpr int kLargestParty = 100;
constexpr int kMostNights = 400;  // as the days of a horizon

// False also where a weight is not a number: that is reported alone.
bool sums_to_nothing(const std::vector<double>& weights) {
  return std::accumulate(weights.begin(), weights.end(), 0.0) == 0;
}

void check_weights(Checking& c, const Spot& spot, const std::vector<double>& weights) {
  if (sums_to_nothing(weights))
    c.fault(rule::kNoWeight, spot, fmt::format("{} weights, all 0", weights.size()),
            "at least one weight above 0");
}

void check_at_most(Checking& c, const Spot& spot, int length, int most) {
  if (length > most)
    c.fault(rule::kRange, spot, fmt::format("{} weights", length),
            fmt::format("at most {} weights", most));
}

std::vector<double> vector_of(const google::protobuf::RepeatedField<double>& list) {
  return {list.begin(), list.end()};
}

template <class List>
std::vector<double> weights_of(const List& list) {
  std::vector<double> weights;
  for (const auto& one : list) weights.push_back(one.weight());
  return weights;
}

void check_segment(Checking& c, const Segment& segment) {
  const Spot spot{"segment", segment.id(), ""};
  check_weights(c, spot.at("party_size_weight"), vector_of(segment.party_size_weight()));
  check_at_most(c, spot.at("party_size_weight"), segment.party_size_weight_size(), kLargestParty);
  check_at_most(c, spot.at("nights_weight"), segment.nights_weight_size(), kMostNights + 1);
  if (!segment.nights_weight().empty())
    check_weights(c, spot.at("nights_weight"), vector_of(segment.nights_weight()));
  if (!segment.nationality().empty())
    check_weights(c, spot.at("nationality"), weights_of(segment.nationality()));
  if (segment.growth_per_year() != 0 && !segment.has_volume_year())
    c.fault(rule::kMissing, spot.at("volume_year"), "",
            "the year that growth_per_year counts from");
  std::set<std::string> seen;
  for (int i = 0; i < segment.nationality_size(); ++i) {
    const std::string& country = segment.nationality(i).country();
    if (!country.empty() && !seen.insert(country).second)
      c.fault(rule::kTwiceInList, spot.at(indexed("nationality", i) + ".country"), country,
              "each country once");
  }
}

void check_time_profile(Checking& c, const TimeProfile& profile) {
  const Spot spot{"time_profile", profile.id(), "hour_weight"};
  if (profile.hour_weight_size() != kHoursOfDay)
    c.fault(rule::kHours, spot, fmt::format("{} weights", profile.hour_weight_size()),
            "24 weights, one for each hour of the day");
  else
    check_weights(c, spot, vector_of(profile.hour_weight()));
}

void check_catchment(Checking& c, const Catchment& catchment) {
  const Spot spot{"catchment", catchment.id(), ""};
  if (!catchment.member().empty())
    check_weights(c, spot.at("member"), weights_of(catchment.member()));
  std::set<std::string> seen;
  for (int i = 0; i < catchment.member_size(); ++i) {
    const std::string& place = catchment.member(i).place();
    if (!place.empty() && !seen.insert(place).second)
      c.fault(rule::kTwiceInList, spot.at(indexed("member", i) + ".place"), place,
              "each place once");
  }
}

}  // namespace

void check_people(Checking& c) {
  c.each("segment", c.elements().segment(), [&](const Segment& one) { check_segment(c, one); });
  c.each("time_profile", c.elements().time_profile(),
         [&](const TimeProfile& one) { check_time_profile(c, one); });
  if (c.has_all("catchment"))  // a row is a member, and one with a weight may be missing
    c.each("catchment", c.elements().catchment(),
           [&](const Catchment& one) { check_catchment(c, one); });
  c.each("market", c.elements().market(), [&](const Market& market) {
    if (!market.from().empty() && market.from() == market.to())
      c.fault(rule::kSamePlace, {"market", market.id(), "to"}, market.to(),
              "another place or catchment than from");
  });
}

}  // namespace stopover::scenario
