// SPDX-License-Identifier: Apache-2.0
#include "models/scenario/source_map.hpp"

#include <algorithm>
#include <charconv>
#include <cstddef>

#include "engine/base/check.hpp"

namespace stopover::scenario {
namespace {

// One step of a path: "stop[2]" is field "stop", index 2.
struct Step {
  std::string_view field;
  std::size_t index = 0;
};

Step next_step(std::string_view& path) {
  const std::size_t end = std::min(path.find('.'), path.size());
  std::string_view part = path.substr(0, end);
  path.remove_prefix(std::min(end + 1, path.size()));
  Step step{.field = part};
  const std::size_t bracket = part.find('[');
  if (bracket == std::string_view::npos) return step;
  step.field = part.substr(0, bracket);
  std::from_chars(part.data() + bracket + 1, part.data() + part.size(), step.index);
  return step;
}

}  // namespace

int SourceMap::file_index(std::string_view file) {
  const auto at = std::find(files_.begin(), files_.end(), file);
  const auto index = static_cast<int>(at - files_.begin());
  if (at == files_.end()) files_.emplace_back(file);
  return index;
}

const std::string& SourceMap::file_name(int index) const {
  static const std::string kUnknown;
  if (index < 0) return kUnknown;
  STOPOVER_CHECK(static_cast<std::size_t>(index) < files_.size(), "a known file");
  return files_[static_cast<std::size_t>(index)];
}

void SourceMap::set(std::string_view kind, std::string_view id, SourceNode node) {
  nodes_.insert_or_assign(Key(kind, id), std::move(node));
}

void SourceMap::erase(std::string_view kind, std::string_view id) {
  nodes_.erase(Key(kind, id));
  faulty_.erase(Key(kind, id));
}

SourceNode* SourceMap::find(std::string_view kind, std::string_view id) {
  const auto at = nodes_.find(Key(kind, id));
  return at == nodes_.end() ? nullptr : &at->second;
}

const SourceNode* SourceMap::find(std::string_view kind, std::string_view id) const {
  const auto at = nodes_.find(Key(kind, id));
  return at == nodes_.end() ? nullptr : &at->second;
}

SourcePlace SourceMap::place_of(const SourceNode& node) const {
  return {.file = file_name(node.file), .line = node.line};
}

SourcePlace SourceMap::where(std::string_view kind, std::string_view id,
                             std::string_view path) const {
  const SourceNode* node = node_at(kind, id, path);
  return node == nullptr ? SourcePlace{} : place_of(*node);
}

const SourceNode* SourceMap::node_at(std::string_view kind, std::string_view id,
                                     std::string_view path) const {
  const SourceNode* node = find(kind, id);
  if (node == nullptr) return nullptr;
  while (!path.empty()) {
    const Step step = next_step(path);
    const auto field = node->fields.find(step.field);
    if (field == node->fields.end() || field->second.empty()) break;
    // A list's own checks ask for an index past what was written: its last value.
    node = &field->second[std::min(step.index, field->second.size() - 1)];
  }
  return node;
}

void SourceMap::mark_faulty(std::string_view kind, std::string_view id) {
  faulty_.emplace(kind, id);
}

bool SourceMap::is_faulty(std::string_view kind, std::string_view id) const {
  return faulty_.contains(Key(kind, id));
}

}  // namespace stopover::scenario
