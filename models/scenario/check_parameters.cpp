// SPDX-License-Identifier: Apache-2.0
// Parameters against the names the models know, and spending categories.
#include <cmath>
#include <map>
#include <utility>

#include <fmt/format.h>

#include "engine/io/text.hpp"
#include "models/scenario/checking.hpp"
#include "models/scenario/known_parameters.hpp"
#include "models/scenario/rules.hpp"

namespace stopover::scenario {
namespace {

void check_name(Checking& c, const Spot& spot, const std::string& id) {
  std::vector<std::string> names;
  for (const KnownParameter& known : known_parameters()) names.emplace_back(known.name);
  c.fault(rule::kUnknownParameter, spot.at("id"), id,
          "the name of a parameter" + io::did_you_mean(id, names));
}

void check_figure(Checking& c, const Spot& spot, const KnownParameter& known, double value) {
  if (!std::isfinite(value)) return;  // reported alone
  const bool inside = value >= known.min && value <= known.max;
  if (inside && (!known.whole || std::trunc(value) == value)) return;
  c.fault(rule::kParameterRange, spot, fmt::format("{}", value), expected_text(known));
}

void check_order(Checking& c, const Spot& spot, const Parameter& p) {
  if (p.has_low() && p.low() > p.value())
    c.fault(rule::kLowHigh, spot.at("low"), fmt::format("{}", p.low()),
            fmt::format("at most the value, {}", p.value()));
  if (p.has_high() && p.high() < p.value())
    c.fault(rule::kLowHigh, spot.at("high"), fmt::format("{}", p.high()),
            fmt::format("at least the value, {}", p.value()));
}

void check_parameter(Checking& c, const Parameter& p) {
  const Spot spot{"parameter", p.id(), ""};
  check_order(c, spot, p);
  const KnownParameter* known = find_parameter(p.id());
  if (known == nullptr) {
    check_name(c, spot, p.id());
    return;
  }
  if (!p.unit().empty() && p.unit() != known->unit) {
    c.fault(rule::kParameterUnit, spot.at("unit"), p.unit(),
            fmt::format("\"{}\": {}", known->unit, known->meaning));
    return;  // its figures are in another unit
  }
  check_figure(c, spot.at("value"), *known, p.value());
  if (p.has_low()) check_figure(c, spot.at("low"), *known, p.low());
  if (p.has_high()) check_figure(c, spot.at("high"), *known, p.high());
}

void check_spending(Checking& c) {
  std::map<std::pair<std::string, std::string>, std::string> seen;
  c.each("spending", c.elements().spending(), [&](const Spending& one) {
    if (one.visitor().empty() || one.category().empty()) return;
    const auto [first, is_new] = seen.try_emplace({one.visitor(), one.category()}, one.id());
    if (is_new) return;
    c.fault(rule::kSpendingTwice, {"spending", one.id(), "category"},
            one.visitor() + " " + one.category(),
            fmt::format("each category of a visitor once; first at {}",
                        c.place_text({"spending", first->second, ""})));
  });
}

}  // namespace

void check_parameters(Checking& c) {
  c.each("parameter", c.elements().parameter(), [&](const Parameter& p) { check_parameter(c, p); });
  for (const KnownParameter& known : known_parameters())
    if (!c.knows("parameter", known.name))
      c.fault(rule::kNoParameter, {"scenario", "", "elements.parameter"}, "",
              fmt::format("parameter {} ({}): {}", known.name, known.unit, known.meaning));
  check_spending(c);
}

}  // namespace stopover::scenario
