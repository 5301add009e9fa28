// SPDX-License-Identifier: Apache-2.0
#include "models/simulation/world_rules.hpp"

#include <array>

namespace stopover::simulation {
namespace {

constexpr std::array<Rule, 9> kRules{{
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
    {rule::kNoCarrier, "Minimum connection of a carrier that no timetable has",
     "最短衔接的承运人不在任何时刻数据中",
     "A row names the carrier of a flight, a line by its id, or an agency_id or airline of a feed. "
     "Correct the name, or leave it out: then the row holds for any.",
     "承运人为航班的承运人、线路的标识，或数据源的 agency_id "
     "或航空公司代码。请更正，或留空（适用于所有承运人）。"},
    {rule::kIdleMinimum, "Minimum connection that no ride meets", "最短衔接没有适用的班次",
     "No ride of this mode and carrier calls at the row's place on the simulated days, so the row "
     "changes nothing. Correct mode, carrier or place, or take the row out.",
     "模拟日期内没有该方式与承运人的班次停靠所写地点，该行不起作用。请更正方式、承运人或地点，或删"
     "去该行。"},
    {rule::kHoldersHeldUp, "Holders held up by their rights", "持有人因权益受阻",
     "Rights change which ways through hubs are open. Where none is left, or one would set out "
     "many "
     "hours earlier, the product is not sold; where a way between two rides is longer, trains and "
     "flights do not wait. Mend needs and not_with of walks, or what the product grants.",
     "权益改变枢纽内可走的通道。若无路可走，或须提前许多小时出发，则不出售该套票；若两段乘车之间的"
     "通道变长，班次不会等待。请改正步行的 needs、not_with，或套票授予的权益。"},
}};

}  // namespace

std::span<const Rule> world_rules() {
  return kRules;
}

}  // namespace stopover::simulation
