// SPDX-License-Identifier: Apache-2.0
#include "engine/journeys/from_gtfs.hpp"

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <utility>

#include "engine/base/check.hpp"
#include "engine/journeys/gtfs_changes.hpp"
#include "engine/journeys/gtfs_walks.hpp"

namespace stopover::journeys {
namespace {

namespace gtfs = io::gtfs;

using Family = std::map<std::string, StopId>;  // by key

// Of all feeds together.
struct Governed {
  HubRules& rules;
  Hub& next_hub;
};

class Converter {
 public:
  Converter(const gtfs::Feed& feed, const GtfsOptions& options, TransitBuilder& builder,
            Governed governed)
      : feed_(feed),
        options_(options),
        builder_(builder),
        governed_(governed),
        dates_(dates_of(feed)),
        changes_(feed),
        paths_(feed, options.pathways) {}
  [[nodiscard]] const RidesWithoutFare& without_fare() const { return without_fare_; }
  // Beyond those of the feeds before.
  void number_from(std::uint32_t first_route, std::uint32_t first_trip) {
    first_route_ = first_route;
    first_trip_ = first_trip;
  }

  // The stop that each of the feed's became.
  Table<gtfs::StopId, StopId> convert(Family* family) {
    add_stops(family);
    add_walks();
    for (const gtfs::CalendarId id : ids_of(feed_.calendars)) add_calendar(feed_.calendars[id]);
    trip_ = Table<gtfs::TripId, TripId>(feed_.trips.size(), TripId::none());
    for (const gtfs::TripId id : ids_of(feed_.trips)) add_trip(id);
    add_throughs();
    return std::move(stop_);
  }

 private:
  void add_stops(Family* family) {
    for (const gtfs::StopId id : ids_of(feed_.stops)) {
      const gtfs::Stop& stop = feed_.stops[id];
      const Position at = stop.position.value_or(Position{});
      std::optional<Seconds> change = options_.change;
      if (const auto stated = changes_.stated().find({id, id}); stated != changes_.stated().end())
        change = stated->second;
      if (family != nullptr)
        if (const auto same = family->find(stop.key); same != family->end()) {
          stop_.push_back(same->second);
          continue;
        }
      stop_.push_back(
          builder_.add_stop({stop.key, stop.name, at.lon, at.lat, change, stop.zone, new_hub()}));
      if (family != nullptr) family->emplace(stop.key, stop_[id]);
    }
  }

  Hub new_hub() {
    if (options_.group == kUngoverned) return kNoHub;
    const Hub hub = governed_.next_hub++;
    governed_.rules.set({hub, options_.group, hub, options_.group}, options_.change);
    return hub;
  }

  // What transfers.txt says nothing of, or would not: pathways, else the station; walks.
  void find_usual() {
    const auto add = [&](gtfs::StopId a, gtfs::StopId b, Seconds time) {
      if (a == b) return;
      const auto [at, fresh] = usual_.try_emplace({a, b}, time);
      if (!fresh) at->second = std::min(at->second, time);
    };
    for (const auto& [station, of_it] : changes_.stations()) {
      if (paths_.covers(station)) continue;
      for (const gtfs::StopId a : of_it)
        for (const gtfs::StopId b : of_it) add(a, b, options_.in_station);
    }
    for (const Walk& walk : options_.walks) {
      const gtfs::StopId a(walk.from.value());
      const gtfs::StopId b(walk.to.value());
      if (paths_.station(a) != paths_.station(b) || !paths_.covers(a)) add(a, b, walk.time);
    }
    for (const StationPath& path : paths_.all()) add(path.from, path.to, path.time);
  }

  void add_walks() {
    find_usual();
    const auto add = [&](gtfs::StopId a, gtfs::StopId b, Seconds time) {
      if (time < hours(24)) builder_.add_link(stop_[a], stop_[b], time);
    };
    for (const auto& [ends, time] : usual_)
      if (!changes_.stated().contains(ends)) add(ends.first, ends.second, time);
    for (const auto& [ends, time] : changes_.stated())
      if (time) add(ends.first, ends.second, *time);
    if (options_.station_doors)
      for (const auto& [station, of_it] : changes_.stations())
        for (const gtfs::StopId platform : of_it) {
          add(station, platform, Seconds(0));
          add(platform, station, Seconds(0));
        }
    for (const auto& ends : changes_.recommended())
      if (!changes_.stated().contains(ends) &&
          !(paths_.covers(ends.first) && usual_.contains(ends)))
        add(ends.first, ends.second, options_.in_station);
    for (const PlatformRule& rule : changes_.rules()) add_rule(rule);
  }

  void add_rule(const PlatformRule& rule) {
    ChangeRule out{stop_[rule.from], stop_[rule.to], called(GtfsChanges::left(*rule.row)),
                   called(GtfsChanges::boarded(*rule.row)), rule.time};
    if (rule.as_usual) {
      const auto usual = usual_.find({rule.from, rule.to});
      out.time = rule.from == rule.to    ? options_.change
                 : usual != usual_.end() ? usual->second
                                         : options_.in_station;
    }
    if (out.time && *out.time >= hours(24)) out.time.reset();
    builder_.add_rule(out);
  }

  // Routes and trips of several feeds are told apart.
  [[nodiscard]] RuleSide called(RuleSide side) const {
    if (!side.route.is_none()) side.route = RouteId(side.route.value() + first_route_);
    if (!side.trip.is_none()) side.trip = NamedTripId(side.trip.value() + first_trip_);
    return side;
  }

  // A linked pair of trips goes before what a block says.
  void add_throughs() {
    std::set<std::pair<gtfs::TripId, gtfs::TripId>> linked;
    for (const gtfs::Transfer& row : feed_.transfers)
      if (row.kind == gtfs::TransferKind::kInSeat) linked.emplace(row.from_trip, row.to_trip);
    for (const bool in_seat : {true, false})
      for (const gtfs::Through& through : feed_.throughs)
        if (linked.contains({through.from, through.to}) == in_seat) add_through(through, in_seat);
  }

  void add_through(const gtfs::Through& through, bool in_seat) {
    const TripId from = trip_[through.from];
    const TripId to = trip_[through.to];
    if (from.is_none() || to.is_none()) return;
    const auto before = feed_.stop_times_of(through.from);
    const auto after = feed_.stop_times_of(through.to);
    const std::int32_t day = through.next_day ? 86'400 : 0;
    if (before.back().arrive > after.front().depart + day ||
        before.front().depart >= after.back().arrive + day)
      return;
    const bool joined = in_seat || changes_.are_joined(before.back().stop, after.front().stop);
    builder_.add_next(from, to,
                      {.next_day = through.next_day, .may_stay = through.may_stay && joined});
  }

  void add_calendar(const gtfs::Calendar& calendar) {
    std::vector<CivilDate> dates;
    for (CivilDate date = dates_.from; date < dates_.until; date = date.plus_days(1))
      if (calendar.runs_on(ServiceDay(date))) dates.push_back(date);
    days_.push_back(builder_.add_days(feed_.zone, dates));
  }

  void add_trip(gtfs::TripId id) {
    const auto feed_times = feed_.stop_times_of(id);
    if (feed_times.size() < 2) return;
    const gtfs::Trip& trip = feed_.trips[id];
    const gtfs::Route& route = feed_.routes[trip.route];
    calls_.clear();
    times_.clear();
    for (const gtfs::StopTime& t : feed_times) {
      calls_.push_back({stop_[t.stop], t.pick_up, t.set_down});
      times_.push_back({t.arrive, t.depart});
    }
    const PatternId pattern =
        builder_.add_pattern({route.short_name.empty() ? route.long_name : route.short_name,
                              route.type,
                              options_.group,
                              tariff_of(trip.route, feed_times),
                              {}},
                             calls_);
    const DaysId days = days_[trip.calendar];
    const auto frequencies = feed_.frequencies_of(id);
    if (frequencies.empty()) {
      trip_[id] = builder_.add_trip(trip.key, pattern, days, times_);
      builder_.set_side(trip_[id], called(changes_.side_of(id)));
      return;
    }
    // Its own times are only a pattern, counted from its first departure.
    const std::int32_t first = times_.front().depart;
    for (CallTime& t : times_) {
      t.arrive = std::max(0, t.arrive - first);
      t.depart -= first;
    }
    std::optional<TripId> original;
    Seconds at_original{};
    for (const gtfs::Frequency& f : frequencies)
      for (Seconds t = f.span.from; t < f.span.until; t = t + f.headway) {
        std::string name = trip.key + "@" + service_time_text(t);
        if (original) {
          builder_.add_shifted(std::move(name), *original, t - at_original);
          continue;
        }
        std::vector<CallTime> times = times_;
        const auto shift = static_cast<std::int32_t>(t.count());
        for (CallTime& time : times) time = {time.arrive + shift, time.depart + shift};
        original = builder_.add_trip(std::move(name), pattern, days, times);
        builder_.set_side(*original, called(changes_.side_of(id)));
        at_original = t;
      }
  }

  Tariff tariff_of(gtfs::RouteId route, std::span<const gtfs::StopTime> times) {
    if (options_.currency.empty() || feed_.fares.empty()) return {};
    std::vector<gtfs::StopId> stops;
    stops.reserve(times.size());
    for (const gtfs::StopTime& t : times) stops.push_back(t.stop);
    const auto [at, fresh] = tariffs_.try_emplace({route, stops});
    if (!fresh) return at->second;
    const std::size_t n = stops.size();
    Tariff& tariff = at->second;
    tariff.assign(n * n, -1);
    for (std::size_t i = 0; i < n; ++i)
      for (std::size_t j = i + 1; j < n; ++j) {
        const auto price = gtfs::price_of(feed_, route, std::span(stops).subspan(i, j - i + 1));
        const bool known = price && price->currency == options_.currency;
        if (!price) ++without_fare_.none;
        if (price && !known) ++without_fare_.other_currency;
        tariff[i * n + j] = known ? price->amount : 0;
      }
    return tariff;
  }

  const gtfs::Feed& feed_;
  const GtfsOptions& options_;
  TransitBuilder& builder_;
  Governed governed_;
  HalfOpen<CivilDate> dates_;
  Table<gtfs::StopId, StopId> stop_;
  GtfsChanges changes_;
  StationPaths paths_;
  std::map<GtfsChanges::Ends, Seconds> usual_;
  std::uint32_t first_route_ = 0;
  std::uint32_t first_trip_ = 0;
  Table<gtfs::TripId, TripId> trip_;  // none: several by frequencies, or too short
  Table<gtfs::CalendarId, DaysId> days_;
  std::vector<Call> calls_;
  std::vector<CallTime> times_;
  std::map<std::pair<gtfs::RouteId, std::vector<gtfs::StopId>>, Tariff> tariffs_;
  RidesWithoutFare without_fare_;
};

}  // namespace

HalfOpen<CivilDate> dates_of(const gtfs::Feed& feed) {
  std::optional<CivilDate> first;
  std::optional<CivilDate> last;
  const auto add = [&](CivilDate date) {
    first = first ? std::min(*first, date) : date;
    last = last ? std::max(*last, date) : date;
  };
  for (const gtfs::Calendar& calendar : feed.calendars) {
    if (!calendar.span.empty()) {
      add(calendar.span.from);
      add(calendar.span.until.plus_days(-1));
    }
    if (!calendar.added.empty()) {
      add(calendar.added.front());
      add(calendar.added.back());
    }
  }
  if (!first) return {};
  return {*first, last->plus_days(1)};
}

std::vector<Walk> walks_between(const gtfs::Feed& feed, const network::WalkRules& rules,
                                const PathwaySpeeds& speeds) {
  const StationPaths paths(feed, speeds);
  const FeedPaths part{&feed, &paths};
  std::vector<Walk> walks;
  for (const FeedWalk& walk : walks_of(std::span(&part, 1), rules, false))
    walks.push_back({StopId(walk.from.value()), StopId(walk.to.value()), walk.time});
  return walks;
}

std::vector<WalkBetween> walks_between(std::span<const FeedPart> parts,
                                       const network::WalkRules& rules) {
  std::vector<StationPaths> paths;
  for (const FeedPart& part : parts) paths.emplace_back(*part.feed, part.options.pathways);
  std::vector<FeedPaths> feeds;
  for (std::size_t i = 0; i < parts.size(); ++i) feeds.push_back({parts[i].feed, &paths[i]});
  std::vector<WalkBetween> walks;
  for (const FeedWalk& walk : walks_of(feeds, rules, true))
    walks.push_back({{walk.from_feed, walk.from}, {walk.to_feed, walk.to}, walk.time});
  return walks;
}

JoinedFeeds transit_of(std::span<const FeedPart> parts, std::span<const WalkBetween> walks) {
  std::optional<HalfOpen<CivilDate>> all;
  for (const FeedPart& part : parts)
    if (const HalfOpen<CivilDate> dates = dates_of(*part.feed); !dates.empty())
      all = all ? HalfOpen<CivilDate>{std::min(all->from, dates.from),
                                      std::max(all->until, dates.until)}
                : dates;
  TransitBuilder builder(all.value_or(HalfOpen<CivilDate>{}));
  JoinedFeeds joined;
  Hub next_hub = 0;
  std::map<std::string, Family> families;
  std::uint32_t routes = 0;
  std::uint32_t trips = 0;
  for (const FeedPart& part : parts) {
    Converter converter(*part.feed, part.options, builder, {joined.rules, next_hub});
    converter.number_from(routes, trips);
    joined.stop_of.push_back(
        converter.convert(part.family.empty() ? nullptr : &families[part.family]));
    joined.without_fare.push_back(converter.without_fare());
    routes += static_cast<std::uint32_t>(part.feed->routes.size());
    trips += static_cast<std::uint32_t>(part.feed->trips.size());
  }
  for (const WalkBetween& walk : walks)
    builder.add_link(joined.stop_of[walk.from.part][walk.from.stop],
                     joined.stop_of[walk.to.part][walk.to.stop], walk.time);
  joined.transit = std::move(builder).build();
  return joined;
}

Transit transit_of(const gtfs::Feed& feed, const GtfsOptions& options) {
  const FeedPart part{.feed = &feed, .options = options};
  return transit_of(std::span(&part, 1), {}).transit;
}

}  // namespace stopover::journeys
