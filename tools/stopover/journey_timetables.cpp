// SPDX-License-Identifier: Apache-2.0
#include "tools/stopover/journey_timetables.hpp"

#include <algorithm>
#include <set>
#include <span>
#include <variant>
#include <vector>

#include <fmt/format.h>

#include "engine/io/csv.hpp"
#include "engine/io/csv_fields.hpp"
#include "engine/io/file_source.hpp"
#include "engine/io/gtfs.hpp"
#include "engine/io/gtfs_rules.hpp"
#include "engine/io/schedule_feed.hpp"
#include "engine/io/text.hpp"
#include "engine/journeys/from_gtfs.hpp"
#include "engine/journeys/journey_rules.hpp"
#include "tools/stopover/journey_places.hpp"
#include "tools/stopover/scenario_finder.hpp"

namespace stopover::tool {
namespace {

namespace gtfs = io::gtfs;
using journeys::FeedPart;
using journeys::FeedStop;
using journeys::WalkBetween;

// Changes of each are governed: a ride on something else in between does not make them shorter.
constexpr journeys::Group kFlights = 1;
constexpr journeys::Group kTrains = 2;
constexpr Seconds kChangeOfFlights = minutes(60);
constexpr Seconds kChangeOfTrains = minutes(15);
// No further than people walk to change, at their pace; the way is longer than the crow's.
constexpr int kUsualRadius = 400;
constexpr int kFarRadius = 2'000;
constexpr std::size_t kMostFarStops = 5'000;  // as every two of them may be joined

network::WalkRules walk_rules(const Options& options) {
  return {.radius_metres = static_cast<double>(options.visit.walk.value_or(kUsualRadius)),
          .detour = 1.3,
          .speed_metres_per_second = 1.2,
          .fixed = Seconds(30)};
}

// What a file says, before it is laid out on days.
using Read =
    std::variant<gtfs::Feed, io::ssim::Schedule, io::flights::Schedule, io::rail::Timetable>;

struct Input {
  std::string path;
  Read read;
  gtfs::Feed feed{};
};

// Inputs whose places of one key are the same; empty: this input's alone.
std::string family_of(const Input& input) {
  if (std::holds_alternative<gtfs::Feed>(input.read)) return {};
  return std::holds_alternative<io::rail::Timetable>(input.read) ? "trains" : "flights";
}

Read read_input(const std::string& path, FaultList& faults) {
  switch (kind_of(path)) {
    case InputKind::kSsim:
      return io::ssim::read_schedule(path, faults);
    case InputKind::kFlights:
      return io::flights::read_flights(path, faults);
    case InputKind::kRail:
      return io::rail::read_timetable(io::rail::files_in(path), faults);
    case InputKind::kFeed:
    case InputKind::kScenario:
      break;
  }
  return gtfs::read_feed(path, faults);
}

struct StatedDays {
  HalfOpen<CivilDate> operator()(const gtfs::Feed& feed) const { return journeys::dates_of(feed); }
  template <class Schedule>
  HalfOpen<CivilDate> operator()(const Schedule& schedule) const {
    return gtfs::stated_days(schedule);
  }
};

HalfOpen<CivilDate> hull(HalfOpen<CivilDate> a, HalfOpen<CivilDate> b) {
  if (a.empty()) return b;
  return b.empty() ? a : HalfOpen<CivilDate>{std::min(a.from, b.from), std::max(a.until, b.until)};
}

// The date for which a person asks.
std::optional<CivilDate> asked_date(const Options& options) {
  for (const auto& text : {options.depart, options.arrive_by})
    if (text)
      if (const auto civil = parse_civil_time(*text)) return civil->date;
  return std::nullopt;
}

// Days of service that a journey may use; searches look at less (journeys_command.cpp).
HalfOpen<CivilDate> days_around(CivilDate date, const Options& options) {
  constexpr int kMargin = 6;
  const int more = kMargin + (options.stay.value_or(0) + options.window.value_or(0)) / 24;
  return {date.plus_days(-more), date.plus_days(more + 1)};
}

TimeZone zone_of_trains(const Options& options, const std::string& path) {
  const auto zone = options.zone ? TimeZone::find(*options.zone) : std::nullopt;
  if (zone) return *zone;
  throw UsageError(
      "journeys", options.zone
                      ? fmt::format("--zone: found {}, expected a name of the tz database, such as "
                                    "Asia/Shanghai",
                                    io::shown_text(*options.zone))
                      : fmt::format("--zone is missing: {} does not say in which time zone its "
                                    "trains run",
                                    io::shown_text(path)));
}

class Timetables {
 public:
  explicit Timetables(const Options& options) : options_(options) {}

  JourneySource open() {
    read();
    lay_out();
    place_stops(options_, feeds(), source_.faults);
    check_walk();
    set_currency();
    parts_.reserve(inputs_.size());
    for (const Input& input : inputs_) parts_.push_back(part_of(input));
    name_stops();
    std::vector<WalkBetween> walks;
    if (on_foot()) walks = journeys::walks_between(parts_, walk_rules(options_));
    add_links(walks);
    if (source_.faults.has_errors()) throw InputError(source_.faults);
    journeys::JoinedFeeds joined = journeys::transit_of(parts_, walks);
    source_.transit = std::move(joined.transit);
    source_.rules = std::move(joined.rules);
    report_fares(joined.without_fare);
    name_places(joined.stop_of);
    const HalfOpen<CivilDate> running = source_.transit.running();
    source_.first_date = running.from;
    if (source_.days.empty()) source_.days = running;
    return std::move(source_);
  }

 private:
  void read();
  void lay_out();
  [[nodiscard]] FeedPart part_of(const Input& input) const;
  [[nodiscard]] std::vector<PlacedFeed> feeds() {
    std::vector<PlacedFeed> all;
    all.reserve(inputs_.size());
    for (Input& input : inputs_) all.push_back({&input.feed, family_of(input)});
    return all;
  }
  void check_walk() const;
  [[nodiscard]] bool on_foot() const { return options_.visit.walk.value_or(kUsualRadius) > 0; }
  void set_currency();
  void report_fares(const std::vector<journeys::RidesWithoutFare>& without);
  void name_stops();
  void add_links(std::vector<WalkBetween>& walks);
  [[nodiscard]] std::vector<FeedStop> ends_of(const io::CsvRow& row, std::string_view column);
  void name_places(const std::vector<Table<gtfs::StopId, journeys::StopId>>& stop_of);

  const Options& options_;
  JourneySource source_;
  std::vector<Input> inputs_;
  std::vector<FeedPart> parts_;
  std::map<std::string, std::vector<FeedStop>> by_key_;
  std::map<std::string, std::vector<FeedStop>> by_name_;
};

void Timetables::read() {
  source_.is_feed = true;
  source_.name = options_.arguments[0];
  std::vector<std::string> paths{options_.arguments[0]};
  paths.insert(paths.end(), options_.with.begin(), options_.with.end());
  for (const std::string& path : paths) inputs_.push_back({path, read_input(path, source_.faults)});
  if (source_.faults.has_errors()) throw InputError(source_.faults);
}

void Timetables::lay_out() {
  for (const Input& input : inputs_)
    source_.days = hull(source_.days, std::visit(StatedDays(), input.read));
  std::optional<CivilDate> date = asked_date(options_);
  if (!date && !source_.days.empty()) date = source_.days.from;
  for (Input& input : inputs_) {
    if (auto* feed = std::get_if<gtfs::Feed>(&input.read)) {
      input.feed = std::move(*feed);
      continue;
    }
    if (!date)
      throw UsageError("journeys", fmt::format("--depart needs a date: {} states no days",
                                               io::shown_text(input.path)));
    const HalfOpen<CivilDate> days = days_around(*date, options_);
    if (const auto* schedule = std::get_if<io::ssim::Schedule>(&input.read))
      input.feed = gtfs::feed_of(*schedule, days).feed;
    else if (const auto* flights = std::get_if<io::flights::Schedule>(&input.read))
      input.feed = gtfs::feed_of(*flights, days).feed;
    else if (const auto* trains = std::get_if<io::rail::Timetable>(&input.read))
      input.feed = gtfs::feed_of(*trains, zone_of_trains(options_, input.path), days).feed;
  }
}

void Timetables::check_walk() const {
  if (options_.visit.walk.value_or(0) <= kFarRadius) return;
  std::size_t stops = 0;
  for (const Input& input : inputs_) stops += input.feed.stops.size();
  if (stops > kMostFarStops)
    throw UsageError("journeys", fmt::format("--walk: more than {} metres is for at most {} stops, "
                                             "these inputs have {}",
                                             kFarRadius, kMostFarStops, stops));
}

// Prices count where all rides have one: every input has fares, in one currency.
void Timetables::set_currency() {
  std::set<std::string> currencies;
  for (const Input& input : inputs_) {
    if (input.feed.fares.empty()) return;
    for (const gtfs::Fare& fare : input.feed.fares) currencies.insert(fare.currency);
  }
  if (currencies.size() != 1) return;
  source_.currency = *currencies.begin();
  source_.priced = true;
}

void Timetables::report_fares(const std::vector<journeys::RidesWithoutFare>& without) {
  for (std::size_t i = 0; i < without.size(); ++i)
    if (without[i].none > 0)
      source_.faults.add({.rule = std::string(gtfs::rule::kNoFare),
                          .file = inputs_[i].path,
                          .field = "fare_rules",
                          .found = fmt::format("none for {} rides between two calls of a pattern",
                                               without[i].none),
                          .expected = "a fare for each ride; these cost nothing here"});
}

FeedPart Timetables::part_of(const Input& input) const {
  FeedPart part{.feed = &input.feed};
  part.family = family_of(input);
  if (source_.priced) part.options.currency = source_.currency;
  if (std::holds_alternative<gtfs::Feed>(input.read)) {
    part.options.station_doors = true;
    if (on_foot()) part.options.walks = journeys::walks_between(input.feed, walk_rules(options_));
  } else if (std::holds_alternative<io::rail::Timetable>(input.read)) {
    part.options.change = kChangeOfTrains;
    part.options.group = kTrains;
  } else {
    part.options.change = kChangeOfFlights;
    part.options.group = kFlights;
  }
  return part;
}

// Platforms that trips serve, by themselves, by their name where they have no station, and their
// stations.
void Timetables::name_stops() {
  for (std::size_t part = 0; part < inputs_.size(); ++part) {
    const gtfs::Feed& feed = inputs_[part].feed;
    std::set<gtfs::StopId> asked;
    for (const gtfs::StopTime& time : feed.stop_times) {
      asked.insert(time.stop);
      if (const auto parent = feed.stops[time.stop].parent; !parent.is_none()) asked.insert(parent);
    }
    for (const gtfs::StopId id : asked) {
      const gtfs::Stop& stop = feed.stops[id];
      by_key_[stop.key].push_back({part, id});
      const bool of_station = stop.kind == gtfs::StopKind::kPlatform && !stop.parent.is_none();
      if (!of_station && !stop.name.empty()) by_name_[stop.name].push_back({part, id});
    }
  }
}

// The platforms of what is named, as links are not chained.
std::vector<FeedStop> Timetables::ends_of(const io::CsvRow& row, std::string_view column) {
  const std::string text(row.text(column));
  if (text.empty()) return {};  // reported
  const auto by_key = by_key_.find(text);
  const auto by_name = by_name_.find(text);
  if (by_key == by_key_.end() && by_name == by_name_.end()) {
    std::vector<std::string> known;
    for (const auto* names : {&by_key_, &by_name_})
      for (const auto& [name, stops] : *names) known.push_back(name);
    source_.faults.add(
        row.fault(journeys::rule::kLinkNowhere, column, text,
                  "an id or a name of a place with services" + io::did_you_mean(text, known)));
    return {};
  }
  std::vector<FeedStop> ends;
  for (const FeedStop& named : by_key == by_key_.end() ? by_name->second : by_key->second) {
    const auto& stops = inputs_[named.part].feed.stops;
    ends.push_back(named);
    for (const gtfs::StopId id : ids_of(stops))
      if (stops[id].parent == named.stop && stops[id].kind == gtfs::StopKind::kPlatform)
        ends.push_back({named.part, id});
  }
  return ends;
}

void Timetables::add_links(std::vector<WalkBetween>& walks) {
  if (!options_.links) return;
  const io::CsvSpec spec{
      .columns = {{.name = "from", .type = io::TextField{}},
                  {.name = "to", .type = io::TextField{}},
                  {.name = "minutes", .type = io::IntegerField{.min = 0, .max = 1440}},
                  {.name = "one_way", .type = io::BooleanField{}, .need = io::Need::kOptional}},
      .key = {"from", "to"}};
  auto bytes = io::read_unpacked(*options_.links, source_.faults);
  if (!bytes) return;
  const io::CsvTable table = io::read_csv(*std::move(bytes), *options_.links, spec, source_.faults);
  if (!io::has_needed_columns(table, spec)) return;
  for (const io::CsvRow row : table) {
    const std::vector<FeedStop> to = ends_of(row, "to");
    const Seconds time = minutes(row.integer("minutes"));
    for (const FeedStop& a : ends_of(row, "from"))
      for (const FeedStop& b : to) {
        if (a == b) continue;
        walks.push_back({a, b, time});
        if (!row.boolean("one_way")) walks.push_back({b, a, time});
      }
  }
}

// An id that two inputs have for two places is that of the first; the other's is told apart.
void Timetables::name_places(const std::vector<Table<gtfs::StopId, journeys::StopId>>& stop_of) {
  std::map<std::string, journeys::StopId> taken;
  for (const journeys::StopId stop : ids_of(source_.transit.stops())) {
    const journeys::Stop& info = source_.transit.stops()[stop];
    std::string key = info.key;
    for (int n = 2; !taken.emplace(key, stop).second; ++n) key = fmt::format("{}:{}", n, info.key);
    source_.names.push_back({key, info.name, info.name});
  }
  const auto at = [&](const FeedStop& named) { return stop_of[named.part][named.stop]; };
  for (const auto& [name, stops] : by_name_)
    for (const FeedStop& named : stops) source_.by_name[name].insert(at(named));
  for (const auto& [key, stops] : by_key_)  // an id goes before a name
    for (const FeedStop& named : stops) source_.by_name[source_.names[at(named)].key] = {at(named)};
}

}  // namespace

JourneySource timetable_source(const Options& options) {
  return Timetables(options).open();
}

}  // namespace stopover::tool
