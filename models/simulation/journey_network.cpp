// SPDX-License-Identifier: Apache-2.0
#include "models/simulation/journey_network.hpp"

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <tuple>
#include <utility>
#include <vector>

#include "models/simulation/world.hpp"

namespace stopover::simulation {
namespace {

using journeys::StopId;
using network::PlaceId;
using timetable::RunId;
using timetable::ServiceId;

constexpr Seconds kLongestConnection = hours(24);

// The service day of a run: by the clock of its first place.
struct LocalDay {
  CivilDate date;
  Instant zero{};  // from which its times count
};

LocalDay local_day(TimeZone zone, Instant departs) {
  CivilDate date = zone.civil(departs).date;
  // In the night when clocks go back a day's times begin after its midnight.
  if (zone.instant_at(ServiceDay(date), Seconds(0)) > departs) date = date.plus_days(-1);
  return {date, zone.instant_at(ServiceDay(date), Seconds(0))};
}

TimeZone zone_of(const World& world, ServiceId service) {
  return world.network.places[world.timetable.services()[service].stops.front()].zone;
}

// What rules of connecting tell apart in a ride. No mode: one that no row asks for.
struct Kind {
  network::RideKind ride;
  std::optional<Seconds> closes;  // where it matters
  friend auto operator<=>(const Kind& a, const Kind& b) {
    return std::tie(a.ride.mode, a.ride.carrier, a.closes) <=>
           std::tie(b.ride.mode, b.ride.carrier, b.closes);
  }
};

// Every ride is of one kind.
class RideKinds {
 public:
  RideKinds(const World& world, int passenger_class) : asked_(world.network.asks_of_rides) {
    modes_ = {scenario::AIR, scenario::RAIL};
    for (const network::MinimumConnection& row : world.network.minimum_connections)
      for (const network::RideKind& ride : {row.in, row.out}) {
        if (ride.mode) modes_.insert(*ride.mode);
        if (!ride.carrier.empty()) carriers_.insert(ride.carrier);
        // So long that no link can take it.
        if (row.time >= kLongestConnection) asked_ = true;
      }
    find_closing(world, passenger_class);
    asked_ = asked_ || closing_;
  }
  // Whether connections differ by ride.
  [[nodiscard]] bool asked() const { return asked_; }
  // kUngoverned: no rule asks for it. A carrier that no row names is like any other such.
  journeys::Group group_of(const timetable::Service& service) {
    const bool named = carriers_.contains(service.carrier);
    Kind kind;
    if (named || modes_.contains(service.mode))
      kind.ride = {service.mode, named ? service.carrier : std::string()};
    else if (!asked_)
      return journeys::kUngoverned;
    if (closing_) kind.closes = service.boarding_closes;
    return groups_.try_emplace(std::move(kind), static_cast<journeys::Group>(groups_.size() + 1))
        .first->second;
  }
  // By group.
  [[nodiscard]] std::map<journeys::Group, Kind> all() const {
    std::map<journeys::Group, Kind> out;
    for (const auto& [kind, group] : groups_) out[group] = kind;
    return out;
  }

 private:
  // Whether some checkpoint closes so early that the way and its reserve are not enough.
  void find_closing(const World& world, int passenger_class) {
    const network::Network& network = world.network;
    for (const PlaceId from : ids_of(network.places)) {
      if (network.places[from].hub.is_none()) continue;
      for (const PlaceId to : ids_of(network.places)) {
        if (network.places[from].hub != network.places[to].hub) continue;
        const auto planned = network.planned(from, to, passenger_class);
        closing_ = closing_ || (planned && planned->may_close());
      }
    }
  }

  bool asked_ = false;
  bool closing_ = false;
  std::set<network::Mode> modes_;
  std::set<std::string> carriers_;
  std::map<Kind, journeys::Group> groups_;
};

HalfOpen<CivilDate> dates_of(const World& world) {
  std::optional<CivilDate> first;
  CivilDate last;
  for (const timetable::Run& run : world.timetable.runs()) {
    const CivilDate date = local_day(zone_of(world, run.service), run.departure).date;
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
  NetworkBuilder(const World& world, int passenger_class, std::string product)
      : w_(world),
        class_(passenger_class),
        product_(std::move(product)),
        builder_(dates_of(world)),
        kinds_(world, passenger_class) {}

  JourneyNetwork build(Roads roads) {
    find_kinds();
    add_stops();
    for (const PlaceId place : ids_of(w_.network.places)) add_door(place);
    add_connections();
    if (roads != Roads::kNone) add_roads(roads);
    for (const auto& [ends, way] : links_) add_link(ends.first, ends.second, way);
    for (const ServiceId service : ids_of(w_.timetable.services())) add_service(service);
    add_rules();
    out_.transit = std::move(builder_).build();
    return std::move(out_);
  }

 private:
  struct Way {
    Seconds time{};  // with hours, at the longest of them
    Fen fare{};
    network::RoadId road = network::RoadId::none();
    Seconds before{};  // the road, and after it
    Seconds after{};
    std::span<const Seconds> hours{};  // of the road, if they count
  };

  using Kinds = std::set<journeys::Group>;

  void find_kinds() {
    for (const timetable::Service& service : w_.timetable.services()) {
      const journeys::Group group = kinds_.group_of(service);
      groups_.push_back(group);
      if (service.fare.empty() || service.run_count == 0) continue;
      for (std::size_t i = 0; i < service.stops.size(); ++i) {
        if (i > 0) kinds_at_[{service.stops[i], true}].insert(group);
        if (i + 1 < service.stops.size()) kinds_at_[{service.stops[i], false}].insert(group);
      }
    }
    kind_ = kinds_.all();
  }

  [[nodiscard]] const Kinds& kinds_at(PlaceId place, bool arriving) const {
    static const Kinds kNone;
    const auto at = kinds_at_.find({place, arriving});
    return at == kinds_at_.end() ? kNone : at->second;
  }

  // Of any two rides.
  [[nodiscard]] std::optional<Seconds> planned(PlaceId from, PlaceId to, const Kind& in = {},
                                               const Kind& out = {}) {
    const auto [at, fresh] = planned_.try_emplace({from, to});
    if (fresh) at->second = w_.network.planned(from, to, class_);
    if (!at->second) return std::nullopt;
    return at->second->time({in.ride, out.ride, product_, out.closes});
  }

  [[nodiscard]] Kind kind_of(journeys::Group group) const {
    const auto at = kind_.find(group);
    return at == kind_.end() ? Kind{} : at->second;
  }

  // What holds for any ride, and for the one of which a checkpoint on the way closes first.
  [[nodiscard]] std::optional<Seconds> from_door(PlaceId from, PlaceId to) {
    auto longest = planned(from, to);
    for (const journeys::Group group : kinds_at(to, false))
      if (longest)
        longest = std::max(*longest, *planned(from, to, {}, {{}, kind_of(group).closes}));
    return longest;
  }

  // The least of any two services there, to which rules add; what holds for any ride, where there
  // are none. What only just is a connection has a link that a rule makes longer.
  [[nodiscard]] std::optional<Seconds> least(PlaceId from, PlaceId to) {
    if (!kinds_.asked()) return planned(from, to);
    const auto [at, fresh] = least_.try_emplace({from, to});
    if (!fresh) return at->second;
    std::optional<Seconds> least;
    for (const journeys::Group in : kinds_at(from, true))
      for (const journeys::Group out : kinds_at(to, false))
        if (const auto time = planned(from, to, kind_of(in), kind_of(out)))
          least = least ? std::min(*least, *time) : *time;
    if (!least) least = planned(from, to);
    if (least == kLongestConnection) *least -= Seconds(1);
    at->second = least;
    return least;
  }

  // Between a road and the rides of another place: the longest, as no rule adds to it.
  [[nodiscard]] std::optional<Seconds> by_road(PlaceId road, PlaceId other, bool before,
                                               network::Mode mode) {
    const Kind taken{{mode, {}}, {}};
    std::optional<Seconds> longest;
    for (const journeys::Group group : kinds_at(other, before)) {
      const auto time = before ? planned(other, road, kind_of(group), taken)
                               : planned(road, other, taken, kind_of(group));
      if (time) longest = longest ? std::max(*longest, *time) : *time;
    }
    if (longest) return longest;
    return before ? planned(other, road, {}, taken) : planned(road, other, taken, {});
  }

  void add_stops() {
    for (const PlaceId id : ids_of(w_.network.places)) {
      const network::Place& place = w_.network.places[id];
      const PlaceInfo& info = w_.places[id];
      journeys::Stop stop{place.key, info.name, info.lon, info.lat, least(id, id), place.zone};
      if (!place.hub.is_none()) stop.hub = static_cast<journeys::Hub>(id.value());
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

  void add_link(StopId from, StopId to, const Way& way) {
    if (way.hours.empty()) return builder_.add_link(from, to, way.time, way.fare);
    journeys::HourTimes times;
    for (std::size_t h = 0; h < way.hours.size(); ++h)
      times.seconds.at(h) = static_cast<std::int32_t>(way.hours[h].count());
    times.zone = w_.network.places[w_.network.roads[way.road].from].zone;
    times.before = static_cast<std::int32_t>(way.before.count());
    times.after = static_cast<std::int32_t>(way.after.count());
    builder_.add_link(from, to, times, way.fare);
  }

  void add_door(PlaceId id) {
    const network::Place& place = w_.network.places[id];
    const bool free = !place.hub.is_none();
    const StopId stop = JourneyNetwork::stop_of(id);
    const StopId door = JourneyNetwork::door_of(id);
    if (free || place.board) link(door, stop, {.time = free ? Seconds(0) : *place.board});
    if (free || place.alight) link(stop, door, {.time = free ? Seconds(0) : *place.alight});
  }

  void add_connections() {
    for (const auto& [hub, places] : in_hub_)
      for (const PlaceId from : places)
        for (const PlaceId to : places) {
          if (from == to) continue;
          const StopId stop = JourneyNetwork::stop_of(from);
          if (const auto time = least(from, to))
            link(stop, JourneyNetwork::stop_of(to), {.time = *time});
          // Who comes from the door leaves no ride.
          if (const auto time = from_door(from, to))
            link(JourneyNetwork::door_of(from), JourneyNetwork::stop_of(to), {.time = *time});
          if (const auto way = w_.network.connection(from, to, class_))
            link(stop, JourneyNetwork::door_of(to), {.time = way->expected});
        }
  }

  // From where a road is taken, or to where one goes on from it.
  [[nodiscard]] std::vector<End> ends_of(PlaceId place, bool before, network::Mode mode) {
    std::vector<End> ends{{JourneyNetwork::door_of(place), Seconds(0)}};
    const network::HubId hub = w_.network.places[place].hub;
    const std::vector<PlaceId> alone{place};
    for (const PlaceId other : hub.is_none() ? alone : in_hub_.at(hub))
      if (const auto time = by_road(place, other, before, mode))
        ends.push_back({JourneyNetwork::stop_of(other), *time});
    return ends;
  }

  // Of two roads, the one that takes less at its worst hour.
  void add_roads(Roads roads) {
    for (const network::RoadId id : ids_of(w_.network.roads)) {
      const network::Road& road = w_.network.roads[id];
      std::span<const Seconds> hours;
      if (roads == Roads::kByHour) hours = road.by_hour;
      const Seconds takes = hours.empty() ? road.mean : std::ranges::max(hours);
      for (const End& from : ends_of(road.from, true, road.mode))
        for (const End& to : ends_of(road.to, false, road.mode))
          if (from.stop != to.stop)
            link(from.stop, to.stop,
                 {from.time + takes + to.time, road.fare, id, from.time, to.time, hours});
    }
    for (const auto& [ends, way] : links_)
      if (!way.road.is_none()) out_.road_of[ends] = way.road;
  }

  [[nodiscard]] journeys::PatternId pattern_of(ServiceId id) {
    const timetable::Service& service = w_.timetable.services()[id];
    std::vector<journeys::Call> calls;
    for (const PlaceId place : service.stops)
      calls.push_back({JourneyNetwork::stop_of(place), true, true});
    journeys::LineInfo line{service.line, service.mode, groups_[id], {}, {}};
    line.closes = service.boarding_closes;
    for (const Fen fare : service.fare)
      line.tariff.push_back(std::max<std::int64_t>(-1, fare.count()));
    return builder_.add_pattern(std::move(line), calls);
  }

  void add_service(ServiceId id) {
    const timetable::Service& service = w_.timetable.services()[id];
    if (service.fare.empty() || service.run_count == 0) return;
    const TimeZone zone = zone_of(w_, id);
    std::map<std::vector<journeys::CallTime>, std::vector<CivilDate>> trips;
    for (std::uint32_t k = 0; k < service.run_count; ++k) {
      const RunId run(service.first_run + k);
      const auto [date, zero] = local_day(zone, w_.timetable.runs()[run].departure);
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
    const journeys::PatternId pattern = pattern_of(id);
    for (const auto& [times, dates] : trips)
      builder_.add_trip(service.key, pattern, builder_.add_days(zone, dates), times);
  }

  // Of one hub, by kinds.
  using Least = std::map<std::pair<journeys::Group, journeys::Group>, Seconds>;

  template <class Use>
  void each_change(const std::vector<PlaceId>& places, Use use) {
    for (const PlaceId from : places)
      for (const PlaceId to : places)
        for (const journeys::Group in : kinds_at(from, true))
          for (const journeys::Group out : kinds_at(to, false))
            if (in != journeys::kUngoverned && out != journeys::kUngoverned)
              use(from, to, in, out, planned(from, to, kind_of(in), kind_of(out)));
  }

  void add_rules() {
    const auto governed = [&](journeys::Group in, journeys::Group out) {
      return kind_of(in).ride.mode && kind_of(out).ride.mode;
    };
    for (const auto& [hub, places] : in_hub_) {
      Least of_hub;
      each_change(places, [&](PlaceId /*from*/, PlaceId /*to*/, journeys::Group in,
                              journeys::Group out, std::optional<Seconds> time) {
        if (!time || !governed(in, out)) return;
        const auto [at, fresh] = of_hub.try_emplace({in, out}, *time);
        if (!fresh) at->second = std::min(at->second, *time);
      });
      each_change(places, [&](PlaceId from, PlaceId to, journeys::Group in, journeys::Group out,
                              std::optional<Seconds> time) {
        if (!governed(in, out) && (!time || *time <= *least(from, to))) return;
        if (!time)
          if (const auto at = of_hub.find({in, out}); at != of_hub.end()) time = at->second;
        if (time)
          out_.rules.set({static_cast<journeys::Hub>(from.value()), in,
                          static_cast<journeys::Hub>(to.value()), out},
                         std::min(*time, kLongestConnection));
      });
    }
  }

  const World& w_;
  int class_;
  std::string product_;
  journeys::TransitBuilder builder_;
  RideKinds kinds_;
  Table<ServiceId, journeys::Group> groups_;
  std::map<journeys::Group, Kind> kind_;
  JourneyNetwork out_;
  std::map<network::HubId, std::vector<PlaceId>> in_hub_;
  std::map<std::pair<PlaceId, PlaceId>, std::optional<network::PlannedConnection>> planned_;
  std::map<std::pair<PlaceId, PlaceId>, std::optional<Seconds>> least_;
  std::map<std::pair<StopId, StopId>, Way> links_;
  std::map<std::pair<PlaceId, bool>, Kinds> kinds_at_;  // whether they arrive
};

}  // namespace

JourneyNetwork journey_network(const World& world, PassengerClass passenger_class, Roads roads,
                               const std::string& product) {
  scenario::HolderId holder = scenario::HolderId::none();
  for (const product::ProductId p : ids_of(world.shelf.products))
    if (world.shelf.products[p].key == product) holder = holder_of(world, p);
  const int of_holder = scenario::Holders::class_of(passenger_class, holder);
  return NetworkBuilder(world, of_holder, product).build(roads);
}

}  // namespace stopover::simulation
