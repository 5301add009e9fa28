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

// Who decided a patch: a change of a scenario.
struct Decision {
  const std::string& id;
  const Provenance& provenance;
};

// Lays the fields that `patch` wrote over `target`: single values are set, also to zero; messages
// are laid over field by field; lists of things with an id are matched by it, other lists are
// replaced whole. `id` stays. A text written anew without its translation ("name" without
// "name_zh") clears the one it had.
//
// With a decision: a message with figures of the patch, but without a source that the patch wrote,
// is as well known as the weaker of its own figures and the decision, and names both sources.
void lay_over(Written target, const google::protobuf::Message& patch, const SourceNode& patch_node,
              const Decision* decision = nullptr);

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
  void alter_all(const Elements& patches, const SourceNode& node, const Decision& decision,
                 FaultList& faults);
  // A field of Removal that is no kind of element names what is inside one: a hub's checkpoints.
  void remove_all(const Removal& removal, const SourceNode& node, FaultList& faults);

  // Everything, each kind sorted by id. The pool is empty afterwards.
  [[nodiscard]] Elements take();

 private:
  using Kind = std::map<std::string, std::unique_ptr<google::protobuf::Message>, std::less<>>;

  bool remove_element(const std::string& kind, const std::string& id);
  bool remove_part(const std::string& list, const std::string& id);
  [[nodiscard]] std::vector<std::string> ids_of(const std::string& kind_or_list) const;
  void missing(std::string_view kind, const std::string& id, const SourceNode& node,
               FaultList& faults);

  SourceMap& sources_;
  std::map<std::string, Kind, std::less<>> kinds_;
};

}  // namespace stopover::scenario
