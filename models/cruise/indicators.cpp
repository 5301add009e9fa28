// SPDX-License-Identifier: Apache-2.0
#include "models/cruise/indicators.hpp"

#include <algorithm>
#include <functional>
#include <numeric>

#include "engine/stats/ratio.hpp"

namespace stopover::cruise {
namespace {

constexpr double kMinute = 60;

using Count = std::function<std::int64_t(const YearReplication&)>;

class Rows {
 public:
  explicit Rows(std::span<const YearReplication> reps) : reps_(reps) {}

  struct Name {
    std::string_view group;
    std::string_view key;
    std::string_view name;
    std::string_view name_zh;
    std::string_view unit;
  };

  void mean(const Name& name, const Count& count, double per = 1) {
    std::vector<double> values;
    for (const YearReplication& rep : reps_)
      values.push_back(static_cast<double>(count(rep)) / per);
    add(name, stats::mean_estimate(values));
  }

  void share(const Name& name, const Count& top, const Count& bottom) {
    std::vector<stats::RatioSample> samples;
    for (const YearReplication& rep : reps_) samples.push_back({top(rep), bottom(rep)});
    if (const auto ratio = stats::ratio_estimate(samples)) add(name, *ratio);
  }

  std::vector<CruiseIndicator> take() { return std::move(rows_); }

 private:
  void add(const Name& name, const stats::Estimate& estimate) {
    rows_.push_back({name.group, name.key, name.name, name.name_zh, name.unit, estimate});
  }

  std::span<const YearReplication> reps_;
  std::vector<CruiseIndicator> rows_;
};

// A member of the totals.
Count of(std::int64_t YearTotals::*member) {
  return [member](const YearReplication& rep) { return rep.totals.*member; };
}

Count by_way(const PortBook& book, LongWay way) {
  return [&book, way](const YearReplication& rep) {
    std::int64_t persons = 0;
    for (const ModeId id : ids_of(book.modes)) {
      const Mode& mode = book.modes[id];
      if (mode.way == way && book.guests[mode.guest].kind == GuestKind::kHomeport)
        persons += rep.totals.by_mode[id.value()];
    }
    return persons;
  };
}

void calls_rows(Rows& rows) {
  rows.mean({"calls", "calls", "calls served", "靠泊航次", "calls"}, of(&YearTotals::calls));
  rows.mean({"calls", "gave_up", "calls left out: closed too long", "因封航等取消", "calls"},
            of(&YearTotals::gave_up));
  rows.mean({"calls", "no_berth", "calls without a berth", "无泊位", "calls"},
            of(&YearTotals::no_berth));
  rows.mean({"calls", "berth_waits", "calls that waited for a berth", "等泊位航次", "calls"},
            of(&YearTotals::berth_waits));
  rows.share({"calls", "late_mooring", "moored over 30 min late", "靠泊晚点超过30分钟", "share"},
             of(&YearTotals::late_calls), of(&YearTotals::calls));
  rows.share({"calls", "late_sailing", "sailed over 30 min late", "离泊晚点超过30分钟", "share"},
             of(&YearTotals::late_sailings), of(&YearTotals::calls));
  rows.mean({"calls", "closed_hours", "hours closed", "封航小时", "hours"},
            of(&YearTotals::closed_seconds), 3600);
  for (std::size_t w = 0; w < kWaitNames.size(); ++w) {
    static constexpr std::array<std::string_view, kWaitNames.size()> kKeys{
        "wait_berth", "wait_closure", "wait_daylight", "wait_tide", "wait_channel", "wait_pilot"};
    static constexpr std::array<std::string_view, kWaitNames.size()> kNames{
        "ship hours lost: berth",    "ship hours lost: closure", "ship hours lost: daylight",
        "ship hours lost: low tide", "ship hours lost: channel", "ship hours lost: pilots"};
    static constexpr std::array<std::string_view, kWaitNames.size()> kChinese{
        "船舶等待小时：泊位", "船舶等待小时：封航", "船舶等待小时：天亮",
        "船舶等待小时：潮位", "船舶等待小时：航道", "船舶等待小时：引航"};
    rows.mean(
        {"calls", kKeys[w], kNames[w], kChinese[w], "hours"},
        [w](const YearReplication& rep) { return rep.totals.wait_seconds[w]; }, 3600);
  }
}

void people_rows(const PortBook& book, Rows& rows) {
  const Count guests = [](const YearReplication& r) { return r.totals.off + r.totals.on; };
  rows.mean({"people", "passengers", "passengers in and out", "旅客出入境人次", "persons"},
            of(&YearTotals::passengers));
  rows.mean({"people", "off", "end their cruise here", "本港下船", "persons"},
            of(&YearTotals::off));
  rows.mean({"people", "on", "begin it here", "本港登船", "persons"}, of(&YearTotals::on));
  rows.mean({"people", "through", "stay with a ship", "随船过境", "persons"},
            of(&YearTotals::through));
  rows.mean({"people", "ashore", "of these go ashore", "其中登岸", "persons"},
            of(&YearTotals::ashore));
  rows.mean({"people", "kept_aboard", "of these no rule lets in", "其中不符入境政策", "persons"},
            of(&YearTotals::kept_aboard));
  rows.mean({"people", "border_count", "border count, crew too", "边检人次（含船员）", "persons"},
            of(&YearTotals::border_count));
  rows.mean({"people", "crew_ashore", "crew ashore", "登岸船员", "persons"},
            of(&YearTotals::crew_ashore));
  rows.share({"people", "foreign", "foreigners", "外国旅客占比", "share"}, of(&YearTotals::foreign),
             [](const YearReplication& r) { return r.totals.off + r.totals.on + r.totals.ashore; });
  rows.share({"people", "fly_cruise", "fly–cruise", "飞机加邮轮", "share"},
             by_way(book, LongWay::kAir), guests);
  rows.share({"people", "rail_cruise", "rail–cruise", "高铁加邮轮", "share"},
             by_way(book, LongWay::kRail), guests);
  rows.mean({"people", "peak_day", "passengers of the busiest day", "最高日旅客人次", "persons"},
            of(&YearTotals::peak_day));
}

void terminal_rows(Rows& rows) {
  const auto over_calls = [](std::int64_t CallResult::*member) {
    return [member](const YearReplication& rep) {
      std::int64_t sum = 0;
      for (const CallResult& call : rep.calls)
        if (call.clear_seconds > 0) sum += call.*member;
      return sum;
    };
  };
  const Count with_off = [](const YearReplication& rep) {
    return static_cast<std::int64_t>(kMinute) *
           std::count_if(rep.calls.begin(), rep.calls.end(),
                         [](const CallResult& call) { return call.clear_seconds > 0; });
  };
  rows.share({"terminal", "clear", "mooring to the last guest gone", "靠泊至旅客散尽", "minutes"},
             over_calls(&CallResult::clear_seconds), with_off);
  rows.share({"terminal", "last_bag", "mooring to the last bag", "靠泊至末件行李", "minutes"},
             over_calls(&CallResult::last_bag_seconds), with_off);
  rows.share({"terminal", "border_p95", "wait at the border, 95th percentile of a call",
              "入境排队（航次第95百分位）", "minutes"},
             over_calls(&CallResult::border_p95_seconds), with_off);
  rows.share({"terminal", "waited_long", "waited long at some desk", "某环节等候过长", "share"},
             of(&YearTotals::waited_long), of(&YearTotals::passed));
  rows.share({"terminal", "left_behind", "guests left behind", "误船旅客", "share"},
             of(&YearTotals::left_behind), of(&YearTotals::on));
  rows.share(
      {"terminal", "back_late", "guests ashore who came back late", "登岸旅客返船迟到", "share"},
      of(&YearTotals::back_late), of(&YearTotals::ashore));
  rows.share({"terminal", "onward_missed", "onward trains and flights missed", "误接续车次与航班",
              "share"},
             of(&YearTotals::onward_missed), of(&YearTotals::onward));
  rows.share(
      {"terminal", "rush", "guests who leave in the rush hours", "高峰时段离港旅客", "share"},
      of(&YearTotals::rush), of(&YearTotals::off));
}

void money_rows(Rows& rows) {
  static constexpr std::array<std::string_view, kSpendingNames.size()> kNames{
      "accommodation", "food",       "shopping",  "local transport",
      "sights",        "excursions", "duty-free", "other"};
  static constexpr std::array<std::string_view, kSpendingNames.size()> kChinese{
      "住宿", "餐饮", "购物", "市内交通", "景点", "岸上游", "免税", "其他"};
  rows.mean(
      {"money", "spending", "spent by guests", "旅客消费", "yuan"},
      [](const YearReplication& rep) {
        const auto& fen = rep.totals.amounts.fen;
        return std::accumulate(fen.begin(), fen.end(), std::int64_t{0});
      },
      kFenPerYuan);
  rows.mean(
      {"money", "city", "of it in the city", "其中留在本市", "yuan"},
      [](const YearReplication& rep) {
        const auto& fen = rep.totals.amounts.city_fen;
        return std::accumulate(fen.begin(), fen.end(), std::int64_t{0});
      },
      kFenPerYuan);
  for (std::size_t c = 0; c < kSpendingNames.size(); ++c)
    rows.mean(
        {"money", kSpendingNames[c], kNames[c], kChinese[c], "yuan"},
        [c](const YearReplication& rep) { return rep.totals.amounts.fen[c]; }, kFenPerYuan);
  rows.mean(
      {"money", "crew", "spent by crew", "船员消费", "yuan"},
      [](const YearReplication& rep) { return rep.totals.amounts.crew_fen; }, kFenPerYuan);
  rows.mean(
      {"money", "fees", "port fees", "港口费", "yuan"},
      [](const YearReplication& rep) { return rep.totals.amounts.fees_fen; }, kFenPerYuan);
}

std::int64_t persons_by(const PortBook& book, const CallResult& call, LongWay way) {
  std::int64_t persons = 0;
  for (const ModeId id : ids_of(book.modes))
    if (book.modes[id].way == way && book.guests[book.modes[id].guest].kind == GuestKind::kHomeport)
      persons += call.by_mode_off[id.value()] + call.by_mode_on[id.value()];
  return persons;
}

double over(std::int64_t top, std::int64_t bottom) {
  return bottom == 0 ? 0 : static_cast<double>(top) / static_cast<double>(bottom);
}

}  // namespace

std::vector<CruiseIndicator> year_indicators(const PortBook& book,
                                             std::span<const YearReplication> reps) {
  Rows rows(reps);
  calls_rows(rows);
  people_rows(book, rows);
  terminal_rows(rows);
  money_rows(rows);
  return rows.take();
}

std::vector<CallSummary> call_summaries(const PortBook& book,
                                        std::span<const YearReplication> reps) {
  struct Values {
    std::array<std::vector<double>, 12> of;
  };
  const std::size_t calls = reps.empty() ? 0 : reps.front().stays.size();
  std::vector<Values> values(calls);
  for (const YearReplication& rep : reps)
    for (const CallResult& call : rep.calls) {
      const std::int64_t guests = call.guests.off + call.guests.on;
      const auto& city = call.amounts.city_fen;
      const double yuan =
          static_cast<double>(std::accumulate(city.begin(), city.end(), call.amounts.crew_fen)) /
          kFenPerYuan;
      const Seconds late = rep.stays[call.call].late;
      Seconds waited{};
      for (const Seconds wait : rep.stays[call.call].in) waited += wait;
      const std::array<double, 12> row{static_cast<double>(call.movements()),
                                       static_cast<double>(call.border_count()),
                                       static_cast<double>((late + waited).count()) / kMinute,
                                       static_cast<double>(call.clear_seconds) / kMinute,
                                       static_cast<double>(call.last_bag_seconds) / kMinute,
                                       static_cast<double>(call.border_p95_seconds) / kMinute,
                                       static_cast<double>(call.left_checkin + call.left_gangway),
                                       static_cast<double>(call.onward_missed),
                                       over(call.waited_long, call.passed),
                                       over(persons_by(book, call, LongWay::kAir), guests),
                                       over(persons_by(book, call, LongWay::kRail), guests),
                                       yuan};
      for (std::size_t i = 0; i < row.size(); ++i) values[call.call].of[i].push_back(row[i]);
    }
  std::vector<CallSummary> out;
  for (std::size_t c = 0; c < calls; ++c) {
    const auto& of = values[c].of;
    if (of[0].empty()) continue;
    const auto mean = [&](std::size_t i) { return stats::mean_estimate(of[i]); };
    out.push_back({c, of[0].size(), mean(0), mean(1), mean(2), mean(3), mean(4), mean(5), mean(6),
                   mean(7), mean(8), mean(9), mean(10), mean(11)});
  }
  return out;
}

}  // namespace stopover::cruise
