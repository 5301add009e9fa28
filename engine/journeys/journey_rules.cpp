// SPDX-License-Identifier: Apache-2.0
#include "engine/journeys/journey_rules.hpp"

#include <array>

namespace stopover::journeys {
namespace {

constexpr std::array<Rule, 5> kRules{{
    {"E-JRN-001", "Too many runs for one search", "单次搜索的车次过多",
     "The trips of all days of the search are more than 16 million. Search a span of fewer days, "
     "or "
     "give services that run every minute as fewer trips.",
     "所搜日期内的车次超过 1600 万。请缩短日期范围，或减少高频服务的车次。"},
    {"E-JRN-002", "A link names a place that no input has", "连接所写的地点不存在",
     "Columns from and to of the table of links hold ids or names of places with services: "
     "airport codes, stations, stop_ids.",
     "连接表的 from、to 须为有班次的地点的标识或名称：机场代码、车站名或 stop_id。"},
    {"E-JRN-003", "A cancellation of what does not run", "所取消的班次并不运行",
     "A row names a trip as --json of journeys does, and a service day on which it runs. Correct "
     "it, or take it out.",
     "每行须按 journeys --json "
     "的写法给出班次（trip）及其运行的运营日（service_day）。请更正或删去。"},
    {"E-JRN-004", "A position of a place that no input has", "坐标所属地点不存在",
     "Column id of the table of places holds ids or names of places of the inputs: airport codes, "
     "stations, stop_ids.",
     "地点表的 id 须为输入中地点的标识或名称：机场代码、车站名或 stop_id。"},
    {"E-JRN-005", "A place is positioned twice", "地点坐标重复",
     "Two rows of the table of places are of one place, by its id and by its name. Leave one of "
     "them out.",
     "地点表的两行分别以标识和名称指同一地点。请删去其一。"},
}};

}  // namespace

std::span<const Rule> journey_rules() {
  return kRules;
}

}  // namespace stopover::journeys
