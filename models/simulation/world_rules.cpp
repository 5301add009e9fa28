// SPDX-License-Identifier: Apache-2.0
#include "models/simulation/world_rules.hpp"

#include <array>

namespace stopover::simulation {
namespace {

constexpr std::array<Rule, 6> kRules{{
    {rule::kNoJourney, "No journey serves a market", "市场没有可行路径",
     "Its people stay at home and are counted as unserved. Services, fares, connections or doors "
     "between its places are missing, or the horizon lies outside their dates.",
     "该市场的旅客无法成行，计为无可行路径。可能缺少班次、票价、换乘或进出时间，或日期不在有效期内"
     "。"},
    {rule::kStageCycle, "Journeys form a circle that takes no time", "旅程构成不耗时的环",
     "Time is cut into windows no longer than the shortest way round, so journeys may pass stages "
     "in any order, but not go round where no step need take a second. Give a walk or a service on "
     "the way back a time, or split what serves both directions.",
     "时间按绕行一圈的最短用时切分，旅程可按任意先后经过各环节，但不得在每一步都可能不足一秒的路径"
     "上循"
     "环。请为返回途中的步行或班次写明时间，或拆分兼作双向的查验点。"},
    {rule::kNoRoute, "Background load on a route that no feed has", "背景客流所指线路不在数据中",
     "The target begins with the prefix of a feed, but what follows is no route_id of its "
     "routes.txt. Mend the target: prefix and route_id.",
     "对象以某数据源的前缀开头，但其后不是该数据 routes.txt 中的 "
     "route_id。请改为前缀加 route_id。"},
    {rule::kNoSeats, "Flights or trains without seats", "航班或列车没有座位数",
     "The schedule states no seats for them, and the scenario none for the schedule. Write seats: "
     "a "
     "usual number, with its source.",
     "时刻数据未载座位数，情景也未给出。请写 seats：通常的座位数，并注明来源。"},
    {rule::kNoBuyer, "Product that nobody can buy", "产品无人可购",
     "No journey in the timetable has its rides together, or its dates lie outside the simulated "
     "days. Mend parts or dates, or take the product out.",
     "时刻表中没有同时包含其各段乘车的行程，或其日期不在模拟期内。请改正组成或日期，或删去该产品"
     "。"},
    {rule::kNoIndicator, "Goal that no indicator answers", "目标无对应指标",
     "The goal names an indicator, by id and group, that runs of this scenario do not tell, or one "
     "in another unit. Mend it, or give the reason why no run can speak to the goal.",
     "目标所指的指标（标识与分组）不在本情景的运行结果中，或单位不符。请改正，或写明无法衡量的原因"
     "。"},
}};

}  // namespace

std::span<const Rule> world_rules() {
  return kRules;
}

}  // namespace stopover::simulation
