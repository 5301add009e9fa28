// SPDX-License-Identifier: Apache-2.0
#include "tools/stopover/cruise_report.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "tools/stopover/figures.hpp"
#include "tools/stopover/text_table.hpp"

namespace stopover::tool {
namespace {

using cruise::Constraint;

constexpr std::size_t kNameWidth = 34;
constexpr std::size_t kMostConflicts = 10;

template <class Named>
std::string name_of(const Named& named, const ReportForm& form) {
  return form.language == Language::kChinese && !named.name_zh.empty() ? named.name_zh : named.name;
}

std::string number(std::string_view unit, double value) {
  if (unit == "share") return fmt::format("{:.2f} %", value * 100);
  if (unit == "minutes") return fmt::format("{:.1f}", value);
  if (unit == "calls" || unit == "hours") return fmt::format("{:.1f}", value);
  return whole_text(std::llround(value));
}

std::string range(std::string_view unit, const std::optional<stats::Interval>& interval) {
  if (!interval) return "–";
  return number(unit, interval->low) + " … " + number(unit, interval->high);
}

std::string unit_name(std::string_view unit, const ReportForm& form) {
  if (unit == "persons") return in(form, "persons", "人次");
  if (unit == "calls") return in(form, "calls", "航次");
  if (unit == "hours") return in(form, "h", "小时");
  if (unit == "minutes") return in(form, "min", "分钟");
  if (unit == "yuan") return in(form, "yuan", "元");
  return {};
}

class CruiseText {
 public:
  CruiseText(const CruiseFinding& f, const ReportForm& form) : f_(f), form_(form) {}

  std::string whole(bool every_call) {
    head();
    group("calls", in(form_, "Calls and harbour", "航次与港口"));
    group("people", in(form_, "People", "旅客"));
    modes();
    group("terminal", in(form_, "Terminals, mean over calls", "码头（航次平均）"));
    stages();
    group("money", in(form_, "Spending", "消费"));
    berths();
    conflicts();
    fit();
    goal();
    if (every_call) calls();
    foot();
    return std::move(out_);
  }

 private:
  [[nodiscard]] std::string stamp(Instant t) const {
    const std::string text = f_.book.zone.civil(t).text();
    return text.substr(0, 10) + " " + text.substr(11, 5);
  }

  void head() {
    const auto& s = f_.loaded.scenario;
    const std::string title =
        form_.language == Language::kChinese && !s.title_zh().empty() ? s.title_zh() : s.title();
    out_ += form_.style.paint(Colour::kBold, title.empty() ? s.id() : title);
    out_ += say(form_, " ({}): cruise calls of {}, {} in the calendar, {}\n",
                "（{}）：{} 年邮轮航次，日历中 {} 个，{}\n", s.id(), f_.year, f_.calls.size(),
                form_.language == Language::kChinese ? fmt::format("重复 {} 次", f_.reps.size())
                                                     : counted(f_.reps.size(), "replication"));
    out_ += in(form_,
               "Of calls made from ships and seasons a share takes place, drawn anew in each "
               "replication.\n",
               "由船舶与航季生成的航次只有一定比例成行，每次重复另行抽取。\n");
  }

  void group(std::string_view key, const std::string& title) {
    TextTable table({{""},
                     {in(form_, "mean", "均值"), Align::kRight},
                     {in(form_, "95 % interval", "95% 区间"), Align::kRight},
                     {in(form_, "unit", "单位")}});
    for (const auto& one : f_.indicators)
      if (one.group == key)
        table.add({in(form_, one.name, one.name_zh), number(one.unit, one.estimate.value),
                   range(one.unit, one.estimate.interval), unit_name(one.unit, form_)});
    out_ += heading(title, form_) + table.text(form_.style);
  }

  void modes() {
    TextTable table({{in(form_, "guests", "旅客")},
                     {in(form_, "way", "方式")},
                     {in(form_, "persons a year", "人次/年"), Align::kRight},
                     {in(form_, "share", "占比"), Align::kRight}});
    std::vector<double> all(f_.book.guests.size());
    std::vector<double> of(f_.book.modes.size());
    for (const auto& rep : f_.reps)
      for (std::size_t m = 0; m < of.size(); ++m)
        of[m] += static_cast<double>(rep.totals.by_mode[m]) / static_cast<double>(f_.reps.size());
    for (const auto id : ids_of(f_.book.modes))
      all[f_.book.modes[id].guest.value()] += of[id.value()];
    for (const auto id : ids_of(f_.book.modes)) {
      const cruise::Mode& mode = f_.book.modes[id];
      const double sum = all[mode.guest.value()];
      // Who stays aboard does not come here.
      if (mode.way == cruise::LongWay::kShip) continue;
      table.add({name_of(f_.book.guests[mode.guest], form_), name_of(mode, form_),
                 whole_text(std::llround(of[id.value()])),
                 fmt::format("{:.1f} %", sum > 0 ? 100 * of[id.value()] / sum : 0)});
    }
    out_ += heading(in(form_, "Ways to and from the ports", "集疏运方式"), form_) +
            table.text(form_.style);
  }

  void stages() {
    TextTable table({{in(form_, "terminal", "码头"), Align::kLeft, kNameWidth},
                     {in(form_, "stage", "环节")},
                     {in(form_, "persons", "人次"), Align::kRight},
                     {in(form_, "mean wait, min", "平均等候（分）"), Align::kRight},
                     {in(form_, "longest, min", "最长（分）"), Align::kRight},
                     {in(form_, "longest queue", "最长队列（人）"), Align::kRight},
                     {in(form_, "waited long", "等候过长"), Align::kRight}});
    for (const auto id : ids_of(f_.book.terminals)) {
      std::string terminal = name_of(f_.book.terminals[id], form_);  // said once
      for (std::size_t s = 0; s < cruise::kStageNames.size(); ++s) {
        cruise::StageResult sum;
        for (const auto& rep : f_.reps) sum.add(rep.stages[id][s]);
        if (sum.persons == 0) continue;
        const auto persons = static_cast<double>(sum.persons);
        table.add({std::exchange(terminal, ""), stage_name(s),
                   whole_text(std::llround(persons / static_cast<double>(f_.reps.size()))),
                   fmt::format("{:.1f}", static_cast<double>(sum.wait_seconds) / persons / 60),
                   fmt::format("{:.0f}", static_cast<double>(sum.longest_wait_seconds) / 60),
                   whole_text(sum.longest_queue),
                   fmt::format("{:.2f} %", 100 * static_cast<double>(sum.waited_long) / persons)});
      }
    }
    out_ += heading(in(form_, "Desks and kerbs", "查验与集散"), form_) + table.text(form_.style);
    for (const auto id : ids_of(f_.book.terminals)) {
      std::int64_t arrival = 0;
      std::int64_t departure = 0;
      for (const auto& rep : f_.reps) {
        arrival = std::max(arrival, rep.arrival_hall_peak[id]);
        departure = std::max(departure, rep.departure_hall_peak[id]);
      }
      if (arrival + departure == 0) continue;
      const cruise::Terminal& t = f_.book.terminals[id];
      out_ += say(form_,
                  "  {}: at most {} persons at once in the halls of arrival (room for {}), {} in "
                  "those of departure ({})\n",
                  "  {}：到达厅同时最多 {} 人（可容 {}），出发厅 {} 人（可容 {}）\n",
                  name_of(t, form_), whole_text(arrival), whole_text(t.arrival_hall),
                  whole_text(departure), whole_text(t.departure_hall));
    }
  }

  [[nodiscard]] std::string stage_name(std::size_t stage) const {
    static constexpr std::array<std::string_view, 9> kEnglish{
        "border, entry", "customs",  "coach bays", "taxi rank",   "metro and shuttle",
        "car park",      "check-in", "security",   "border, exit"};
    static constexpr std::array<std::string_view, 9> kChinese{"入境边检", "海关",       "大巴泊位",
                                                              "出租车",   "地铁与接驳", "停车场",
                                                              "登船手续", "安检",       "出境边检"};
    return in(form_, kEnglish[stage], kChinese[stage]);
  }

  void berths() {
    TextTable table({{in(form_, "berth", "泊位")},
                     {in(form_, "terminal", "码头"), Align::kLeft, kNameWidth},
                     {in(form_, "largest ship", "最大船")},
                     {in(form_, "most calls a year", "年最多航次"), Align::kRight},
                     {in(form_, "interval", "区间"), Align::kRight},
                     {in(form_, "calls in this year", "本年航次"), Align::kRight}});
    for (const auto id : ids_of(f_.book.berths)) {
      std::vector<double> most;
      double used = 0;
      cruise::ShipId ship;
      for (const auto& rep : f_.reps) {
        for (const auto& one : rep.most)
          if (one.berth == id) {
            most.push_back(one.calls);
            ship = one.ship;
          }
        for (const auto& stay : rep.stays)
          used += stay.fate == cruise::StayFate::kServed && stay.berth == id ? 1 : 0;
      }
      const stats::Estimate estimate = stats::mean_estimate(most);
      const cruise::Berth& berth = f_.book.berths[id];
      table.add({berth.key, name_of(f_.book.terminals[berth.terminal], form_),
                 ship.is_none() ? "–" : name_of(f_.book.ships[ship], form_),
                 number("calls", estimate.value), range("calls", estimate.interval),
                 number("calls", used / static_cast<double>(f_.reps.size()))});
    }
    out_ += heading(in(form_, "Berths: the most calls by simulation, one a day asked for",
                       "泊位：模拟最大航次（每日申请一个）"),
                    form_) +
            table.text(form_.style);
  }

  void conflicts() {
    if (f_.conflicts.empty()) return;
    out_ += heading(say(form_, "Berth conflicts of the timetable: {}", "计划泊位冲突：{} 处",
                        f_.conflicts.size()),
                    form_);
    for (std::size_t i = 0; i < std::min(kMostConflicts, f_.conflicts.size()); ++i) {
      const auto& one = f_.conflicts[i];
      const auto& call = f_.calls[one.call];
      if (one.call == one.other)
        out_ += say(form_, "  {} {}: no berth on that day\n", "  {} {}：当日无可用泊位\n",
                    stamp(call.arrive), call.key);
      else
        out_ += say(form_, "  {} {}: every berth is taken, first free after {}\n",
                    "  {} {}：泊位已满，最早待 {} 离开\n", stamp(call.arrive), call.key,
                    f_.calls[one.other].key);
    }
  }

  void fit() {
    if (f_.fits.empty()) return;
    TextTable table({{in(form_, "published total", "公布总量")},
                     {in(form_, "use", "用途")},
                     {in(form_, "calls", "航次"), Align::kRight},
                     {in(form_, "model", "模型"), Align::kRight},
                     {in(form_, "error", "误差"), Align::kRight},
                     {in(form_, "passengers", "旅客"), Align::kRight},
                     {in(form_, "model", "模型"), Align::kRight},
                     {in(form_, "error", "误差"), Align::kRight},
                     {in(form_, "with its calls", "按实际航次"), Align::kRight}});
    const auto shown = [](std::optional<double> value) {
      return value ? whole_text(std::llround(*value)) : std::string("–");
    };
    const auto error = [](std::optional<double> value) {
      return value ? fmt::format("{:+.1f} %", *value * 100) : std::string("–");
    };
    for (const auto& series : f_.fits)
      for (const auto& row : series.rows) {
        std::optional<double> calls;
        if (row.total.calls) calls = static_cast<double>(*row.total.calls);
        const auto& pax = row.total.passengers;
        table.add({row.total.key, use_name(row.total.use), shown(calls), shown(row.calls),
                   error(cruise::relative_error(row.calls, calls)), shown(pax),
                   shown(row.passengers), error(cruise::relative_error(row.passengers, pax)),
                   error(cruise::relative_error(row.given_calls, pax))});
      }
    out_ += heading(in(form_, "Made calls held against published totals", "生成航次与公布总量对照"),
                    form_) +
            table.text(form_.style);
    for (const auto& series : f_.fits)
      if (series.calls_factor && series.load)
        out_ += say(form_, "  {}: {:.3f} of the made calls, {:.3f} of the lower berths\n",
                    "  {}：航次系数 {:.3f}，客座率（下铺）{:.3f}\n", totals_of(series),
                    *series.calls_factor, *series.load);
  }

  // "2015, 2016, 2017": which totals a fit is of.
  template <class Series>
  [[nodiscard]] static std::string totals_of(const Series& series) {
    std::string out;
    for (const auto& row : series.rows) out += (out.empty() ? "" : ", ") + row.total.key;
    return out;
  }

  [[nodiscard]] std::string use_name(const std::string& use) const {
    if (use == "fit") return in(form_, "fitted", "拟合");
    if (use == "predict") return in(form_, "predicted", "预测");
    return in(form_, "held against", "对照");
  }

  [[nodiscard]] std::string constraint_name(Constraint of) const {
    static constexpr std::array<std::string_view, 6> kEnglish{"demand: the timetable as it is",
                                                              "berths, one turnaround a day",
                                                              "days without closures",
                                                              "channel",
                                                              "halls",
                                                              "border desks"};
    static constexpr std::array<std::string_view, 6> kChinese{
        "需求：现有船期", "泊位（每日一换）", "扣除封航的日数", "航道", "候船与行李厅", "边检"};
    return in(form_, kEnglish[static_cast<std::size_t>(of)],
              kChinese[static_cast<std::size_t>(of)]);
  }

  void goal() {
    const cruise::Limits& limits = f_.limits;
    double passengers = 0;
    for (const auto& one : f_.indicators)
      if (one.key == "passengers") passengers = one.estimate.value;
    out_ += heading(say(form_, "The goal of {}: {} are missing ({:.1f} %)",
                        "目标 {}：尚差 {}（{:.1f} %）", whole_text(std::llround(limits.goal)),
                        whole_text(std::llround(std::max(0.0, limits.goal - passengers))),
                        100 * std::max(0.0, 1 - passengers / limits.goal)),
                    form_);
    TextTable table({{in(form_, "if nothing else were short", "若其他均不受限")},
                     {in(form_, "passengers a year", "旅客/年"), Align::kRight},
                     {in(form_, "of the goal", "占目标"), Align::kRight}});
    for (std::size_t c = 0; c < cruise::kConstraintNames.size(); ++c)
      table.add({constraint_name(static_cast<Constraint>(c)),
                 whole_text(std::llround(limits.passengers[c])),
                 fmt::format("{:.0f} %", 100 * limits.passengers[c] / limits.goal)});
    out_ += table.text(form_.style);
    out_ += say(form_, "  binds first: {}; of what the ports offer: {}\n",
                "  最先受限：{}；港口供给方面：{}\n", constraint_name(limits.first),
                constraint_name(limits.first_supply));
  }

  void calls() {
    TextTable table({{in(form_, "arrives", "到港")},
                     {in(form_, "ship", "船")},
                     {in(form_, "kind", "类型")},
                     {in(form_, "passengers", "旅客"), Align::kRight},
                     {in(form_, "late, min", "晚点（分）"), Align::kRight},
                     {in(form_, "clear, min", "散尽（分）"), Align::kRight},
                     {in(form_, "last bag", "末件行李"), Align::kRight},
                     {in(form_, "border p95", "入境P95"), Align::kRight},
                     {in(form_, "left", "误船"), Align::kRight},
                     {in(form_, "air", "航空"), Align::kRight},
                     {in(form_, "rail", "铁路"), Align::kRight}});
    for (const auto& one : f_.summaries) {
      const auto& call = f_.calls[one.call];
      table.add({stamp(call.arrive), name_of(f_.book.ships[call.ship], form_), kind_name(call.kind),
                 number("persons", one.passengers.value), number("minutes", one.late_minutes.value),
                 number("minutes", one.clear_minutes.value),
                 number("minutes", one.last_bag_minutes.value),
                 number("minutes", one.border_p95_minutes.value),
                 number("calls", one.left_behind.value), number("share", one.air_share.value),
                 number("share", one.rail_share.value)});
    }
    out_ += heading(in(form_, "Calls", "逐航次"), form_) + table.text(form_.style);
  }

  [[nodiscard]] std::string kind_name(cruise::CallKind kind) const {
    static constexpr std::array<std::string_view, 4> kEnglish{"turnaround", "embark", "disembark",
                                                              "transit"};
    static constexpr std::array<std::string_view, 4> kChinese{"换客", "登船", "下船", "过境"};
    return in(form_, kEnglish[static_cast<std::size_t>(kind)],
              kChinese[static_cast<std::size_t>(kind)]);
  }

  void foot() {
    out_ += in(
        form_,
        "\nA passenger is one movement: a cruise that begins and ends here counts two, who "
        "goes ashore in\ntransit two. Intervals: weather, lateness, loads and parties; not "
        "what is assumed. Shares by\norigin and way, desks and spending are assumptions: "
        "docs/models/cruise.md.\n",
        "\n旅客按人次计：在本港始发并结束的航次计两次，过境登岸计两次。区间含天气、晚点、客座率与"
        "旅客的随机性，\n不含假设的不确定性。客源与方式占比、查验台数与消费均为假设：见 "
        "docs/models/cruise.md。\n");
  }

  const CruiseFinding& f_;
  const ReportForm& form_;
  std::string out_;
};

}  // namespace

std::string cruise_text(const CruiseFinding& finding, bool every_call, const ReportForm& form) {
  return CruiseText(finding, form).whole(every_call);
}

}  // namespace stopover::tool
