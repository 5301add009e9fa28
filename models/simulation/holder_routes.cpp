// SPDX-License-Identifier: Apache-2.0
#include "models/simulation/holder_routes.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "models/simulation/departures.hpp"
#include "models/simulation/routes.hpp"
#include "models/simulation/world.hpp"

namespace stopover::simulation {
namespace {

constexpr std::size_t kSoldPerPackage = 64;

struct MoreTime {
  Seconds earlier{};  // before the first ride
  Seconds longer{};   // at most, after it
};

// That a holder of the class needs.
MoreTime more_time(const World& world, const Journey& j, std::size_t passenger_class, bool stay,
                   scenario::HolderId holder) {
  const auto& legs = j.legs.legs;
  const int plain = static_cast<int>(passenger_class);
  const int held = scenario::Holders::class_of(plain, holder);
  const auto before = [&](std::size_t at, int who) {
    return timetable::planned_before(world.network, world.timetable, j.legs, at, who);
  };
  MoreTime more;
  bool rode = false;
  for (std::size_t at = 0; at < legs.size(); ++at) {
    const bool outside =
        stay && (static_cast<int>(at) == j.first_air + 1 || static_cast<int>(at) == j.last_air);
    const auto of_plain = before(at, plain);
    const auto of_held = before(at, held);
    if (of_plain && of_held && !outside) {
      if (rode)
        more.longer = std::max(more.longer, *of_held - *of_plain);
      else
        more.earlier += *of_held - *of_plain;
    }
    rode = rode || legs[at].is_ride();
  }
  more.earlier = std::max(Seconds(0), more.earlier);
  return more;
}

// A holder's routes of one journey.
struct Built {
  scenario::HolderId holder;
  ByWay<std::optional<BuiltRoute>> own;  // where it differs from that of others
  ByWay<bool> closed{};
  ByWay<MoreTime> more;
};

std::vector<Built> build_all(const World& world, JourneyId journey) {
  const Journey& j = world.alternatives.journeys[journey];
  std::vector<Built> all;
  for (const JourneyProduct& offer : world.products_of[journey]) {
    const scenario::HolderId holder = holder_of(world, offer.product);
    if (holder.is_none() || std::ranges::find(all, holder, &Built::holder) != all.end()) continue;
    Built& built = all.emplace_back(Built{holder, {}});
    for (std::size_t cls = 0; cls < kPassengerClasses; ++cls)
      for (std::size_t stay = 0; stay < 2; ++stay) {
        const flow::RouteId plain = j.route[cls][stay];
        if (plain.is_none()) continue;
        auto own = build_route(world, j, static_cast<PassengerClass>(cls), stay == 1, holder);
        const MoreTime more = more_time(world, j, cls, stay == 1, holder);
        built.closed[cls][stay] = !own || more.earlier > kMostEarlier;
        if (!own || own->route.steps == world.alternatives.routes[plain].steps) continue;
        built.more[cls][stay] = more;
        built.own[cls][stay] = std::move(own);
      }
  }
  return all;
}

HolderRoutes add_routes(World& world, JourneyId journey, Built built) {
  const Journey& j = world.alternatives.journeys[journey];
  HolderRoutes out{.journey = journey, .route = j.route, .earlier = {}, .longer = {}};
  for (std::size_t cls = 0; cls < kPassengerClasses; ++cls)
    for (std::size_t stay = 0; stay < 2; ++stay) {
      if (built.closed[cls][stay]) {
        out.route[cls][stay] = flow::RouteId::none();
        continue;
      }
      std::optional<BuiltRoute>& own = built.own[cls][stay];
      if (!own) continue;
      out.earlier[cls][stay] = built.more[cls][stay].earlier;
      out.longer[cls][stay] = built.more[cls][stay].longer;
      out.route[cls][stay] = world.alternatives.routes.push_back(std::move(own->route));
      world.alternatives.stays.push_back(std::move(own->stays));
    }
  return out;
}

}  // namespace

scenario::HolderId holder_of(const World& world, product::ProductId product) {
  return product.is_none() ? scenario::HolderId::none() : world.holders.of_product(product.value());
}

Table<HolderRoutesId, HolderRoutes> find_holder_routes(World& world, Executor& executor) {
  Table<HolderRoutesId, HolderRoutes> all;
  std::vector<JourneyId> sold;  // with something that grants a right
  for (const JourneyId journey : ids_of(world.products_of))
    if (std::ranges::any_of(world.products_of[journey], [&](const JourneyProduct& offer) {
          return !holder_of(world, offer.product).is_none();
        }))
      sold.push_back(journey);
  std::vector<std::vector<Built>> built(sold.size());
  executor.run(package_count(sold.size(), kSoldPerPackage), [&](std::size_t package) {
    const std::size_t end = std::min(sold.size(), (package + 1) * kSoldPerPackage);
    for (std::size_t i = package * kSoldPerPackage; i < end; ++i)
      built[i] = build_all(world, sold[i]);
  });
  for (std::size_t i = 0; i < sold.size(); ++i) {
    std::map<scenario::HolderId, HolderRoutesId> of_holder;
    for (Built& one : built[i]) {
      const scenario::HolderId holder = one.holder;
      of_holder[holder] = all.push_back(add_routes(world, sold[i], std::move(one)));
    }
    for (JourneyProduct& offer : world.products_of[sold[i]])
      if (const auto at = of_holder.find(holder_of(world, offer.product)); at != of_holder.end())
        offer.routes = at->second;
  }
  return all;
}

const HolderRoutes* holder_routes_of(const World& world, JourneyId journey,
                                     product::ProductId product) {
  if (product.is_none()) return nullptr;
  const auto& offers = world.products_of[journey];
  const auto at = std::ranges::find(offers, product, &JourneyProduct::product);
  if (at == offers.end() || at->routes.is_none()) return nullptr;
  return &world.holder_routes[at->routes];
}

}  // namespace stopover::simulation
