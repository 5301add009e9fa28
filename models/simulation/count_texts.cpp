// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "models/simulation/tally.hpp"

namespace stopover::simulation {
namespace {

struct Text {
  Count count;
  std::string_view id;
  std::string_view unit;
  std::string_view text;
  std::string_view missed = {};  // before a cause; none: not a count of misses
};

// Without those of one cause.
constexpr std::array<Text, 34> kTexts{{
    {Count::kPersons, "persons", "people", "travelled"},
    {Count::kParties, "parties", "parties", "travelled together"},
    {Count::kUnserved, "unserved", "people", "found no alternative in the timetable"},
    {Count::kStranded, "stranded", "people",
     "did not reach their destination within the simulated days"},
    {Count::kByAir, "by_air", "people", "took a flight at the gateway"},
    {Count::kHandled, "handled", "people", "arrived plus departed on flights at the gateway"},
    {Count::kHandledInternational, "handled_international", "people",
     "of these on international flights, HK, MO and TW included"},
    {Count::kTransfer, "transfer", "people",
     "went on by air within 24 h of arriving by air at the gateway"},
    {Count::kStopover, "stopover", "people", "went on by air later than that"},
    {Count::kAirMovements, "air_movements", "people",
     "origin-destination air movements: handled, transfers left out"},
    {Count::kAirRail, "air_rail", "people",
     "of these with an intercity rail leg on the same side of the flight"},
    {Count::kMayEnter, "may_enter", "people",
     "foreigners connecting at the gateway whom an entry regime covers"},
    {Count::kEntered, "entered", "people", "of these entered the country"},
    {Count::kSteppedOut, "stepped_out", "people",
     "left the airport between flights without a night"},
    {Count::kOverstayed, "overstayed", "people",
     "entered between flights and left after the latest exit that their regime allows"},
    {Count::kOverGateway, "over_gateway", "people",
     "planned to connect between flights at the gateway"},
    {Count::kOverRival, "over_rival", "people",
     "planned to connect between flights at another hub"},
    {Count::kConnections, "connections", "people",
     "planned connections between flights or intercity trains"},
    {Count::kMissed, "missed", "people", "of these not made", "missed"},
    {Count::kRebooked, "rebooked", "people",
     "went on another way after a missed flight or train, each time"},
    {Count::kDepartures, "departures", "people",
     "planned first departures by flight or intercity train"},
    {Count::kDeparturesMissed, "departures_missed", "people", "of these not made",
     "first departure missed"},
    {Count::kNights, "nights", "person-nights", "spent in the gateway"},
    {Count::kFares, "fares", "fen", "paid for tickets, taxis and cars"},
    {Count::kLikelyOverGateway, "likely_over_gateway", "millionths of people",
     "through passengers by how likely they plan to connect at the gateway"},
    {Count::kLikelySteppedOut, "likely_stepped_out", "millionths of people",
     "by how likely they plan to leave the airport between flights without a night"},
    {Count::kLikelyNights, "likely_nights", "millionths of people",
     "by how likely they plan nights between flights"},
    {Count::kOnlyHere, "only_here", "people",
     "travelled, and would not in the scenario compared with"},
    {Count::kOnlyHereHandled, "only_here_handled", "people", "of handled those"},
    {Count::kOnlyHereTransfer, "only_here_transfer", "people", "of transfer those"},
    {Count::kOnlyHereStopover, "only_here_stopover", "people", "of stopover those"},
    {Count::kOnlyHereAirRail, "only_here_air_rail", "people", "of air_rail those"},
    {Count::kOnlyHereEntered, "only_here_entered", "people", "of entered those"},
    {Count::kOnlyHereNights, "only_here_nights", "person-nights", "of nights those"},
}};

std::vector<CountText> all_texts() {
  std::vector<CountText> texts(static_cast<std::size_t>(Count::kCount));
  for (const Text& t : kTexts) {
    texts[static_cast<std::size_t>(t.count)] = {std::string(t.id), t.unit, std::string(t.text)};
    if (t.missed.empty()) continue;
    for (const flow::MissCauseText& cause : flow::kMissCauseTexts)
      texts[static_cast<std::size_t>(count_for(t.count, cause.cause))] = {
          fmt::format("{}_{}", t.id, cause.column), t.unit,
          fmt::format("{}: {}", t.missed, cause.meaning)};
  }
  return texts;
}

}  // namespace

const std::vector<CountText>& count_texts() {
  static const std::vector<CountText> texts = all_texts();
  return texts;
}

}  // namespace stopover::simulation
