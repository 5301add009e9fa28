// SPDX-License-Identifier: Apache-2.0
#include "tools/stopover/session.hpp"

#include <algorithm>
#include <array>
#include <thread>
#include <utility>

#include <fmt/format.h>

#include "engine/io/sha256.hpp"
#include "engine/stats/stopping.hpp"
#include "models/scenario/resolved.hpp"
#include "models/scenario/validate.hpp"
#include "models/visit/window_values.hpp"
#include "tools/stopover/scenario_finder.hpp"

namespace stopover::tool {
namespace {

constexpr std::uint32_t kMostForPrecision = 1000;

std::string quoted(const std::string& word) {
  constexpr std::string_view kPlain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./-+:,@%=";
  if (!word.empty() && word.find_first_not_of(kPlain) == std::string::npos) return word;
  std::string out = "'";
  for (const char c : word) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

// The precision indicator's estimate of each session that has one.
std::vector<stats::Estimate> watched(std::span<const Session* const> sessions,
                                     const Replicated& replicated) {
  std::vector<stats::Estimate> out;
  for (std::size_t s = 0; s < sessions.size(); ++s) {
    const simulation::Indicator* const indicator = precision_indicator(*sessions[s]);
    if (indicator == nullptr) continue;
    const std::vector<simulation::Indicator> one{*indicator};
    for (const simulation::Estimated& e : simulation::estimate(one, replicated.of[s]))
      out.push_back(e.simulation);
  }
  return out;
}

}  // namespace

scenario::LoadedScenario read_scenario(const std::string& name, FaultList& faults) {
  scenario::LoadedScenario loaded = scenario::load(find_scenario(name), faults, shelves());
  scenario::validate(loaded, faults);
  return loaded;
}

Session open_session(const std::string& name, std::optional<double> sample, Executor& executor) {
  Session session;
  session.name = known_name(name);
  session.folder = scenario_folder(name);
  session.loaded = read_scenario(name, session.faults);
  if (session.faults.has_errors()) throw InputError(session.faults);
  if (sample) {
    session.loaded.scenario.mutable_run()->set_sample(*sample);
    session.loaded.hash =
        scenario::content_hash(session.loaded.scenario, session.loaded.feed_contents);
  }
  session.world = visit::compile_with_visits(session.loaded, executor, session.faults);
  if (session.faults.has_errors()) throw InputError(session.faults);
  session.indicators = simulation::indicators(session.world);
  return session;
}

const simulation::Indicator* precision_indicator(const Session& session) {
  const auto it = std::ranges::find_if(session.indicators, [](const simulation::Indicator& i) {
    return i.headline && i.is_ratio();
  });
  return it == session.indicators.end() ? nullptr : &*it;
}

RunPlan settle(const Options& options, const scenario::RunDefaults& defaults) {
  RunPlan plan{.seed = options.seed.value_or(defaults.seed()),
               .precision = options.precision,
               .drawn = !options.no_drawn};
  plan.learning = simulation::learning_settings(defaults, plan.seed);
  plan.learning_given = options.learn.has_value();
  if (options.learn) plan.learning.rounds = *options.learn;
  if (options.replications)
    plan.replications = *options.replications;
  else if (options.precision)
    plan.replications = kMostForPrecision;
  else
    plan.replications = defaults.replications() > 0
                            ? static_cast<std::uint32_t>(defaults.replications())
                            : kUsualReplications;
  return plan;
}

int settle_threads(const Options& options) {
  return options.threads.value_or(
      std::clamp(static_cast<int>(std::thread::hardware_concurrency()), 1, kMaxThreads));
}

void learn(std::span<Session* const> sessions, const RunPlan& plan, Executor& executor,
           Progress& progress) {
  if (plan.learning.rounds == 0) return;
  progress.stage("learning");
  simulation::LearningSettings settings = plan.learning;
  settings.progress = [&](std::size_t done, std::size_t all) { progress.update(done, all); };
  std::vector<simulation::World*> worlds;
  for (Session* const session : sessions) worlds.push_back(&session->world);
  std::vector<simulation::Learned> learned = simulation::teach(worlds, settings, executor);
  for (std::size_t s = 0; s < sessions.size(); ++s) sessions[s]->learned = std::move(learned[s]);
  progress.end();
}

Replicated replicate(std::span<const Session* const> sessions, const RunPlan& plan,
                     Executor& executor, Progress& progress) {
  const stats::PrecisionTarget target{
      .relative_half_width = plan.precision.value_or(1),
      .min_replications = std::min<std::int64_t>(10, plan.replications),
      .max_replications = plan.replications};
  Replicated out;
  out.of.resize(sessions.size());
  for (const Session* const session : sessions)
    out.detail.push_back(simulation::empty_detail(session->world));
  std::uint32_t n = 0;
  std::int64_t expected = plan.replications;
  const auto extend = [&](std::uint32_t to) {
    const std::size_t variants = plan.drawn ? 2 : 1;
    for (std::size_t s = 0; s < sessions.size(); ++s) {
      const std::size_t days = sessions[s]->world.demand_days().size();
      const std::size_t before = (n * sessions.size() + s * (to - n)) * variants;
      const std::size_t all = std::max<std::size_t>(to, static_cast<std::size_t>(expected)) *
                              sessions.size() * variants;
      const simulation::RunSettings settings{.seed = plan.seed,
                                             .first_replication = n,
                                             .replications = to - n,
                                             .drawn = plan.drawn,
                                             .detail = &out.detail[s],
                                             .progress = [&](std::size_t done, std::size_t) {
                                               progress.update(before * days + done, all * days);
                                             }};
      auto more = simulation::run_replications(sessions[s]->world, settings, executor);
      std::ranges::move(more, std::back_inserter(out.of[s]));
    }
    n = to;
  };

  progress.stage("simulating");
  if (!plan.precision || plan.replications < 2) {
    extend(plan.replications);
    out.precise = !plan.precision;  // one replication has no interval
    return out;
  }
  extend(static_cast<std::uint32_t>(target.min_replications));
  for (;;) {
    const std::vector<stats::Estimate> estimates = watched(sessions, out);
    out.precise = false;
    if (estimates.empty()) return out;  // nothing to be precise about
    const stats::StopDecision decision = stats::decide_stop(estimates, target);
    out.precise = decision.stop == stats::Stop::kPrecise;
    if (decision.stop != stats::Stop::kContinue) return out;
    expected = decision.expected_replications;
    extend(static_cast<std::uint32_t>(stats::next_look(n, expected, target)));
  }
}

std::string default_folder(std::string name, std::string_view hash) {
  std::ranges::replace(name, '/', '-');
  std::ranges::replace(name, ':', '-');
  return fmt::format("runs/{}-{}", name, hash.substr(0, 8));
}

std::string default_folder(std::span<const Session* const> sessions, const RunPlan& plan) {
  std::string ids;
  std::string key;
  for (const Session* const session : sessions) {
    ids += session->world.id + "-";
    key += session->loaded.hash + " ";
  }
  key += fmt::format("seed {} replications {} precision {} drawn {}", plan.seed, plan.replications,
                     plan.precision.value_or(0), plan.drawn);
  if (plan.learning_given) key += fmt::format(" learn {}", plan.learning.rounds);
  ids.pop_back();
  return default_folder(std::move(ids), io::sha256_hex(key));
}

std::string repeat_line(std::string_view command, std::span<const Session* const> sessions,
                        const RunPlan& plan, std::optional<double> sample) {
  std::string line = fmt::format("stopover {}", command);
  for (const Session* const session : sessions) line += " " + quoted(session->name);
  line += fmt::format(" --seed {} --replications {}", plan.seed, plan.replications);
  if (plan.precision) line += fmt::format(" --precision {}", *plan.precision);
  if (sample) line += fmt::format(" --sample {}", *sample);
  if (plan.learning_given) line += fmt::format(" --learn {}", plan.learning.rounds);
  if (!plan.drawn) line += " --no-drawn";
  return line;
}

}  // namespace stopover::tool
