// SPDX-License-Identifier: Apache-2.0
#include "engine/journeys/choose.hpp"

#include <algorithm>
#include <cstdint>
#include <vector>

#include <gtest/gtest.h>

namespace stopover::journeys {
namespace {

constexpr Instant kDay{1'700'000'000};

// One ride on a trip, minutes after the wanted departure.
Offer ride(std::uint32_t trip, int departs, int arrives, int boardings, Fen fare) {
  JourneyLeg leg;
  leg.from = StopId(0U);
  leg.to = StopId(1U);
  leg.depart = kDay + minutes(departs);
  leg.arrive = kDay + minutes(arrives);
  leg.trip = TripId(trip);
  return {{{leg.depart, leg.arrive, boardings}, {leg}}, fare, Seconds(0)};
}

std::vector<Offer> chosen(const std::vector<Offer>& offers, const ChooseOptions& options) {
  std::vector<Offer> out;
  for (const std::size_t i : choose(offers, options)) out.push_back(offers[i]);
  return out;
}

ChooseOptions wanted(std::size_t count) {
  ChooseOptions options;
  options.count = count;
  options.wanted = kDay;
  return options;
}

// 36 s a unit of currency, whatever its digits: 50 of them are half an hour.
TEST(Choose, WeighsFaresByTheDigitsOfTheirCurrency) {
  for (const std::int64_t units : {1, 100, 1'000}) {
    ChooseOptions options = wanted(1);
    options.minor_units = units;
    const Offer slow = ride(0, 0, 60, 1, Fen(0));
    EXPECT_EQ(chosen({slow, ride(1, 0, 35, 1, Fen(50 * units))}, options).front(), slow) << units;
    const Offer fast = ride(1, 0, 25, 1, Fen(50 * units));
    EXPECT_EQ(chosen({slow, fast}, options).front(), fast) << units;
  }
}

TEST(Choose, TakesTheCheapestInTimeAndMoneyFirst) {
  // An hour is worth 100 yuan, a boarding a quarter of an hour.
  const Offer quick = ride(1, 0, 60, 1, yuan(400));
  const Offer slow = ride(2, 0, 120, 1, yuan(200));
  const Offer changing = ride(3, 0, 110, 2, yuan(205));
  EXPECT_EQ(chosen({quick, slow, changing}, wanted(1)), (std::vector{slow}));
}

TEST(Choose, PrefersAnUnlikeOfferToTheSameRideAgain) {
  const Offer first = ride(1, 0, 60, 1, yuan(100));
  const Offer same_ride = ride(1, 0, 60, 1, yuan(110));
  const Offer later = ride(2, 100, 170, 1, yuan(110));
  EXPECT_EQ(chosen({first, same_ride, later}, wanted(2)), (std::vector{first, later}));
}

TEST(Choose, OfOneKindTakesFewWhileOthersAreThere) {
  std::vector<Offer> offers;
  std::vector<std::uint64_t> kinds;
  for (int i = 0; i < 10; ++i) {
    offers.push_back(ride(static_cast<std::uint32_t>(i), 6 * i, 6 * i + 60, 1, yuan(10)));
    kinds.push_back(1);
  }
  offers.push_back(ride(90, 0, 45, 1, yuan(90)));
  kinds.push_back(2);
  const auto has_other = [&](const std::vector<std::size_t>& found) {
    return std::find(found.begin(), found.end(), offers.size() - 1) != found.end();
  };
  EXPECT_TRUE(has_other(choose(offers, wanted(2), kinds)));
  EXPECT_EQ(choose(offers, wanted(11), kinds).size(), 11U) << "all, where they are asked for";
}

TEST(Choose, LeavesOutWhatNobodyWouldTake) {
  ChooseOptions options = wanted(5);
  options.max_detour = 2;
  options.slack = minutes(30);
  const Offer fast = ride(1, 0, 60, 1, Fen(0));
  const Offer bearable = ride(2, 5, 155, 1, Fen(0));
  const Offer absurd = ride(3, 10, 161, 1, Fen(0));
  EXPECT_EQ(chosen({fast, bearable, absurd}, options), (std::vector{fast, bearable}));
}

TEST(Choose, GivesAllInOrderOfDepartureWhereFewAre) {
  const Offer early = ride(1, 0, 60, 1, Fen(0));
  const Offer late = ride(2, 90, 140, 1, Fen(0));
  EXPECT_EQ(chosen({late, early}, wanted(10)), (std::vector{early, late}));
  EXPECT_TRUE(chosen({}, wanted(10)).empty());
}

}  // namespace
}  // namespace stopover::journeys
