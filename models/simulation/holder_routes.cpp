// SPDX-License-Identifier: Apache-2.0
#include "models/simulation/holder_routes.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "models/simulation/routes.hpp"
#include "models/simulation/world.hpp"

namespace stopover::simulation {
namespace {

constexpr std::size_t kSoldPerPackage = 64;

Seconds expected_before_first_ride(const World& world, const flow::Route& route) {
  Seconds time{};
  for (const flow::Step& step : route.steps) {
    if (step.kind == flow::Step::Kind::kRide) break;
    if (step.kind == flow::Step::Kind::kWalk) time += step.mean;
    if (step.kind == flow::Step::Kind::kQueue)
      time += world.checkpoint_info[step.checkpoint].expected;
  }
  return time;
}

// A holder's routes of one journey; none: the class has no way, or none but that of others.
struct Built {
  scenario::HolderId holder;
  std::array<std::array<std::optional<BuiltRoute>, 2>, kPassengerClasses> routes;
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
        if (own && own->route.steps != world.alternatives.routes[plain].steps)
          built.routes[cls][stay] = std::move(own);
      }
  }
  return all;
}

HolderRoutes add_routes(World& world, JourneyId journey, Built built) {
  const Journey& j = world.alternatives.journeys[journey];
  HolderRoutes out{.journey = journey, .route = j.route, .earlier = {}};
  for (std::size_t cls = 0; cls < kPassengerClasses; ++cls)
    for (std::size_t stay = 0; stay < 2; ++stay) {
      std::optional<BuiltRoute>& own = built.routes[cls][stay];
      if (!own) continue;
      const flow::Route& plain = world.alternatives.routes[j.route[cls][stay]];
      out.earlier[cls][stay] = std::max(Seconds(0), expected_before_first_ride(world, own->route) -
                                                        expected_before_first_ride(world, plain));
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
    for (Built& one : built[i])
      of_holder[one.holder] = all.push_back(add_routes(world, sold[i], std::move(one)));
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
