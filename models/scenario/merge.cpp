// SPDX-License-Identifier: Apache-2.0
#include "models/scenario/merge.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "engine/base/check.hpp"
#include "engine/base/provenance.hpp"
#include "engine/io/text.hpp"
#include "models/scenario/rules.hpp"

namespace stopover::scenario {
namespace {

namespace pb = google::protobuf;

bool has_id(const pb::Descriptor& type) {
  return type.FindFieldByName("id") != nullptr;
}

bool has_provenance(const pb::Descriptor& type) {
  return type.FindFieldByName("provenance") != nullptr;
}

// The list of messages with ids that a kind of element may have under this name.
const pb::FieldDescriptor* list_of_parts(const pb::Message& element, const std::string& name) {
  const pb::FieldDescriptor* const list = element.GetDescriptor()->FindFieldByName(name);
  const bool is_one = list != nullptr && list->is_repeated() &&
                      list->cpp_type() == pb::FieldDescriptor::CPPTYPE_MESSAGE &&
                      has_id(*list->message_type());
  return is_one ? list : nullptr;
}

int index_of(const pb::Message& owner, const pb::FieldDescriptor& list, const std::string& id) {
  const pb::Reflection& reflection = *owner.GetReflection();
  for (int i = 0; i < reflection.FieldSize(owner, &list); ++i)
    if (id_of(reflection.GetRepeatedMessage(owner, &list, i)) == id) return i;
  return -1;
}

void lay_over_list(Written target, const pb::Message& patch, const SourceNode& patch_node,
                   const pb::FieldDescriptor& list, const Decision* decision) {
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
               one, node, decision);
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

// Whether a figure of the message itself was written: not of a part that has its own source.
bool wrote_figures(const pb::Message& patch, const SourceNode& patch_node) {
  return std::any_of(patch_node.fields.begin(), patch_node.fields.end(), [&](const auto& written) {
    if (written.first == "id" || written.first == "provenance") return false;
    const pb::FieldDescriptor& field = *patch.GetDescriptor()->FindFieldByName(written.first);
    return field.cpp_type() != pb::FieldDescriptor::CPPTYPE_MESSAGE ||
           !has_provenance(*field.message_type());
  });
}

void name_both_sources(Written target, const SourceNode& patch_node, const Decision& decision) {
  const pb::FieldDescriptor* const field =
      target.message.GetDescriptor()->FindFieldByName("provenance");
  auto& now = dynamic_cast<Provenance&>(
      *target.message.GetReflection()->MutableMessage(&target.message, field));
  if (now.source().empty()) return;  // a fault of its own, still to be told
  now.set_source(fmt::format("{} (change {}); before it: {}", decision.provenance.source(),
                             decision.id, now.source()));
  const auto before = parse_confidence(now.confidence());
  const auto decided = parse_confidence(decision.provenance.confidence());
  if (before && decided)
    now.set_confidence(std::string(confidence_text(std::max(*before, *decided))));
  target.node.fields["provenance"] = {{.file = patch_node.file, .line = patch_node.line}};
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

void lay_over(Written target, const pb::Message& patch, const SourceNode& patch_node,
              const Decision* decision) {
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
               reflection.GetMessage(patch, field), nodes.front(), decision);
    } else if (is_message && has_id(*field->message_type())) {
      lay_over_list(target, patch, patch_node, *field, decision);
    } else {
      reflection.SwapFields(&target.message, copy.get(), {field});
      target.node.fields[name] = nodes;
      clear_translation(target, name, patch_node);
    }
  }
  if (decision != nullptr && has_provenance(*patch.GetDescriptor()) &&
      !child_node(patch_node, "provenance").wrote("source") && wrote_figures(patch, patch_node))
    name_both_sources(target, patch_node, *decision);
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

void ElementPool::alter_all(const Elements& patches, const SourceNode& node,
                            const Decision& decision, FaultList& faults) {
  each_element(patches, [&](const std::string& kind, std::size_t i, const pb::Message& patch) {
    const SourceNode patch_node = child_node(node, kind, i);
    const std::string id = id_of(patch);
    const auto at = kinds_[kind].find(id);
    SourceNode* target = sources_.find(kind, id);
    if (at == kinds_[kind].end() || target == nullptr)
      missing(kind, id, patch_node, faults);
    else
      lay_over({*at->second, *target}, patch, patch_node, &decision);
  });
}

void ElementPool::remove_all(const Removal& removal, const SourceNode& node, FaultList& faults) {
  const pb::Reflection& reflection = *removal.GetReflection();
  for (int k = 0; k < Removal::descriptor()->field_count(); ++k) {
    const pb::FieldDescriptor& list = *Removal::descriptor()->field(k);
    const bool is_kind = Elements::descriptor()->FindFieldByName(list.name()) != nullptr;
    for (int i = 0; i < reflection.FieldSize(removal, &list); ++i) {
      const std::string id = reflection.GetRepeatedString(removal, &list, i);
      if (is_kind ? remove_element(list.name(), id) : remove_part(list.name(), id)) continue;
      missing(list.name(), id, child_node(node, list.name(), static_cast<std::size_t>(i)), faults);
    }
  }
}

bool ElementPool::remove_element(const std::string& kind, const std::string& id) {
  if (kinds_[kind].erase(id) == 0) return false;
  sources_.erase(kind, id);
  return true;
}

bool ElementPool::remove_part(const std::string& list_name, const std::string& id) {
  for (auto& [kind, elements] : kinds_)
    for (auto& [owner_id, owner] : elements) {
      const pb::FieldDescriptor* const list = list_of_parts(*owner, list_name);
      if (list == nullptr) break;  // nor have others of this kind
      const int at = index_of(*owner, *list, id);
      if (at < 0) continue;
      const pb::Reflection& reflection = *owner->GetReflection();
      const int size = reflection.FieldSize(*owner, list);
      for (int i = at; i + 1 < size; ++i) reflection.SwapElements(owner.get(), list, i, i + 1);
      reflection.RemoveLast(owner.get(), list);
      std::vector<SourceNode>& nodes = sources_.find(kind, owner_id)->fields[list_name];
      if (static_cast<std::size_t>(at) < nodes.size()) nodes.erase(nodes.begin() + at);
      return true;
    }
  return false;
}

std::vector<std::string> ElementPool::ids_of(const std::string& kind_or_list) const {
  std::vector<std::string> ids;
  const auto kind = kinds_.find(kind_or_list);
  if (kind != kinds_.end())
    for (const auto& [id, element] : kind->second) ids.push_back(id);
  for (const auto& [name, elements] : kinds_)
    for (const auto& [owner_id, owner] : elements) {
      const pb::FieldDescriptor* const list = list_of_parts(*owner, kind_or_list);
      if (list == nullptr) break;
      for (int i = 0; i < owner->GetReflection()->FieldSize(*owner, list); ++i)
        ids.push_back(id_of(owner->GetReflection()->GetRepeatedMessage(*owner, list, i)));
    }
  return ids;
}

void ElementPool::missing(std::string_view kind, const std::string& id, const SourceNode& node,
                          FaultList& faults) {
  const std::vector<std::string> ids = ids_of(std::string(kind));
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
