// SPDX-License-Identifier: Apache-2.0
#include "models/simulation/choice_list.hpp"

#include <algorithm>
#include <cmath>

#include "engine/base/stable_hash.hpp"
#include "models/simulation/choice_errors.hpp"
#include "models/simulation/world.hpp"

namespace stopover::simulation {
namespace {

constexpr double kSecondsPerHour = 3600;
constexpr double kMillion = 1e6;
const policy::Country kHongKong("HK");
const policy::Country kMacao("MO");
const policy::Country kTaiwan("TW");

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

double displaced_hours(const Chooser& c, const Option& o) {
  const double early_or_late = static_cast<double>((o.anchor - c.wanted).count()) / kSecondsPerHour;
  return early_or_late < 0 ? -early_or_late * c.behaviour.early_weight
                           : early_or_late * c.behaviour.late_weight;
}

double money_hours(const Chooser& c, const Journey& j, const Option& o) {
  const double money = static_cast<double>(o.ride_yuan) + road_yuan(c.world, j, c.party.size);
  return money / c.party.value_of_time;
}

}  // namespace

JourneyTerms terms_of(const Behaviour& behaviour, const Journey& journey) {
  const double overlap = behaviour.path_size * static_cast<double>(journey.ln_path_size);
  return {.overlap_and_constants = overlap + constants(behaviour, journey),
          .changing = behaviour.transfer_hours * std::max(0, journey.boardings - 1),
          .nest = nest_of(journey)};
}

// A journey at one departure. `waiting` is passed apart: hours of a stay are no wait.
UtilityParts parts_of(const Chooser& c, const Journey& j, const Option& o, double waiting) {
  const Behaviour& b = c.behaviour;
  return {.riding = static_cast<double>(o.in_vehicle_hours),
          .waiting = b.wait_weight * waiting,
          .connecting = b.connect_weight * static_cast<double>(o.connecting_hours),
          .changing = b.transfer_hours * std::max(0, j.boardings - 1),
          .displaced = displaced_hours(c, o),
          .money = money_hours(c, j, o),
          .learnt = learnt_hours(b, o.expected),
          .overlap = b.path_size * static_cast<double>(j.ln_path_size),
          .constants = constants(b, j)};
}

namespace {

// As UtilityParts has it, term by term.
double utility(const Chooser& c, const JourneyTerms& terms, const Journey& j, const Option& o,
               double waiting) {
  const Behaviour& b = c.behaviour;
  const double hours = static_cast<double>(o.in_vehicle_hours) + b.wait_weight * waiting +
                       b.connect_weight * static_cast<double>(o.connecting_hours) + terms.changing +
                       displaced_hours(c, o) + money_hours(c, j, o) + learnt_hours(b, o.expected);
  return terms.overlap_and_constants - b.scale_per_hour * hours;
}

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

// The last option before the time wanted and the first at or after it, none too far; either may be
// null. `marks` are of these options, or null.
std::pair<const Option*, const Option*> around(const Chooser& c, const DatedOptions& options,
                                               const HourMarks* marks) {
  const std::vector<Instant>& anchors = options.anchors();
  const Instant t = c.wanted;
  const std::size_t i =
      marks != nullptr
          ? marks->at_or_after(options, t)
          : static_cast<std::size_t>(std::ranges::lower_bound(anchors, t) - anchors.begin());
  const bool has_before = i > 0 && t - anchors[i - 1] <= kEarliest;
  const bool has_after = i < anchors.size() && anchors[i] - t <= kLatest;
  return {has_before ? of_moment(options, i - 1, c.party.key) : nullptr,
          has_after ? of_moment(options, i, c.party.key) : nullptr};
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

}  // namespace

std::optional<PassengerClass> entry_class(const Chooser& c, const Journey& j, const Option& o) {
  if (!needs_regime(c, j)) return c.own_class;
  const auto best = c.world.entry.best_until(question(c, j, o), o.gateway_depart);
  return best ? std::optional(class_under(c.world, best->regime)) : std::nullopt;
}

policy::RegimeId regime_of(const Chooser& c, const Journey& j, const Candidate& a) {
  if (a.passenger_class == kAirside || !j.over_gateway || !needs_regime(c, j))
    return policy::RegimeId::none();
  const auto best = c.world.entry.best_until(question(c, j, *a.option), a.option->gateway_depart);
  return best ? best->regime : policy::RegimeId::none();
}

namespace {

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

void add_step_out(const Chooser& c, const JourneyTerms& terms, const Journey& j, Candidate a,
                  int variant, ChoiceList& list) {
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
  list.add(c, terms, a, variant);
}

// `n`: of the direct departures 0.
const HourMarks* marks_of(const Chooser& c, JourneyId journey, std::size_t n) {
  return c.tables == nullptr ? nullptr : &c.tables->marks[c.tables->first_marks[journey] + n];
}

void add_nights(const Chooser& c, const JourneyTerms& terms, JourneyId id, const Journey& j,
                ChoiceList& list) {
  const Behaviour& b = c.behaviour;
  const std::vector<DatedOptions>& nights = c.departures[id].nights;
  for (std::size_t n = 1; n <= nights.size(); ++n) {
    const Option* option = around(c, nights[n - 1], marks_of(c, id, n)).second;
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
                .utility = utility(c, terms, j, *option, waiting)};
    a.stay_hours = b.usable_hours_per_day * held / 24;
    a.utility += b.night_constant + b.per_night * static_cast<double>(n) * c.segment.stay_interest;
    list.add(c, terms, a, 1);
  }
}

void add_journey(const Chooser& c, const JourneyTerms& terms, JourneyId id, ChoiceList& list) {
  const Journey& j = c.world.alternatives.journeys[id];
  // Airside where the hub allows it, else as somebody who enters.
  const std::int16_t side = j.direct[1] ? 1 : 0;
  const auto [before, after] =
      around(c, c.departures[id].direct[static_cast<std::size_t>(side)], marks_of(c, id, 0));
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
    a.utility = utility(c, terms, j, *option, static_cast<double>(option->waiting_hours));
    list.add(c, terms, a, this_variant);
    if (j.over_gateway && c.segment.kind == demand::VisitorKind::kThrough)
      add_step_out(c, terms, j, a, this_variant, list);
  }
  if (j.max_nights > 0 && c.segment.kind == demand::VisitorKind::kThrough)
    add_nights(c, terms, id, j, list);
}

}  // namespace

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

HourMarks HourMarks::of(const DatedOptions& options, Instant midnight) {
  const std::vector<Instant>& anchors = options.anchors();
  HourMarks marks{.midnight = midnight};
  auto at = std::ranges::lower_bound(anchors, midnight);
  for (std::size_t h = 0; h < kMarks; ++h) {
    const Instant hour = midnight + hours(static_cast<std::int64_t>(h));
    while (at != anchors.end() && *at < hour) ++at;
    marks.first[h] = static_cast<std::uint32_t>(at - anchors.begin());
  }
  return marks;
}

std::size_t HourMarks::at_or_after(const DatedOptions& options, Instant t) const {
  const std::vector<Instant>& anchors = options.anchors();
  const std::int64_t since = (t - midnight).count();
  const std::int64_t hour = since / hours(1).count();
  if (since < 0 || hour + 1 >= static_cast<std::int64_t>(kMarks))
    return static_cast<std::size_t>(std::ranges::lower_bound(anchors, t) - anchors.begin());
  std::size_t at = first[static_cast<std::size_t>(hour)];
  const std::size_t end = first[static_cast<std::size_t>(hour) + 1];
  while (at < end && anchors[at] < t) ++at;
  return at;
}

void ChoiceList::clear() {
  candidates.clear();
  utility.clear();
  entity.clear();
  nest.clear();
}

void ChoiceList::add(const Chooser& c, const JourneyTerms& terms, Candidate candidate,
                     int variant) {
  const Journey& journey = c.world.alternatives.journeys[candidate.journey];
  add_product(c, journey, candidate);
  candidates.push_back(candidate);
  utility.push_back(candidate.utility);
  entity.push_back(error_entity(c.party.key, journey.identity, candidate, variant));
  nest.push_back(terms.nest);
}

void list_alternatives(const Chooser& c, const std::vector<JourneyId>& journeys, ChoiceList& list) {
  for (const JourneyId id : journeys) {
    if (c.tables != nullptr)
      add_journey(c, c.tables->terms[id], id, list);
    else
      add_journey(c, terms_of(c.behaviour, c.world.alternatives.journeys[id]), id, list);
  }
}

Group group_of(PassengerClass passenger_class) {
  return passenger_class == kForeignOrdinary || passenger_class == kForeignPermit ? Group::kForeign
                                                                                  : Group::kCitizen;
}

Chances chances_of(const World& world, const std::vector<Candidate>& all,
                   std::span<const double> share) {
  const auto& journeys = world.alternatives.journeys;
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

}  // namespace stopover::simulation
