// SPDX-License-Identifier: Apache-2.0
#include "tools/stopover/journey_source.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <vector>

#include <fmt/format.h>

#include "engine/io/csv.hpp"
#include "engine/io/csv_fields.hpp"
#include "engine/io/file_source.hpp"
#include "engine/io/text.hpp"
#include "engine/journeys/journey_rules.hpp"
#include "models/simulation/journey_network.hpp"
#include "models/simulation/world.hpp"
#include "tools/stopover/journey_timetables.hpp"
#include "tools/stopover/scenario_finder.hpp"
#include "tools/stopover/session.hpp"

namespace stopover::tool {
namespace {

struct ClassWord {
  std::string_view word;
  simulation::PassengerClass passenger_class;
};
constexpr std::array kClasses{
    ClassWord{"citizen", simulation::kCitizen}, ClassWord{"resident", simulation::kResident},
    ClassWord{"foreign", simulation::kForeignOrdinary},
    ClassWord{"permit", simulation::kForeignPermit}, ClassWord{"airside", simulation::kAirside}};

simulation::PassengerClass class_of(const std::string& word) {
  std::vector<std::string> known;
  for (const ClassWord& c : kClasses) {
    if (c.word == word) return c.passenger_class;
    known.emplace_back(c.word);
  }
  throw UsageError("journeys", fmt::format("--class: found {}, expected {}{}", io::shown_text(word),
                                           class_words(), io::did_you_mean(word, known)));
}

// Kinds of the specification, 0 to 12, and of its extension ("Extended GTFS route types"), in
// hundreds.
std::string feed_mode(int type, Language language) {
  struct Words {
    std::string_view en;
    std::string_view zh;
    std::vector<int> types;
  };
  static const std::vector<Words> kModeWords{{"tram", "有轨电车", {0, 5, 900}},
                                             {"metro", "地铁", {1, 12, 400, 500, 600}},
                                             {"train", "列车", {2, 100, 300}},
                                             {"bus", "公交", {3, 11, 700, 800}},
                                             {"coach", "长途汽车", {200}},
                                             {"ferry", "轮渡", {4, 1000, 1200}},
                                             {"cable car", "缆车", {6, 7, 1300, 1400}},
                                             {"flight", "航班", {1100}},
                                             {"taxi", "出租车", {1500}}};
  const int kind = type < 100 ? type : type / 100 * 100;
  for (const Words& w : kModeWords)
    if (std::find(w.types.begin(), w.types.end(), kind) != w.types.end())
      return std::string(language == Language::kChinese ? w.zh : w.en);
  return language == Language::kChinese ? "班次" : "service";
}

// An id goes before a name.
void add_names(JourneySource& source, const std::vector<journeys::StopId>& stops) {
  for (const journeys::StopId stop : stops) {
    const JourneySource::Named& named = source.names[stop];
    for (const std::string& name : {named.name, named.name_zh})
      if (!name.empty()) source.by_name[name].insert(stop);
  }
  for (const journeys::StopId stop : stops) source.by_name[source.names[stop].key] = {stop};
}

void check_product(const scenario::Scenario& scenario, const std::string& product) {
  std::vector<std::string> known;
  for (const auto& one : scenario.elements().product()) known.push_back(one.id());
  if (product.empty() || std::ranges::find(known, product) != known.end()) return;
  throw UsageError("journeys",
                   fmt::format("--product: there is no product {}{}", io::shown_text(product),
                               io::did_you_mean(product, known)));
}

JourneySource from_scenario(const Options& options, simulation::PassengerClass passenger_class,
                            Executor& executor) {
  const std::string& name = options.arguments[0];
  const std::string product = options.product.value_or("");
  JourneySource source;
  source.name = name;
  source.priced = true;
  const scenario::LoadedScenario loaded = read_scenario(name, source.faults);
  if (source.faults.has_errors()) throw InputError(source.faults);
  const simulation::World world =
      simulation::compile(loaded.scenario, executor, source.faults, &loaded.sources);
  if (source.faults.has_errors()) throw InputError(source.faults);
  check_product(loaded.scenario, product);
  simulation::JourneyNetwork network =
      simulation::journey_network(world, passenger_class, simulation::Roads::kByHour, product);
  std::vector<journeys::StopId> doors;
  for (const network::PlaceId place : network.place_of) {
    const simulation::PlaceInfo& info = world.places[place];
    source.names.push_back({info.key, info.name, info.name_zh.empty() ? info.name : info.name_zh});
    source.inside.push_back(info.country == world.country);
  }
  source.zone = world.zone;
  for (const network::PlaceId place : ids_of(world.places))
    doors.push_back(simulation::JourneyNetwork::door_of(place));
  add_names(source, doors);
  for (const auto& [ends, road] : network.road_of)
    source.roads[ends] = world.network.roads[road].key;
  source.first_date = world.first_day;
  source.days = {world.first_day, world.first_day.plus_days(world.days)};
  source.transit = std::move(network.transit);
  source.rules = std::move(network.rules);
  source.mode_name = scenario_mode;
  return source;
}

// By the clock of its service day.
Seconds departure_of(const journeys::Transit& transit, journeys::TripId trip) {
  return Seconds(transit.times_of(trip).front().depart + transit.trips()[trip].shift);
}

// A name is meant whole: what trips begin so, else what is written alike.
class TripNames {
 public:
  explicit TripNames(const journeys::Transit& transit) {
    for (const journeys::TripId trip : ids_of(transit.trips()))
      trip_of_.emplace(transit.name_of(trip), trip);
  }

  [[nodiscard]] auto trips(std::string_view name) const { return trip_of_.equal_range(name); }

  // What no trip is called.
  [[nodiscard]] std::string wanted(std::string_view name) {
    constexpr std::size_t kMostShown = 3;
    std::vector<std::string> begin_so;
    std::size_t count = 0;
    if (!name.empty())
      for (auto at = trip_of_.lower_bound(name);
           at != trip_of_.end() && at->first.starts_with(name);
           at = trip_of_.upper_bound(at->first))
        if (++count <= kMostShown) begin_so.emplace_back(at->first);
    if (count == 0) return "a trip of the input" + alike(name);
    return fmt::format("the whole name of a trip; {} begin{} so: {}{}", count,
                       count == 1 ? "s" : "", fmt::join(begin_so, ", "),
                       count > kMostShown ? ", …" : "");
  }

 private:
  // Each looks at all names: as often as somebody reads it.
  std::string alike(std::string_view name) {
    constexpr std::size_t kMostCompared = 20'000;
    if (compared_++ >= FaultList::kKeptPerRule || trip_of_.size() > kMostCompared) return "";
    std::vector<std::string> all;
    for (auto at = trip_of_.begin(); at != trip_of_.end(); at = trip_of_.upper_bound(at->first))
      all.emplace_back(at->first);
    return io::did_you_mean(name, all);
  }

  std::multimap<std::string_view, journeys::TripId> trip_of_;
  std::size_t compared_ = 0;
};

// Every run of a trip's name on a day, or the one that departs at a time.
void read_cancelled(const std::string& path, JourneySource& source) {
  const io::CsvSpec spec{
      .columns = {{.name = "trip", .type = io::TextField{}},
                  {.name = "service_day", .type = io::DateField{}},
                  {.name = "departs", .type = io::ServiceTimeField{}, .need = io::Need::kOptional}},
      .key = {"trip", "service_day", "departs"}};
  auto bytes = io::read_unpacked(path, source.faults);
  if (!bytes) return;
  const io::CsvTable table = io::read_csv(*std::move(bytes), path, spec, source.faults);
  if (!io::has_needed_columns(table, spec)) return;
  TripNames names(source.transit);
  for (const io::CsvRow row : table) {
    if (row.faulty()) continue;
    const ServiceDay day(row.date("service_day"));
    std::optional<Seconds> departs;
    if (row.has("departs")) departs = row.service_time("departs");
    bool runs = false;
    const auto [first, last] = names.trips(row.text("trip"));
    for (auto at = first; at != last; ++at)
      if (source.transit.runs_on(at->second, day) &&
          (!departs || *departs == departure_of(source.transit, at->second))) {
        source.cancelled.push_back({at->second, day});
        runs = true;
      }
    if (!runs)
      source.faults.add(row.fault(journeys::rule::kCancelledNothing, "trip", row.text("trip"),
                                  first == last ? names.wanted(row.text("trip"))
                                  : departs     ? "a departure of it on that day"
                                                : "a day on which it runs"));
  }
}

void finish(const Options& options, JourneySource& source) {
  if (options.cancelled) read_cancelled(*options.cancelled, source);
  if (source.faults.has_errors()) throw InputError(source.faults);
}

}  // namespace

std::string scenario_mode(int mode, Language language) {
  struct Words {
    scenario::Mode mode;
    std::string_view en;
    std::string_view zh;
  };
  static constexpr std::array kModeWords{Words{scenario::AIR, "flight", "航班"},
                                         Words{scenario::RAIL, "train", "列车"},
                                         Words{scenario::METRO, "metro", "地铁"},
                                         Words{scenario::COACH, "coach", "巴士"},
                                         Words{scenario::FERRY, "ferry", "轮渡"},
                                         Words{scenario::SHUTTLE, "shuttle", "摆渡车"},
                                         Words{scenario::MAGLEV, "maglev", "磁浮"},
                                         Words{scenario::LINK, "airport link", "机场联络线"},
                                         Words{scenario::TAXI, "taxi", "出租车"},
                                         Words{scenario::CAR, "car", "自驾"},
                                         Words{scenario::CRUISE, "ship", "邮轮"}};
  for (const Words& w : kModeWords)
    if (w.mode == mode) return std::string(language == Language::kChinese ? w.zh : w.en);
  return language == Language::kChinese ? "班次" : "service";
}

journeys::StopId JourneySource::find(const std::string& text) const {
  const auto at = by_name.find(text);
  if (at == by_name.end()) {
    std::vector<std::string> known;
    for (const auto& [known_name, stops] : by_name) known.push_back(known_name);
    throw UsageError("journeys", fmt::format("there is no place {} in {}{}", io::shown_text(text),
                                             name, io::did_you_mean(text, known)));
  }
  if (at->second.size() == 1) return *at->second.begin();
  std::string ids;
  for (const journeys::StopId stop : at->second) ids += (ids.empty() ? "" : ", ") + names[stop].key;
  throw UsageError("journeys",
                   fmt::format("{} places of {} are called {}; give one of their ids: {}",
                               at->second.size(), name, io::shown_text(text), ids));
}

const std::string& JourneySource::label(journeys::StopId stop, Language language) const {
  const Named& named = names[stop];
  const std::string& text = language == Language::kChinese ? named.name_zh : named.name;
  return text.empty() ? named.key : text;
}

std::string class_words() {
  std::string out;
  for (const ClassWord& c : kClasses)
    out += (out.empty()                      ? ""
            : c.word == kClasses.back().word ? " or "
                                             : ", ") +
           std::string(c.word);
  return out;
}

JourneySource open_source(const Options& options, Executor& executor) {
  const std::string& input = options.arguments[0];
  const simulation::PassengerClass cls = class_of(options.passenger_class.value_or("citizen"));
  JourneySource source;
  if (kind_of(input) != InputKind::kScenario) {
    for (const auto& [given, flag] : {std::pair(options.product.has_value(), "product"),
                                      std::pair(options.visa.has_value(), "visa")})
      if (given)
        throw UsageError("journeys",
                         fmt::format("--{} is for scenarios: a feed has no products and no "
                                     "countries",
                                     flag));
    source = timetable_source(options);
    source.mode_name = feed_mode;
    finish(options, source);
    return source;
  }
  for (const auto& [given, flag] :
       {std::pair(!options.with.empty(), "with"), std::pair(options.links.has_value(), "links"),
        std::pair(options.zone.has_value(), "zone"),
        std::pair(options.places.has_value(), "places"),
        std::pair(options.visit.walk.has_value(), "walk")})
    if (given)
      throw UsageError("journeys",
                       fmt::format("--{} is for feeds and schedules: a scenario names its own "
                                   "timetables and ways",
                                   flag));
  source = from_scenario(options, cls, executor);
  finish(options, source);
  return source;
}

}  // namespace stopover::tool
