// SPDX-License-Identifier: Apache-2.0
#include "models/simulation/indicators.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "models/simulation/indicator_list.hpp"

namespace stopover::simulation {
namespace {

using indicator_list::Getter;
using indicator_list::List;
using indicator_list::Title;

constexpr std::int64_t kMillion = 1'000'000;
constexpr std::array<std::string_view, kModes> kModeNames{
    "",      "air",     "rail", "metro", "maglev", "airport-link",
    "coach", "shuttle", "taxi", "car",   "ferry",  "cruise"};
constexpr std::array<std::string_view, kModes> kModeNamesZh{
    "",     "航空",   "铁路",   "地铁",   "磁浮", "机场联络线",
    "大巴", "摆渡车", "出租车", "私家车", "轮渡", "邮轮"};
constexpr std::array<std::size_t, 9> kLandModes{scenario::RAIL, scenario::METRO, scenario::MAGLEV,
                                                scenario::LINK, scenario::COACH, scenario::SHUTTLE,
                                                scenario::TAXI, scenario::CAR,   scenario::FERRY};
constexpr std::array<std::string_view, 5> kVisitorZh{"留在隔离区", "短暂出机场", "经停游览",
                                                     "来访旅客", "居民"};
constexpr std::array<std::string_view, 6> kCategoryZh{"住宿",     "餐饮", "购物",
                                                      "市内交通", "景点", "其他"};

Getter total(Count count) {
  return [count](const Tally& t) { return t.total(count); };
}
Getter of_segment(demand::SegmentId segment, Count count) {
  return [=](const Tally& t) { return t.counts[segment][static_cast<std::size_t>(count)]; };
}
Getter scaled(Getter getter, std::int64_t factor) {
  return [getter = std::move(getter), factor](const Tally& t) { return factor * getter(t); };
}

void add_headlines(List& l) {
  const auto add = [&](const char* id, const char* name, const char* zh, Getter n, Getter d) {
    l.rate({id, "all", name, zh}, std::move(n), std::move(d));
    l.headline();
  };
  add("air_transfer_rate", "Air transfer rate", "航空中转率", scaled(total(Count::kTransfer), 2),
      total(Count::kHandled));
  add("stopover_rate", "Stopover rate (same convention)", "经停游览率（同口径）",
      scaled(total(Count::kStopover), 2), total(Count::kHandled));
  add(
      "transfer_and_stopover_rate", "Transfer and stopover together", "中转与经停合计",
      [](const Tally& t) { return 2 * (t.total(Count::kTransfer) + t.total(Count::kStopover)); },
      total(Count::kHandled));
  add("air_rail_rate", "Air-rail transfer rate", "空铁联运中转率", total(Count::kAirRail),
      total(Count::kAirMovements));
  add("entry_exit_share", "Entry-exit share", "出入境客流占比", total(Count::kHandledInternational),
      total(Count::kHandled));
  add("exit_rate", "Exit rate of eligible transit passengers", "过境旅客出机场率",
      total(Count::kEntered), total(Count::kMayEnter));
  add("missed_connection_rate", "Missed-connection rate", "衔接失误率", total(Count::kMissed),
      total(Count::kConnections));
}

// By how likely they are chosen, among those as likely to connect here: what few do has a narrower
// interval so.
void likely_stays(List& l, const std::string& group, const std::string& of,
                  const std::string& of_zh, const std::function<Getter(Count)>& counted) {
  l.rate({"likely_step_out_rate", group, of + "likely to step out", of_zh + "短暂出机场的概率"},
         counted(Count::kLikelySteppedOut), counted(Count::kLikelyOverGateway));
  l.rate({"likely_stopover_rate", group, of + "likely to stay nights", of_zh + "过夜停留的概率"},
         counted(Count::kLikelyNights), counted(Count::kLikelyOverGateway));
}

void add_flows(List& l) {
  const auto add = [&](const char* id, const char* name, const char* zh, Count count) {
    l.per_day({id, "all", name, zh}, "people/day", total(count));
  };
  add("handled", "Passengers handled", "机场吞吐量", Count::kHandled);
  add("transfer", "Transfer passengers", "中转旅客", Count::kTransfer);
  add("stopover", "Stopover passengers", "经停游览旅客", Count::kStopover);
  add("air_rail", "Air-rail passengers (movements)", "空铁联运旅客（人次）", Count::kAirRail);
  add("may_enter", "Eligible transit passengers", "符合过境免签的旅客", Count::kMayEnter);
  add("entered", "Eligible transit passengers who entered", "符合过境免签并入境的旅客",
      Count::kEntered);
  add("stepped_out", "Stepped out between flights", "转机间短暂出机场", Count::kSteppedOut);
  add("overstayed", "Overstayed between flights", "转机间逾期停留", Count::kOverstayed);
  l.per_day({"nights", "all", "Person-nights", "过夜人夜数"}, "person-nights/day",
            total(Count::kNights));
  add("stranded", "Stranded", "滞留", Count::kStranded);
  add("unserved", "Without any alternative", "无可行路径", Count::kUnserved);
  likely_stays(l, "all", "Through passengers: ", "过境旅客：", total);
  for (const demand::SegmentId s : ids_of(l.world().demand.segments)) {
    const demand::Segment& segment = l.world().demand.segments[s];
    l.per_day({"persons", segment.key, segment.name, segment.name_zh}, "people/day",
              of_segment(s, Count::kPersons));
    if (segment.kind != demand::VisitorKind::kThrough) continue;
    l.rate({"gateway_share", segment.key, segment.name + ": connect at the gateway",
            segment.name_zh + "：经本口岸中转"},
           of_segment(s, Count::kOverGateway), of_segment(s, Count::kPersons));
    l.rate(
        {"likely_gateway_share", segment.key, segment.name + ": likely to connect at the gateway",
         segment.name_zh + "：经本口岸中转的概率"},
        of_segment(s, Count::kLikelyOverGateway), scaled(of_segment(s, Count::kPersons), kMillion));
    likely_stays(l, segment.key, segment.name + ": ", segment.name_zh + "：",
                 [s](Count count) { return of_segment(s, count); });
  }
}

// "late-inbound", as indicators spell it.
std::string with_hyphens(std::string_view id) {
  std::string text(id);
  std::replace(text.begin(), text.end(), '_', '-');
  return text;
}

// Of a count of misses, for each cause.
void add_causes(List& l, const char* id, const char* name, const char* zh, Count misses, Count of) {
  for (const flow::MissCauseText& m : flow::kMissCauseTexts)
    l.rate({id, with_hyphens(m.id), fmt::format("{}: {}", name, m.name),
            fmt::format("{}：{}", zh, m.name_zh)},
           total(count_for(misses, m.cause)), total(of));
}

void add_connections(List& l) {
  add_causes(l, "missed_by_cause", "Missed", "失误", Count::kMissed, Count::kConnections);
  l.rate({"missed_departure_rate", "all", "Missed first departures", "首程误乘率"},
         total(Count::kDeparturesMissed), total(Count::kDepartures));
  add_causes(l, "missed_departures_by_cause", "First departure missed", "首程误乘",
             Count::kDeparturesMissed, Count::kDepartures);
  const Getter land = [](const Tally& t) {
    std::int64_t sum = 0;
    for (const std::int64_t n : t.access) sum += n;
    return sum;
  };
  for (const std::size_t m : kLandModes)
    l.rate(
        {"airport_access", std::string(kModeNames[m]),
         fmt::format("Land access to the airports: {}", kModeNames[m]),
         fmt::format("机场集疏运：{}", kModeNamesZh[m])},
        [m](const Tally& t) { return t.access[m]; }, land);
}

// "local transport" of an id.
std::string words(std::string id) {
  std::replace(id.begin(), id.end(), '-', ' ');
  return id;
}

std::int64_t spent(const Tally& t) {
  std::int64_t sum = 0;
  for (const spending::Amounts& amounts : t.spending)
    for (const Fen amount : amounts) sum += amount.count();
  return sum;
}

void add_spending(List& l) {
  const auto of = [](std::size_t v) {
    return Getter([v](const Tally& t) {
      std::int64_t sum = 0;
      for (const Fen amount : t.spending[v]) sum += amount.count();
      return sum;
    });
  };
  l.per_day({"spending", "all", "Direct spending", "直接消费"}, "yuan/day", spent, 100);
  l.headline();
  for (std::size_t v = 0; v < spending::kVisitorNames.size(); ++v) {
    const std::string visitor(spending::kVisitorNames[v]);
    const std::string zh(kVisitorZh[v]);
    l.per_day({"spending", visitor, "Spending: " + words(visitor), "消费：" + zh}, "yuan/day",
              of(v), 100);
    l.mean(
        {"spending_per_person", visitor, "Spending a person: " + words(visitor), "人均消费：" + zh},
        "yuan/person", of(v), [v](const Tally& t) { return t.visitors[v]; }, 100);
  }
  for (std::size_t c = 0; c < spending::kCategoryNames.size(); ++c)
    l.per_day(
        {"spending_by_category", std::string(spending::kCategoryNames[c]),
         "Spending on " + words(std::string(spending::kCategoryNames[c])),
         "消费：" + std::string(kCategoryZh[c])},
        "yuan/day",
        [c](const Tally& t) {
          std::int64_t sum = 0;
          for (const auto& visitor : t.spending) sum += visitor[c].count();
          return sum;
        },
        100);
}

// What a comparison gains or loses: by those who travel in both scenarios, and choose otherwise,
// and by those who travel in one only.
void add_trips(List& l) {
  const auto add = [&](const Title& what, const std::string& unit, const Getter& all,
                       const Getter& only_here, double per) {
    l.per_day(
        {"diverted", what.id, what.name + ": travel in both", what.name_zh + "：两情景均出行"},
        unit, [=](const Tally& t) { return all(t) - only_here(t); }, per);
    l.per_day(
        {"new_trips", what.id, what.name + ": travel here only", what.name_zh + "：仅本情景出行"},
        unit, only_here, per);
  };
  const auto people = [&](const char* id, const char* name, const char* zh, Count all,
                          Count only_here) {
    add({id, "", name, zh}, all == Count::kNights ? "person-nights/day" : "people/day", total(all),
        total(only_here), 1);
  };
  people("persons", "Travellers", "出行旅客", Count::kPersons, Count::kOnlyHere);
  people("handled", "Passengers handled", "机场吞吐量", Count::kHandled, Count::kOnlyHereHandled);
  people("transfer", "Transfer passengers", "中转旅客", Count::kTransfer, Count::kOnlyHereTransfer);
  people("stopover", "Stopover passengers", "经停游览旅客", Count::kStopover,
         Count::kOnlyHereStopover);
  people("air_rail", "Air-rail passengers", "空铁联运旅客", Count::kAirRail,
         Count::kOnlyHereAirRail);
  people("entered", "Transit passengers who entered", "入境的过境旅客", Count::kEntered,
         Count::kOnlyHereEntered);
  people("nights", "Person-nights", "过夜人夜数", Count::kNights, Count::kOnlyHereNights);
  add(
      {"spending", "", "Direct spending", "直接消费"}, "yuan/day", spent,
      [](const Tally& t) { return t.spending_only_here.count(); }, 100);
}

// What can happen at checkpoints of several lines, where it can.
void add_incidents(List& l, network::CheckpointId id) {
  const CheckpointInfo& info = l.world().checkpoint_info[id];
  const flow::Checkpoint& checkpoint = l.world().checkpoints[id];
  const auto title = [&](const char* kind, const char* name, const char* zh) {
    return Title{kind, info.key, info.name + name, info.name_zh + zh};
  };
  if (std::ranges::any_of(checkpoint.desk_types,
                          [](const flow::DeskType& type) { return type.refusal_share > 0; }))
    l.per_day(title("sent_on", ": sent on to the ordinary desks", "：转往普通柜台"), "people/day",
              [id](const Tally& t) { return t.queues[id].refused; });
  if (checkpoint.patience)
    l.per_day(title("gave_up", ": gave up waiting", "：放弃等候"), "people/day",
              [id](const Tally& t) { return t.queues[id].gave_up; });
  if (!checkpoint.room) return;
  const Getter held = [id](const Tally& t) { return t.queues[id].held; };
  l.per_day(title("held_outside", ": waited outside the full hall", "：厅满在外等候"), "people/day",
            held);
  l.mean(
      title("mean_held", ": mean time outside", "：厅外平均等候"), "minutes",
      [id](const Tally& t) { return t.queues[id].held_seconds; }, held, 60);
}

void add_queues(List& l) {
  for (const network::CheckpointId id : ids_of(l.world().checkpoint_info)) {
    const CheckpointInfo& info = l.world().checkpoint_info[id];
    const Getter people = [id](const Tally& t) { return t.queues[id].persons; };
    l.per_day({"checkpoint_people", info.key, info.name + ": people", info.name_zh + "：人数"},
              "people/day", people);
    l.mean(
        {"mean_wait", info.key, info.name + ": mean wait", info.name_zh + "：平均等候"}, "minutes",
        [id](const Tally& t) { return t.queues[id].wait_seconds; }, people, 60);
    if (info.wait_target)
      l.rate(
          {"over_wait_target", info.key, info.name + ": waits over target",
           info.name_zh + "：超过等候目标"},
          [id](const Tally& t) { return t.queues[id].over_target; }, people);
    add_incidents(l, id);
  }
}

// ---- what runs met ------------------------------------------------------------------------------

struct CauseName {
  flow::DisruptionCause cause;
  const char* id;
  const char* name;
  const char* zh;
};
constexpr std::array<CauseName, 6> kCauses{
    {{flow::DisruptionCause::kOwn, "own", "own reasons", "自身原因"},
     {flow::DisruptionCause::kDayType, "day", "kind of day", "当日天气或日型"},
     {flow::DisruptionCause::kKnockOn, "vehicle", "late or missing vehicle", "前序班次"},
     {flow::DisruptionCause::kClosed, "closed", "closed line or place", "停运或关闭"},
     {flow::DisruptionCause::kRate, "flow-control", "flow control", "流量控制"},
     {flow::DisruptionCause::kTooLate, "too-late", "over 48 h late", "延误超过 48 小时"}}};

bool has_mode(const World& w, std::size_t mode) {
  const auto& services = w.timetable.services();
  return std::any_of(services.begin(), services.end(),
                     [&](const auto& service) { return service.mode == mode; });
}

void add_runs_of_mode(List& l, std::size_t m) {
  const std::string mode(kModeNames[m]);
  const std::string zh(kModeNamesZh[m]);
  const Getter scheduled = [m](const Tally& t) { return t.runs.by_mode[m].scheduled; };
  l.rate(
      {"runs_cancelled", mode, "Runs cancelled: " + mode, "取消的班次：" + zh},
      [m](const Tally& t) { return t.runs.by_mode[m].cancelled; }, scheduled);
  l.rate(
      {"runs_late", mode, "Runs over 15 min late: " + mode, "晚点 15 分钟以上的班次：" + zh},
      [m](const Tally& t) { return t.runs.by_mode[m].late; }, scheduled);
}

void add_runs(List& l) {
  const World& w = l.world();
  for (std::size_t m = 1; m < kModes; ++m)
    if (has_mode(w, m)) add_runs_of_mode(l, m);
  for (const CauseName& c : kCauses) {
    const auto at = static_cast<std::size_t>(c.cause);
    l.per_day({"runs_cancelled_by_cause", c.id, std::string("Runs cancelled: ") + c.name,
               std::string("取消的班次：") + c.zh},
              "runs/day", [at](const Tally& t) { return t.runs.by_cause[at].cancelled; });
    l.per_day(
        {"run_delay_by_cause", c.id, std::string("Delay of runs: ") + c.name,
         std::string("班次延误：") + c.zh},
        "hours/day", [at](const Tally& t) { return t.runs.by_cause[at].delay_seconds; }, 3600);
  }
  for (const flow::RestrictionId r : ids_of(w.restriction_names)) {
    const Named& named = w.restriction_names[r];
    const std::string zh = named.name_zh.empty() ? named.name : named.name_zh;
    l.per_day(
        {"restriction_cancels", named.key, named.name + ": runs cancelled", zh + "：取消班次"},
        "runs/day", [r](const Tally& t) { return t.runs.by_restriction[r].cancelled; });
    l.per_day({"restriction_holds", named.key, named.name + ": runs held", zh + "：延误班次"},
              "runs/day", [r](const Tally& t) { return t.runs.by_restriction[r].held; });
  }
  for (const flow::DeskRestrictionId r : ids_of(w.desk_restriction_names)) {
    const Named& named = w.desk_restriction_names[r];
    const std::string zh = named.name_zh.empty() ? named.name : named.name_zh;
    l.per_day(
        {"restriction_closes_desks", named.key, named.name + ": desks closed", zh + "：关闭柜台"},
        "desk-hours/day", [r](const Tally& t) { return t.runs.desk_seconds_closed[r]; }, 3600);
  }
  const std::int64_t days = w.days;
  for (const flow::DayTypeId d : ids_of(w.day_type_names)) {
    const Named& named = w.day_type_names[d];
    l.rate(
        {"day_type", named.key, "Days: " + named.name,
         "日型：" + (named.name_zh.empty() ? named.name : named.name_zh)},
        [d](const Tally& t) { return t.runs.days[d]; }, [days](const Tally&) { return days; });
  }
}

}  // namespace

std::vector<Indicator> indicators(const World& world) {
  List list(world);
  add_headlines(list);
  add_flows(list);
  add_connections(list);
  add_spending(list);
  if (!world.trip_costs.empty()) add_trips(list);
  indicator_list::add_economy(list);
  indicator_list::add_products(list);
  add_queues(list);
  add_runs(list);
  return std::move(list).take();
}

}  // namespace stopover::simulation
