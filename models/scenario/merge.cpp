// SPDX-License-Identifier: Apache-2.0
#include "models/scenario/merge.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "engine/base/check.hpp"
#include "engine/io/text.hpp"
#include "models/scenario/rules.hpp"

namespace stopover::scenario {
namespace {

namespace pb = google::protobuf;

bool has_id(const pb::Descriptor& type) {
  return type.FindFieldByName("id") != nullptr;
}

int index_of(const pb::Message& owner, const pb::FieldDescriptor& list, const std::string& id) {
  const pb::Reflection& reflection = *owner.GetReflection();
  for (int i = 0; i < reflection.FieldSize(owner, &list); ++i)
    if (id_of(reflection.GetRepeatedMessage(owner, &list, i)) == id) return i;
  return -1;
}

void lay_over_list(Written target, const pb::Message& patch, const SourceNode& patch_node,
                   const pb::FieldDescriptor& list) {
  const pb::Reflection& reflection = *patch.GetReflection();
  std::vector<SourceNode>& nodes = target.node.fields[list.name()];
  const auto size = static_cast<std::size_t>(reflection.FieldSize(target.message, &list));
  nodes.resize(size, {.file = target.node.file, .line = target.node.line});
  for (int i = 0; i < reflection.FieldSize(patch, &list); ++i) {
    const pb::Message& one = reflection.GetRepeatedMessage(patch, &list, i);
    const SourceNode node = child_node(patch_node, list.name(), static_cast<std::size_t>(i));
    const int at = index_of(target.message, list, id_of(one));
    if (at < 0) {
      reflection.AddMessage(&target.message, &list)->CopyFrom(one);
      nodes.push_back(node);
    } else {
      lay_over({*reflection.MutableRepeatedMessage(&target.message, &list, at),
                nodes[static_cast<std::size_t>(at)]},
               one, node);
    }
  }
}

// A translation of the text that is about to be replaced.
void clear_translation(Written target, const std::string& name, const SourceNode& patch_node) {
  const std::string translation = name + "_zh";
  const pb::FieldDescriptor* field = target.message.GetDescriptor()->FindFieldByName(translation);
  if (field == nullptr || patch_node.wrote(translation)) return;
  target.message.GetReflection()->ClearField(&target.message, field);
  target.node.fields.erase(translation);
}

// Calls visit(field, index, element) for all elements.
template <class Visit>
void each_element(const Elements& elements, Visit visit) {
  const pb::Reflection& reflection = *elements.GetReflection();
  for (int k = 0; k < Elements::descriptor()->field_count(); ++k) {
    const pb::FieldDescriptor& kind = *Elements::descriptor()->field(k);
    for (int i = 0; i < reflection.FieldSize(elements, &kind); ++i)
      visit(kind.name(), static_cast<std::size_t>(i),
            reflection.GetRepeatedMessage(elements, &kind, i));
  }
}

}  // namespace

std::string id_of(const pb::Message& element) {
  const pb::FieldDescriptor* id = element.GetDescriptor()->FindFieldByName("id");
  STOPOVER_CHECK(id != nullptr, "every element has an id");
  return element.GetReflection()->GetString(element, id);
}

SourceNode child_node(const SourceNode& parent, std::string_view field, std::size_t index) {
  const auto at = parent.fields.find(field);
  if (at == parent.fields.end() || index >= at->second.size())
    return {.file = parent.file, .line = parent.line};
  return at->second[index];
}

void lay_over(Written target, const pb::Message& patch, const SourceNode& patch_node) {
  const pb::Reflection& reflection = *patch.GetReflection();
  const std::unique_ptr<pb::Message> copy(patch.New());
  copy->CopyFrom(patch);
  for (const auto& [name, nodes] : patch_node.fields) {
    const pb::FieldDescriptor* field = patch.GetDescriptor()->FindFieldByName(name);
    STOPOVER_CHECK(field != nullptr, "only known fields are noted as written");
    if (name == "id") continue;
    const bool is_message = field->cpp_type() == pb::FieldDescriptor::CPPTYPE_MESSAGE;
    if (is_message && !field->is_repeated()) {
      std::vector<SourceNode>& inner = target.node.fields[name];
      if (inner.empty()) inner.push_back({.file = nodes.front().file, .line = nodes.front().line});
      lay_over({*reflection.MutableMessage(&target.message, field), inner.front()},
               reflection.GetMessage(patch, field), nodes.front());
    } else if (is_message && has_id(*field->message_type())) {
      lay_over_list(target, patch, patch_node, *field);
    } else {
      reflection.SwapFields(&target.message, copy.get(), {field});
      target.node.fields[name] = nodes;
      clear_translation(target, name, patch_node);
    }
  }
}

void ElementPool::add(std::string_view kind, std::unique_ptr<pb::Message> element, SourceNode node,
                      FaultList& faults) {
  const std::string id = id_of(*element);
  const SourcePlace place = sources_.place_of(node);
  InputFault fault{.file = place.file, .line = place.line, .field = "id"};
  if (id.empty()) {
    fault.rule = rule::kNoId;
    fault.expected = fmt::format("an id for this {}", kind);
    faults.add(std::move(fault));
    return;
  }
  const auto [at, is_new] = kinds_[std::string(kind)].try_emplace(id, nullptr);
  if (!is_new) {
    const SourcePlace first = sources_.where(kind, id);
    fault.rule = rule::kDuplicateId;
    fault.found = id;
    fault.expected =
        fmt::format("an id that no other {} has; first at {}:{}", kind, first.file, first.line);
    faults.add(std::move(fault));
    return;
  }
  at->second = std::move(element);
  sources_.set(kind, id, std::move(node));
}

void ElementPool::add_all(const Elements& elements, const SourceNode& node, FaultList& faults) {
  each_element(elements, [&](const std::string& kind, std::size_t i, const pb::Message& element) {
    std::unique_ptr<pb::Message> copy(element.New());
    copy->CopyFrom(element);
    add(kind, std::move(copy), child_node(node, kind, i), faults);
  });
}

void ElementPool::alter_all(const Elements& patches, const SourceNode& node, FaultList& faults) {
  each_element(patches, [&](const std::string& kind, std::size_t i, const pb::Message& patch) {
    const SourceNode patch_node = child_node(node, kind, i);
    const std::string id = id_of(patch);
    const auto at = kinds_[kind].find(id);
    SourceNode* target = sources_.find(kind, id);
    if (at == kinds_[kind].end() || target == nullptr)
      missing(kind, id, patch_node, faults);
    else
      lay_over({*at->second, *target}, patch, patch_node);
  });
}

void ElementPool::remove_all(const Removal& removal, const SourceNode& node, FaultList& faults) {
  const pb::Reflection& reflection = *removal.GetReflection();
  for (int k = 0; k < Removal::descriptor()->field_count(); ++k) {
    const pb::FieldDescriptor& list = *Removal::descriptor()->field(k);
    for (int i = 0; i < reflection.FieldSize(removal, &list); ++i) {
      const std::string id = reflection.GetRepeatedString(removal, &list, i);
      if (kinds_[list.name()].erase(id) == 1)
        sources_.erase(list.name(), id);
      else
        missing(list.name(), id, child_node(node, list.name(), static_cast<std::size_t>(i)),
                faults);
    }
  }
}

void ElementPool::missing(std::string_view kind, const std::string& id, const SourceNode& node,
                          FaultList& faults) {
  std::vector<std::string> ids;
  for (const auto& [known, element] : kinds_[std::string(kind)]) ids.push_back(known);
  const SourcePlace place = sources_.place_of(node);
  faults.add({.rule = std::string(rule::kAlterMissing),
              .file = place.file,
              .line = place.line,
              .field = std::string(kind),
              .found = id,
              .expected = fmt::format("the id of a {} that exists at this point{}", kind,
                                      io::did_you_mean(id, ids))});
}

Elements ElementPool::take() {
  Elements out;
  const pb::Reflection& reflection = *out.GetReflection();
  for (auto& [name, kind] : kinds_) {
    const pb::FieldDescriptor* field = Elements::descriptor()->FindFieldByName(name);
    STOPOVER_CHECK(field != nullptr, "kinds are fields of Elements");
    for (auto& [id, element] : kind) reflection.AddAllocatedMessage(&out, field, element.release());
  }
  kinds_.clear();
  return out;
}

}  // namespace stopover::scenario
