// SPDX-License-Identifier: Apache-2.0
#include "tools/stopover/trace_report.hpp"

#include <algorithm>
#include <array>

#include <nlohmann/json.hpp>

#include "engine/io/csv_writer.hpp"
#include "tools/stopover/figures.hpp"
#include "tools/stopover/text_table.hpp"
#include "tools/stopover/trace_names.hpp"
#include "tools/stopover/trace_reasons.hpp"
#include "tools/stopover/trace_story.hpp"

namespace stopover::tool {
namespace {

using flow::EventKind;
using flow::MissCause;
using flow::Tick;
using simulation::World;
using timetable::RunId;

std::string span_text(Tick span, const ReportForm& form) {
  const std::int64_t seconds = flow::whole_seconds(span);
  if (seconds < 60) return say(form, "{} s", "{} 秒", seconds);
  const std::int64_t minutes = (seconds + 30) / 60;
  if (minutes < 60) return say(form, "{} min", "{} 分", minutes);
  return say(form, "{} h {:02} min", "{} 小时 {:02} 分", minutes / 60, minutes % 60);
}

class Writer {
 public:
  Writer(const World& world, const Story& story, const ReportForm& form)
      : world_(world), story_(story), form_(form), names_(world, form) {}

  [[nodiscard]] std::string lines() const {
    std::string out;
    std::string day;
    for (const StoryEvent& e : story_.events()) {
      const std::string text = line(e);
      if (text.empty()) continue;
      const std::string now =
          fmt::format("{} ({})", names_.civil(e.event.time, e.place).date.text(),
                      world_.network.places[e.place].zone.name());
      if (now != day) out += form_.style.paint(Colour::kDim, "\n" + now) + "\n";
      day = now;
      const bool trouble =
          e.event.kind == EventKind::kMissed || e.event.kind == EventKind::kStranded;
      out += fmt::format("  {}  {}\n", names_.clock(e.event.time, e.place),
                         trouble ? form_.style.paint(Colour::kYellow, text) : text);
    }
    return out;
  }

  // Empty: the event is told with the one that began it.
  [[nodiscard]] std::string line(const StoryEvent& e) const {
    switch (e.event.kind) {
      case EventKind::kRerouted:
        return in(form_, "finds another way", "找到其他走法");
      case EventKind::kReleased:
        if (e.event.way > 0) return in(form_, "sets out on the other way", "改走其他路线");
        return say(form_, "sets out from {}", "从{}出发", names_.place(e.place));
      case EventKind::kWalkStarts:
        return walk(e);
      case EventKind::kJoins:
        return joins(e);
      case EventKind::kGaveUp:
        return say(form_, "gives up after {}; by other means it takes {}",
                   "等候 {} 后放弃，改用其他办法，用时 {}", span(e.lasts), span(e.also));
      case EventKind::kThrough:
        return in(form_, "is through by other means", "以其他办法通过");
      case EventKind::kEnters:
        return say(form_, "the hall was full: let in after {}", "大厅满员，在外等候 {} 后进入",
                   span(e.lasts));
      case EventKind::kTries:
        return say(form_, "tries {} after {}, and is sent on to the ordinary desks {} later",
                   "排队 {1} 后使用{0}，{2} 后被转至普通柜台", desk(e), span(e.lasts),
                   span(e.also));
      case EventKind::kServiceStarts:
        return served(e);
      case EventKind::kReady:
        return ready(e);
      case EventKind::kLeftBehind:
        return left_behind(e);
      case EventKind::kMissed:
        return say(form_, "misses the planned {}: {}", "错过计划的 {}：{}",
                   names_.run(e.event.run, e.event.stop), why(e));
      case EventKind::kBoards:
        return boards(e);
      case EventKind::kAlights:
        return alights(e);
      case EventKind::kStayStarts:
        return say(form_, "stays outside, {}", "在外停留 {}", span(e.lasts));
      case EventKind::kFinished:
        return say(form_, "is at the destination, {}", "到达目的地{}", names_.place(e.place));
      case EventKind::kStranded:
        return stranded(e);
      case EventKind::kWalkEnds:
      case EventKind::kRefused:
      case EventKind::kServiceEnds:
      case EventKind::kStayEnds:
        break;
    }
    return {};
  }

 private:
  [[nodiscard]] std::string span(Tick t) const { return span_text(t, form_); }

  [[nodiscard]] std::string walk(const StoryEvent& e) const {
    if (e.road.is_none()) return say(form_, "walks, {}", "步行 {}", span(e.lasts));
    return say(form_, "goes by road to {}, {}", "乘车由道路前往{}，{}", names_.place(e.to),
               span(e.lasts));
  }

  [[nodiscard]] std::string served(const StoryEvent& e) const {
    const flow::Checkpoint& checkpoint = world_.checkpoints[e.event.checkpoint];
    if (checkpoint.bags)
      return say(form_, "has the bags after {}; it takes {}", "等待 {} 后取到行李，用时 {}",
                 span(e.lasts), span(e.also));
    if (checkpoint.unlimited) return say(form_, "stays {}", "停留 {}", span(e.also));
    if (!checkpoint.desk_types.empty())
      return say(form_, "is served after {}, at {}; it takes {}",
                 "排队 {} 后开始办理（{}），用时 {}", span(e.lasts), desk(e), span(e.also));
    return say(form_, "is served after {}; it takes {}", "排队 {} 后开始办理，用时 {}",
               span(e.lasts), span(e.also));
  }
  [[nodiscard]] std::string desk(const StoryEvent& e) const {
    return names_.desk(e.event.checkpoint, e.event.desk);
  }

  [[nodiscard]] std::string joins(const StoryEvent& e) const {
    const std::string checkpoint = names_.checkpoint(e.event.checkpoint);
    const flow::Checkpoint& rules = world_.checkpoints[e.event.checkpoint];
    std::string text =
        rules.unlimited ? say(form_, "comes to {}", "到{}", checkpoint)
        : rules.is_plain()
            ? say(form_, "comes to {}, {} ahead", "到{}排队，前面 {} 组", checkpoint, e.event.ahead)
            : say(form_, "comes to {}, {} ahead in all lines", "到{}排队，各队共有 {} 组先到",
                  checkpoint, e.event.ahead);
    if (e.closed_at != flow::kNever)
      text += say(form_, "; too late for the planned run, closed at {}", "；对计划班次已于 {} 截止",
                  names_.clock(e.closed_at, e.place));
    return text;
  }

  [[nodiscard]] std::string ready(const StoryEvent& e) const {
    const std::string service = names_.service(story_.step(e.event).service);
    if (e.planned.is_none())
      return say(form_, "waits for {}, the first with room", "候乘 {}，有空位即上", service);
    return say(form_, "ready to board {}, planned the {}", "可登乘 {}，计划 {}", service,
               names_.run(e.planned, e.event.stop));
  }

  [[nodiscard]] std::string left_behind(const StoryEvent& e) const {
    const std::string run = names_.run(e.event.run, e.event.stop);
    if (e.cancelled) return say(form_, "the {} does not run", "{} 班停开", run);
    if (e.places_left >= e.event.size)
      return say(form_, "the {} leaves without it: the free places are booked",
                 "{} 班开走，未能乘上：余位已被预订", run);
    return say(form_, "the {} leaves without it: {} places left, {} needed",
               "{} 班开走，未能乘上：余位 {}，需要 {}", run, e.places_left, e.event.size);
  }

  [[nodiscard]] std::string why(const StoryEvent& e) const {
    switch (e.event.cause) {
      case MissCause::kClosed:
        return say(form_, "{} had closed for it at {}", "{}已于 {} 截止",
                   names_.checkpoint(e.closed_by), names_.clock(e.closed_at, e.place));
      case MissCause::kNoSeat:
        return in(form_, "was there in time, but no place was left", "按时到达，但没有空位");
      case MissCause::kLateInbound:
        return say(form_, "{} too late, since the ride before came {} later than planned",
                   "迟 {}，前一程比计划晚到 {}", span(e.late), span(e.lasts));
      case MissCause::kQueue:
        return say(form_, "{} too late, after {} in queues", "迟 {}，此前排队 {}", span(e.late),
                   span(e.lasts));
      case MissCause::kWalk:
        return say(form_, "{} too late, since walks and desks took longer than planned",
                   "迟 {}，步行与办理比计划久", span(e.late));
      case MissCause::kCancelled:
        return in(form_, "it was cancelled", "该班次已取消");
      case MissCause::kNone:
        break;
    }
    return {};
  }

  [[nodiscard]] std::string boards(const StoryEvent& e) const {
    std::string text = say(form_, "boards {}, the {} to {}", "登乘 {}，{} 开往{}",
                           names_.service(story_.step(e.event).service),
                           names_.run(e.event.run, e.event.stop), names_.place(e.to));
    if (e.late > 0) text += say(form_, ", {} late", "，晚点 {}", span(e.late));
    return text + say(form_, "; {} places left", "，余位 {}", e.places_left);
  }

  [[nodiscard]] std::string alights(const StoryEvent& e) const {
    std::string text = say(form_, "arrives at {}, {} after boarding", "到达{}，登乘后 {}",
                           names_.place(e.place), span(e.lasts));
    if (e.late > 0) text += say(form_, ", {} later than planned", "，比计划晚 {}", span(e.late));
    return text;
  }

  [[nodiscard]] std::string stranded(const StoryEvent& e) const {
    if (story_.step(e.event).kind == flow::Step::Kind::kQueue)
      return in(form_, "is stranded: no desk opens any more", "滞留：柜台不再开放");
    return in(form_, "is stranded: no further run within the longest wait",
              "滞留：最长等候内再无可乘班次");
  }

  const World& world_;
  const Story& story_;
  const ReportForm& form_;
  Names names_;
};

struct SpentWord {
  std::string_view id;
  std::string_view en;
  std::string_view zh;
};
constexpr std::array<SpentWord, kSpentKinds> kSpentWords{{{"walk", "walking", "步行"},
                                                          {"road", "by road", "道路"},
                                                          {"queue", "in queues", "排队"},
                                                          {"desk", "at desks", "办理"},
                                                          {"wait", "waiting to board", "候乘"},
                                                          {"ride", "riding", "乘坐"},
                                                          {"stay", "outside", "在外停留"}}};

std::string heading_of(const World& world, const simulation::ToldReplication& told,
                       const Story& story, const ReportForm& form) {
  const simulation::ToldParty& party = story.party();
  const simulation::PlannedParty& plan = party.plan();
  const Names names(world, form);
  const demand::Market& market = world.demand.markets[plan.market];
  const demand::Segment& segment = world.demand.segments[market.segment];
  const std::string title =
      say(form, "Party {}, {} → {}", "同行组 {}：{} → {}", party.number(),
          names.place(world.alternatives.journeys[plan.journey].legs.from), names.place(plan.to));
  return form.style.paint(Colour::kBold, title) + "\n" +
         say(form, "{} of segment {}, market {}\nkey {}, replication {} of {}, seed {}\n",
             "{}，客群 {}，市场 {}\n键 {}，第 {} 次重复，{}，种子 {}\n",
             say(form, "{} {}", "{0} 人", plan.size, plan.size == 1 ? "person" : "persons"),
             in(form, segment.name.empty() ? segment.key : segment.name,
                segment.name_zh.empty() ? segment.key : segment.name_zh),
             market.key, simulation::party_key_text(party.key()), told.luck.replication, world.id,
             told.luck.seed);
}

std::string sum_of(const Story& story, const ReportForm& form) {
  std::string parts;
  Tick all = 0;
  for (std::size_t k = 0; k < kSpentKinds; ++k) {
    const Tick spent = story.spent(static_cast<Spent>(k));
    all += spent;
    if (spent == 0) continue;
    parts += fmt::format("{}{} {}",
                         parts.empty()                         ? ""
                         : form.language == Language::kChinese ? "、"
                                                               : ", ",
                         in(form, kSpentWords[k].en, kSpentWords[k].zh), span_text(spent, form));
  }
  std::string out =
      say(form, "\nOn the way {}:\n  {}\n", "\n全程 {}：\n  {}\n", span_text(all, form), parts);
  out += say(form, "Tickets, taxis and cars: {} yuan\n", "票款与车费：{} 元\n",
             io::yuan_text(story.party().plan().fare));
  const bool missed = std::ranges::any_of(
      story.events(), [](const StoryEvent& e) { return e.event.kind == EventKind::kMissed; });
  if (missed && !story.party().stranded())
    out += story.late() > 0
               ? say(form, "Having missed a run, it arrived {} later than planned.\n",
                     "错过班次后，比计划晚到 {}。\n", span_text(story.late(), form))
               : in(form, "Though it missed a run, it arrived no later than planned.\n",
                    "虽错过班次，最终未晚于计划到达。\n");
  return out;
}

// Of a service where there are several types of desk; else empty.
std::string_view desk_key(const World& world, const flow::Event& event) {
  const bool service = event.kind == EventKind::kTries || event.kind == EventKind::kRefused ||
                       event.kind == EventKind::kServiceStarts ||
                       event.kind == EventKind::kServiceEnds;
  if (!service || world.checkpoints[event.checkpoint].desk_types.empty()) return {};
  if (event.desk == 0) return "ordinary";
  return world.checkpoint_info[event.checkpoint].desk_types[event.desk - 1U].key;
}

nlohmann::json event_json(const World& world, const StoryEvent& e, const Writer& writer) {
  const flow::Event& event = e.event;
  nlohmann::json out{
      {"time", iso_text(flow::instant_of(event.time), world.network.places[e.place].zone)},
      {"event", flow::name_of(event.kind)},
      {"way", event.way},
      {"step", event.step},
      {"place", world.places[e.place].key}};
  if (!event.checkpoint.is_none()) out["checkpoint"] = world.checkpoints[event.checkpoint].key;
  if (event.kind == EventKind::kJoins && !world.checkpoints[event.checkpoint].unlimited)
    out["ahead"] = event.ahead;
  if (const std::string_view desk = desk_key(world, event); !desk.empty()) out["desk"] = desk;
  if (!event.run.is_none()) {
    const timetable::Service& service =
        world.timetable.services()[world.timetable.runs()[event.run].service];
    out["run"] = event.run.value();
    out["service"] = service.key;
    out["line"] = service.line;
    out["stop"] = event.stop;
    out["scheduled"] = iso_text(world.timetable.departure(event.run, event.stop),
                                world.network.places[service.stops[event.stop]].zone);
  }
  if (event.kind == EventKind::kLeftBehind || event.kind == EventKind::kBoards)
    out["places_left"] = e.places_left;
  if (event.cause != MissCause::kNone) out["cause"] = flow::name_of(event.cause);
  if (const std::string text = writer.line(e); !text.empty()) out["text"] = text;
  return out;
}

nlohmann::json party_json(const World& world, const simulation::ToldParty& party) {
  const simulation::PlannedParty& plan = party.plan();
  const demand::Market& market = world.demand.markets[plan.market];
  nlohmann::json missed = nlohmann::json::array();
  for (const MissCause cause : misses_of(world, party)) missed.push_back(flow::name_of(cause));
  return {{"number", party.number()},
          {"key", simulation::party_key_text(party.key())},
          {"persons", plan.size},
          {"market", market.key},
          {"segment", world.demand.segments[market.segment].key},
          {"from", world.places[world.alternatives.journeys[plan.journey].legs.from].key},
          {"to", world.places[plan.to].key},
          {"sets_out", iso_text(party.release(), world.zone)},
          {"missed", missed},
          {"stranded", party.stranded()},
          {"fare_fen", plan.fare.count()}};
}

std::string fate_text(const World& world, const simulation::ToldParty& party,
                      const ReportForm& form) {
  std::string out;
  for (const MissCause cause : misses_of(world, party))
    out += fmt::format("{}missed={}", out.empty() ? "" : " ", flow::name_of(cause));
  if (party.stranded()) out += out.empty() ? "stranded" : " stranded";
  return out.empty() ? in(form, "as planned", "按计划") : out;
}

}  // namespace

std::string trace_text(const World& world, const simulation::ToldReplication& told,
                       std::size_t number, const simulation::Reasons& reasons,
                       const ReportForm& form) {
  const Story story(world, told, number);
  return heading_of(world, told, story, form) + reasons_text(world, reasons, form) +
         Writer(world, story, form).lines() + sum_of(story, form);
}

nlohmann::json trace_json(const World& world, const simulation::ToldReplication& told,
                          std::size_t number, const simulation::Reasons& reasons) {
  const Story story(world, told, number);
  const ReportForm form{};
  const Writer writer(world, story, form);
  nlohmann::json events = nlohmann::json::array();
  for (const StoryEvent& e : story.events()) events.push_back(event_json(world, e, writer));
  nlohmann::json spent = nlohmann::json::object();
  for (std::size_t k = 0; k < kSpentKinds; ++k)
    spent[std::string(kSpentWords[k].id)] = flow::whole_seconds(story.spent(static_cast<Spent>(k)));
  return {{"format", "stopover-trace-1"},
          {"scenario", world.id},
          {"seed", told.luck.seed},
          {"replication", told.luck.replication},
          {"party", party_json(world, story.party())},
          {"choice", reasons_json(world, reasons)},
          {"events", events},
          {"seconds", spent},
          {"late_seconds", story.party().stranded()
                               ? nlohmann::json(nullptr)
                               : nlohmann::json(flow::whole_seconds(story.late()))}};
}

std::string search_text(const World& world, const simulation::ToldReplication& told,
                        const std::vector<std::size_t>& found, std::size_t shown,
                        const ReportForm& form) {
  const Names names(world, form);
  TextTable table({{in(form, "party", "同行组"), Align::kRight},
                   {in(form, "persons", "人数"), Align::kRight},
                   {in(form, "sets out", "出发")},
                   {in(form, "from", "起")},
                   {in(form, "to", "讫")},
                   {in(form, "what happened", "结果")}});
  for (std::size_t i = 0; i < std::min(shown, found.size()); ++i) {
    const simulation::ToldParty party = told.party(found[i]);
    const simulation::PlannedParty& plan = party.plan();
    const network::PlaceId from = world.alternatives.journeys[plan.journey].legs.from;
    table.add({fmt::to_string(party.number()), fmt::to_string(plan.size),
               names.civil(flow::ticks(party.release()), from).text().substr(5, 11),
               names.place(from), names.place(plan.to), fate_text(world, party, form)});
  }
  const auto count = [](std::size_t n) { return whole_text(static_cast<long long>(n)); };
  const std::string head =
      say(form, "{} of {} parties of replication {}\n", "第 {2} 次重复的 {1} 个同行组中有 {0} 个\n",
          count(found.size()), count(told.parties()), told.luck.replication);
  const std::string none =
      !found.empty()     ? ""
      : world.sample < 1 ? in(form,
                              "In a sample hardly anybody queues and vehicles have room: search in "
                              "a larger one, or for fewer conditions.\n",
                              "抽样模拟中几乎无人排队、车辆有空位：请增大 --sample 或减少条件。\n")
                         : in(form, "Search for fewer conditions.\n", "请减少条件。\n");
  return head + none + (found.empty() ? "" : "\n" + table.text(form.style)) +
         (found.size() > shown ? say(form, "and {} more; --count shows more of them\n",
                                     "另有 {} 个；可用 --count 多列\n", count(found.size() - shown))
                               : "");
}

nlohmann::json search_json(const World& world, const simulation::ToldReplication& told,
                           const std::vector<std::size_t>& found, std::size_t shown) {
  nlohmann::json parties = nlohmann::json::array();
  for (std::size_t i = 0; i < std::min(shown, found.size()); ++i)
    parties.push_back(party_json(world, told.party(found[i])));
  return {{"format", "stopover-parties-1"},       {"scenario", world.id},  {"seed", told.luck.seed},
          {"replication", told.luck.replication}, {"found", found.size()}, {"parties", parties}};
}

}  // namespace stopover::tool
