// SPDX-License-Identifier: Apache-2.0
#include "models/scenario/cruise_rules.hpp"

#include <array>

namespace stopover::scenario {
namespace {

constexpr std::array<Rule, 24> kRules{{
    {"E-CRU-001", "Not a time of a call", "不是航次时刻",
     "Write 2024-06-03T07:00, local to the port, or the date alone.",
     "请写 2024-06-03T07:00（港口当地时间），或只写日期。"},
    {"E-CRU-002", "Call without its time", "航次缺少时刻",
     "A ship that brings guests has an arrival, one that takes guests a departure; calls in "
     "transit "
     "and turnarounds have both.",
     "下客须有到港时刻，上客须有离港时刻；过境与换客航次两者都要有。"},
    {"E-CRU-003", "Departure not after arrival", "离港不晚于到港",
     "A ship leaves after it came. Mend the one that is wrong; a stay over night has two dates.",
     "离港须晚于到港。请改正错误的一项；过夜停靠须写两个日期。"},
    {"E-CRU-004", "Ship does not fit the berth", "泊位容不下该船",
     "It is longer, deeper or larger than the berth takes, or than any berth of the terminal. Give "
     "another berth or terminal, or mend the figures.",
     "船长、吃水或总吨超过该泊位（或该码头所有泊位）。请改用其他泊位或码头，或改正数据。"},
    {"E-CRU-005", "Berth of another terminal", "泊位属于其他码头",
     "The berth that a call names belongs to its terminal.", "航次所写泊位须属于其码头。"},
    {"E-CRU-006", "Two ships at one berth", "同一泊位两船重叠",
     "The stays that both name overlap. Move one of them in time or to another berth, or leave the "
     "berth open.",
     "两航次指定同一泊位且时间重叠。请改时间、改泊位，或不指定泊位。"},
    {"E-CRU-007", "One ship at two calls at once", "同一船同时有两个航次",
     "Its stays overlap. Take one of them out, or mend its times.",
     "该船的停靠时间重叠。请删去其一或改正时刻。"},
    {"E-CRU-008", "More guests than beds", "旅客多于床位",
     "Guests who go off, or come on, with those who stay aboard, fit the ship's beds.",
     "下船或上船旅客加在船旅客不得超过床位数。"},
    {"E-CRU-009", "Cycle is not in whole nights", "航程天数不是整数",
     "Write nights from one call to the next such as 4;5.", "请写相邻两次停靠间的晚数，如 4;5。"},
    {"E-CRU-010", "Closure without its time", "封航缺少时间",
     "A closure has fixed dates, or 12 monthly means with starts_from, starts_until and "
     "mean_hours; "
     "not both.",
     "封航须给固定日期，或给12个月均值及 starts_from、starts_until、mean_hours；两者不可兼有。"},
    {"E-CRU-011", "Terminal without its channel", "码头没有航道",
     "Each terminal is in the list of one channel, and of one only.",
     "每个码头须列入且只列入一条航道。"},
    {"E-CRU-012", "Desk of the wrong kind", "查验台类型不符",
     "Border stages have manual, egate, foreign, group and crew desks, the others have any.",
     "边检环节用 manual、egate、foreign、group、crew；其他环节用 any。"},
    {"E-CRU-013", "Stage without desks", "环节没有查验台",
     "Who comes there could not go on. A terminal with calls has desks at every stage; at the "
     "border "
     "manual and foreign ones.",
     "旅客到此无法通过。有航次的码头每个环节都要有查验台；边检须有 manual 与 foreign。"},
    {"E-CRU-020", "Shares do not make a whole", "占比之和不为 1",
     "Shares of the guests of one kind sum to 1, and so do their foreign_shares where any is "
     "given.",
     "同类旅客占比之和须为 1；写了 foreign_share 时其和也须为 1。"},
    {"E-CRU-021", "No way for guests", "旅客没有出行方式",
     "Each kind of guest of a home port and in transit has a mode at every terminal with calls.",
     "母港与过境旅客在每个有航次的码头都须有至少一种方式。"},
    {"E-CRU-022", "Unknown figure", "未知数值名",
     "The cruise model asks for no figure of this name: docs/formats/cruise-figures.md.",
     "邮轮模型没有这个名称的数值：docs/formats/cruise-figures.md。"},
    {"E-CRU-023", "Figure out of range", "数值超出范围",
     "The model can use figures in the range and unit that the message names, low at most and high "
     "at least the value.",
     "数值须在提示的范围与单位内，且 low 不大于、high 不小于 value。"},
    {"E-CRU-024", "Figure is missing", "缺少数值",
     "A scenario with calls or deployments gives each figure of docs/formats/cruise-figures.md.",
     "有航次或船期的情景须给出 docs/formats/cruise-figures.md 的每个数值。"},
    {"E-CRU-101", "Not an itinerary file", "不是船期文件",
     "Itineraries are a list of ships with Cruise-Ship, Itineraries and Schedule, as JSON, or a "
     "table "
     "of calls as CSV. What is named is missing or has another type.",
     "船期文件须为含 Cruise-Ship、Itineraries、Schedule 的 JSON 列表，或 CSV "
     "航次表；所示部分缺失或类型不符。"},
    {"E-CRU-102", "Not a time of an itinerary", "不是船期时刻",
     "Times are 2025/04/26 16:30 or a date alone. The call is left out.",
     "时刻写作 2025/04/26 16:30 或只写日期。该航次被略去。"},
    {"E-CRU-103", "Itinerary goes back in time", "船期时间倒退",
     "The ship leaves before it comes. The call is left out.", "离港早于到港。该航次被略去。"},
    {"W-CRU-104", "Ship that the scenario has not", "情景中没有的船",
     "Its calls are left out. Add the ship, or its name in this file as listed_as.",
     "其航次被略去。请添加该船，或在 listed_as 写其在本文件中的船名。"},
    {"W-CRU-105", "Calls that stand in several itineraries", "多条航线重复的停靠",
     "Segments of one voyage are sold by themselves and together. Each call counts once; the "
     "message "
     "counts the others.",
     "同一航程的分段与全程会分别列出。每次停靠只算一次；提示给出重复次数。"},
    {"W-CRU-106", "Calls with the date alone", "仅有日期的停靠",
     "They take the usual hours of the scenario.", "按情景的常用时刻处理。"},
}};

}  // namespace

std::span<const Rule> cruise_rules() {
  return kRules;
}

}  // namespace stopover::scenario
