// SPDX-License-Identifier: Apache-2.0
#include "models/simulation/journey_network.hpp"

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "models/simulation/world.hpp"

namespace stopover::simulation {
namespace {

using journeys::StopId;
using network::PlaceId;
using timetable::RunId;
using timetable::ServiceId;

constexpr std::int64_t kSecondsOfDay = 86'400;
constexpr Seconds kLongestConnection = hours(24);

CivilDate utc_date(Instant t) {
  return TimeZone::utc().civil(t).date;
}

journeys::Group group_of(network::Mode mode) {
  if (mode == scenario::AIR) return 1;
  return mode == scenario::RAIL ? 2 : journeys::kUngoverned;
}

HalfOpen<CivilDate> dates_of(const World& world) {
  std::optional<CivilDate> first;
  CivilDate last;
  for (const timetable::Run& run : world.timetable.runs()) {
    const CivilDate date = utc_date(run.departure);
    first = first ? std::min(*first, date) : date;
    last = std::max(last, date);
  }
  return first ? HalfOpen<CivilDate>{*first, last.plus_days(1)} : HalfOpen<CivilDate>{};
}

// A place from or to which a road is joined, and how long that takes.
struct End {
  StopId stop;
  Seconds time{};
};

class NetworkBuilder {
 public:
  NetworkBuilder(const World& world, PassengerClass passenger_class)
      : w_(world), class_(passenger_class), builder_(dates_of(world)) {}

  JourneyNetwork build(bool with_roads) {
    add_stops();
    for (const PlaceId place : ids_of(w_.network.places)) add_door(place);
    add_connections();
    if (with_roads) add_roads();
    for (const auto& [ends, way] : links_)
      builder_.add_link(ends.first, ends.second, way.time, way.fare);
    for (const ServiceId service : ids_of(w_.timetable.services())) add_service(service);
    add_rules();
    out_.transit = std::move(builder_).build();
    return std::move(out_);
  }

 private:
  struct Way {
    Seconds time{};
    Fen fare{};
    network::RoadId road = network::RoadId::none();
  };

  [[nodiscard]] std::optional<Seconds> planned(PlaceId from, PlaceId to) const {
    return w_.network.planned_connection(from, to, class_);
  }

  void add_stops() {
    for (const PlaceId id : ids_of(w_.network.places)) {
      const network::Place& place = w_.network.places[id];
      const PlaceInfo& info = w_.places[id];
      journeys::Stop stop{place.key, info.name, info.lon, info.lat, planned(id, id), place.zone};
      if (!place.hub.is_none()) stop.hub = static_cast<journeys::Hub>(place.hub.value());
      builder_.add_stop(stop);
      stop.key += " (door)";
      stop.change.reset();
      builder_.add_stop(stop);
      out_.place_of.push_back(id);
      out_.place_of.push_back(id);
      if (!place.hub.is_none()) in_hub_[place.hub].push_back(id);
    }
  }

  void link(StopId from, StopId to, const Way& way) {
    if (way.time >= kLongestConnection) return;
    const auto [at, fresh] = links_.try_emplace({from, to}, way);
    if (!fresh && way.time < at->second.time) at->second = way;
  }

  void add_door(PlaceId id) {
    const network::Place& place = w_.network.places[id];
    const bool free = !place.hub.is_none();
    const StopId stop = JourneyNetwork::stop_of(id);
    const StopId door = JourneyNetwork::door_of(id);
    if (free || place.board) link(door, stop, {free ? Seconds(0) : *place.board, Fen(0)});
    if (free || place.alight) link(stop, door, {free ? Seconds(0) : *place.alight, Fen(0)});
  }

  void add_connections() {
    for (const auto& [hub, places] : in_hub_)
      for (const PlaceId from : places)
        for (const PlaceId to : places) {
          if (from == to) continue;
          const StopId stop = JourneyNetwork::stop_of(from);
          if (const auto time = planned(from, to)) {
            link(stop, JourneyNetwork::stop_of(to), {*time, Fen(0)});
            link(JourneyNetwork::door_of(from), JourneyNetwork::stop_of(to), {*time, Fen(0)});
          }
          if (const auto way = w_.network.connection(from, to, class_))
            link(stop, JourneyNetwork::door_of(to), {way->expected, Fen(0)});
        }
  }

  // From where a road is taken, or to where one goes on from it.
  [[nodiscard]] std::vector<End> ends_of(PlaceId place, bool before) const {
    std::vector<End> ends{{JourneyNetwork::door_of(place), Seconds(0)}};
    const network::HubId hub = w_.network.places[place].hub;
    const std::vector<PlaceId> alone{place};
    for (const PlaceId other : hub.is_none() ? alone : in_hub_.at(hub))
      if (const auto time = before ? planned(other, place) : planned(place, other))
        ends.push_back({JourneyNetwork::stop_of(other), *time});
    return ends;
  }

  void add_roads() {
    for (const network::RoadId id : ids_of(w_.network.roads)) {
      const network::Road& road = w_.network.roads[id];
      for (const End& from : ends_of(road.from, true))
        for (const End& to : ends_of(road.to, false))
          if (from.stop != to.stop)
            link(from.stop, to.stop, {from.time + road.mean + to.time, road.fare, id});
    }
    for (const auto& [ends, way] : links_)
      if (!way.road.is_none()) out_.road_of[ends] = way.road;
  }

  [[nodiscard]] journeys::PatternId pattern_of(const timetable::Service& service) {
    std::vector<journeys::Call> calls;
    for (const PlaceId place : service.stops)
      calls.push_back({JourneyNetwork::stop_of(place), true, true});
    journeys::LineInfo line{service.line, service.mode, group_of(service.mode), {}, {}};
    line.closes = service.boarding_closes;
    for (const Fen fare : service.fare)
      line.tariff.push_back(std::max<std::int64_t>(-1, fare.count()));
    return builder_.add_pattern(std::move(line), calls);
  }

  void add_service(ServiceId id) {
    const timetable::Service& service = w_.timetable.services()[id];
    if (service.fare.empty() || service.run_count == 0) return;
    std::map<std::vector<journeys::CallTime>, std::vector<CivilDate>> trips;
    for (std::uint32_t k = 0; k < service.run_count; ++k) {
      const RunId run(service.first_run + k);
      const CivilDate date = utc_date(w_.timetable.runs()[run].departure);
      const Instant zero(std::int64_t{date.days_since_epoch()} * kSecondsOfDay);
      std::vector<journeys::CallTime> times;
      for (std::size_t i = 0; i < service.stops.size(); ++i) {
        const Instant depart = w_.timetable.departure(run, i);
        const Instant arrive = i == 0 ? depart : w_.timetable.arrival(run, i);
        times.push_back({static_cast<std::int32_t>((arrive - zero).count()),
                         static_cast<std::int32_t>((depart - zero).count())});
      }
      std::vector<CivilDate>& dates = trips[std::move(times)];
      if (dates.empty() || dates.back() != date) dates.push_back(date);
    }
    const journeys::PatternId pattern = pattern_of(service);
    for (const auto& [times, dates] : trips)
      builder_.add_trip(service.key, pattern, builder_.add_days(TimeZone::utc(), dates), times);
    const journeys::Group group = group_of(service.mode);
    if (group == journeys::kUngoverned) return;
    for (std::size_t i = 0; i < service.stops.size(); ++i) {
      if (i > 0) governed_[{service.stops[i], true}].insert(group);
      if (i + 1 < service.stops.size()) governed_[{service.stops[i], false}].insert(group);
    }
  }

  void add_rules() {
    for (const auto& [hub_id, places] : in_hub_) {
      const auto hub = static_cast<journeys::Hub>(hub_id.value());
      std::map<std::pair<journeys::Group, journeys::Group>, Seconds> least;
      for (const PlaceId from : places)
        for (const PlaceId to : places)
          if (const auto time = planned(from, to))
            for (const journeys::Group a : governed_[{from, true}])
              for (const journeys::Group b : governed_[{to, false}]) {
                const auto [at, fresh] = least.try_emplace({a, b}, *time);
                if (!fresh) at->second = std::min(at->second, *time);
              }
      for (const auto& [groups, time] : least)
        if (time < kLongestConnection)
          out_.rules.set({hub, groups.first, hub, groups.second}, time);
    }
  }

  const World& w_;
  int class_;
  journeys::TransitBuilder builder_;
  JourneyNetwork out_;
  std::map<network::HubId, std::vector<PlaceId>> in_hub_;
  std::map<std::pair<StopId, StopId>, Way> links_;
  // By place and whether they arrive: the governed services there.
  std::map<std::pair<PlaceId, bool>, std::set<journeys::Group>> governed_;
};

}  // namespace

JourneyNetwork journey_network(const World& world, PassengerClass passenger_class,
                               bool with_roads) {
  return NetworkBuilder(world, passenger_class).build(with_roads);
}

}  // namespace stopover::simulation
