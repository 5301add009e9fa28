// SPDX-License-Identifier: Apache-2.0
#include "models/simulation/plans.hpp"

#include <algorithm>
#include <deque>
#include <utility>

#include "engine/base/check.hpp"
#include "models/simulation/day_choices.hpp"

namespace stopover::simulation {
namespace {

void append_flow(const World& world, const demand::Party& party, const Candidate& chosen,
                 const timetable::Itinerary& plan, flow::Plans& flow) {
  const Journey& j = world.alternatives.journeys[chosen.journey];
  const bool stays = chosen.stay != StayKind::kNone;
  const HolderRoutes* const held = holder_routes_of(world, chosen.journey, chosen.product);
  const auto& routes = held != nullptr ? held->route : j.route;
  const flow::RouteId route = routes[chosen.passenger_class][stays ? 1 : 0];
  const Seconds earlier =
      held != nullptr ? held->earlier[chosen.passenger_class][stays ? 1 : 0] : Seconds(0);
  flow.key.push_back(party.key);
  flow.size.push_back(party.size);
  flow.route.push_back(route);
  flow.release.push_back(plan.leave - earlier);
  for (const timetable::ScheduledLeg& leg : plan.legs)
    if (leg.leg.is_ride()) flow.planned_run.push_back(leg.run);
  flow.ride_offset.push_back(static_cast<std::uint32_t>(flow.planned_run.size()));
  for (const PlannedStay& stay : world.alternatives.stays[route])
    flow.stay_until.push_back(plan.legs[stay.leg].depart - stay.before);
  flow.stay_offset.push_back(static_cast<std::uint32_t>(flow.stay_until.size()));
}

// Nights that somebody spends who comes to stay in the gateway.
std::int16_t visitor_nights(const World& world, const demand::Party& party) {
  const demand::Segment& segment =
      world.demand.segments[world.demand.markets[party.market].segment];
  const bool comes = segment.kind == demand::VisitorKind::kVisitorIn;
  return comes && world.places[party.to].in_gateway ? party.nights : std::int16_t{0};
}

bool is_through(const World& world, const demand::Party& party) {
  return world.demand.segments[world.demand.markets[party.market].segment].kind ==
         demand::VisitorKind::kThrough;
}

PlannedParty describe(const World& world, const demand::Party& party, const Candidate& chosen,
                      const timetable::Itinerary& plan) {
  const Journey& j = world.alternatives.journeys[chosen.journey];
  PlannedParty p;
  p.market = party.market;
  p.journey = chosen.journey;
  p.size = party.size;
  p.to = party.to;
  p.anchor = chosen.option->anchor;
  p.arrive = plan.arrive;
  p.nights = chosen.stay == StayKind::kNights ? chosen.nights : visitor_nights(world, party);
  p.stay = chosen.stay;
  p.way = chosen.stay == StayKind::kNights ? Way::kNights
          : chosen.side == 1               ? Way::kAirside
                                           : Way::kDirect;
  p.passenger_class = chosen.passenger_class;
  p.stay_hours = static_cast<float>(chosen.stay_hours);
  p.over_gateway = j.over_gateway && j.between_foreign;
  const double road = road_yuan(world, j, party.size) * party.size;
  p.fare = plan.ride_fare * party.size + round_to<Fen>(road * 100);
  return p;
}

// With room for so many parties; rides and stays grow.
PlansOfReplication empty_plans(std::size_t parties) {
  PlansOfReplication plans;
  plans.parties.reserve(parties);
  plans.flow.key.reserve(parties);
  plans.flow.size.reserve(parties);
  plans.flow.route.reserve(parties);
  plans.flow.release.reserve(parties);
  plans.flow.ride_offset.reserve(parties + 1);
  plans.flow.stay_offset.reserve(parties + 1);
  plans.flow.ride_offset.push_back(0);
  plans.flow.stay_offset.push_back(0);
  return plans;
}

// A party and what it takes, which is there: whom nothing in the timetable serves is counted only.
struct Choice {
  demand::Party party;
  std::optional<Candidate> taken;
  bool only_here = false;
  Chances chances;  // of those who neither begin nor end here
};

// What a buyer would do were nothing on sale.
Purchase purchase_of(const Planning& planning, const Choice& choice, int nights) {
  const World& world = planning.world;
  const Candidate& taken = *choice.taken;
  const demand::Party& party = choice.party;
  const auto& offers = world.products_of;
  const auto offer = [&](JourneyId journey) {
    return std::ranges::find(offers[journey], taken.product, &JourneyProduct::product);
  };
  Purchase p{.product = taken.product,
             .rides = offer(taken.journey)->rides,
             .day = day_of_use(world, taken),
             .nights = nights};
  const product::Product& product = world.shelf.products[p.product];
  p.quote = product::quote(world.shelf, product, p.rides, nights);

  Planning nothing_on_sale = planning;
  nothing_on_sale.on_sale = false;
  const std::optional<Candidate> without = choose(nothing_on_sale, party);
  if (!without) return p;
  p.travels = true;
  p.journey = without->journey;
  p.stay = without->stay;
  p.nights_without =
      without->stay == StayKind::kNights ? without->nights : visitor_nights(world, party);
  p.stay_hours = static_cast<float>(without->stay_hours);
  p.same = without->option == taken.option && without->journey == taken.journey &&
           without->stay == taken.stay && without->nights == taken.nights;
  p.rides_same = offer(without->journey) != offers[without->journey].end();
  p.visitor = visitor_of(world, party.market, p.journey, p.stay, party.to);
  if (p.visitor != visitor_of(world, party.market, taken.journey, taken.stay, party.to)) return p;
  product::Shopper shopper(world.shelf, levels_of(planning), party.key, planning.luck);
  for (const product::GoodPart& part : product.goods) {
    const product::Good& good = world.shelf.goods[part.good];
    if (!shopper.buys_singly(part.good)) continue;
    const Fen single = good.price * product::units(good, part, p.nights_without) * party.size;
    p.singles += single;
    if (good.category) p.singles_spent[static_cast<std::size_t>(*good.category)] += single;
  }
  return p;
}

// Puts the choices of a package on the timetable, one by one.
class Planner {
 public:
  Planner(const Planning& planning, std::size_t parties)
      : planning_(planning), plans_(empty_plans(parties)) {}

  void plan(const Choice& choice, std::uint16_t day) {
    const World& world = planning_.world;
    const demand::Party& party = choice.party;
    const Candidate& taken = *choice.taken;
    const timetable::Itinerary& dated = dated_plan(taken);
    append_flow(world, party, taken, dated, plans_.flow);
    PlannedParty planned = describe(world, party, taken, dated);
    planned.day = day;
    planned.only_here = choice.only_here;
    planned.chances = choice.chances;
    planned.may_enter = planned.over_gateway && may_enter(planning_, party, taken);
    if (planned.over_gateway) planned.regime = entered_under(planning_, party, taken);
    if (!taken.product.is_none()) add_purchase(choice, planned);
    plans_.parties.push_back(planned);
  }
  [[nodiscard]] PlansOfReplication take() && { return std::move(plans_); }

 private:
  void add_purchase(const Choice& choice, PlannedParty& planned) {
    Purchase purchase = purchase_of(planning_, choice, planned.nights);
    purchase.party = static_cast<std::uint32_t>(plans_.parties.size());
    const std::int64_t persons = planned.size;
    planned.saved_on_rides =
        purchase.rides * persons - paid_by_part(planning_.world.shelf, purchase, persons).front();
    plans_.purchases.push_back(purchase);
  }
  const timetable::Itinerary& dated_plan(const Candidate& chosen) {
    const bool nights = chosen.stay == StayKind::kNights;
    const Way way = nights ? Way::kNights : chosen.side == 1 ? Way::kAirside : Way::kDirect;
    planning_.departures.replay(chosen.journey, way, *chosen.option, nights ? chosen.nights : 0,
                                dated_);
    return dated_;
  }

  const Planning& planning_;
  PlansOfReplication plans_;
  timetable::Itinerary dated_;  // of the party at hand
};

// Parties of one market and day, by ordinal.
struct Package {
  demand::MarketId market;
  std::uint16_t day = 0;
  HalfOpen<std::int64_t> ordinals{};
  std::int64_t also_there = 0;  // from this ordinal on parties travel here only
};

std::vector<Package> packages_of(const Planning& planning, HalfOpen<std::uint16_t> days) {
  constexpr std::int64_t kParties = 8192;
  const World& world = planning.world;
  const std::vector<CivilDate> dates = world.demand_days();
  std::vector<Package> packages;
  for (std::uint16_t d = days.from; d < days.until; ++d)
    for (const demand::MarketId market : ids_of(world.demand.markets)) {
      const demand::Volume volume = planning.volumes == nullptr
                                        ? demand::Volume{}
                                        : demand::volume_of(*planning.volumes, market);
      const auto count_at = [&](double times) {
        return demand::party_count(world.demand, market, dates[d], world.sample * times,
                                   planning.luck);
      };
      const std::int64_t count = count_at(volume.here);
      const std::int64_t there = volume.there == volume.here ? count : count_at(volume.there);
      for (std::int64_t k = 0; k < count; k += kParties)
        packages.push_back({market, d, {k, std::min(k + kParties, count)}, there});
    }
  return packages;
}

// The parties of a package, what they choose and what they were offered.
struct Chosen {
  std::vector<Choice> choices;
  ProductTallies products;    // of counted days
  std::int64_t unserved = 0;  // persons of counted days
};

// As if no product were ever sold out.
Chosen choose_all(const Planning& planning, const DayChoices& choices, const Package& package,
                  CivilDate date) {
  const World& world = planning.world;
  const bool counted = package.day >= world.warmup_days;
  Chosen out;
  out.products = empty_product_tallies(world.shelf);
  out.choices.reserve(static_cast<std::size_t>(package.ordinals.until - package.ordinals.from));
  DayChoices::Room room(choices, planning.luck);
  Offered offered;
  Offered* const wanted = world.shelf.empty() ? nullptr : &offered;
  for (std::int64_t k = package.ordinals.from; k < package.ordinals.until; ++k) {
    Choice choice{.party = demand::draw_party(world.demand, package.market, date, k, planning.luck),
                  .taken = {},
                  .only_here = k >= package.also_there,
                  .chances = {}};
    const Candidate* const taken = choices.choose(choice.party, room, wanted);
    const std::int64_t persons = counted ? choice.party.size : 0;
    for (const product::ProductId p : ids_of(out.products)) {
      if (offered.may_buy[p.value()]) out.products[p][ProductCount::kMayBuy] += persons;
      if (offered.knows[p.value()]) out.products[p][ProductCount::kKnow] += persons;
    }
    if (taken == nullptr) {
      out.unserved += persons;
      continue;
    }
    choice.taken = *taken;
    if (is_through(world, choice.party)) choice.chances = choices.chances(room);
    out.choices.push_back(choice);
  }
  return out;
}

// Who wants something of which only so many are sold a day gets it in the order of booking. Whoever
// comes too late chooses again among what is left.
class BookingOffice {
 public:
  BookingOffice(const Planning& planning, const std::vector<Package>& packages,
                std::vector<Chosen>& chosen)
      : planning_(planning), packages_(packages), chosen_(chosen) {}

  void open() {
    for (std::size_t i = 0; i < chosen_.size(); ++i)
      for (Choice& choice : chosen_[i].choices)
        if (is_limited(choice.taken)) queue_.push_back({lead_days(choice.party), i, &choice});
    std::ranges::stable_sort(queue_, [](const Wish& a, const Wish& b) {
      if (a.lead_days != b.lead_days) return a.lead_days > b.lead_days;
      return a.choice->party.key < b.choice->party.key;
    });
    for (const Wish& wish : queue_) serve(wish);
  }

 private:
  struct Wish {
    double lead_days = 0;
    std::size_t package = 0;
    Choice* choice = nullptr;
  };

  [[nodiscard]] bool is_limited(const std::optional<Candidate>& taken) const {
    return taken && !taken->product.is_none() && planning_.stock->limit(taken->product) > 0;
  }
  [[nodiscard]] double lead_days(const demand::Party& party) const {
    const auto& demand = planning_.world.demand;
    return demand::booking_days(demand.segments[demand.markets[party.market].segment], party.key,
                                planning_.luck);
  }
  bool take(const Choice& choice) {
    return planning_.stock->take(choice.taken->product, day_of_use(planning_.world, *choice.taken),
                                 choice.party.size);
  }
  void serve(const Wish& wish) {
    Choice& choice = *wish.choice;
    if (take(choice)) return;
    const product::ProductId sold_out = choice.taken->product;
    const CivilDate day = day_of_use(planning_.world, *choice.taken);
    ProductTally& tally = chosen_[wish.package].products[sold_out];
    if (packages_[wish.package].day >= planning_.world.warmup_days)
      tally[ProductCount::kTurnedAway] += choice.party.size;
    if (planning_.world.counted_days().contains(day) &&
        planning_.stock->first_refusal(sold_out, day))
      tally[ProductCount::kSoldOutDays] += 1;
    choice.taken = choose(planning_, choice.party);
    const bool has_it = !is_limited(choice.taken) || take(choice);
    STOPOVER_CHECK(has_it, "what is on offer is there");
  }

  const Planning& planning_;
  const std::vector<Package>& packages_;
  std::vector<Chosen>& chosen_;
  std::vector<Wish> queue_;
};

template <class T>
void append(const std::vector<T>& part, std::vector<T>& whole) {
  whole.insert(whole.end(), part.begin(), part.end());
}

void append(const PlansOfReplication& part, PlansOfReplication& whole) {
  const auto append_offsets = [](const auto& from, auto& to) {
    const auto base = to.back();
    for (std::size_t i = 1; i < from.size(); ++i) to.push_back(base + from[i]);
  };
  for (Purchase purchase : part.purchases) {
    purchase.party += static_cast<std::uint32_t>(whole.parties.size());
    whole.purchases.push_back(purchase);
  }
  append(part.parties, whole.parties);
  const flow::Plans& f = part.flow;
  flow::Plans& w = whole.flow;
  for (const auto key : f.key) w.key.push_back(key);
  for (const auto size : f.size) w.size.push_back(size);
  for (const auto route : f.route) w.route.push_back(route);
  for (const auto release : f.release) w.release.push_back(release);
  append_offsets(f.ride_offset, w.ride_offset);
  append(f.planned_run, w.planned_run);
  append_offsets(f.stay_offset, w.stay_offset);
  append(f.stay_until, w.stay_until);
}

}  // namespace

PlansOfReplication make_plans(const Planning& planning, HalfOpen<std::uint16_t> days,
                              Executor& executor, const std::function<void()>& beside) {
  const World& world = planning.world;
  const std::vector<CivilDate> dates = world.demand_days();
  const std::vector<Package> packages = packages_of(planning, days);
  const bool limited = planning.stock != nullptr && planning.stock->limited();
  Planning unlimited = planning;
  unlimited.stock = nullptr;
  std::vector<Chosen> chosen(packages.size());
  std::vector<PlansOfReplication> parts(packages.size());
  std::deque<DayChoices> choices;  // by day, from the first
  for (std::uint16_t d = days.from; d < days.until; ++d)
    choices.emplace_back(unlimited, dates[d], executor);
  const auto choose_package = [&](std::size_t i) {
    const std::uint16_t day = packages[i].day;
    chosen[i] =
        choose_all(unlimited, choices[day - std::size_t{days.from}], packages[i], dates[day]);
  };
  const auto plan_package = [&](std::size_t i) {
    Planner planner(unlimited, chosen[i].choices.size());
    for (const Choice& choice : chosen[i].choices) planner.plan(choice, packages[i].day);
    parts[i] = std::move(planner).take();
    std::vector<Choice>().swap(chosen[i].choices);
  };
  executor.run(packages.size() + 1, [&](std::size_t package) {
    if (package == 0) {  // first, for it may be the longest
      if (beside) beside();
      return;
    }
    choose_package(package - 1);
    if (!limited) plan_package(package - 1);
  });
  if (limited) {
    BookingOffice(planning, packages, chosen).open();
    executor.run(packages.size(), plan_package);
  }
  std::size_t parties = 0;
  for (const PlansOfReplication& part : parts) parties += part.parties.size();
  PlansOfReplication plans = empty_plans(parties);
  plans.unserved = Table<demand::MarketId, std::int64_t>(world.demand.markets.size());
  plans.products = empty_product_tallies(world.shelf);
  for (std::size_t i = 0; i < parts.size(); ++i) {
    plans.unserved[packages[i].market] += chosen[i].unserved;
    add(chosen[i].products, plans.products);
    append(std::exchange(parts[i], {}), plans);
  }
  return plans;
}

PlansOfReplication make_plans(const Planning& planning) {
  const std::size_t days = planning.world.demand_days().size();
  return make_plans(planning, {0, static_cast<std::uint16_t>(days)}, *serial_executor());
}

}  // namespace stopover::simulation
