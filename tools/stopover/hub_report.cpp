// SPDX-License-Identifier: Apache-2.0
#include "tools/stopover/hub_report.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <tuple>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "tools/stopover/figures.hpp"
#include "tools/stopover/text_table.hpp"

namespace stopover::tool {
namespace {

using network::CheckpointId;
using network::HubCapacity;
using simulation::World;

constexpr std::size_t kBottlenecksShown = 12;

constexpr std::size_t kNameWidth = 44;  // so that a row has 80 columns

struct ClassName {
  std::string_view id;  // as --class of journeys calls it
  std::string_view chinese;
};
constexpr std::array<ClassName, simulation::kPassengerClasses> kClassNames{
    {{"citizen", "中国公民"},
     {"resident", "港澳台居民"},
     {"foreign", "外国人"},
     {"permit", "临时入境许可"},
     {"airside", "不入境中转"}}};

std::string class_text(const HubWay& way, const ReportForm& form) {
  const ClassName& name = kClassNames[way.passenger_class];
  return in(form, name.id, name.chinese);
}

std::string persons_text(std::int64_t persons) {
  return whole_text(persons);
}

// A bottleneck over all ways and hours in which it binds.
struct Bottleneck {
  std::int64_t least = 0;  // persons an hour while some desk is open
  std::int64_t most = 0;
  std::set<std::tuple<network::PlaceId, network::PlaceId, int>> ways;
};

using Bottlenecks = std::map<std::vector<CheckpointId>, Bottleneck>;

Bottlenecks bottlenecks_of(const std::vector<HubWay>& ways, network::HubId hub) {
  Bottlenecks found;
  for (const HubWay& way : ways) {
    if (way.hub != hub) continue;
    for (const HubCapacity& hour : way.hours) {
      const std::int64_t persons = hour.persons_an_hour.value_or(0);
      if (persons == 0) continue;  // closed, or free
      Bottleneck& b = found[hour.bottleneck];
      b.least = b.ways.empty() ? persons : std::min(b.least, persons);
      b.most = std::max(b.most, persons);
      b.ways.insert({way.from, way.to, way.passenger_class});
    }
  }
  return found;
}

std::string range_text(const Bottleneck& b) {
  return b.least == b.most ? persons_text(b.least)
                           : fmt::format("{} … {}", persons_text(b.least), persons_text(b.most));
}

std::string checkpoint_label(const World& world, CheckpointId id, const ReportForm& form) {
  return label_of(world.checkpoint_info[id], form);
}

std::string hub_table(const World& world, const Bottlenecks& found, const ReportForm& form) {
  std::vector<Bottlenecks::const_iterator> rows;
  for (auto it = found.begin(); it != found.end(); ++it) rows.push_back(it);
  std::ranges::stable_sort(rows, {}, [](const auto& it) { return it->second.least; });
  rows.resize(rows_shown(rows.size(), kBottlenecksShown));
  TextTable table({{in(form, "bottleneck", "瓶颈")},
                   {in(form, "persons/h", "人/小时"), Align::kRight},
                   {in(form, "ways", "路径数"), Align::kRight}});
  for (const auto& row : rows) {
    bool first = true;
    for (const CheckpointId id : row->first) {
      table.add({(first ? "" : "+ ") + checkpoint_label(world, id, form),
                 first ? range_text(row->second) : "",
                 first ? fmt::to_string(row->second.ways.size()) : ""});
      first = false;
    }
  }
  return table.text(form.style);
}

nlohmann::json hour_json(const World& world, const HubCapacity& hour) {
  nlohmann::json keys = nlohmann::json::array();
  for (const CheckpointId id : hour.bottleneck) keys.push_back(world.checkpoint_info[id].key);
  return {{"persons_per_hour",
           hour.persons_an_hour ? nlohmann::json(*hour.persons_an_hour) : nlohmann::json(nullptr)},
          {"bottleneck", std::move(keys)}};
}

}  // namespace

std::string hours_text(std::size_t first, std::size_t last) {
  return fmt::format("{:02}:00–{:02}:00", first, last + 1);
}

std::string hubs_text(const World& world, const std::vector<HubWay>& ways, const ReportForm& form) {
  std::string out;
  for (const network::HubId hub : ids_of(world.hubs)) {
    const Bottlenecks found = bottlenecks_of(ways, hub);
    const std::string name = label_of(world.hubs[hub], form);
    if (found.empty()) {
      out += heading(say(form, "{}: no bottleneck", "{}：无瓶颈", name), form);
      continue;
    }
    out += heading(say(form, "{}: the narrowest {} of {}", "{}：最窄的 {} 处瓶颈（共 {} 处）", name,
                       rows_shown(found.size(), kBottlenecksShown), found.size()),
                   form) +
           hub_table(world, found, form);
  }
  return out +
         in(form,
            "\npersons/h: what the desks pass of one class alone, from the quietest staffed\n"
            "hour to the busiest (minimum cut of the hub's graph). ways: from where to where\n"
            "and for whom it binds. One way hour by hour: stopover hubs SCENARIO FROM TO\n",
            "\n人/小时：仅该类旅客使用时，各开放时段的通过能力（枢纽流程图的最小割）。\n"
            "路径数：以其为瓶颈的起讫点与旅客类别组合数。\n"
            "逐时查看一条路径：stopover hubs 情景 起点 终点\n");
}

std::string hub_way_text(const World& world, const std::vector<HubWay>& ways,
                         const ReportForm& form) {
  TextTable table({{in(form, "class", "旅客类别")},
                   {in(form, "hours", "时段")},
                   {in(form, "persons/h", "人/小时"), Align::kRight},
                   {in(form, "bottleneck", "瓶颈"), Align::kLeft, kNameWidth}});
  for (const HubWay& way : ways) {
    for (std::size_t from = 0; from < way.hours.size();) {
      const HubCapacity& hour = way.hours[from];
      std::size_t last = from;
      while (last + 1 < way.hours.size() && way.hours[last + 1] == hour) ++last;
      const std::string persons =
          hour.persons_an_hour ? persons_text(*hour.persons_an_hour) : in(form, "no limit", "不限");
      const std::string cls = from == 0 ? class_text(way, form) : "";
      if (hour.bottleneck.empty()) table.add({cls, hours_text(from, last), persons, ""});
      for (std::size_t i = 0; i < hour.bottleneck.size(); ++i)
        table.add({i == 0 ? cls : "", i == 0 ? hours_text(from, last) : "", i == 0 ? persons : "",
                   (i == 0 ? "" : "+ ") + checkpoint_label(world, hour.bottleneck[i], form)});
      from = last + 1;
    }
  }
  return table.text(form.style);
}

nlohmann::json hubs_json(const World& world, const std::vector<HubWay>& ways) {
  nlohmann::json list = nlohmann::json::array();
  for (const HubWay& way : ways) {
    nlohmann::json hours = nlohmann::json::array();
    for (const HubCapacity& hour : way.hours) hours.push_back(hour_json(world, hour));
    list.push_back({{"hub", world.hubs[way.hub].key},
                    {"from", world.places[way.from].key},
                    {"to", world.places[way.to].key},
                    {"class", kClassNames[way.passenger_class].id},
                    {"hours", std::move(hours)}});
  }
  return {{"format", "stopover-hubs-1"}, {"scenario", world.id}, {"ways", std::move(list)}};
}

}  // namespace stopover::tool
