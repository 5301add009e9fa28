// SPDX-License-Identifier: Apache-2.0
#include "models/simulation/world_rules.hpp"

#include <array>

namespace stopover::simulation {
namespace {

constexpr std::array<Rule, 5> kRules{{
    {rule::kHubCycle, "Walks of a hub form a circle", "枢纽内步行通道成环",
     "Passengers could walk in a circle, and a queue would feed itself. Give each direction its "
     "own "
     "checkpoint: one for those who arrive, one for those who depart.",
     "旅客可能原地绕行，队列会为自身供客。到达与出发请分别设置查验点。"},
    {rule::kHubUnreached, "Nothing leads to a point of a hub", "枢纽中有无法到达的点",
     "No arrival leads there for any passenger class; nobody will use it. A walk may be missing, "
     "or "
     "its classes may not fit.",
     "任何旅客类别都无法从到达点走到此处，因而无人使用。可能缺少步行通道，或类别不符。"},
    {rule::kHubDeadEnd, "A point of a hub leads nowhere", "枢纽中有断头点",
     "Whoever came there could not depart. A walk may be missing, or its classes may not fit.",
     "到此处的旅客无法离开。可能缺少步行通道，或类别不符。"},
    {rule::kNoJourney, "No journey serves a market", "市场没有可行路径",
     "Its people stay at home and are counted as unserved. Services, fares, connections or doors "
     "between its places are missing, or the horizon lies outside their dates.",
     "该市场的旅客无法成行，计为无可行路径。可能缺少班次、票价、换乘或进出时间，或日期不在有效期内"
     "。"},
    {rule::kStageCycle, "Checkpoints and services form a circle", "查验点与班次成环",
     "The day is swept stage by stage, so no two journeys may pass two stages in opposite order. "
     "Usually one checkpoint serves arrivals and departures: split it.",
     "逐级推演要求各旅程以同一先后经过各环节。多因同一查验点兼作到达与出发，请拆分。"},
}};

}  // namespace

std::span<const Rule> world_rules() {
  return kRules;
}

}  // namespace stopover::simulation
