// SPDX-License-Identifier: Apache-2.0
// Cruise ports: channels, closures, desks of every stage, guests who can come and go, figures.
#include <array>
#include <cmath>
#include <map>
#include <set>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "engine/io/text.hpp"
#include "models/scenario/checking.hpp"
#include "models/scenario/cruise_rules.hpp"
#include "models/scenario/known_cruise.hpp"
#include "models/scenario/rules.hpp"

namespace stopover::scenario {
namespace {

constexpr double kShareSlack = 1e-6;  // that shares may miss 1 by
constexpr std::array<std::string_view, 9> kStages{
    "border_in", "customs", "coach", "taxi", "metro", "car", "check_in", "security", "border_out"};

bool is_border(std::string_view stage) {
  return stage.starts_with("border");
}

// Terminals that a call or deployment names.
std::set<std::string> used_terminals(const Elements& e) {
  std::set<std::string> used;
  for (const CruiseCall& call : e.cruise_call()) used.insert(call.terminal());
  for (const CruiseDeployment& one : e.cruise_deployment()) used.insert(one.terminal());
  return used;
}

void check_channels(Checking& c, const std::set<std::string>& used) {
  std::map<std::string, std::string> channel_of;
  c.each("cruise_channel", c.elements().cruise_channel(), [&](const CruiseChannel& channel) {
    for (int i = 0; i < channel.terminals_size(); ++i) {
      const auto [at, fresh] = channel_of.try_emplace(channel.terminals(i), channel.id());
      if (!fresh)
        c.fault(rule::kNoChannel, {"cruise_channel", channel.id(), indexed("terminals", i)},
                channel.terminals(i), "a terminal of one channel; " + at->second + " has it");
    }
  });
  if (!c.has_all("cruise_channel")) return;
  c.each("cruise_terminal", c.elements().cruise_terminal(), [&](const CruiseTerminal& one) {
    if (used.contains(one.id()) && !channel_of.contains(one.id()))
      c.fault(rule::kNoChannel, {"cruise_terminal", one.id(), "id"}, one.id(),
              "a terminal that a channel lists");
  });
}

void check_closure(Checking& c, const CruiseClosure& one) {
  const Spot spot{"cruise_closure", one.id(), ""};
  const bool drawn = one.month_events_size() > 0;
  const bool dated = !one.valid_from().empty() && !one.valid_until().empty();
  if (drawn == dated) {
    c.fault(rule::kClosureForm, spot.at(drawn ? "month_events" : "valid_from"), "",
            "either both dates or the means of 12 months");
    return;
  }
  if (dated) check_valid_dates(c, spot, one.valid_from(), one.valid_until());
  if (!drawn) return;
  if (one.month_events_size() != kMonthsOfYear)
    c.fault(rule::kClosureForm, spot.at("month_events"),
            fmt::format("{} means", one.month_events_size()), "one of each of 12 months");
  const auto from = parse_service_time(one.starts_from());
  const auto until = parse_service_time(one.starts_until());
  if (!from || !until || *until < *from)
    c.fault(rule::kClosureForm, spot.at("starts_until"), one.starts_until(),
            "a time not before starts_from");
  if (!(one.mean_hours() > 0))
    c.fault(rule::kClosureForm, spot.at("mean_hours"), fmt::format("{}", one.mean_hours()),
            "hours above 0");
}

void check_desks(Checking& c, const std::set<std::string>& used) {
  std::set<std::pair<std::string, std::string>> has;  // terminal, stage or stage/type
  c.each("cruise_desk", c.elements().cruise_desk(), [&](const CruiseDesk& desk) {
    const Spot spot{"cruise_desk", desk.id(), ""};
    if (is_border(desk.stage()) == (desk.type() == "any"))
      c.fault(rule::kDeskForm, spot.at("type"), desk.type(),
              is_border(desk.stage()) ? "manual, egate, foreign, group or crew" : "any");
    const auto from = parse_service_time(desk.from());
    const auto until = parse_service_time(desk.until());
    if (from && until && *until <= *from)
      c.fault(rule::kTimeRange, spot.at("until"), desk.until(), "a time after " + desk.from());
    if (desk.desks() == 0) return;
    has.emplace(desk.terminal(), desk.stage());
    has.emplace(desk.terminal(), desk.stage() + "/" + desk.type());
  });
  if (!c.has_all("cruise_desk")) return;
  c.each("cruise_terminal", c.elements().cruise_terminal(), [&](const CruiseTerminal& one) {
    if (!used.contains(one.id())) return;
    const auto need = [&](const std::string& what) {
      if (!has.contains({one.id(), what}))
        c.fault(rule::kNoDesk, {"cruise_terminal", one.id(), "id"}, one.id(), "desks of " + what);
    };
    for (const std::string_view stage : kStages) {
      if (!is_border(stage)) need(std::string(stage));
      if (is_border(stage)) {
        need(std::string(stage) + "/manual");
        need(std::string(stage) + "/foreign");
      }
    }
  });
}

void check_guest_shares(Checking& c, const std::set<std::string>& used) {
  for (const std::string kind : {"homeport", "transit"}) {
    double sum = 0;
    double foreign = 0;
    const CruiseGuest* last = nullptr;
    bool any_foreign = false;
    for (const CruiseGuest& guest : c.elements().cruise_guest()) {
      if (guest.kind() != kind) continue;
      last = &guest;
      sum += guest.share();
      foreign += guest.has_foreign_share() ? guest.foreign_share() : guest.share();
      any_foreign = any_foreign || guest.has_foreign_share();
    }
    if (last == nullptr) {
      if (!used.empty())
        c.fault(rule::kGuestShares, {"scenario", "", "elements.cruise_guest"}, "none",
                "guests of kind " + kind);
      continue;
    }
    if (std::abs(sum - 1) > kShareSlack)
      c.fault(rule::kGuestShares, {"cruise_guest", last->id(), "share"}, fmt::format("{}", sum),
              "shares of kind " + kind + " that sum to 1");
    if (any_foreign && std::abs(foreign - 1) > kShareSlack)
      c.fault(rule::kGuestShares, {"cruise_guest", last->id(), "foreign_share"},
              fmt::format("{}", foreign), "foreign shares of kind " + kind + " that sum to 1");
  }
}

void check_guest_modes(Checking& c, const std::set<std::string>& used) {
  c.each("cruise_guest", c.elements().cruise_guest(), [&](const CruiseGuest& guest) {
    if (guest.kind() == "crew") return;
    for (const std::string& terminal : used) {
      bool any = false;
      for (const CruiseMode& mode : c.elements().cruise_mode())
        any = any || (mode.guest() == guest.id() &&
                      (mode.terminal().empty() || mode.terminal() == terminal));
      if (!any)
        c.fault(rule::kNoMode, {"cruise_guest", guest.id(), "id"}, guest.id(),
                "guests with a mode at " + terminal);
    }
  });
}

void check_spending(Checking& c, const CruiseSpending& one) {
  const Spot spot{"cruise_spending", one.id(), ""};
  if (one.has_mean_yuan_low() && one.mean_yuan_low() > one.mean_yuan())
    c.fault(rule::kLowHigh, spot.at("mean_yuan_low"), fmt::format("{}", one.mean_yuan_low()),
            fmt::format("at most the mean, {}", one.mean_yuan()));
  if (one.has_mean_yuan_high() && one.mean_yuan_high() < one.mean_yuan())
    c.fault(rule::kLowHigh, spot.at("mean_yuan_high"), fmt::format("{}", one.mean_yuan_high()),
            fmt::format("at least the mean, {}", one.mean_yuan()));
}

void check_figure(Checking& c, const CruiseFigure& figure) {
  const Spot spot{"cruise_figure", figure.id(), ""};
  const KnownParameter* known = find_cruise_figure(figure.id());
  if (known == nullptr) {
    std::vector<std::string> names;
    for (const KnownParameter& one : known_cruise_figures()) names.emplace_back(one.name);
    c.fault(rule::kUnknownFigure, spot.at("id"), figure.id(),
            "the name of a figure" + io::did_you_mean(figure.id(), names));
    return;
  }
  if (!figure.unit().empty() && figure.unit() != known->unit)
    c.fault(rule::kFigureRange, spot.at("unit"), figure.unit(), std::string(known->unit));
  const double value = figure.value();
  if (!std::isfinite(value)) return;  // reported alone
  if (value < known->min || value > known->max || (known->whole && std::trunc(value) != value))
    c.fault(rule::kFigureRange, spot.at("value"), fmt::format("{}", value), expected_text(*known));
  if (figure.has_low() && figure.low() > value)
    c.fault(rule::kFigureRange, spot.at("low"), fmt::format("{}", figure.low()),
            fmt::format("at most the value, {}", value));
  if (figure.has_high() && figure.high() < value)
    c.fault(rule::kFigureRange, spot.at("high"), fmt::format("{}", figure.high()),
            fmt::format("at least the value, {}", value));
}

void check_all_figures(Checking& c) {
  std::set<std::string_view> given;
  for (const CruiseFigure& figure : c.elements().cruise_figure()) given.insert(figure.id());
  for (const KnownParameter& known : known_cruise_figures())
    if (!given.contains(known.name))
      c.fault(rule::kNoFigure, {"scenario", "", "elements.cruise_figure"}, "",
              fmt::format("a figure \"{}\", {}", known.name, expected_text(known)));
}

}  // namespace

void check_cruise(Checking& c) {
  const Elements& e = c.elements();
  const std::set<std::string> used = used_terminals(e);
  c.each("cruise_closure", e.cruise_closure(),
         [&](const CruiseClosure& one) { check_closure(c, one); });
  c.each("cruise_spending", e.cruise_spending(),
         [&](const CruiseSpending& one) { check_spending(c, one); });
  c.each("cruise_figure", e.cruise_figure(),
         [&](const CruiseFigure& one) { check_figure(c, one); });
  c.each("cruise_berth", e.cruise_berth(), [&](const CruiseBerth& one) {
    check_valid_dates(c, {"cruise_berth", one.id(), ""}, one.valid_from(), one.valid_until());
  });
  c.each("cruise_total", e.cruise_total(), [&](const CruiseTotal& one) {
    check_valid_dates(c, {"cruise_total", one.id(), ""}, one.valid_from(), one.valid_until());
  });
  check_channels(c, used);
  check_desks(c, used);
  if (used.empty()) return;
  if (c.has_all("cruise_guest")) check_guest_shares(c, used);
  if (c.has_all("cruise_mode")) check_guest_modes(c, used);
  if (c.has_all("cruise_figure")) check_all_figures(c);
}

}  // namespace stopover::scenario
