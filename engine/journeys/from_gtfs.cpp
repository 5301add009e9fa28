// SPDX-License-Identifier: Apache-2.0
#include "engine/journeys/from_gtfs.hpp"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <utility>

namespace stopover::journeys {
namespace {

namespace gtfs = io::gtfs;

using Family = std::map<std::string, StopId>;  // by key

class Converter {
 public:
  Converter(const gtfs::Feed& feed, const GtfsOptions& options, TransitBuilder& builder)
      : feed_(feed), options_(options), builder_(builder), dates_(dates_of(feed)) {}

  // The stop that each of the feed's became.
  Table<gtfs::StopId, StopId> convert(Family* family) {
    add_stops(family);
    add_walks();
    for (const gtfs::CalendarId id : ids_of(feed_.calendars)) add_calendar(feed_.calendars[id]);
    trip_ = Table<gtfs::TripId, TripId>(feed_.trips.size(), TripId::none());
    for (const gtfs::TripId id : ids_of(feed_.trips)) add_trip(id);
    for (const gtfs::Through& through : feed_.throughs) add_through(through);
    return std::move(stop_);
  }

 private:
  void add_stops(Family* family) {
    read_transfers();
    for (const gtfs::StopId id : ids_of(feed_.stops)) {
      const gtfs::Stop& stop = feed_.stops[id];
      const Position at = stop.position.value_or(Position{});
      std::optional<Seconds> change = options_.change;
      if (const auto stated = stated_.find({id, id}); stated != stated_.end())
        change = stated->second;
      if (family != nullptr)
        if (const auto same = family->find(stop.key); same != family->end()) {
          stop_.push_back(same->second);
          continue;
        }
      stop_.push_back(builder_.add_stop({stop.key, stop.name, at.lon, at.lat, change, stop.zone}));
      if (family != nullptr) family->emplace(stop.key, stop_[id]);
    }
  }

  // Between stops alone; what is stated for platforms goes before what is for their stations.
  void read_transfers() {
    for (const gtfs::StopId id : ids_of(feed_.stops)) {
      const gtfs::Stop& stop = feed_.stops[id];
      if (stop.kind == gtfs::StopKind::kPlatform && !stop.parent.is_none())
        platforms_[stop.parent].push_back(id);
    }
    for (const bool of_stations : {true, false})
      for (const gtfs::Transfer& transfer : feed_.transfers) {
        if (transfer.from_stop.is_none() || transfer.to_stop.is_none() ||
            !transfer.from_trip.is_none() || !transfer.to_trip.is_none() ||
            !transfer.from_route.is_none() || !transfer.to_route.is_none())
          continue;
        const bool station =
            platforms_.contains(transfer.from_stop) || platforms_.contains(transfer.to_stop);
        if (station != of_stations) continue;
        for (const gtfs::StopId a : platforms_of(transfer.from_stop))
          for (const gtfs::StopId b : platforms_of(transfer.to_stop))
            if (const auto time = time_of(transfer)) stated_[{a, b}] = *time;
      }
  }

  [[nodiscard]] std::vector<gtfs::StopId> platforms_of(gtfs::StopId stop) const {
    const auto at = platforms_.find(stop);
    return at == platforms_.end() ? std::vector{stop} : at->second;
  }

  // The inner absence: nobody may change so. The outer: nothing is said of the time.
  [[nodiscard]] static std::optional<std::optional<Seconds>> time_of(
      const gtfs::Transfer& transfer) {
    switch (transfer.kind) {
      case gtfs::TransferKind::kTimed:
        return std::optional(Seconds(0));
      case gtfs::TransferKind::kMinimumTime:
        if (!transfer.min_time) return std::nullopt;
        return transfer.min_time;
      case gtfs::TransferKind::kImpossible:
        return std::optional<Seconds>();
      default:
        return std::nullopt;
    }
  }

  void add_walks() {
    const auto add = [&](gtfs::StopId a, gtfs::StopId b, Seconds time) {
      if (!stated_.contains({a, b})) builder_.add_link(stop_[a], stop_[b], time);
    };
    for (const auto& [station, of_it] : platforms_)
      for (const gtfs::StopId a : of_it)
        for (const gtfs::StopId b : of_it) add(a, b, options_.in_station);
    for (const Walk& walk : options_.walks)
      add(gtfs::StopId(walk.from.value()), gtfs::StopId(walk.to.value()), walk.time);
    for (const auto& [ends, time] : stated_)
      if (time && *time < hours(24))
        builder_.add_link(stop_[ends.first], stop_[ends.second], *time);
    if (options_.station_doors)
      for (const auto& [station, of_it] : platforms_)
        for (const gtfs::StopId platform : of_it) {
          builder_.add_link(stop_[station], stop_[platform], Seconds(0));
          builder_.add_link(stop_[platform], stop_[station], Seconds(0));
        }
    // Recommended places to change, where no time is known.
    for (const gtfs::Transfer& transfer : feed_.transfers)
      if (transfer.kind == gtfs::TransferKind::kRecommended && !transfer.from_stop.is_none() &&
          !transfer.to_stop.is_none() && transfer.from_route.is_none() &&
          transfer.to_route.is_none())
        for (const gtfs::StopId a : platforms_of(transfer.from_stop))
          for (const gtfs::StopId b : platforms_of(transfer.to_stop))
            add(a, b, options_.in_station);
  }

  // On one service day, from stop to the same stop.
  void add_through(const gtfs::Through& through) {
    const TripId from = trip_[through.from];
    const TripId to = trip_[through.to];
    if (through.next_day || from.is_none() || to.is_none()) return;
    const auto before = feed_.stop_times_of(through.from);
    const auto after = feed_.stop_times_of(through.to);
    if (before.back().stop != after.front().stop || before.back().arrive > after.front().depart ||
        before.front().depart >= after.back().arrive)
      return;
    builder_.add_next(from, to);
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
    const PatternId pattern = builder_.add_pattern(
        {route.short_name.empty() ? route.long_name : route.short_name, route.type}, calls_);
    const DaysId days = days_[trip.calendar];
    const auto frequencies = feed_.frequencies_of(id);
    if (frequencies.empty()) {
      trip_[id] = builder_.add_trip(trip.key, pattern, days, times_);
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
        at_original = t;
      }
  }

  const gtfs::Feed& feed_;
  const GtfsOptions& options_;
  TransitBuilder& builder_;
  HalfOpen<CivilDate> dates_;
  Table<gtfs::StopId, StopId> stop_;
  std::map<gtfs::StopId, std::vector<gtfs::StopId>> platforms_;  // of a station
  // Between two stops, or at one: nullopt, not possible.
  std::map<std::pair<gtfs::StopId, gtfs::StopId>, std::optional<Seconds>> stated_;
  Table<gtfs::TripId, TripId> trip_;  // none: several by frequencies, or too short
  Table<gtfs::CalendarId, DaysId> days_;
  std::vector<Call> calls_;
  std::vector<CallTime> times_;
};

// By stop; NaN where no trip calls, or the place is not known.
std::vector<Position> served_positions(const gtfs::Feed& feed) {
  constexpr double kNowhere = std::numeric_limits<double>::quiet_NaN();
  std::vector<Position> positions(feed.stops.size(), {kNowhere, kNowhere});
  for (const gtfs::StopTime& time : feed.stop_times)
    if (const auto& at = feed.stops[time.stop].position) positions[time.stop.value()] = *at;
  return positions;
}

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

std::vector<Walk> walks_between(const gtfs::Feed& feed, const network::WalkRules& rules) {
  constexpr double kNowhere = std::numeric_limits<double>::quiet_NaN();
  std::vector<Position> positions(feed.stops.size(), {kNowhere, kNowhere});
  for (const gtfs::StopTime& time : feed.stop_times)
    if (const auto& at = feed.stops[time.stop].position) positions[time.stop.value()] = *at;
  std::vector<Walk> walks;
  for (const network::WalkLink& link : network::walk_links(positions, rules))
    walks.push_back({StopId(link.from), StopId(link.to), link.time});
  return walks;
}

std::vector<WalkBetween> walks_between(std::span<const FeedPart> parts,
                                       const network::WalkRules& rules) {
  std::vector<Position> positions;
  std::vector<FeedStop> stops;
  for (std::size_t part = 0; part < parts.size(); ++part) {
    const std::vector<Position> of_part = served_positions(*parts[part].feed);
    for (std::size_t i = 0; i < of_part.size(); ++i) stops.push_back({part, gtfs::StopId(i)});
    positions.insert(positions.end(), of_part.begin(), of_part.end());
  }
  std::vector<WalkBetween> walks;
  for (const network::WalkLink& link : network::walk_links(positions, rules))
    if (stops[link.from].part != stops[link.to].part)
      walks.push_back({stops[link.from], stops[link.to], link.time});
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
  std::map<std::string, Family> families;
  for (const FeedPart& part : parts)
    joined.stop_of.push_back(Converter(*part.feed, part.options, builder)
                                 .convert(part.family.empty() ? nullptr : &families[part.family]));
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
