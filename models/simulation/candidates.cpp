// SPDX-License-Identifier: Apache-2.0
#include "models/simulation/candidates.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "engine/base/stable_hash.hpp"
#include "engine/choice/nested.hpp"
#include "engine/random/continuous.hpp"
#include "models/simulation/choice_errors.hpp"
#include "models/simulation/world.hpp"

namespace stopover::simulation {
namespace {

constexpr double kSecondsPerHour = 3600;
constexpr double kMillion = 1e6;
const policy::Country kHongKong("HK");
const policy::Country kMacao("MO");
const policy::Country kTaiwan("TW");

// What a party brings to every comparison.
struct Chooser {
  const World& world;
  const Departures& departures;
  const Behaviour& behaviour;
  const demand::Party& party;
  const demand::Segment& segment;
  demand::Luck luck;
  Instant wanted;
  PassengerClass own_class{};
  PartyProducts* products = nullptr;  // none: nothing is on sale
};

policy::RegimeId regime_of(const Chooser& c, const Journey& j, const Candidate& a);

// The best product that the candidate can be bought with, if one gains anything.
void add_product(const Chooser& c, const Journey& j, Candidate& a) {
  if (c.products == nullptr || c.world.products_of[a.journey].empty()) return;
  const policy::RegimeId regime =
      c.products->asks_regime(a.journey) ? regime_of(c, j, a) : policy::RegimeId::none();
  const auto best = c.products->best(a, regime);
  if (!best) return;
  a.product = best->product;
  a.product_utility = c.behaviour.scale_per_hour * best->gain_yuan / c.party.value_of_time;
  a.utility += a.product_utility;
}

PassengerClass class_of(const World& world, policy::Country nationality) {
  if (nationality == world.country) return kCitizen;
  if (nationality == kHongKong || nationality == kMacao || nationality == kTaiwan) return kResident;
  return kForeignOrdinary;
}

double constants(const Behaviour& b, const Journey& j) {
  double v = 0;
  if (j.nonstop) v += b.nonstop;
  if (j.over_rival) v += b.rival_hub;
  if (j.over_gateway) v += b.gateway_hub;
  if (j.air_rail) v += b.air_rail;
  if (j.has_road) v += b.road;
  if (j.has_coach) v += b.coach;
  if (j.has_metro) v += b.metro;
  return v;
}

// Generalised hours that the timetable does not tell of.
double learnt_hours(const Behaviour& b, const Expected& e) {
  const auto late = static_cast<double>(e.late_hours);
  const double early = late - static_cast<double>(e.extra_hours);
  return b.lateness_weight * late - b.wait_weight * early +
         b.crowded_seat_weight * static_cast<double>(e.crowded_hours) +
         b.standing_weight * static_cast<double>(e.standing_hours);
}

// A journey at one departure. `waiting` is passed apart: hours of a stay are no wait.
UtilityParts parts_of(const Chooser& c, const Journey& j, const Option& o, double waiting) {
  const Behaviour& b = c.behaviour;
  const double early_or_late = static_cast<double>((o.anchor - c.wanted).count()) / kSecondsPerHour;
  const double displaced =
      early_or_late < 0 ? -early_or_late * b.early_weight : early_or_late * b.late_weight;
  const double money = static_cast<double>(o.ride_yuan) + road_yuan(c.world, j, c.party.size);
  return {.riding = static_cast<double>(o.in_vehicle_hours),
          .waiting = b.wait_weight * waiting,
          .connecting = b.connect_weight * static_cast<double>(o.connecting_hours),
          .changing = b.transfer_hours * std::max(0, j.boardings - 1),
          .displaced = displaced,
          .money = money / c.party.value_of_time,
          .learnt = learnt_hours(b, o.expected),
          .overlap = b.path_size * static_cast<double>(j.ln_path_size),
          .constants = constants(b, j)};
}

double utility(const Chooser& c, const Journey& j, const Option& o, double waiting) {
  return parts_of(c, j, o, waiting).utility(c.behaviour.scale_per_hour);
}

// Candidates come one by one; the best is kept, and all of them if there is a list for them.
class ChoiceSet {
 public:
  explicit ChoiceSet(const Chooser& c, std::vector<Candidate>* all = nullptr)
      : all_(all), nests_(c.behaviour, c.party.key, c.luck) {}
  void add(const Chooser& c, const Journey& journey, Candidate a, int variant) {
    add_product(c, journey, a);
    const double quantile = error_quantile(c.luck, c.party.key, journey.identity, a, variant);
    const double shift = nests_.shift(nest_of(journey));
    // Most have no chance against the best so far.
    if (all_ == nullptr && value_ >= a.utility + error_at_most(quantile) + shift) return;
    a.error = random::Gumbel(0, 1).quantile(quantile) + shift;
    if (all_ != nullptr) all_->push_back(a);
    if (best_.option != nullptr && a.utility + a.error <= value_) return;
    value_ = a.utility + a.error;
    best_ = a;
  }
  [[nodiscard]] std::optional<Candidate> best() const {
    return best_.option == nullptr ? std::nullopt : std::optional(best_);
  }

 private:
  std::vector<Candidate>* all_;
  NestErrors nests_;
  double value_ = -std::numeric_limits<double>::infinity();
  Candidate best_;
};

// Of the options that depart with `options[i]`, the one that falls to this party: flights that
// leave together share their passengers.
const Option* of_moment(const DatedOptions& options, std::size_t i, std::uint64_t party) {
  const std::vector<Instant>& anchors = options.anchors();
  std::size_t from = i;
  std::size_t until = i + 1;
  while (from > 0 && anchors[from - 1] == anchors[i]) --from;
  while (until < anchors.size() && anchors[until] == anchors[i]) ++until;
  const std::size_t several = until - from;
  return &options[from + (several == 1 ? 0 : mix64(party) % several)];
}

// The last option before `t` and the first at or after it, none too far; either may be null.
std::pair<const Option*, const Option*> around(const DatedOptions& options, Instant t,
                                               std::uint64_t party) {
  const std::vector<Instant>& anchors = options.anchors();
  const auto i = static_cast<std::size_t>(std::ranges::lower_bound(anchors, t) - anchors.begin());
  const bool has_before = i > 0 && t - anchors[i - 1] <= kEarliest;
  const bool has_after = i < anchors.size() && anchors[i] - t <= kLatest;
  return {has_before ? of_moment(options, i - 1, party) : nullptr,
          has_after ? of_moment(options, i, party) : nullptr};
}

policy::EntryQuestion question(const Chooser& c, const Journey& j, const Option& o) {
  const auto& legs = j.legs.legs;
  const auto& services = c.world.timetable.services();
  const timetable::Leg& in = legs[static_cast<std::size_t>(j.first_air)];
  const timetable::Leg& out = legs[static_cast<std::size_t>(j.last_air)];
  const auto country = [&](const timetable::Leg& leg, std::uint16_t stop) {
    return c.world.places[services[leg.service].stops[stop]].country;
  };
  const auto port = [&](const timetable::Leg& leg, std::uint16_t stop) {
    return c.world.places[services[leg.service].stops[stop]].port;
  };
  return {.nationality = c.party.nationality,
          .previous_stop = country(in, in.board),
          .next_stop = country(out, out.alight),
          .next_abroad = {},
          .ticket = policy::Ticket::kConfirmed,
          .port = port(in, in.alight),
          .exit_port = port(out, out.board),
          .arrival = o.gateway_arrive};
}

PassengerClass class_under(const World& world, policy::RegimeId regime) {
  return world.entry.regimes()[regime].counter == policy::Counter::kPermitDesk ? kForeignPermit
                                                                               : kForeignOrdinary;
}

// Whether the right to be outside between the flights comes from a regime. Whoever begins or ends
// the journey in the country is here by other rights.
bool needs_regime(const Chooser& c, const Journey& j) {
  return c.own_class == kForeignOrdinary && j.between_foreign;
}

// Under which class may the party be outside between the flights? nullopt: not at all.
std::optional<PassengerClass> entry_class(const Chooser& c, const Journey& j, const Option& o) {
  if (!needs_regime(c, j)) return c.own_class;
  const auto best = c.world.entry.best_until(question(c, j, o), o.gateway_depart);
  return best ? std::optional(class_under(c.world, best->regime)) : std::nullopt;
}

// Under which the party enters between its flights; none: it does not, or by other rights.
policy::RegimeId regime_of(const Chooser& c, const Journey& j, const Candidate& a) {
  if (a.passenger_class == kAirside || !j.over_gateway || !needs_regime(c, j))
    return policy::RegimeId::none();
  const auto best = c.world.entry.best_until(question(c, j, *a.option), a.option->gateway_depart);
  return best ? best->regime : policy::RegimeId::none();
}

double hours_between(Instant from, Instant to) {
  return static_cast<double>((to - from).count()) / kSecondsPerHour;
}

// What the hours outside are worth in hours of the value of time: by the visits they allow where
// these are known, else as they are.
double visit_hours(const Chooser& c, const Journey& j, const Option& o, double layover,
                   double usable) {
  if (c.world.visit_values.empty()) return usable;
  const timetable::Leg& in = j.legs.legs[static_cast<std::size_t>(j.first_air)];
  const network::PlaceId landed = c.world.timetable.services()[in.service].stops[in.alight];
  const network::Place& place = c.world.network.places[landed];
  if (place.hub.is_none()) return usable;
  return c.world.visit_values
      .hours(place.hub, c.world.demand.markets[c.party.market].segment,
             place.zone.civil(o.gateway_arrive), layover)
      .value_or(usable);
}

void add_step_out(const Chooser& c, const Journey& j, Candidate a, int variant, ChoiceSet& set) {
  const Behaviour& b = c.behaviour;
  const Option& o = *a.option;
  const double layover = hours_between(o.gateway_arrive, o.gateway_depart);
  if (layover < b.step_out_min_layover || layover > 24) return;
  const auto cls = entry_class(c, j, o);
  if (!cls || j.route[*cls][1].is_none()) return;
  a.stay = StayKind::kStepOut;
  a.passenger_class = *cls;
  a.stay_hours = std::max(0.0, layover - b.step_out_reserve);
  a.utility += b.step_out_constant + b.step_out_per_hour *
                                         visit_hours(c, j, o, layover, a.stay_hours) *
                                         c.segment.stay_interest;
  set.add(c, j, a, variant);
}

void add_nights(const Chooser& c, JourneyId id, const Journey& j, ChoiceSet& set) {
  const Behaviour& b = c.behaviour;
  const std::vector<DatedOptions>& nights = c.departures[id].nights;
  for (std::size_t n = 1; n <= nights.size(); ++n) {
    const Option* option = around(nights[n - 1], c.wanted, c.party.key).second;
    if (option == nullptr) continue;
    const auto cls = entry_class(c, j, *option);
    if (!cls || j.route[*cls][1].is_none()) continue;
    const double held = hours_between(option->gateway_arrive, option->gateway_depart);
    const double waiting =
        static_cast<double>(option->waiting_hours) - static_cast<double>(option->held_hours);
    Candidate a{.journey = id,
                .side = 0,
                .stay = StayKind::kNights,
                .nights = static_cast<std::int16_t>(n),
                .passenger_class = *cls,
                .option = option,
                .utility = utility(c, j, *option, waiting)};
    a.stay_hours = b.usable_hours_per_day * held / 24;
    a.utility += b.night_constant + b.per_night * static_cast<double>(n) * c.segment.stay_interest;
    set.add(c, j, a, 1);
  }
}

void add_journey(const Chooser& c, JourneyId id, const Journey& j, ChoiceSet& set) {
  // Airside where the hub allows it, else as somebody who enters.
  const std::int16_t side = j.direct[1] ? 1 : 0;
  const auto [before, after] =
      around(c.departures[id].direct[static_cast<std::size_t>(side)], c.wanted, c.party.key);
  int variant = 0;
  for (const Option* option : {before, after}) {
    const int this_variant = variant++;
    if (option == nullptr) continue;
    Candidate a{.journey = id,
                .side = side,
                .passenger_class = side == 1 ? kAirside : c.own_class,
                .option = option};
    if (j.route[a.passenger_class][0].is_none()) continue;
    // Between two foreign places, whoever must enter to connect needs a right to.
    if (side == 0 && j.over_gateway && j.between_foreign &&
        c.segment.kind == demand::VisitorKind::kThrough) {
      const auto cls = entry_class(c, j, *option);
      if (!cls || j.route[*cls][0].is_none()) continue;
      a.passenger_class = *cls;
    }
    a.utility = utility(c, j, *option, static_cast<double>(option->waiting_hours));
    set.add(c, j, a, this_variant);
    if (j.over_gateway && c.segment.kind == demand::VisitorKind::kThrough)
      add_step_out(c, j, a, this_variant, set);
  }
  if (j.max_nights > 0 && c.segment.kind == demand::VisitorKind::kThrough)
    add_nights(c, id, j, set);
}

Chooser chooser_of(const Planning& planning, const demand::Party& party) {
  const World& world = planning.world;
  const TimeZone zone = world.network.places[party.from].zone;
  return {world,
          planning.departures,
          planning.behaviour,
          party,
          world.demand.segments[world.demand.markets[party.market].segment],
          planning.luck,
          zone.instant_at(party.day, party.wanted),
          class_of(world, party.nationality)};
}

// A party that chooses, products before it if any are on sale.
class AtChoice {
 public:
  AtChoice(const Planning& planning, const demand::Party& party)
      : chooser_(chooser_of(planning, party)) {
    const World& world = planning.world;
    if (world.shelf.empty() || !planning.on_sale) return;
    products_.emplace(world, levels_of(planning), planning.stock, party, planning.luck);
    chooser_.products = &*products_;
  }
  AtChoice(const AtChoice&) = delete;
  AtChoice& operator=(const AtChoice&) = delete;
  AtChoice(AtChoice&&) = delete;
  AtChoice& operator=(AtChoice&&) = delete;
  ~AtChoice() = default;
  [[nodiscard]] const Chooser& chooser() const { return chooser_; }
  [[nodiscard]] const Offered* offered() const {
    return products_ ? &products_->offered() : nullptr;
  }

 private:
  std::optional<PartyProducts> products_;
  Chooser chooser_;
};

Group group_of(PassengerClass passenger_class) {
  return passenger_class == kForeignOrdinary || passenger_class == kForeignPermit ? Group::kForeign
                                                                                  : Group::kCitizen;
}

// Alternatives as the tree has them.
struct Leaves {
  std::vector<double> utility;
  std::vector<choice::NestName> in;
};

Leaves leaves_of(const World& world, const std::vector<Candidate>& candidates) {
  Leaves leaves;
  for (const Candidate& c : candidates) {
    leaves.utility.push_back(c.utility);
    leaves.in.push_back(nest_of(world.alternatives.journeys[c.journey]));
  }
  return leaves;
}

void add_all(const Chooser& chooser, ChoiceSet& set) {
  const Alternatives& all = chooser.world.alternatives;
  const PairId pair = all.pair(chooser.party.from, chooser.party.to, group_of(chooser.own_class));
  if (pair.is_none()) return;
  for (const JourneyId id : all.journeys_of[pair]) add_journey(chooser, id, all.journeys[id], set);
}

}  // namespace

const product::Levels& levels_of(const Planning& planning) {
  return planning.levels == nullptr ? planning.world.product_levels : *planning.levels;
}

void candidates(const Planning& planning, const demand::Party& party, std::vector<Candidate>& out) {
  out.clear();
  const AtChoice at(planning, party);
  ChoiceSet set(at.chooser(), &out);
  add_all(at.chooser(), set);
}

std::optional<Candidate> choose(const Planning& planning, const demand::Party& party) {
  const AtChoice at(planning, party);
  ChoiceSet set(at.chooser());
  add_all(at.chooser(), set);
  return set.best();
}

std::optional<Candidate> choose(const Planning& planning, const demand::Party& party,
                                Offered& offered) {
  const AtChoice at(planning, party);
  ChoiceSet set(at.chooser());
  add_all(at.chooser(), set);
  const std::size_t products = planning.world.shelf.products.size();
  offered = at.offered() != nullptr
                ? *at.offered()
                : Offered{std::vector<bool>(products), std::vector<bool>(products)};
  return set.best();
}

UtilityParts utility_parts(const Planning& planning, const demand::Party& party,
                           const Candidate& candidate) {
  const Chooser chooser = chooser_of(planning, party);
  const Option& option = *candidate.option;
  const bool nights = candidate.stay == StayKind::kNights;
  const double waiting = static_cast<double>(option.waiting_hours) -
                         (nights ? static_cast<double>(option.held_hours) : 0.0);
  UtilityParts parts =
      parts_of(chooser, planning.world.alternatives.journeys[candidate.journey], option, waiting);
  parts.product = candidate.product_utility;
  const double without_stay = parts.utility(planning.behaviour.scale_per_hour);
  parts.stay = candidate.stay == StayKind::kNone ? 0.0 : candidate.utility - without_stay;
  return parts;
}

std::vector<double> shares(const Planning& planning, const std::vector<Candidate>& candidates) {
  const Leaves leaves = leaves_of(planning.world, candidates);
  return choice::nested_probabilities(leaves.utility, leaves.in, dissimilarity(planning.behaviour));
}

std::vector<double> slopes(const Planning& planning, const std::vector<Candidate>& candidates,
                           const std::vector<double>& direction) {
  const Leaves leaves = leaves_of(planning.world, candidates);
  return choice::nested_slopes(leaves.utility, leaves.in, dissimilarity(planning.behaviour),
                               direction);
}

double expected_utility(const Planning& planning, const std::vector<Candidate>& candidates) {
  const Leaves leaves = leaves_of(planning.world, candidates);
  return choice::nested_logsum(leaves.utility, leaves.in, dissimilarity(planning.behaviour));
}

Chances chances(const Planning& planning, const demand::Party& party) {
  std::vector<Candidate> all;
  candidates(planning, party, all);
  const std::vector<double> share = shares(planning, all);
  const auto& journeys = planning.world.alternatives.journeys;
  const auto of = [&](const auto& wanted) {
    double sum = 0;
    for (std::size_t i = 0; i < all.size(); ++i)
      if (wanted(all[i])) sum += share[i];
    return static_cast<std::int32_t>(std::lround(sum * kMillion));
  };
  return {.over_gateway = of([&](const Candidate& c) { return journeys[c.journey].over_gateway; }),
          .step_out = of([](const Candidate& c) { return c.stay == StayKind::kStepOut; }),
          .nights = of([](const Candidate& c) { return c.stay == StayKind::kNights; })};
}

bool may_enter(const Planning& planning, const demand::Party& party, const Candidate& taken) {
  const Chooser chooser = chooser_of(planning, party);
  const Journey& journey = planning.world.alternatives.journeys[taken.journey];
  return chooser.own_class == kForeignOrdinary &&
         entry_class(chooser, journey, *taken.option).has_value();
}

policy::RegimeId entered_under(const Planning& planning, const demand::Party& party,
                               const Candidate& taken) {
  const Chooser chooser = chooser_of(planning, party);
  return regime_of(chooser, planning.world.alternatives.journeys[taken.journey], taken);
}

}  // namespace stopover::simulation
