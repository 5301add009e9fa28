// SPDX-License-Identifier: Apache-2.0
// The network of a run and who was on it: places, links, rides, trips.
#include <map>
#include <optional>
#include <string>
#include <tuple>

#include "tools/stopover/link_loads.hpp"
#include "tools/stopover/result_table.hpp"

namespace stopover::tool {
namespace {

using io::SqlValue;
using simulation::World;

ResultColumn from_column() {
  return text_column("from_place", "id of the place where it begins", "起点标识");
}
ResultColumn to_column() {
  return text_column("to_place", "id of the place where it ends", "终点标识");
}
ResultColumn mode_column() {
  return text_column("mode", "mode of transport", "交通方式");
}
ResultColumn summed_column() {
  return whole_column("replications", "replications", "summed", "合计的重复次数");
}

}  // namespace

ResultTable places_table(const RunResults& run) {
  ResultTable table{
      .name = "places",
      .meaning = "Places of the network, coordinates in WGS-84",
      .meaning_zh = "网络中的地点，坐标系 WGS-84",
      .columns = {scenario_column(), text_column("place", "id", "地点标识"),
                  text_column("name", "name in English", "英文名称"),
                  text_column("name_zh", "name in Chinese", "中文名称"),
                  text_column("kind", "kind of place", "地点类型"),
                  text_column("hub", "the hub that it is a part of; empty: none", "所属枢纽"),
                  text_column("country", "code of the country", "国家或地区代码"),
                  whole_column("in_gateway", "0 or 1", "1: of the gateway city",
                               "1 表示属于口岸城市"),
                  real_column("longitude_degrees", "degrees", "east, WGS-84", "经度（WGS-84）"),
                  real_column("latitude_degrees", "degrees", "north, WGS-84", "纬度（WGS-84）")},
      .key = {"scenario", "place"}};
  table.rows = [&run](const RowSink& sink) {
    const World& world = *run.world;
    for (const network::PlaceId id : ids_of(world.places)) {
      const simulation::PlaceInfo& place = world.places[id];
      const network::HubId hub = world.network.places[id].hub;
      sink({run.loaded->scenario.id(), place.key, place.name, place.name_zh,
            scenario::PlaceKind_Name(place.kind),
            hub.is_none() ? std::string() : world.hubs[hub].key, place.country.text(),
            std::int64_t{place.in_gateway ? 1 : 0}, place.lon, place.lat});
    }
  };
  return table;
}

ResultTable links_table(const RunResults& run) {
  ResultTable table{
      .name = "links",
      .meaning =
          "From one stop to the next, by mode, in one direction; roads too: what is scheduled on "
          "the counted days, and who rode, summed over the replications",
      .meaning_zh =
          "相邻两站之间的区段（分方向、分方式，含道路）：计入日期的计划班次，以及各次重复合计的乘"
          "客",
      .columns = {scenario_column(), from_column(), to_column(), mode_column(),
                  whole_column("scheduled_runs", "runs",
                               "vehicles scheduled on the counted days; empty: a road",
                               "计入日期的计划班次；空表示道路", true),
                  whole_column("people", "people", "simulated travellers on it, each time",
                               "模拟旅客人次"),
                  summed_column()},
      .key = {"scenario", "from_place", "to_place", "mode"}};
  table.rows = [&run](const RowSink& sink) {
    for (const auto& [key, load] : link_loads(*run.world, run.detail->rides))
      sink({run.loaded->scenario.id(), run.world->places[key.from].key,
            run.world->places[key.to].key, mode_word(key.mode),
            load.runs ? SqlValue(*load.runs) : SqlValue(), load.people,
            std::int64_t{run.replications}});
  };
  return table;
}

ResultTable rides_table(const RunResults& run) {
  ResultTable table{
      .name = "rides",
      .meaning =
          "From where a vehicle was boarded to where it was left, by mode, roads too, summed over "
          "the replications",
      .meaning_zh = "上车地至下车地（分方式，含道路），各次重复合计",
      .columns = {scenario_column(), from_column(), to_column(), mode_column(),
                  whole_column("people", "people", "simulated travellers, each time",
                               "模拟旅客人次"),
                  summed_column()},
      .key = {"scenario", "from_place", "to_place", "mode"}};
  table.rows = [&run](const RowSink& sink) {
    const World& world = *run.world;
    std::map<LinkKey, std::int64_t> people;
    for (const auto& [leg, persons] : run.detail->rides)
      people[{timetable::leg_from(world.network, world.timetable, leg),
              timetable::leg_to(world.network, world.timetable, leg),
              leg.is_ride() ? world.timetable.services()[leg.service].mode
                            : world.network.roads[leg.road].mode}] += persons;
    for (const auto& [key, persons] : people)
      sink({run.loaded->scenario.id(), world.places[key.from].key, world.places[key.to].key,
            mode_word(key.mode), persons, std::int64_t{run.replications}});
  };
  return table;
}

ResultTable trips_table(const RunResults& run) {
  ResultTable table{
      .name = "trips",
      .meaning =
          "Whole journeys as planned, from door to door, by whichever way, summed over the "
          "replications",
      .meaning_zh = "计划的全程出行（起讫点，不分路径），各次重复合计",
      .columns = {scenario_column(), from_column(), to_column(),
                  whole_column("people", "people", "simulated travellers", "模拟旅客人数"),
                  summed_column()},
      .key = {"scenario", "from_place", "to_place"}};
  table.rows = [&run](const RowSink& sink) {
    for (const auto& [ends, persons] : run.detail->trips)
      sink({run.loaded->scenario.id(), run.world->places[ends.from].key,
            run.world->places[ends.to].key, persons, std::int64_t{run.replications}});
  };
  return table;
}

}  // namespace stopover::tool
