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

struct Bound {
  const char* field = nullptr;
  bool written = false;
  double value = 0;
};

// low <= value <= high, each of them as far as it is written; a change may have written one alone.
void check_order(Checking& c, const Spot& spot, Bound value, Bound low, Bound high) {
  const auto file_of = [](const std::string& place) { return place.substr(0, place.rfind(':')); };
  const auto report = [&](const Bound& bound, std::string_view side) {
    const std::string here = c.place_text(spot.at(bound.field));
    const std::string there = c.place_text(spot.at(value.field));
    c.fault(rule::kLowHigh, spot.at(bound.field), fmt::format("{}", bound.value),
            fmt::format("at {} the value, {}{}", side, value.value,
                        file_of(here) == file_of(there) ? "" : ", of " + there));
  };
  if (low.written && low.value > value.value) report(low, "most");
  if (high.written && high.value < value.value) report(high, "least");
}

void check_parameter(Checking& c, const Parameter& p) {
  const Spot spot{"parameter", p.id(), ""};
  check_order(c, spot, {"value", true, p.value()}, {"low", p.has_low(), p.low()},
              {"high", p.has_high(), p.high()});
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
    check_order(c, {"spending", one.id(), ""}, {"mean_yuan", true, one.mean_yuan()},
                {"mean_yuan_low", one.has_mean_yuan_low(), one.mean_yuan_low()},
                {"mean_yuan_high", one.has_mean_yuan_high(), one.mean_yuan_high()});
    if (one.visitor().empty() || one.category().empty()) return;
    const auto [first, is_new] = seen.try_emplace({one.visitor(), one.category()}, one.id());
    if (is_new) return;
    c.fault(rule::kSpendingTwice, {"spending", one.id(), "category"},
            one.visitor() + " " + one.category(),
            fmt::format("each category of a visitor once; first at {}",
                        c.place_text({"spending", first->second, ""})));
  });
}

// The file of their table, where a row is missing; "" if they stand in the text.
std::string parameter_table(const Checking& c) {
  const SourceMap& sources = c.loaded().sources;
  for (const Parameter& p : c.elements().parameter()) {
    const SourceNode* node = sources.find("parameter", p.id());
    if (node != nullptr && node->row) return sources.place_of(*node).file;
  }
  return {};
}

}  // namespace

void check_parameters(Checking& c) {
  c.each("parameter", c.elements().parameter(), [&](const Parameter& p) { check_parameter(c, p); });
  const std::string table = parameter_table(c);
  for (const KnownParameter& known : known_parameters()) {
    if (c.knows("parameter", known.name) || !c.has_all("parameter")) continue;
    const std::string expected =
        fmt::format("parameter {} ({}): {}", known.name, known.unit, known.meaning);
    if (table.empty())
      c.fault(rule::kNoParameter, {"scenario", "", "elements.parameter"}, "", expected);
    else
      c.add({std::string(rule::kNoParameter), table, 0, "id", "", expected});
  }
  check_spending(c);
}

}  // namespace stopover::scenario
