// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <charconv>
#include <iterator>

#include <fmt/format.h>

#include "engine/base/check.hpp"
#include "engine/io/text.hpp"
#include "tools/stopover/commands.hpp"
#include "tools/stopover/sweep.hpp"

namespace stopover::tool {
experiment::Shard shard_of(const Options& options) {
  constexpr std::uint64_t kMostParts = 1'000'000;
  if (!options.shard) return {};
  const std::string& text = *options.shard;
  experiment::Shard shard;
  const char* const end = text.data() + text.size();
  const auto part = std::from_chars(text.data(), end, shard.part);
  bool sound = part.ec == std::errc() && part.ptr != end && *part.ptr == '/';
  if (sound) {
    const auto of = std::from_chars(part.ptr + 1, end, shard.of);
    sound = of.ec == std::errc() && of.ptr == end;
  }
  if (!sound || shard.part < 1 || shard.of < shard.part || shard.of > kMostParts)
    throw UsageError("sweep", fmt::format("--shard: found {}, expected I/N such as 2/8, with I "
                                          "from 1 to N",
                                          io::shown_text(text)));
  return shard;
}

int sweep_command(const Options& options) {
  struct Action {
    std::string_view name;
    bool many;  // takes several paths
    int (*run)(const Options&);
  };
  constexpr std::array kActions{Action{"plan", false, sweep_plan}, Action{"run", false, sweep_run},
                                Action{"merge", true, sweep_merge},
                                Action{"analyse", true, sweep_analyse}};
  static_assert(kActions.size() == std::size(kSweepActions));
  const auto* const action = std::ranges::find(kActions, options.arguments[0], &Action::name);
  STOPOVER_CHECK(action != kActions.end(), "the parser refused other actions");
  if (!action->many && options.arguments.size() > 2)
    throw UsageError("sweep", fmt::format("{} takes one experiment file, found {} too",
                                          action->name, io::shown_text(options.arguments[2])));
  if (options.shard && action->name != "run") throw UsageError("sweep", "--shard belongs to run");
  if (options.output && (action->name == "plan" || action->name == "analyse"))
    throw UsageError("sweep", "-o belongs to run and merge");
  if (options.force && action->name != "merge")
    throw UsageError("sweep", "--force belongs to merge; run goes on with what is there");
  if (options.partial && !action->many)
    throw UsageError("sweep", "--partial belongs to merge and analyse");
  return action->run(options);
}

}  // namespace stopover::tool
