// SPDX-License-Identifier: Apache-2.0
// Of a run, for a person: where time is lost, and which connections fail.
#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <map>
#include <tuple>
#include <vector>

#include <fmt/format.h>

#include "models/simulation/bottlenecks.hpp"
#include "models/simulation/hub_capacity.hpp"
#include "tools/stopover/figures.hpp"
#include "tools/stopover/hub_report.hpp"
#include "tools/stopover/report.hpp"
#include "tools/stopover/text_table.hpp"

namespace stopover::tool {
namespace {

using simulation::Bottleneck;
using simulation::MissCounts;

constexpr std::size_t kWorstConnections = 5;
constexpr std::size_t kNameWidth = 32;   // so that a row has 80 columns
constexpr std::size_t kPlaceWidth = 24;  // likewise

std::string brief(flow::MissCause cause, const ReportForm& form) {
  if (cause == flow::MissCause::kNone) return "";
  const flow::MissCauseText& text = flow::kMissCauseTexts[static_cast<std::size_t>(cause) - 1];
  return in(form, text.brief, text.brief_zh);
}

std::string hour_text(std::size_t hour) {
  return fmt::format("{:02}:00", hour);
}

std::string tenth(double value) {
  return fmt::format("{:.1f}", value);
}

// A day of one replication.
double per_day(const RunResults& run, std::int64_t total) {
  return static_cast<double>(total) / run.replications / run.world->days;
}

std::string service_name(const RunResults& run, timetable::ServiceId id, const ReportForm& form) {
  const timetable::Service& service = run.world->timetable.services()[id];
  return say(form, "{} to {}", "{} 往 {}", service.line,
             label_of(run.world->places[service.stops.back()], form));
}

// "−31 %"; nothing to save where nothing was lost.
std::string desk_effect(const std::optional<simulation::OneMoreDesk>& trial) {
  if (!trial || trial->lost_seconds == 0) return "–";
  const double change = 100.0 *
                        static_cast<double>(trial->lost_seconds_then - trial->lost_seconds) /
                        static_cast<double>(trial->lost_seconds);
  return fmt::format("{:+.0f} %", std::round(change) == 0 ? 0.0 : change);
}

std::vector<std::string> checkpoint_row(const RunResults& run, const Bottleneck& b,
                                        const std::vector<std::int64_t>& open,
                                        const ReportForm& form) {
  const flow::QueueSlot& slot = run.detail->queues[b.checkpoint].slots[b.hour];
  const std::int64_t served = slot.counts.served;
  const auto p95 = slot.waits.quantile(stats::Share::percent(95));
  const auto desks = static_cast<double>(open[b.hour]);
  return {label_of(run.world->checkpoint_info[b.checkpoint], form),
          hour_text(b.hour),
          whole_text(std::llround(per_day(run, b.lost_seconds) / 60)),
          served == 0 ? "–"
                      : tenth(static_cast<double>(slot.counts.waited_seconds) /
                              static_cast<double>(served) / 60),
          p95 ? tenth(static_cast<double>(*p95) / 60) : "–",
          desks == 0
              ? "–"
              : fmt::format("{:.0f} %", 100 * static_cast<double>(slot.counts.busy_ticks) / desks),
          desk_effect(b.one_more)};
}

std::vector<std::string> service_row(const RunResults& run, const Bottleneck& b,
                                     const ReportForm& form) {
  const auto found = run.detail->vehicles.find({b.service, static_cast<std::uint8_t>(b.hour)});
  const simulation::LeftBehind left =
      found == run.detail->vehicles.end() ? simulation::LeftBehind{} : found->second;
  const std::int64_t waited = left.persons - left.rerouted - left.stranded;
  return {service_name(run, b.service, form),
          hour_text(b.hour),
          whole_text(std::llround(per_day(run, b.lost_seconds) / 60)),
          waited == 0 ? "–"
                      : fmt::format("{:.0f}", static_cast<double>(left.late_seconds) /
                                                  static_cast<double>(waited) / 60),
          "–",
          in(form, "full", "满员"),
          "–"};
}

// Modes and place of a connection, all hours together.
struct Failing {
  MissCounts counts{};
  std::array<std::int64_t, simulation::kHours> missed_in_hour{};
};
using FailingKey = std::tuple<simulation::Where, network::Mode, network::Mode>;

std::string mode_text(network::Mode mode, const ReportForm& form) {
  return mode == scenario::AIR ? in(form, "flight", "航班") : in(form, "train", "列车");
}

std::string where_text(const RunResults& run, const simulation::Where& where,
                       const ReportForm& form) {
  return where.hub.is_none() ? label_of(run.world->places[where.place], form)
                             : label_of(run.world->hubs[where.hub], form);
}

std::vector<std::string> failing_row(const RunResults& run, const FailingKey& key,
                                     const Failing& failing, const ReportForm& form) {
  const auto& [where, from, to] = key;
  const auto* const first = failing.counts.begin() + 1;
  const auto cause = static_cast<std::size_t>(std::max_element(first, failing.counts.end()) -
                                              failing.counts.begin());
  const auto hour = static_cast<std::size_t>(std::ranges::max_element(failing.missed_in_hour) -
                                             failing.missed_in_hour.begin());
  const std::int64_t missed = simulation::missed(failing.counts);
  return {where_text(run, where, form),
          say(form, "{} to {}", "{}转{}", mode_text(from, form), mode_text(to, form)),
          whole_text(std::llround(per_day(run, missed))),
          fmt::format("{:.1f} %", 100.0 * static_cast<double>(missed) /
                                      static_cast<double>(simulation::planned(failing.counts))),
          hour_text(hour),
          fmt::format(
              "{} {:.0f} %", brief(static_cast<flow::MissCause>(cause), form),
              100.0 * static_cast<double>(failing.counts[cause]) / static_cast<double>(missed))};
}

}  // namespace

std::string bottlenecks_text(const RunResults& run, const ReportForm& form) {
  if (run.bottlenecks == nullptr || run.bottlenecks->empty()) return "";
  TextTable table({{"", Align::kLeft, kNameWidth},
                   {in(form, "hour", "时段"), Align::kRight},
                   {in(form, "lost", "损失"), Align::kRight},
                   {in(form, "mean", "平均"), Align::kRight},
                   {in(form, "95 %", "95 %"), Align::kRight},
                   {in(form, "busy", "利用率"), Align::kRight},
                   {in(form, "+1 desk", "增开一窗"), Align::kRight}});
  const auto open = simulation::open_desks(*run.world, {run.seed, run.replications});
  std::uint32_t trials = 0;
  for (const Bottleneck& b : *run.bottlenecks) {
    const bool desk = !b.checkpoint.is_none();
    table.add(desk ? checkpoint_row(run, b, open[b.checkpoint], form) : service_row(run, b, form));
    if (b.one_more) trials = b.one_more->replications;
  }
  return heading(say(form, "Where most time is lost, and the worst hour there",
                     "时间损失最大之处及其最差时段"),
                 form) +
         table.text(form.style) +
         say(form,
             "  lost: person-minutes a day, all hours. mean, 95 %: minutes waited in that\n"
             "  hour. +1 desk: change of what is lost with one desk more in that hour, that\n"
             "  queue alone ({} simulated again).\n",
             "  损失：全天每日人分钟。平均、95 %：该时段等候分钟数。\n"
             "  增开一窗：该时段多开一个窗口后损失的变化，仅重算该队列（{}）。\n",
             form.language == Language::kChinese ? fmt::format("{} 次重复", trials)
                                                 : counted(trials, "replication"));
}

std::string failing_text(const RunResults& run, const ReportForm& form) {
  std::map<FailingKey, Failing> by_way;
  for (const auto& [key, counts] : run.detail->connections) {
    Failing& failing = by_way[{key.where, key.from, key.to}];
    for (std::size_t c = 0; c < counts.size(); ++c) failing.counts[c] += counts[c];
    failing.missed_in_hour.at(key.hour) += simulation::missed(counts);
  }
  std::vector<std::map<FailingKey, Failing>::const_iterator> worst;
  for (auto it = by_way.cbegin(); it != by_way.cend(); ++it)
    if (simulation::missed(it->second.counts) > 0) worst.push_back(it);
  std::ranges::stable_sort(worst, std::greater<>(),
                           [](const auto& it) { return simulation::missed(it->second.counts); });
  if (worst.empty()) return "";
  if (worst.size() > kWorstConnections) worst.resize(kWorstConnections);
  TextTable table({{"", Align::kLeft, kPlaceWidth},
                   {""},
                   {in(form, "people/day", "人/日"), Align::kRight},
                   {in(form, "missed", "失误率"), Align::kRight},
                   {in(form, "most at", "最多时段"), Align::kRight},
                   {in(form, "mostly by", "主要原因")}});
  for (const auto& it : worst) table.add(failing_row(run, it->first, it->second, form));
  return heading(in(form, "Where connections fail", "衔接失误最多之处"), form) +
         table.text(form.style);
}

}  // namespace stopover::tool
