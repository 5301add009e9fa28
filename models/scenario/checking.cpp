// SPDX-License-Identifier: Apache-2.0
#include "models/scenario/checking.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "engine/io/text.hpp"
#include "models/scenario/feeds.hpp"
#include "models/scenario/merge.hpp"
#include "models/scenario/rules.hpp"
#include "models/scenario/tables.hpp"

namespace stopover::scenario {
namespace {

namespace pb = google::protobuf;

// "member[3].place" as the table names it: "place".
std::string column_of(std::string_view kind, std::string_view path) {
  std::string plain;
  bool inside = false;
  for (const char c : path) {
    inside = c == '[' || (inside && c != ']');
    if (!inside && c != ']') plain += c;
  }
  for (const TableKind& table : table_kinds()) {
    if (table.kind != kind) continue;
    for (const TableColumn& column : table.columns)
      if (plain == column.path || plain.starts_with(std::string(column.path) + "."))
        return std::string(column.name);
  }
  return plain;
}

const Hub* find_hub(const std::map<std::string, const Hub*, std::less<>>& hubs,
                    std::string_view id) {
  const auto at = hubs.find(id);
  return at == hubs.end() ? nullptr : at->second;
}

}  // namespace

std::string indexed(std::string_view list, int index) {
  return fmt::format("{}[{}]", list, index);
}

Checking::Checking(const LoadedScenario& loaded, FaultList& faults)
    : loaded_(loaded), faults_(faults) {
  index_elements();
  index_hubs();
}

void Checking::index_elements() {
  const pb::Reflection& reflection = *elements().GetReflection();
  for (int k = 0; k < Elements::descriptor()->field_count(); ++k) {
    const pb::FieldDescriptor& kind = *Elements::descriptor()->field(k);
    std::vector<std::string>& ids = ids_[kind.name()];
    for (int i = 0; i < reflection.FieldSize(elements(), &kind); ++i)
      ids.push_back(id_of(reflection.GetRepeatedMessage(elements(), &kind, i)));
    std::sort(ids.begin(), ids.end());
  }
  for (const Place& place : elements().place()) places_.emplace(place.id(), &place);
}

void Checking::index_hubs() {
  std::vector<std::string>& checkpoints = ids_["checkpoint"];
  for (const Hub& hub : elements().hub()) {
    for (const std::string& place : hub.places()) hub_of_place_.emplace(place, &hub);
    for (const Checkpoint& checkpoint : hub.checkpoint()) {
      hub_of_checkpoint_.emplace(checkpoint.id(), &hub);
      checkpoints.push_back(checkpoint.id());
    }
  }
  std::sort(checkpoints.begin(), checkpoints.end());
}

void Checking::fault(std::string_view rule, const Spot& spot, std::string found,
                     std::string expected) {
  InputFault fault{.rule = std::string(rule),
                   .field = spot.path,
                   .found = std::move(found),
                   .expected = std::move(expected)};
  if (is_feed_list(spot.kind)) fault.field = fmt::format("files.{}.{}", spot.kind, spot.path);
  if (const SourceNode* node = loaded_.sources.node_at(spot.kind, spot.id, spot.path)) {
    const SourcePlace place = loaded_.sources.place_of(*node);
    fault.file = place.file;
    fault.line = place.line;
    if (node->row) fault.field = column_of(spot.kind, spot.path);
  }
  faults_.add(std::move(fault));
}

std::string Checking::place_text(const Spot& spot) const {
  const SourcePlace place = loaded_.sources.where(spot.kind, spot.id, spot.path);
  return fmt::format("{}:{}", place.file, place.line);
}

bool Checking::knows(std::string_view kind, std::string_view id) const {
  const auto at = ids_.find(kind);
  return at != ids_.end() && std::binary_search(at->second.begin(), at->second.end(), id);
}

const Place* Checking::place(std::string_view id) const {
  const auto at = places_.find(id);
  return at == places_.end() ? nullptr : at->second;
}

const Place* Checking::located(std::string_view id) const {
  const Place* place = this->place(id);
  if (place == nullptr || loaded_.sources.is_faulty("place", id)) return nullptr;
  const bool on_earth = std::abs(place->lon()) <= 180 && std::abs(place->lat()) <= 90;
  return on_earth && (place->lon() != 0 || place->lat() != 0) ? place : nullptr;
}

const Hub* Checking::hub_of_place(std::string_view id) const {
  return find_hub(hub_of_place_, id);
}

const Hub* Checking::hub_of_checkpoint(std::string_view id) const {
  return find_hub(hub_of_checkpoint_, id);
}

bool Checking::is_of_feed(std::string_view id) const {
  bool is = false;
  each_feed(loaded_.scenario.files(), [&](std::string_view, const Feed& feed) {
    is = is || (!feed.prefix().empty() && id.starts_with(feed.prefix()));
  });
  return is;
}

std::string Checking::did_you_mean(std::string_view id,
                                   const std::vector<std::string_view>& kinds) {
  // No more than are shown: a search looks at every name.
  if (++suggested_ > FaultList::kKeptPerRule) return {};
  std::vector<std::string> names;
  for (const std::string_view kind : kinds) {
    const auto at = ids_.find(kind);
    if (at == ids_.end()) continue;
    // A slip of a third of the letters at most cannot change the length by more.
    const std::size_t slack = id.size() / 3 + 1;
    for (const std::string& name : at->second)
      if (name.size() + slack >= id.size() && name.size() <= id.size() + slack)
        names.push_back(name);
  }
  return io::did_you_mean(id, names);
}

void check_between(Checking& c, const Spot& spot, const Between& b) {
  if (b.has_low && b.low > b.value)
    c.fault(rule::kLowHigh, spot.at(fmt::format("{}_low", b.name)), fmt::format("{}", b.low),
            fmt::format("at most {}, {}", b.name, b.value));
  if (b.has_high && b.high < b.value)
    c.fault(rule::kLowHigh, spot.at(fmt::format("{}_high", b.name)), fmt::format("{}", b.high),
            fmt::format("at least {}, {}", b.name, b.value));
}

}  // namespace stopover::scenario
