// SPDX-License-Identifier: Apache-2.0
// Laying one message over another, and the pool of elements that a chain of scenarios fills.
//
// Knows no kind of element by name: kinds are the fields of `Elements`.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <google/protobuf/message.h>

#include "engine/base/fault.hpp"
#include "models/scenario/scenario.pb.h"
#include "models/scenario/source_map.hpp"

namespace stopover::scenario {

// A message with the places of its fields.
struct Written {
  google::protobuf::Message& message;
  SourceNode& node;
};

// Lays the fields that `patch` wrote over `target`: single values are set, also to zero; messages
// are laid over field by field; lists of things with an id are matched by it, other lists are
// replaced whole. `id` stays. A text written anew without its translation ("name" without
// "name_zh") clears the one it had.
void lay_over(Written target, const google::protobuf::Message& patch, const SourceNode& patch_node);

// The node of `field[index]`, or a bare node on the parent's line.
[[nodiscard]] SourceNode child_node(const SourceNode& parent, std::string_view field,
                                    std::size_t index = 0);

[[nodiscard]] std::string id_of(const google::protobuf::Message& element);

class ElementPool {
 public:
  explicit ElementPool(SourceMap& sources) : sources_(sources) {}

  // E-SCN-012 without an id, E-SCN-013 if the id is taken; then nothing is added.
  void add(std::string_view kind, std::unique_ptr<google::protobuf::Message> element,
           SourceNode node, FaultList& faults);
  // All elements of the message, in its order.
  void add_all(const Elements& elements, const SourceNode& node, FaultList& faults);
  // E-SCN-014 if an id is not there.
  void alter_all(const Elements& patches, const SourceNode& node, FaultList& faults);
  void remove_all(const Removal& removal, const SourceNode& node, FaultList& faults);

  // Everything, each kind sorted by id. The pool is empty afterwards.
  [[nodiscard]] Elements take();

 private:
  using Kind = std::map<std::string, std::unique_ptr<google::protobuf::Message>, std::less<>>;

  void missing(std::string_view kind, const std::string& id, const SourceNode& node,
               FaultList& faults);

  SourceMap& sources_;
  std::map<std::string, Kind, std::less<>> kinds_;
};

}  // namespace stopover::scenario
