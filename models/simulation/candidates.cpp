// SPDX-License-Identifier: Apache-2.0
#include "models/simulation/candidates.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "engine/base/stable_hash.hpp"
#include "engine/choice/nested.hpp"
#include "engine/random/continuous.hpp"
#include "engine/random/positive_stable.hpp"
#include "engine/random/uniform.hpp"
#include "models/simulation/world.hpp"

namespace stopover::simulation {
namespace {

constexpr random::Purpose kChoice = random::purpose("choice");
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
};

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

// Ways of one kind are more alike than others.
enum class RouteKind : std::uint8_t { kDirect, kOverGateway, kOverRival, kByLand };
constexpr std::size_t kRouteKinds = 4;
constexpr std::size_t kAccessKinds = 16;

choice::NestName nest_of(const Journey& j) {
  const RouteKind kind = j.over_gateway    ? RouteKind::kOverGateway
                         : j.over_rival    ? RouteKind::kOverRival
                         : j.first_air < 0 ? RouteKind::kByLand
                                           : RouteKind::kDirect;
  const unsigned access = (j.air_rail ? 1U : 0U) + (j.has_coach ? 2U : 0U) +
                          (j.has_road ? 4U : 0U) + (j.has_metro ? 8U : 0U);
  return {static_cast<std::uint16_t>(kind), static_cast<std::uint16_t>(access)};
}

choice::Dissimilarity dissimilarity(const Behaviour& b) {
  return {.outer = b.nest_route, .inner = b.nest_mode};
}

// What the errors of a party's alternatives have in common, by nest and subnest; drawn when first
// asked for. error = Gumbel + shift.
class NestErrors {
 public:
  NestErrors(const Behaviour& behaviour, std::uint64_t party, demand::Luck luck)
      : outer_(behaviour.nest_route), inner_(behaviour.nest_mode), party_(party), luck_(luck) {
    nest_.fill(kNotDrawn);
    subnest_.fill(kNotDrawn);
  }
  [[nodiscard]] double shift(choice::NestName name) {
    if (outer_ == 1 && inner_ == 1) return 0;
    double& nest = nest_[name.nest];
    if (nest == kNotDrawn) nest = common(outer_, {name.nest, kAccessKinds});
    double& subnest = subnest_[name.nest * kAccessKinds + name.subnest];
    if (subnest == kNotDrawn) subnest = common(inner_, name);
    return subnest + nest / inner_;
  }

 private:
  static constexpr double kNotDrawn = std::numeric_limits<double>::infinity();

  [[nodiscard]] double common(double exponent, choice::NestName name) const {
    if (exponent == 1) return 0;
    constexpr random::Purpose kNest = random::purpose("nest");
    const std::uint64_t entity = stable_hash(party_, name.nest, name.subnest);
    random::Stream luck({luck_.seed, luck_.replication, entity, kNest});
    const double angle = random::open_unit(luck);
    return random::ln_positive_stable(exponent, angle, random::open_unit(luck));
  }

  double outer_;
  double inner_;
  std::uint64_t party_;
  demand::Luck luck_;
  std::array<double, kRouteKinds> nest_{};
  std::array<double, kRouteKinds * kAccessKinds> subnest_{};
};

// The quantile of the error of an alternative.
double luck_of(const Chooser& c, std::uint64_t identity, const Candidate& a, int variant) {
  const auto stay_code = static_cast<std::uint64_t>(a.stay) * 64 +
                         static_cast<std::uint64_t>(a.nights) * 2 +
                         static_cast<std::uint64_t>(variant);
  const std::uint64_t entity = stable_hash(c.party.key, identity, stay_code);
  return random::open_unit(random::bits({c.luck.seed, c.luck.replication, entity, kChoice}, 0));
}

// At least the error at that quantile, without its two logarithms.
double error_at_most(double quantile) {
  struct Bound {
    double quantile;
    double error;  // rounded up
  };
  constexpr std::array<Bound, 5> kBounds = {
      {{0.5, 0.3666}, {0.75, 1.246}, {0.9, 2.251}, {0.97, 3.492}, {0.99, 4.601}}};
  for (const Bound& bound : kBounds)
    if (quantile <= bound.quantile) return bound.error;
  return std::numeric_limits<double>::infinity();
}

// Candidates come one by one; the best is kept, and all of them if there is a list for them.
class ChoiceSet {
 public:
  explicit ChoiceSet(const Chooser& c, std::vector<Candidate>* all = nullptr)
      : all_(all), nests_(c.behaviour, c.party.key, c.luck) {}
  void add(const Chooser& c, const Journey& journey, Candidate a, int variant) {
    const double quantile = luck_of(c, journey.identity, a, variant);
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

void candidates(const Planning& planning, const demand::Party& party, std::vector<Candidate>& out) {
  out.clear();
  const Chooser chooser = chooser_of(planning, party);
  ChoiceSet set(chooser, &out);
  add_all(chooser, set);
}

std::optional<Candidate> choose(const Planning& planning, const demand::Party& party) {
  const Chooser chooser = chooser_of(planning, party);
  ChoiceSet set(chooser);
  add_all(chooser, set);
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
  const Journey& journey = planning.world.alternatives.journeys[taken.journey];
  const Option& option = *taken.option;
  if (taken.passenger_class == kAirside || !journey.over_gateway || !needs_regime(chooser, journey))
    return policy::RegimeId::none();
  const auto best =
      planning.world.entry.best_until(question(chooser, journey, option), option.gateway_depart);
  return best ? best->regime : policy::RegimeId::none();
}

}  // namespace stopover::simulation
