// SPDX-License-Identifier: Apache-2.0
#include "engine/io/flight_rules.hpp"

#include <array>

namespace stopover::io::flights {
namespace {

constexpr std::array<Rule, 13> kRules{{
    {"E-FLT-001", "The time zone is not known", "未知的时区",
     "Zones are names of the tz database, such as Asia/Shanghai; offsets and abbreviations are "
     "not, because they do not know daylight saving.",
     "时区须为 tz 数据库名称，如 Asia/Shanghai；时差和缩写不含夏令时，不能使用。"},
    {"E-FLT-002", "This is not a local time", "不是当地时刻",
     "Write 08:15; an arrival on another day is 06:55+1, 06:55+2 or 19:00-1. Times with a date or "
     "an offset are refused: such exports often call local times UTC.",
     "写作 08:15；次日到达写 06:55+1，更晚写 +2，越过日界线可写 19:00-1。带日期或时差的时刻不接受："
     "此类导出常把当地时间标成 UTC。"},
    {"E-FLT-003", "These are not days of operation", "不是班期",
     "Digits 1 (Monday) to 7, ascending, each once: 135. An empty cell means every day.",
     "数字 1（星期一）至 7，升序且不重复：135。空白表示每日。"},
    {"E-FLT-004", "This is not a flight", "不是航班号",
     "A carrier of two or three letters and digits, and a number of up to four digits with an "
     "optional letter: MU5101.",
     "承运人为两到三位字母数字，航班号至多四位数字，可带一个字母：MU5101。"},
    {"E-FLT-005", "A flight's validity ends before it begins", "有效期结束早于开始",
     "valid_until is the first day on which it flies no more.", "valid_until 为停飞首日。"},
    {"E-FLT-010", "A flight does not arrive within a day after it departs", "到达时刻不合理",
     "Arrival less departure, by the clocks of both zones, is above 0 and at most 26 hours. A "
     "flight over midnight needs its day mark: 00:35+1.",
     "按两地时区计算，到达减出发应大于 0 且不超过 26 小时。跨午夜航班须写日期标记：00:35+1。"},
    {"E-FLT-011", "An airport stands in two time zones", "同一机场出现两个时区",
     "The message names the line that has the other.", "提示中给出另一时区所在的行。"},
    {"E-FLT-012", "A flight is there twice", "航班重复",
     "Carrier, number and origin are those of the line named, and both fly on one day.",
     "承运人、航班号、始发地与所指的行相同，且有同日运行。"},
    {"E-FLT-013", "A flight ends where it begins", "始发地与目的地相同",
     "Correct one of the airports.", "请更正其中一个机场。"},
    {"W-FLT-014", "A flight never flies", "航班从不运行",
     "No day of its validity is one of its days of operation. The row is left out.",
     "有效期内没有一天符合班期。该行被略去。"},
    {"E-FLT-020", "A codeshare names no operating flight", "代码共享未指向实际承运航班",
     "It names itself, or another codeshare. Name the flight that flies.",
     "指向自身或另一个代码共享航班。请写实际承运航班。"},
    {"E-FLT-021", "A codeshare differs from the flight that operates it", "代码共享与承运航班不符",
     "Airports and times of both rows must agree, and the operating row must fly on each day of "
     "the codeshare; otherwise seats would be sold on an aircraft that is elsewhere, or on none. "
     "Where several rows fly it in turn, write as many codeshare rows.",
     "两行的机场与时刻须一致，且承运航班须在代码共享的每一天运行，否则座位会卖到别的飞机上，或没有"
     "飞机。若由多行轮流承运，请把代码共享也分成多行。"},
    {"W-FLT-022", "The operating flight is not in the table", "表中没有承运航班",
     "The codeshare stands for it, with its own seats. Several codeshares of one missing flight "
     "would be several aircraft.",
     "该代码共享航班以自身座位代替。若多条指向同一缺失航班，会被当作多架飞机。"},
}};

}  // namespace

std::span<const Rule> flight_rules() {
  return kRules;
}

}  // namespace stopover::io::flights
