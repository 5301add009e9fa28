// SPDX-License-Identifier: Apache-2.0
// What a party chooses among, and what it chooses.
//
// By nested logit (kind of route, means of access; choice/nested.hpp) among the journeys of its
// pair, each at the departure before and the one after the time it wants, up to kEarliest before it
// and kLatest after it; travellers between two other places may also step out between their flights
// or stay nights, when an entry regime lets them and its clock allows. Utilities are generalised
// hours (time weighted by kind, money divided by the party's value of time; how late and how
// crowded one expects to be, expectations.hpp), less what a journey shares with others
// (overlap.hpp), plus constants. Error terms are keyed by party and
// alternative, and by party and nest.
//
// What it is not: aware of what is sold out on the day (the sweep is).
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "models/demand/demand.hpp"
#include "models/demand/volumes.hpp"
#include "models/policy/regime.hpp"
#include "models/product/stock.hpp"
#include "models/product/worth.hpp"
#include "models/simulation/alternatives.hpp"
#include "models/simulation/departures.hpp"
#include "models/simulation/products.hpp"

namespace stopover::simulation {

struct Behaviour;

// One alternative as a party sees it: for choosing, and for explaining the choice.
struct Candidate {
  JourneyId journey;
  std::int16_t side = 0;  // 0: group's class, 1: airside
  StayKind stay = StayKind::kNone;
  std::int16_t nights = 0;
  PassengerClass passenger_class = kCitizen;
  const Option* option = nullptr;
  double utility = 0;  // without error
  double error = 0;
  double stay_hours = 0;
  product::ProductId product = product::ProductId::none();  // the best that it is bought with
  double product_utility = 0;                               // of `utility`: what it gains
};

// What a utility is made of. Generalised hours, each with its weight; overlap, constants, stay and
// product are utility.
struct UtilityParts {
  double riding = 0;
  double waiting = 0;
  double connecting = 0;
  double changing = 0;
  double displaced = 0;  // earlier or later than wanted
  double money = 0;
  double learnt = 0;   // lateness and crowding that are expected
  double overlap = 0;  // what is shared with other journeys
  double constants = 0;
  double stay = 0;
  double product = 0;

  [[nodiscard]] double hours() const {
    return riding + waiting + connecting + changing + displaced + money + learnt;
  }
  [[nodiscard]] double utility(double scale_per_hour) const {
    return overlap + constants - scale_per_hour * hours() + stay + product;
  }
};

// What planning goes by; kept by reference.
struct Planning {
  const World& world;
  const Departures& departures;
  const Behaviour& behaviour;
  demand::Luck luck;
  const demand::Volumes* volumes = nullptr;  // none: as written
  const product::Levels* levels = nullptr;   // none: as written
  product::Stock* stock = nullptr;           // none: no product is ever sold out
  bool on_sale = true;                       // false: as if there were no products
};

[[nodiscard]] const product::Levels& levels_of(const Planning& planning);

// All alternatives of a party, in a fixed order. Empty: nothing in the timetable serves it.
void candidates(const Planning& planning, const demand::Party& party, std::vector<Candidate>& out);
// What the utility of one of them is made of, and how likely each is chosen: nested logit, in
// the order of the list.
[[nodiscard]] UtilityParts utility_parts(const Planning& planning, const demand::Party& party,
                                         const Candidate& candidate);
[[nodiscard]] std::vector<double> shares(const Planning& planning,
                                         const std::vector<Candidate>& candidates);
// d ln of these probabilities where utilities move by `direction`, in the order of the list.
[[nodiscard]] std::vector<double> slopes(const Planning& planning,
                                         const std::vector<Candidate>& candidates,
                                         const std::vector<double>& direction);
// What the best of them is worth to the party, in the mean over the errors: the logsum of the
// nested logit, in utility, up to a constant that is the same for all lists. There is one at least.
[[nodiscard]] double expected_utility(const Planning& planning,
                                      const std::vector<Candidate>& candidates);
// The best of them, the first if several are. For many parties of a day: day_choices.hpp.
[[nodiscard]] std::optional<Candidate> choose(const Planning& planning, const demand::Party& party);
// The same, and which products it was offered; a product that is sold out is on offer and not
// bought.
[[nodiscard]] std::optional<Candidate> choose(const Planning& planning, const demand::Party& party,
                                              Offered& offered);
// How likely a party chooses alternatives of three kinds, over the error terms: the shares of the
// logit, in millionths, so that they can be counted exactly. What few choose is told by them more
// closely than by who happens to choose it.
struct Chances {
  std::int32_t over_gateway = 0;  // changes flights there
  std::int32_t step_out = 0;      // of these, without a night
  std::int32_t nights = 0;        // of these, with
  friend bool operator==(const Chances&, const Chances&) = default;
};
[[nodiscard]] Chances chances(const Planning& planning, const demand::Party& party);
// Whether a foreigner who changes at the gateway would be let in between the flights.
[[nodiscard]] bool may_enter(const Planning& planning, const demand::Party& party,
                             const Candidate& taken);

// The regime under which the party enters between its flights; none: it does not, or by other
// rights.
[[nodiscard]] policy::RegimeId entered_under(const Planning& planning, const demand::Party& party,
                                             const Candidate& taken);

}  // namespace stopover::simulation
