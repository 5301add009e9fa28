// SPDX-License-Identifier: Apache-2.0
#include "tools/verify_events/faults.hpp"

#include <algorithm>
#include <array>
#include <tuple>

#include <fmt/format.h>

namespace stopover::verify_events {
namespace {

constexpr std::array kRules{
    Rule{"E-EVT-001", "a table is missing", "缺少数据表"},
    Rule{"E-EVT-002", "the header is not as documented", "表头与文档不符"},
    Rule{"E-EVT-003", "a field cannot be read", "字段无法读取"},
    Rule{"E-EVT-004", "names something that is not in its table", "引用了表中没有的对象"},
    Rule{"E-EVT-005", "stands twice", "重复出现"},
    Rule{"E-EVT-006", "the stops of a run are not counted from 0", "班次的停站未从 0 起连续编号"},
    Rule{"E-EVT-007", "is a log of another form", "日志格式版本不符"},
    Rule{"E-EVT-010", "time goes back", "时间倒流"},
    Rule{"E-EVT-011", "is in two places", "同时身处两处"},
    Rule{"E-EVT-012", "does not follow its route", "没有按路线行进"},
    Rule{"E-EVT-013", "starts at another time than planned", "出发时间与计划不符"},
    Rule{"E-EVT-014", "goes on after its end", "行程结束后仍有事件"},
    Rule{"E-EVT-015", "neither arrives nor strands", "既未到达也未滞留"},
    Rule{"E-EVT-016", "arrives before its last step", "未走完全程即到达"},
    Rule{"E-EVT-017", "has another number of persons", "人数不符"},
    Rule{"E-EVT-018", "a stay ends at another time than allowed", "停留结束时间不符"},
    Rule{"E-EVT-019", "times do not add up", "各段时间之和不等于总时间"},
    Rule{"E-EVT-020", "boards before it is ready", "尚未到站即上车（登机）"},
    Rule{"E-EVT-021", "boards at another time than the run closes",
         "上车（登机）时间与关闭时间不符"},
    Rule{"E-EVT-022", "rides something else than its route says", "所乘班次或停站与路线不符"},
    Rule{"E-EVT-023", "alights at another time than the run arrives", "下车时间与到站时间不符"},
    Rule{"E-EVT-024", "boards a run that a checkpoint had closed for it",
         "查验点已截止仍登上该班次"},
    Rule{"E-EVT-025", "is left behind by a run with room", "有空位却被留下"},
    Rule{"E-EVT-026", "the runs that left it behind are others", "错过的班次与记录不符"},
    Rule{"E-EVT-027", "is overtaken in boarding", "上车（登机）顺序被超越"},
    Rule{"E-EVT-028", "takes a place that another has booked", "占用他人预订的座位"},
    Rule{"E-EVT-030", "more persons than places", "人数超过座位数"},
    Rule{"E-EVT-031", "the persons aboard are others than the events say", "车上人数与事件不符"},
    Rule{"E-EVT-032", "the times of a run do not agree", "班次时刻自相矛盾"},
    Rule{"E-EVT-040", "a missed run is not told, or told without being missed",
         "错过未记录，或记录了未发生的错过"},
    Rule{"E-EVT-041", "missed for another cause", "错过原因不符"},
    Rule{"E-EVT-042", "missed at another time", "错过时间不符"},
    Rule{"E-EVT-050", "is served before somebody whose turn it was", "未按次序办理"},
    Rule{"E-EVT-051", "more services at a time than open desks", "同时办理数超过开放柜台数"},
    Rule{"E-EVT-052", "waits beside a free desk", "有空闲柜台仍在等待"},
    Rule{"E-EVT-053", "the number ahead in the queue is another", "排队前方人数不符"},
    Rule{"E-EVT-054", "is served without having come, or does not leave the desk",
         "未到先办，或办理后未离开"},
    Rule{"E-EVT-055", "is served at another desk than the lines give", "办理的柜台与排队规则不符"},
    Rule{"E-EVT-056", "gives up, or goes on by other means, at another time than patience allows",
         "放弃排队或改用其他办法的时间不符"},
    Rule{"E-EVT-057", "is refused where nobody is, or let through where everybody is refused",
         "拒绝办理与柜台规则不符"},
    Rule{"E-EVT-058", "enters the hall at another time than there is room", "进入大厅的时间不符"},
    Rule{"E-EVT-059", "stands in a line that is not for it", "所排队列不对其开放"},
    Rule{"E-EVT-060", "a total is another than the events make", "总数与事件不符"},
    Rule{"E-EVT-061", "the fares do not add up", "票款之和不符"},
    Rule{"E-EVT-062", "more desks are open than a closure leaves", "开放柜台数超过关闭后所余"},
};

[[nodiscard]] const Rule& rule_of(std::string_view code) {
  return *std::ranges::find(kRules, code, &Rule::code);
}

}  // namespace

std::span<const Rule> rules() {
  return kRules;
}

std::vector<Fault> Faults::sorted() const {
  std::vector<Fault> out = faults_;
  std::ranges::stable_sort(out, {},
                           [](const Fault& f) { return std::tie(f.file, f.line, f.rule); });
  return out;
}

std::string fault_line(const Fault& fault, bool chinese) {
  const Rule& rule = rule_of(fault.rule);
  std::string out = fault.file;
  if (fault.line > 0) out += fmt::format(":{}", fault.line);
  if (!fault.subject.empty()) out += ": " + fault.subject;
  out += fmt::format(": {}", chinese ? rule.title_zh : rule.title_en);
  if (!fault.found.empty())
    out += fmt::format("{}{}", chinese ? "：发现 " : ": found ", fault.found);
  if (!fault.expected.empty())
    out += fmt::format("{}{}", chinese ? "，应为 " : ", expected ", fault.expected);
  return out + fmt::format(" [{}]", rule.code);
}

}  // namespace stopover::verify_events
