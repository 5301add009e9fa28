// SPDX-License-Identifier: Apache-2.0
#include <optional>
#include <string>

#include <nlohmann/json.hpp>

#include "tools/stopover/indicator_words.hpp"
#include "tools/stopover/learning_bias.hpp"
#include "tools/stopover/result_table.hpp"
#include "tools/stopover/results.hpp"

namespace stopover::tool {
namespace {

using nlohmann::json;

json interval_json(const std::optional<stats::Interval>& interval) {
  if (!interval) return nullptr;
  return {{"low", interval->low + 0.0}, {"high", interval->high + 0.0}};  // -0 is written 0
}

json words_json(std::string_view english, std::string_view chinese) {
  if (english.empty()) return nullptr;
  return {{"en", english}, {"zh", chinese}};
}

json indicator_json(const simulation::Indicator& indicator) {
  const IndicatorWords* const found = words_of(indicator.id);
  const IndicatorWords words = found != nullptr ? *found : IndicatorWords{};
  return {{"id", indicator.id},
          {"group", indicator.group},
          {"unit", indicator.unit},
          {"headline", indicator.headline},
          {"name", {{"en", indicator.name}, {"zh", indicator.name_zh}}},
          {"numerator", words_json(words.numerator, words.numerator_zh)},
          {"denominator", words_json(words.denominator, words.denominator_zh)}};
}

bool was_drawn(const RunResults& run) {
  return !run.replications_data->empty() && !run.replications_data->front().drawn.counts.empty();
}

json scenario_json(const RunResults& run) {
  const scenario::Scenario& s = run.loaded->scenario;
  return {{"id", s.id()},
          {"title", {{"en", s.title()}, {"zh", s.title_zh()}}},
          {"hash", run.loaded->hash},
          {"chain", run.loaded->chain},
          {"first_day", s.horizon().first_day()},
          {"days", s.horizon().days()},
          {"sample", run.world->sample}};
}

json heading_json(const RunResults& run, const char* kind, const std::string& command) {
  return {{"schema_version", kResultSchema},
          {"kind", kind},
          {"seed", run.seed},
          {"replications", run.replications},
          {"parameters_drawn", was_drawn(run)},
          {"interval_level", 0.95},
          {"command", command}};
}

json shift_json(const simulation::Shift& shift) {
  return {{"change", shift.change + 0.0}, {"standard_error", shift.error}};
}

json learning_json(const RunResults& run) {
  const simulation::Learned& learned = *run.learned;
  if (learned.rounds.empty()) return nullptr;
  json rounds = json::array();
  for (const simulation::LearningRound& round : learned.rounds)
    rounds.push_back({{"relative_gap", round.gap},
                      {"would_choose_otherwise", round.changed},
                      {"transfer_shift", shift_json(round.transfer)},
                      {"air_rail_shift", shift_json(round.air_rail)}});
  return {{"days_a_round", learned.days},
          {"tolerance", learned.tolerance},
          {"settled", learned.settled()},
          {"rounds", std::move(rounds)}};
}

json biases_json(const CompareResults& results) {
  json list = json::array();
  for (const LearningBias& bias : learning_biases(results))
    list.push_back({{"indicator", bias.compared->indicator->id},
                    {"about", bias.about},
                    {"half_width", bias.half_width},
                    {"within", bias.within()}});
  return list;
}

json bottlenecks_json(const RunResults& run) {
  json list = json::array();
  for (const simulation::Bottleneck& b : *run.bottlenecks) {
    const bool desk = !b.checkpoint.is_none();
    json item{{"kind", desk ? "checkpoint" : "service"},
              {"id", desk ? run.world->checkpoint_info[b.checkpoint].key
                          : run.world->timetable.services()[b.service].key},
              {"hour", b.hour},
              {"lost_person_seconds", b.lost_seconds},
              {"lost_in_hour_person_seconds", b.lost_seconds_in_hour},
              {"one_more_desk", nullptr}};
    if (b.one_more)
      item["one_more_desk"] = {{"replications", b.one_more->replications},
                               {"lost_person_seconds", b.one_more->lost_seconds},
                               {"lost_with_desk_person_seconds", b.one_more->lost_seconds_then}};
    list.push_back(std::move(item));
  }
  return list;
}

}  // namespace

json run_json(const RunResults& run) {
  json out = heading_json(run, "run", run.command);
  out["scenario"] = scenario_json(run);
  out["learning"] = learning_json(run);
  json& list = out["indicators"] = json::array();
  for (const simulation::Estimated& e : *run.estimates) {
    json item = indicator_json(*e.indicator);
    item["value"] = e.simulation.value + 0.0;
    item["simulation"] = interval_json(e.simulation.interval);
    item["total"] = interval_json(e.total);
    item["n"] = e.simulation.n;
    item["method"] = stats::method_text(e.simulation.method);
    list.push_back(std::move(item));
  }
  if (run.bottlenecks != nullptr) out["bottlenecks"] = bottlenecks_json(run);
  return out;
}

json compare_json(const CompareResults& results) {
  json out = heading_json(results.base, "compare", results.command);
  out["base"] = scenario_json(results.base);
  out["variant"] = scenario_json(results.variant);
  out["learning"] = {{"base", learning_json(results.base)},
                     {"variant", learning_json(results.variant)},
                     {"leaves", biases_json(results)}};
  json& list = out["indicators"] = json::array();
  for (const simulation::Compared& c : *results.compared) {
    json item = indicator_json(*c.indicator);
    const stats::PairedDifference& d = c.difference;
    item["base"] = d.base.value + 0.0;
    item["variant"] = d.variant.value + 0.0;
    item["difference"] = d.difference.value + 0.0;
    item["simulation"] = interval_json(d.difference.interval);
    item["total"] = interval_json(c.total);
    item["p_value"] = d.p_value ? json(*d.p_value) : json(nullptr);
    item["distinguishable"] = c.distinguishable;
    item["n"] = d.difference.n;
    item["method"] = stats::method_text(d.difference.method);
    list.push_back(std::move(item));
  }
  return out;
}

}  // namespace stopover::tool
