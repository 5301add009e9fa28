// SPDX-License-Identifier: Apache-2.0
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "models/simulation/asked.hpp"
#include "tools/stopover/choices_report.hpp"
#include "tools/stopover/commands.hpp"
#include "tools/stopover/frame.hpp"
#include "tools/stopover/json_output.hpp"
#include "tools/stopover/session.hpp"

namespace stopover::tool {
namespace {

constexpr std::uint32_t kReplications = 10;

std::string how_asked(const RunPlan& plan, const ReportForm& form) {
  const std::string expects = plan.learning.rounds == 0
                                  ? in(form, "they expect the timetable", "旅客按时刻表预期")
                                  : in(form, "they expect what was learnt", "旅客按学习所得预期");
  return say(form, "Asked, not simulated: 8 parties of each market a day, {} times; seed {}; {}.\n",
             "抽样询问，未作模拟：每个市场每天 8 个同行组，重复 {} 次；种子 {}；{}。\n",
             plan.replications, plan.seed, expects);
}

}  // namespace

int choices_command(const Options& options) {
  const auto executor = tbb_executor(settle_threads(options));
  Progress progress(progress_form(options));
  std::vector<Session> sessions;
  for (const std::string& name : options.arguments) {
    progress.stage("reading " + name);
    sessions.push_back(open_session(name, std::nullopt, *executor));
    progress.end();
    remark_warnings(sessions.back().faults, options);
  }
  RunPlan plan = settle(options, sessions.front().loaded.scenario.run());
  plan.replications = options.replications.value_or(kReplications);
  plan.learning.rounds = options.learn.value_or(0);
  std::vector<Session*> opened;
  opened.reserve(sessions.size());
  for (Session& session : sessions) opened.push_back(&session);
  learn(opened, plan, *executor, progress);

  progress.stage("asking");
  const simulation::AskSettings settings{
      .seed = plan.seed,
      .replications = plan.replications,
      .drawn = plan.drawn,
      .progress = [&](std::size_t done, std::size_t all) { progress.update(done, all); }};
  const simulation::World& base = sessions.front().world;
  const std::vector<simulation::Asked> asked = simulation::ask(base, settings, *executor);
  std::vector<simulation::Asked> surplus;
  if (sessions.size() == 2)
    surplus = simulation::ask_surplus(base, sessions.back().world, settings, *executor);
  progress.end();

  if (options.json) {
    nlohmann::ordered_json out;
    out["scenario"] = base.id;
    if (sessions.size() == 2) out["variant"] = sessions.back().world.id;
    out["seed"] = plan.seed;
    out["replications"] = plan.replications;
    out["values"] = asked_json(asked);
    if (sessions.size() == 2) out["surplus"] = asked_json(surplus);
    print_json(out);
    return kExitOk;
  }
  const ReportForm form = report_form(options);
  std::string text = in(form, base.title, base.title_zh.empty() ? base.title : base.title_zh);
  text += " (" + base.id + ")\n" + how_asked(plan, form);
  text += choices_text(asked, form);
  if (sessions.size() == 2) text += surplus_text(surplus, form);
  print(text);
  return kExitOk;
}

}  // namespace stopover::tool
