// SPDX-License-Identifier: Apache-2.0
#include "tools/stopover/trace_reasons.hpp"

#include <array>
#include <cmath>
#include <string_view>

#include <nlohmann/json.hpp>

#include "tools/stopover/figures.hpp"
#include "tools/stopover/text_table.hpp"
#include "tools/stopover/trace_names.hpp"

namespace stopover::tool {
namespace {

using simulation::Considered;
using simulation::Reasons;
using simulation::StayKind;
using simulation::UtilityParts;
using simulation::World;

constexpr std::size_t kShown = 8;
constexpr std::size_t kWayWidth = 44;
constexpr double kSecondsPerHour = 3600;

struct PartWord {
  double UtilityParts::*part;
  std::string_view id;
  std::string_view en;
  std::string_view zh;
};
constexpr std::array<PartWord, 7> kParts{{
    {&UtilityParts::riding, "riding", "riding", "乘坐"},
    {&UtilityParts::waiting, "waiting", "waiting", "等候"},
    {&UtilityParts::connecting, "connecting", "connecting", "衔接"},
    {&UtilityParts::changing, "changing", "changing", "换乘"},
    {&UtilityParts::displaced, "displaced", "other time than wanted", "偏离期望时间"},
    {&UtilityParts::money, "money", "money", "费用"},
    {&UtilityParts::learnt, "learnt", "expected lateness and crowding", "预期晚点与拥挤"},
}};

std::string stay_text(const Considered& c, const ReportForm& form) {
  if (c.stay == StayKind::kStepOut)
    return say(form, "steps out {:.0f} h", "出机场 {:.0f} 小时", c.stay_hours);
  if (c.stay == StayKind::kNights) return say(form, "stays {} night(s)", "停留 {} 晚", c.nights);
  return {};
}

std::string product_name(const World& world, const Considered& c, const ReportForm& form) {
  const product::Product& product = world.shelf.products[c.product];
  return in(form, product.name, product.name_zh.empty() ? product.name : product.name_zh);
}

// "stays 2 night(s): flight mu-pvg-tyo, metro 2; with Festival pass"
std::string way_text(const World& world, const Considered& c, const Names& names,
                     const ReportForm& form) {
  std::string out;
  for (const timetable::Leg& leg : world.alternatives.journeys[c.journey].legs.legs) {
    const std::string part =
        leg.is_ride() ? names.service(leg.service) : in(form, "by road", "道路");
    out += (out.empty() ? "" : ", ") + part;
  }
  const std::string stay = stay_text(c, form);
  if (!c.product.is_none())
    out += c.sold_out ? say(form, "; {} sold out", "；{} 已售罄", product_name(world, c, form))
                      : say(form, "; with {}", "；购 {}", product_name(world, c, form));
  return stay.empty() ? out : stay + ": " + out;
}

double hours(const Considered& c) {
  return static_cast<double>((c.arrive - c.leave).count()) / kSecondsPerHour;
}

std::string utility_text(const World& world, const Reasons& reasons, const Considered& c,
                         const ReportForm& form) {
  std::string parts;
  for (const PartWord& word : kParts) {
    const double value = c.parts.*word.part;
    if (std::abs(value) < 0.005) continue;
    parts +=
        fmt::format("{}{} {:.2f}", parts.empty() ? "" : " + ", in(form, word.en, word.zh), value);
  }
  std::string out = say(form, "\nWhat it took is worth {:.2f} to it: −{:.3g} an hour of\n  {}\n",
                        "\n所选方案的效用为 {:.2f}：每小时 −{:.3g}，合计\n  {}\n", c.utility,
                        reasons.scale_per_hour, parts);
  out += say(form, "and constants {:+.2f}", "另加常数项 {:+.2f}", c.parts.constants);
  if (std::abs(c.parts.overlap) >= 0.005)
    out += say(form, ", rides shared with other ways {:+.2f}", "，与其他方案共用路段 {:+.2f}",
               c.parts.overlap);
  if (c.stay != StayKind::kNone)
    out += say(form, ", the stay {:+.2f}", "，停留 {:+.2f}", c.parts.stay);
  if (!c.product.is_none())
    out += say(form, ", {} {:+.2f}", "，{} {:+.2f}", product_name(world, c, form), c.parts.product);
  return out + say(form, "; its own taste {:+.2f}\n", "；个人偏好 {:+.2f}\n", c.error);
}

}  // namespace

std::string reasons_text(const World& world, const Reasons& reasons, const ReportForm& form) {
  const Names names(world, form);
  TextTable table({{in(form, "likely", "概率"), Align::kRight},
                   {in(form, "sets out", "出发")},
                   {in(form, "hours", "小时"), Align::kRight},
                   {in(form, "yuan", "元"), Align::kRight},
                   {in(form, "worth", "效用"), Align::kRight},
                   {in(form, "taste", "偏好"), Align::kRight},
                   {in(form, "by", "走法"), Align::kLeft, kWayWidth}});
  const Considered* taken = nullptr;
  std::size_t left_out = 0;
  for (std::size_t i = 0; i < reasons.considered.size(); ++i) {
    const Considered& c = reasons.considered[i];
    if (c.chosen) taken = &c;
    if (i >= kShown && !c.chosen) {
      ++left_out;
      continue;
    }
    table.add({fmt::format("{}{:.1f} %", c.chosen ? "> " : "", 100 * c.probability),
               names.civil(flow::ticks(c.leave), reasons.party.from).text().substr(5, 11),
               fmt::format("{:.1f}", hours(c)), fmt::format("{:.0f}", c.yuan),
               fmt::format("{:.2f}", c.utility), fmt::format("{:+.2f}", c.error),
               way_text(world, c, names, form)});
  }
  std::string out =
      heading(in(form, "What it chose among", "可选方案"), form) + table.text(form.style);
  if (left_out > 0)
    out += say(form, "and {} less likely; --json has all\n",
               "另有 {} 个概率更低；--json 列出全部\n", left_out);
  out += say(form, "an hour is worth {:.0f} yuan to each of them; > is what it took\n",
             "每人一小时值 {:.0f} 元；> 为所选\n", reasons.party.value_of_time);
  return taken == nullptr ? out : out + utility_text(world, reasons, *taken, form);
}

nlohmann::json reasons_json(const World& world, const Reasons& reasons) {
  const ReportForm form{};
  const Names names(world, form);
  nlohmann::json all = nlohmann::json::array();
  const TimeZone zone = world.network.places[reasons.party.from].zone;
  for (const Considered& c : reasons.considered) {
    nlohmann::json hours_of = nlohmann::json::object();
    for (const PartWord& word : kParts) hours_of[std::string(word.id)] = c.parts.*word.part;
    all.push_back(
        {{"by", way_text(world, c, names, form)},
         {"leaves", iso_text(c.leave, zone)},
         {"arrives", iso_text(c.arrive, world.network.places[reasons.party.to].zone)},
         {"nights", c.stay == StayKind::kNights ? c.nights : 0},
         {"stay_hours", c.stay_hours},
         {"yuan_per_person", c.yuan},
         {"generalised_hours", hours_of},
         {"overlap", c.parts.overlap},
         {"constants", c.parts.constants},
         {"stay", c.parts.stay},
         {"product", c.product.is_none() ? nlohmann::json()
                                         : nlohmann::json(world.shelf.products[c.product].key)},
         {"product_gain", c.parts.product},
         {"utility", c.utility},
         {"error", c.error},
         {"probability", c.probability},
         {"chosen", c.chosen}});
  }
  return {{"value_of_time_yuan_per_hour", reasons.party.value_of_time},
          {"scale_per_hour", reasons.scale_per_hour},
          {"alternatives", all}};
}

}  // namespace stopover::tool
