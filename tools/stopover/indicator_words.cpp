// SPDX-License-Identifier: Apache-2.0
#include "tools/stopover/indicator_words.hpp"

#include <algorithm>
#include <array>

namespace stopover::tool {
namespace {

constexpr std::array<IndicatorWords, 44> kWords{{
    {"air_transfer_rate", "2 x transfer passengers (onward by air within 24 h of arrival)",
     "2 × 中转旅客（抵达后 24 小时内续飞）", "passengers handled (arrivals + departures)",
     "机场吞吐量（进港 + 出港）"},
    {"stopover_rate", "2 x stopover passengers (onward by air after 24 h or later)",
     "2 × 经停游览旅客（24 小时及以后续飞）", "passengers handled (arrivals + departures)",
     "机场吞吐量（进港 + 出港）"},
    {"transfer_and_stopover_rate", "2 x (transfer + stopover passengers)",
     "2 ×（中转旅客 + 经停游览旅客）", "passengers handled (arrivals + departures)",
     "机场吞吐量（进港 + 出港）"},
    {"air_rail_rate",
     "origin-destination air movements with an intercity rail leg next to the flight",
     "航班一侧接城际铁路的始发终到航空人次", "origin-destination air movements",
     "始发终到航空人次"},
    {"entry_exit_share", "passengers on international and HK, MO, TW flights",
     "国际及港澳台航班旅客", "passengers handled", "机场吞吐量"},
    {"exit_rate", "eligible transit passengers who enter the country", "入境的符合过境免签条件旅客",
     "eligible transit passengers", "符合过境免签条件的过境旅客"},
    {"missed_connection_rate", "planned connections not made", "未赶上的计划衔接",
     "planned connections", "计划衔接"},
    {"handled", "passengers arriving plus departing on flights", "进港加出港旅客", "", ""},
    {"transfer", "passengers onward by air within 24 h of arrival", "抵达后 24 小时内续飞的旅客",
     "", ""},
    {"stopover", "passengers onward by air after 24 h or later", "24 小时及以后续飞的旅客", "", ""},
    {"air_rail", "origin-destination air movements with an intercity rail leg",
     "接城际铁路的始发终到航空人次", "", ""},
    {"may_enter", "foreigners connecting here whom an entry regime covers",
     "符合入境政策的外籍中转旅客", "", ""},
    {"entered", "eligible transit passengers who enter", "入境的符合条件旅客", "", ""},
    {"stepped_out", "passengers who leave the airport between flights without a night",
     "转机间出机场但不过夜的旅客", "", ""},
    {"overstayed",
     "passengers between flights abroad who leave after the latest exit of their regime",
     "超过入境政策最晚离境时间才离境的转机旅客", "", ""},
    {"nights", "person-nights in the gateway", "口岸城市过夜人夜数", "", ""},
    {"stranded", "people who did not reach their destination within the simulated days",
     "模拟期内未到达目的地者", "", ""},
    {"unserved", "people for whom the timetable has no alternative", "时刻表内无可行路径者", "",
     ""},
    {"persons", "people of the segment who travelled", "该客群出行人数", "", ""},
    {"gateway_share", "people of the segment planning to connect at the gateway",
     "该客群计划经本口岸中转者", "people of the segment who travelled", "该客群出行人数"},
    {"likely_gateway_share",
     "people of the segment, each by how likely they plan to connect at the gateway",
     "该客群计划经本口岸中转的概率之和", "people of the segment who travelled", "该客群出行人数"},
    {"likely_step_out_rate",
     "through passengers, each by how likely they leave the airport between flights for a day",
     "过境旅客转机间短暂出机场的概率之和",
     "the same, by how likely they plan to connect at the gateway", "计划经本口岸中转的概率之和"},
    {"likely_stopover_rate",
     "through passengers, each by how likely they stay nights between flights",
     "过境旅客过夜停留的概率之和", "the same, by how likely they plan to connect at the gateway",
     "计划经本口岸中转的概率之和"},
    {"missed_by_cause", "planned connections not made for this cause", "因此未赶上的计划衔接",
     "planned connections", "计划衔接"},
    {"missed_departure_rate", "planned first departures not made", "未赶上的计划首程",
     "planned first departures by flight or intercity train", "计划首程（航班或城际列车）"},
    {"missed_departures_by_cause", "planned first departures not made for this cause",
     "因此未赶上的计划首程", "planned first departures by flight or intercity train",
     "计划首程（航班或城际列车）"},
    {"airport_access", "land legs next to the airport by this mode", "以该方式的机场陆侧行程",
     "land legs next to the airport", "机场陆侧行程"},
    {"spending", "direct spending in the gateway region", "口岸地区直接消费", "", ""},
    {"spending_per_person", "direct spending of these visitors", "该类旅客直接消费",
     "visitors of this kind", "该类旅客人数"},
    {"spending_by_category", "direct spending in this category", "该类别直接消费", "", ""},
    {"checkpoint_people", "people served at the checkpoint", "查验点通过人数", "", ""},
    {"mean_wait", "minutes waited by all people at the checkpoint", "查验点全部等候分钟",
     "people served at the checkpoint", "查验点通过人数"},
    {"over_wait_target", "people who waited longer than the target", "等候超过目标者",
     "people served at the checkpoint", "查验点通过人数"},
    {"sent_on", "people whom a desk, an e-gate say, refused and sent on to the ordinary desks",
     "被专用通道（如快捷通道）拒绝、转往普通柜台者", "", ""},
    {"gave_up", "people who gave up waiting and went on by other means", "放弃等候、改用他法者", "",
     ""},
    {"held_outside", "people who waited outside the full hall", "因厅满在外等候者", "", ""},
    {"mean_held", "minutes spent outside the full hall", "厅外等候分钟",
     "people who waited outside the full hall", "因厅满在外等候者"},
    {"runs_cancelled", "runs of the mode that were cancelled", "该方式取消的班次",
     "runs of the mode scheduled", "该方式计划班次"},
    {"runs_late", "runs of the mode more than 15 min late", "该方式晚点 15 分钟以上的班次",
     "runs of the mode scheduled", "该方式计划班次"},
    {"runs_cancelled_by_cause", "runs cancelled for this cause", "因此取消的班次", "", ""},
    {"run_delay_by_cause", "hours that runs were late mainly for this cause",
     "主要因此晚点的小时数", "", ""},
    {"restriction_cancels", "runs cancelled because they met this", "因该限制取消的班次", "", ""},
    {"restriction_holds", "runs late mainly because they waited for this", "主要因该限制晚点的班次",
     "", ""},
    {"day_type", "counted days of the type", "该日型的计入天数", "counted days", "计入天数"},
}};

}  // namespace

const IndicatorWords* words_of(std::string_view id) {
  const auto* const found =
      std::find_if(kWords.begin(), kWords.end(), [&](const auto& w) { return w.id == id; });
  return found == kWords.end() ? nullptr : found;
}

}  // namespace stopover::tool
