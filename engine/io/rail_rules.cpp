// SPDX-License-Identifier: Apache-2.0
#include "engine/io/rail_rules.hpp"

#include <array>

namespace stopover::io::rail {
namespace {

constexpr std::array<Rule, 11> kRules{{
    {"E-RAIL-001", "These are not dates of running", "不是开行日期",
     "Write ALL for every day, or dates parted by '|': 2016-03-01|2016-03-02. The trip is left "
     "out.",
     "每日开行写 ALL，否则写以 '|' 分隔的日期：2016-03-01|2016-03-02。该车次被略去。"},
    {"E-RAIL-002", "A row names a trip that is not in the table of trips", "引用的车次不存在",
     "Stop times and seats belong to a trip by its key. Often one of the files is of another "
     "edition, or was cut.",
     "停站时刻与席位按 trip 归属车次。常见原因：文件版本不同，或被截断。"},
    {"E-RAIL-003", "A trip has fewer than two stop times", "车次停站不足两个",
     "It carries nobody and is left out. Often the file of stop times was cut.",
     "无法运送旅客，已略去。常见原因：停站时刻文件被截断。"},
    {"E-RAIL-004", "A trip's validity ends before it begins", "有效期结束早于开始",
     "valid_until is the first day on which the trip runs no more. The trip is left out.",
     "valid_until 为停运首日。该车次被略去。"},
    {"E-RAIL-010", "This is not a clock time", "不是时刻",
     "Write 08:15 or 08:15:00, or ---- where there is none. The trip is left out.",
     "写作 08:15 或 08:15:00；没有时刻写 ----。该车次被略去。"},
    {"E-RAIL-011", "A call has neither time", "停站没有时刻",
     "A call needs arrival or departure; one stands for the other. The trip is left out.",
     "到站、发车至少有一个；缺少的按另一个处理。该车次被略去。"},
    {"E-RAIL-012", "Times go back along a trip", "车次时刻倒退",
     "A clock time before the last one means the next day, but not if that makes more than 12 "
     "hours "
     "without a call, nor if it is past 24:00. The trip is left out.",
     "时刻小于前一个表示次日，但间隔超过 12 小时或写成 24:00 以后则视为错误。该车次被略去。"},
    {"E-RAIL-013", "A sequence number is used twice in a trip", "同一车次站序重复",
     "The order of calls would be a guess. The trip is left out.", "停站顺序不明，该车次被略去。"},
    {"W-RAIL-014", "Trips go past midnight", "车次跨越午夜",
     "Their clock times go back, which is read as the next day. The message counts them and names "
     "the first.",
     "时刻变小按次日处理。提示中给出车次数和首个车次。"},
    {"E-RAIL-020", "Two versions of a train run on one date", "同一车次同日有两个版本",
     "Both would run. Part their dates; the message names the line of the other.",
     "两个版本会同时开行。请分开日期；提示中给出另一行。"},
    {"W-RAIL-021", "A trip does not begin or end as the table of trips says", "首末站与车次表不符",
     "The columns from, to, train_dep and train_arr are only compared; the stop times count.",
     "from、to、train_dep、train_arr 仅用于核对，以停站时刻为准。"},
}};

}  // namespace

std::span<const Rule> rail_rules() {
  return kRules;
}

}  // namespace stopover::io::rail
