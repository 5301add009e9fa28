// SPDX-License-Identifier: Apache-2.0
#include "tools/stopover/journey_source.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include <fmt/format.h>

#include "engine/io/gtfs.hpp"
#include "engine/io/text.hpp"
#include "engine/journeys/from_gtfs.hpp"
#include "models/simulation/journey_network.hpp"
#include "models/simulation/world.hpp"
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

std::string scenario_mode(int mode, Language language) {
  struct Words {
    scenario::Mode mode;
    std::string_view en;
    std::string_view zh;
  };
  static constexpr std::array kWords{
      Words{scenario::AIR, "flight", "航班"},  Words{scenario::RAIL, "train", "列车"},
      Words{scenario::METRO, "metro", "地铁"}, Words{scenario::COACH, "coach", "巴士"},
      Words{scenario::FERRY, "ferry", "轮渡"}, Words{scenario::SHUTTLE, "shuttle", "摆渡车"}};
  for (const Words& w : kWords)
    if (w.mode == mode) return std::string(language == Language::kChinese ? w.zh : w.en);
  return language == Language::kChinese ? "班次" : "service";
}

// Kinds of the specification, and of its extension in hundreds.
std::string feed_mode(int type, Language language) {
  const bool zh = language == Language::kChinese;
  const int kind = type < 100 ? type : type / 100 * 100;
  switch (kind) {
    case 0:
    case 900:
      return zh ? "有轨电车" : "tram";
    case 1:
    case 400:
    case 500:
    case 600:
      return zh ? "地铁" : "metro";
    case 2:
    case 100:
      return zh ? "列车" : "train";
    case 4:
    case 1000:
    case 1200:
      return zh ? "轮渡" : "ferry";
    case 1100:
      return zh ? "航班" : "flight";
    default:
      return zh ? "公交" : "bus";
  }
}

// A name that several stops have finds none of them.
void add_names(JourneySource& source, const std::vector<journeys::StopId>& stops) {
  std::map<std::string, int> count;
  for (const journeys::StopId stop : stops) {
    const JourneySource::Named& named = source.names[stop];
    ++count[named.name];
    if (named.name_zh != named.name) ++count[named.name_zh];
  }
  for (const journeys::StopId stop : stops) {
    const JourneySource::Named& named = source.names[stop];
    for (const std::string& name : {named.name, named.name_zh})
      if (!name.empty() && count[name] == 1) source.by_key.emplace(name, stop);
  }
  for (const journeys::StopId stop : stops) source.by_key[source.names[stop].key] = stop;
}

JourneySource from_scenario(const std::string& name, simulation::PassengerClass passenger_class,
                            Executor& executor) {
  JourneySource source;
  source.name = name;
  source.priced = true;
  const scenario::LoadedScenario loaded = read_scenario(name, source.faults);
  if (source.faults.has_errors()) throw InputError(source.faults);
  const simulation::World world = simulation::compile(loaded.scenario, executor, source.faults);
  if (source.faults.has_errors()) throw InputError(source.faults);
  simulation::JourneyNetwork network = simulation::journey_network(world, passenger_class);
  std::vector<journeys::StopId> doors;
  for (const network::PlaceId place : network.place_of) {
    const simulation::PlaceInfo& info = world.places[place];
    source.names.push_back({info.key, info.name, info.name_zh.empty() ? info.name : info.name_zh});
  }
  for (const network::PlaceId place : ids_of(world.places))
    doors.push_back(simulation::JourneyNetwork::door_of(place));
  add_names(source, doors);
  for (const auto& [ends, road] : network.road_of)
    source.roads[ends] = world.network.roads[road].key;
  source.first_date = world.first_day;
  source.transit = std::move(network.transit);
  source.rules = std::move(network.rules);
  source.mode_name = scenario_mode;
  return source;
}

JourneySource from_feed(const std::string& path) {
  JourneySource source;
  source.name = path;
  source.is_feed = true;
  const io::gtfs::Feed feed = io::gtfs::read_feed(path, source.faults);
  if (source.faults.has_errors()) throw InputError(source.faults);
  // No further than people walk to change, at their pace; the way is longer than the crow's.
  journeys::GtfsOptions walking;
  walking.walks = journeys::walks_between(
      feed,
      {.radius_metres = 400, .detour = 1.3, .speed_metres_per_second = 1.2, .fixed = Seconds(30)});
  source.transit = journeys::transit_of(feed, walking);
  std::vector<bool> served(feed.stops.size(), false);
  for (const io::gtfs::StopTime& time : feed.stop_times) served[time.stop.value()] = true;
  std::vector<journeys::StopId> stops;
  for (const io::gtfs::StopId id : ids_of(feed.stops)) {
    const io::gtfs::Stop& stop = feed.stops[id];
    source.names.push_back({stop.key, stop.name, stop.name});
    if (served[id.value()]) stops.emplace_back(id.value());
  }
  add_names(source, stops);
  source.first_date = source.transit.dates().from;
  source.mode_name = feed_mode;
  return source;
}

}  // namespace

journeys::StopId JourneySource::find(const std::string& text) const {
  const auto at = by_key.find(text);
  if (at != by_key.end()) return at->second;
  std::vector<std::string> known;
  for (const auto& [key, stop] : by_key) known.push_back(key);
  throw UsageError("journeys",
                   fmt::format("there is no place {} in {}, or its name is not unique{}",
                               io::shown_text(text), name, io::did_you_mean(text, known)));
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

JourneySource open_source(const std::string& input, const std::string& passenger_class,
                          Executor& executor) {
  const simulation::PassengerClass cls = class_of(passenger_class);
  return is_feed(input) ? from_feed(input) : from_scenario(input, cls, executor);
}

}  // namespace stopover::tool
