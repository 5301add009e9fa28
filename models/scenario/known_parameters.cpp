// SPDX-License-Identifier: Apache-2.0
#include "models/scenario/known_parameters.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace stopover::scenario {
namespace {

constexpr double kUtility = 10'000;  // a constant beyond it decides every choice
constexpr double kLeastDissimilarity = 0.05;
constexpr double kWeight = 100;
constexpr double kReserveMinutes = 600;

constexpr KnownParameter kParameters[] = {
    {"choice.air_rail_constant", "-", -kUtility, kUtility, !kCount,
     "worth of a way with an intercity train next to the flight", "航班衔接城际铁路方案的常数项"},
    {"choice.coach_constant", "-", -kUtility, kUtility, !kCount, "worth of a way with a coach",
     "含长途客车方案的常数项"},
    {"choice.connect_weight", "-", 0, kWeight, !kCount,
     "weight of an hour of connecting, to an hour of riding", "换乘衔接一小时相对乘车一小时的权重"},
    {"choice.crowded_seat_weight", "-", 0, kWeight, !kCount,
     "weight that an hour on a seat of a crowded vehicle has beyond one of riding",
     "在拥挤车厢内就座一小时所增加的权重"},
    {"choice.early_weight", "-", 0, kWeight, !kCount,
     "weight of an hour of leaving earlier than wanted", "比期望时间早出发一小时的权重"},
    {"choice.gateway_hub_constant", "-", -kUtility, kUtility, !kCount,
     "worth of a connection at the gateway", "经口岸城市中转方案的常数项"},
    {"choice.late_weight", "-", 0, kWeight, !kCount,
     "weight of an hour of leaving later than wanted", "比期望时间晚出发一小时的权重"},
    {"choice.lateness_weight", "-", 0, kWeight, !kCount,
     "weight of an hour that one expects to arrive late, to an hour of riding",
     "预期晚到一小时相对乘车一小时的权重"},
    {"choice.max_alternatives", "count", 1, 100, kCount,
     "most ways between two places that a party weighs", "每对地点间供选择的方案数上限"},
    {"choice.metro_constant", "-", -kUtility, kUtility, !kCount, "worth of a way with a metro",
     "含地铁方案的常数项"},
    {"choice.nest_mode", "-", kLeastDissimilarity, 1, !kCount,
     "how much differences between means of access count, to those between departures (a nest's "
     "lambda)",
     "接驳方式之间的效用差相对班次之间的权重（嵌套系数 λ）"},
    {"choice.nest_route", "-", kLeastDissimilarity, 1, !kCount,
     "how much differences between direct, gateway, rival hub and land count, to those between "
     "means "
     "of access (a nest's lambda)",
     "直达、经口岸城市、经其他枢纽、陆路之间的效用差相对接驳方式之间的权重（嵌套系数 λ）"},
    {"choice.nonstop_constant", "-", -kUtility, kUtility, !kCount, "worth of a nonstop flight",
     "直飞方案的常数项"},
    {"choice.path_size", "-", 0, 10, !kCount,
     "weight of the logarithm of the path size: how much less a way counts that shares its rides "
     "with others",
     "路径规模对数的权重（与其他方案共用路段的方案相应折减）"},
    {"choice.rival_hub_constant", "-", -kUtility, kUtility, !kCount,
     "worth of a connection at a rival hub", "经其他枢纽中转方案的常数项"},
    {"choice.road_constant", "-", -kUtility, kUtility, !kCount, "worth of a way by taxi or car",
     "含出租车或私家车方案的常数项"},
    {"choice.scale_per_hour", "1/h", 0, 1'000, !kCount,
     "utility of an hour of generalised time, sign reversed", "每小时广义时间的效用系数（取正）"},
    {"choice.standing_weight", "-", 0, kWeight, !kCount,
     "weight that an hour of standing has beyond one of riding", "站立一小时所增加的权重"},
    {"choice.transfer_minutes", "min", 0, 1'440, !kCount,
     "time that a change of vehicle is felt to add", "每次换乘的等效附加时间"},
    {"choice.wait_weight", "-", 0, kWeight, !kCount,
     "weight of an hour of waiting, to an hour of riding", "候车一小时相对乘车一小时的权重"},
    {"demand.trip_elasticity", "-", -10, 0, !kCount,
     "per cent more trips of a market for a per cent more generalised cost, against the scenario "
     "compared with",
     "客群出行量对广义费用的弹性（相对于所比较的情景）"},
    {"plan.access_reserve_domestic", "min", 0, kReserveMinutes, !kCount,
     "slack before a domestic flight where its gates state none",
     "国内航班出发前的预留时间（登机口未另设时）"},
    {"plan.access_reserve_international", "min", 0, kReserveMinutes, !kCount,
     "slack before an international flight where its gates state none",
     "国际航班出发前的预留时间（登机口未另设时）"},
    {"plan.access_reserve_rail", "min", 0, kReserveMinutes, !kCount,
     "slack before an intercity train where its station states none",
     "城际列车出发前的预留时间（车站未另设时）"},
    {"spend.day_hours", "h", 1, 24, !kCount, "hours outside that count as a day of spending",
     "折合一个消费日的在外小时数"},
    {"stay.max_nights", "count", 0, 30, kCount, "most nights that a stopover may last",
     "经停游览的过夜数上限"},
    {"stay.night_constant", "-", -kUtility, kUtility, !kCount,
     "worth of a stopover apart from its nights", "经停游览的常数项"},
    {"stay.per_night", "-", -kUtility, kUtility, !kCount,
     "worth of a night, for a stay interest of 1", "每晚的效用（停留兴趣为 1 时）"},
    {"stay.step_out_constant", "-", -kUtility, kUtility, !kCount,
     "worth of stepping out apart from its hours", "中转停留期间出机场的常数项"},
    {"stay.step_out_min_layover", "h", 0, 24, !kCount, "shortest layover in which anyone steps out",
     "可考虑出机场的最短中转停留"},
    {"stay.step_out_per_hour", "1/h", -kUtility, kUtility, !kCount,
     "worth of an hour outside, usable or by visits, for a stay interest of 1",
     "在外每一小时（可用时间或游览价值）的效用（停留兴趣为 1 时）"},
    {"stay.step_out_reserve", "h", 0, 24, !kCount,
     "hours of a layover that cannot be used outside; with sights only for spending",
     "中转停留中无法在外使用的小时数；有景点数据时只用于消费"},
    {"stay.usable_hours_per_day", "h", 0, 24, !kCount,
     "hours of a day of a stopover that can be used", "经停游览每天可用的小时数"},
};

static_assert(is_sorted_by_name(kParameters));

}  // namespace

std::span<const KnownParameter> known_parameters() {
  return kParameters;
}

const KnownParameter* find_known(std::span<const KnownParameter> table, std::string_view name) {
  const auto at = std::ranges::lower_bound(table, name, {}, &KnownParameter::name);
  return at == table.end() || at->name != name ? nullptr : &*at;
}

const KnownParameter* find_parameter(std::string_view name) {
  return find_known(kParameters, name);
}

std::string expected_text(const KnownParameter& parameter) {
  return fmt::format("a {} from {} to {} ({})", parameter.whole ? "whole number" : "number",
                     parameter.min, parameter.max, parameter.unit);
}

std::string parameters_markdown() {
  std::string out =
      "# Parameters\n\n"
      "The figures that models ask for by name, one element `parameter` or one row each.\n\n"
      "| name | unit | from | to | meaning | 含义 |\n| --- | --- | --- | --- | --- | --- |\n";
  for (const KnownParameter& p : kParameters)
    out += fmt::format("| `{}` | {}{} | {} | {} | {} | {} |\n", p.name, p.unit,
                       p.whole ? ", whole" : "", p.min, p.max, p.meaning, p.meaning_zh);
  return out;
}

}  // namespace stopover::scenario
