// SPDX-License-Identifier: Apache-2.0
#include <string>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "engine/io/text.hpp"
#include "tools/stopover/commands.hpp"
#include "tools/stopover/frame.hpp"
#include "tools/stopover/hub_report.hpp"
#include "tools/stopover/json_output.hpp"
#include "tools/stopover/session.hpp"

namespace stopover::tool {
namespace {

// By id, or by a name that no other place has.
network::PlaceId find_place(const simulation::World& world, const std::string& text) {
  std::vector<network::PlaceId> named;
  std::vector<std::string> known;
  for (const network::PlaceId id : ids_of(world.places)) {
    const simulation::PlaceInfo& place = world.places[id];
    if (place.key == text) return id;
    if (place.name == text || place.name_zh == text) named.push_back(id);
    known.push_back(place.key);
  }
  if (named.size() == 1) return named.front();
  throw UsageError("hubs",
                   fmt::format("there is no place {} in {}, or several of that name{}",
                               io::shown_text(text), world.id, io::did_you_mean(text, known)));
}

}  // namespace

int hubs_command(const Options& options) {
  if (options.arguments.size() == 2)
    throw UsageError("hubs", "TO is missing: a way leads from a place to a place");
  const auto executor = tbb_executor(settle_threads(options));
  const Session session = open_session(options.arguments[0], std::nullopt, *executor);
  const simulation::World& world = session.world;
  remark_warnings(session.faults, options);
  std::vector<HubWay> ways = simulation::hub_ways(world, *executor);
  const bool one_way = options.arguments.size() == 3;
  if (one_way) {
    const network::PlaceId from = find_place(world, options.arguments[1]);
    const network::PlaceId to = find_place(world, options.arguments[2]);
    std::erase_if(ways, [&](const HubWay& way) { return way.from != from || way.to != to; });
    if (ways.empty())
      throw UsageError("hubs", fmt::format("no hub of {} leads from {} to {}", world.id,
                                           io::shown_text(options.arguments[1]),
                                           io::shown_text(options.arguments[2])));
  }
  const ReportForm form = report_form(options);
  if (options.json)
    print_json(hubs_json(world, ways));
  else
    print(one_way ? hub_way_text(world, ways, form) : hubs_text(world, ways, form));
  return kExitOk;
}

}  // namespace stopover::tool
