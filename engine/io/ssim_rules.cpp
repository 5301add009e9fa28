// SPDX-License-Identifier: Apache-2.0
#include "engine/io/ssim_rules.hpp"

#include <array>

namespace stopover::io::ssim {
namespace {

constexpr std::array<Rule, 21> kRules{{
    {"E-SSIM-001", "This is not an SSIM data set", "不是 SSIM 数据文件",
     "The first record is a header: 1AIRLINE STANDARD SCHEDULE DATA SET. Chapter 7 files have "
     "records of 200 bytes; messages (SSM, ASM) are another form.",
     "首条记录应为 1AIRLINE STANDARD SCHEDULE DATA SET。第 7 章文件每条记录 200 字节；SSM、ASM "
     "报文是另一种格式。"},
    {"E-SSIM-002", "A record does not have 200 bytes", "记录长度不是 200 字节",
     "It is left out. Often an editor stripped blanks or the file was cut.",
     "该记录被略去。常见原因：编辑器删去空格，或文件被截断。"},
    {"E-SSIM-003", "A record type is not known", "未知的记录类型",
     "The first byte is 1 header, 2 carrier, 3 leg, 4 segment data, 5 trailer, or the line is "
     "filled with zeros.",
     "首字节应为 1 文件头、2 承运人、3 航段、4 区段数据、5 结尾，或整行为 0。"},
    {"E-SSIM-004", "A record stands in the wrong place", "记录次序有误",
     "Legs follow a carrier record, segment data follow their leg, and a trailer ends the legs of "
     "a carrier.",
     "航段在承运人记录之后，区段数据在所属航段之后，结尾记录结束该承运人。"},
    {"E-SSIM-005", "The trailer is missing", "缺少结尾记录",
     "The file ends before the record of type 5, so it was cut and legs are lost.",
     "文件在类型 5 记录之前结束，说明被截断、航段有缺失。"},
    {"E-SSIM-006", "The trailer does not fit its records", "结尾记录与内容不符",
     "It names another carrier, or its check number (columns 188-193) is not the serial number of "
     "the record before it: records are missing or were added.",
     "承运人不同，或第 188-193 列的校验号不等于前一条记录的序号：记录有缺失或增加。"},
    {"W-SSIM-007", "Record serial numbers do not count up", "记录序号不连续",
     "Columns 195-200 number the records one by one. Records may be missing, twice, or of two "
     "files put together.",
     "第 195-200 列应逐条递增：可能有缺失、重复，或由两个文件拼接。"},
    {"E-SSIM-010", "A field does not have its form", "字段格式不符",
     "The message names the columns and what they hold. The leg is left out.",
     "提示中给出列号与应有内容。该航段被略去。"},
    {"E-SSIM-011", "This is not a date", "不是日期",
     "Dates are written 09JUN05. The end of a period may be 00XXX00: until further notice.",
     "日期写作 09JUN05；期限的结束日可写 00XXX00，表示另行通知为止。"},
    {"E-SSIM-012", "These are not days of operation", "不是班期",
     "Seven columns, each with its own digit (1 is Monday) or a blank: \"1 3 5  \".",
     "七列，每列为其数字（1 为星期一）或空格：“1 3 5  ”。"},
    {"E-SSIM-013", "This is not a time", "不是时刻",
     "Four digits, 0000 to 2400. An aircraft departs at its passengers' time or after it, and "
     "arrives at theirs or before it. The leg is left out.",
     "四位数字，0000 至 "
     "2400。飞机离港不得早于旅客离港时刻，到港不得晚于旅客到港时刻。该航段被略去。"},
    {"E-SSIM-014", "This is not a UTC variation", "不是 UTC 时差",
     "A sign and four digits, hours and minutes: +0800.", "正负号加四位时分：+0800。"},
    {"E-SSIM-015", "This is not a date variation", "不是日期变量",
     "A digit: days after the operating day; A or J: the day before; a blank: worked out.",
     "一位数字表示运营日之后的天数；A 或 J 表示前一日；空格则自动推算。"},
    {"E-SSIM-016", "A period ends before it begins", "期限结束早于开始",
     "Exchange or correct the dates.", "请对调或更正日期。"},
    {"E-SSIM-020", "A leg does not arrive within a day after it departs", "航段到达时刻不合理",
     "Arrival less departure, both in UTC, is above 0 and at most 24 hours. Look at the UTC "
     "variations and the date variation. The itinerary is left out.",
     "到达减出发（按 UTC）应大于 0 且不超过 24 小时。请检查时差与日期变量。该航程被略去。"},
    {"E-SSIM-021", "A leg is there twice", "航段重复",
     "Carrier, flight, itinerary variation and leg sequence are those of the line named. This one "
     "is left out.",
     "承运人、航班号、航程变体和航段序号与所指的行相同。本条被略去。"},
    {"E-SSIM-022", "Segment data do not fit their leg", "区段数据与航段不符",
     "The record names another flight than the leg before it, or data element 10 or 50 names no "
     "flight (XX 123/YY 4567). It is not used.",
     "该记录的航班与前一航段不同，或数据元 10、50 中没有航班号（XX 123/YY 4567）。未予采用。"},
    {"W-SSIM-023", "Legs lie outside the carrier's validity", "航段超出承运人有效期",
     "The carrier record states a shorter period. The legs are used with their own.",
     "承运人记录的有效期较短，仍按航段自身期限使用。"},
    {"W-SSIM-024", "A leg never operates", "航段从不运行",
     "No day of its period is one of its days of operation.", "期限内没有一天符合班期。"},
    {"W-SSIM-025", "The legs of an itinerary do not join", "航程各段不衔接",
     "A leg leaves from where the one before does not arrive, on other days, or a sequence number "
     "is missing. Each part stands as an itinerary of its own.",
     "后一段的出发地不是前一段的到达地，或日期不同，或缺少序号。各部分作为独立航程。"},
    {"W-SSIM-026", "A flight operates twice on a day", "同一航班同日运行两次",
     "Two itinerary variations have the same leg of a flight on one day; the message names the "
     "line of the other. Both are kept. Periods that overlap are the usual cause.",
     "两个航程变体在同一天含有同一航段；提示中给出另一行。两者均保留。常见原因：期限重叠。"},
}};

}  // namespace

std::span<const Rule> ssim_rules() {
  return kRules;
}

}  // namespace stopover::io::ssim
