// SPDX-License-Identifier: Apache-2.0
// Where each figure of a scenario was written: file and line of every element and field.
//
// What it is: a tree a message, kept beside the message and altered with it, so that a check that
// runs on the resolved scenario can name the line a person has to edit.
// What it is not: needed to run; a World keeps none of it.
//
// Names: kind is a field of `Elements` ("place", "line", …); "scenario" with an empty id holds the
// rest ("gateway.time_zone"); "gtfs" has the feed's path as id. Field paths are "seats",
// "provenance.source", "stop[2].place". A table's row is one line for all its fields.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace stopover::scenario {

// One message or value as written. `fields` holds what was written, also zeros and empty lists.
struct SourceNode {
  int file = -1;     // index of SourceMap::files
  int line = 0;      // 1-based
  bool row = false;  // a row of a table: what `fields` does not name is written here too
  std::map<std::string, std::vector<SourceNode>, std::less<>> fields = {};

  [[nodiscard]] bool wrote(std::string_view field) const { return fields.contains(field); }
};

struct SourcePlace {
  std::string file;  // as the user wrote it; empty = not known
  int line = 0;
  friend bool operator==(const SourcePlace&, const SourcePlace&) = default;
};

class SourceMap {
 public:
  // The number of `file`, added if new.
  int file_index(std::string_view file);
  [[nodiscard]] const std::string& file_name(int index) const;

  void set(std::string_view kind, std::string_view id, SourceNode node);
  void erase(std::string_view kind, std::string_view id);
  // nullptr if there is no such element.
  [[nodiscard]] SourceNode* find(std::string_view kind, std::string_view id);
  [[nodiscard]] const SourceNode* find(std::string_view kind, std::string_view id) const;

  // The deepest known place on the way to `path`: the field, the message around it, the element.
  [[nodiscard]] SourcePlace where(std::string_view kind, std::string_view id,
                                  std::string_view path = "") const;
  // The same as a node; nullptr if there is no such element.
  [[nodiscard]] const SourceNode* node_at(std::string_view kind, std::string_view id,
                                          std::string_view path) const;
  [[nodiscard]] SourcePlace place_of(const SourceNode& node) const;

  // A row with a faulty cell: the cell is absent, and its absence need not be reported again.
  void mark_faulty(std::string_view kind, std::string_view id);
  [[nodiscard]] bool is_faulty(std::string_view kind, std::string_view id) const;

 private:
  using Key = std::pair<std::string, std::string>;
  std::vector<std::string> files_;
  std::map<Key, SourceNode> nodes_;
  std::set<Key> faulty_;
};

}  // namespace stopover::scenario
