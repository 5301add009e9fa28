// SPDX-License-Identifier: Apache-2.0
#include "models/sweep/field_path.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include <fmt/format.h>

#include "engine/base/check.hpp"
#include "engine/io/text.hpp"
#include "models/scenario/merge.hpp"

namespace stopover::sweep {
namespace {

namespace pb = google::protobuf;
using scenario::SourceNode;
using Type = pb::FieldDescriptor::CppType;

// Not of a message of these names: who is meant, and where figures come from.
constexpr std::array kNeverVaried{"id", "provenance"};
// Of the scenario itself.
constexpr std::array kOfScenario{"gateway", "horizon", "run"};

struct Step {
  std::string name;
  std::optional<std::string> selector;  // "entry", "1", "*"
};

// Names may hold dots only inside brackets.
std::optional<std::vector<Step>> steps_of(std::string_view path) {
  std::vector<Step> steps;
  while (true) {
    const std::size_t end = std::min(path.find_first_of(".["), path.size());
    Step step{.name = std::string(path.substr(0, end)), .selector = {}};
    if (step.name.empty()) return std::nullopt;
    path.remove_prefix(end);
    if (path.starts_with('[')) {
      const std::size_t close = path.find(']');
      if (close == std::string_view::npos || close == 1) return std::nullopt;
      step.selector = std::string(path.substr(1, close - 1));
      path.remove_prefix(close + 1);
    }
    steps.push_back(std::move(step));
    if (path.empty()) return steps;
    if (!path.starts_with('.')) return std::nullopt;
    path.remove_prefix(1);
  }
}

// A message on the way.
struct Spot {
  pb::Message* message = nullptr;
  SourceNode* node = nullptr;
  std::string name;
};

bool is_message(const pb::FieldDescriptor& field) {
  return field.cpp_type() == pb::FieldDescriptor::CPPTYPE_MESSAGE;
}

bool has_id(const pb::Descriptor& type) {
  return type.FindFieldByName("id") != nullptr;
}

std::vector<std::string> names_of(const pb::Descriptor& type) {
  std::vector<std::string> names;
  names.reserve(static_cast<std::size_t>(type.field_count()));
  for (int i = 0; i < type.field_count(); ++i) {
    const std::string& name = type.field(i)->name();
    if (std::find(kNeverVaried.begin(), kNeverVaried.end(), name) == kNeverVaried.end())
      names.push_back(name);
  }
  return names;
}

std::string listed(const std::vector<std::string>& names) {
  constexpr std::size_t kShown = 30;
  std::string out;
  for (std::size_t i = 0; i < std::min(names.size(), kShown); ++i)
    out += fmt::format("{}{}", i == 0 ? "" : ", ", names[i]);
  return names.size() > kShown ? out + ", …" : out;
}

std::optional<int> index_of(const std::string& text, int size) {
  int index = 0;
  const auto [stopped, error] = std::from_chars(text.data(), text.data() + text.size(), index);
  if (error != std::errc() || stopped != text.data() + text.size() || index < 0 || index >= size)
    return std::nullopt;
  return index;
}

std::vector<std::string> ids_in(const pb::Message& owner, const pb::FieldDescriptor& list) {
  const pb::Reflection& reflection = *owner.GetReflection();
  std::vector<std::string> ids;
  const int size = reflection.FieldSize(owner, &list);
  ids.reserve(static_cast<std::size_t>(size));
  for (int i = 0; i < size; ++i)
    ids.push_back(scenario::id_of(reflection.GetRepeatedMessage(owner, &list, i)));
  return ids;
}

class Finder {
 public:
  explicit Finder(scenario::LoadedScenario& loaded) : loaded_(loaded) {}

  Found run(std::string_view path) {
    auto steps = steps_of(path);
    if (!steps)
      return PathFault{std::string(path),
                       "a path such as checkpoint[entry].staffing[*].desks or horizon.days"};
    std::vector<Spot> spots;
    std::size_t next = 1;
    if (!begin(steps->front(), spots, next)) return fault_;
    for (; next + 1 < steps->size(); ++next)
      if (!descend((*steps)[next], spots)) return fault_;
    std::vector<FieldPlace> places;
    if (next >= steps->size()) {
      const std::vector<std::string> names = names_of(*spots.front().message->GetDescriptor());
      return PathFault{std::string(path), "one of its fields: " + listed(names)};
    }
    for (const Spot& spot : spots)
      if (!end(steps->back(), spot, places)) return fault_;
    return places;
  }

 private:
  bool refuse(std::string found, std::string expected) {
    fault_ = {std::move(found), std::move(expected)};
    return false;
  }

  // A kind of element, a part of an element, or a message of the scenario itself.
  bool begin(const Step& step, std::vector<Spot>& spots, std::size_t& next) {
    scenario::Scenario& whole = loaded_.scenario;
    if (std::find(kOfScenario.begin(), kOfScenario.end(), step.name) != kOfScenario.end()) {
      spots.push_back({&whole, loaded_.sources.find("scenario", ""), ""});
      next = 0;
      return true;
    }
    pb::Message& elements = *whole.mutable_elements();
    const pb::Descriptor& kinds = *scenario::Elements::descriptor();
    if (const auto* const kind = kinds.FindFieldByName(step.name))
      return begin_at_elements(step, elements, *kind, spots);
    for (int k = 0; k < kinds.field_count(); ++k) begin_at_parts(step, *kinds.field(k), spots);
    if (!spots.empty()) return true;
    if (!part_ids_.empty())
      return refuse(step.selector.value_or(step.name),
                    fmt::format("the id of a {} in brackets: {}", step.name, listed(part_ids_)));
    std::vector<std::string> names = names_of(kinds);
    names.insert(names.end(), {"checkpoint", "gateway", "horizon", "run"});
    return refuse(step.name, fmt::format("a kind of element that can be varied{}",
                                         io::did_you_mean(step.name, names)));
  }

  bool begin_at_elements(const Step& step, pb::Message& elements, const pb::FieldDescriptor& kind,
                         std::vector<Spot>& spots) {
    const std::vector<std::string> ids = ids_in(elements, kind);
    for (std::size_t i = 0; i < ids.size(); ++i) {
      if (step.selector != ids[i] && step.selector != "*") continue;
      SourceNode* const node = loaded_.sources.find(step.name, ids[i]);
      if (node == nullptr) continue;
      spots.push_back(
          {elements.GetReflection()->MutableRepeatedMessage(&elements, &kind, static_cast<int>(i)),
           node, fmt::format("{}[{}]", step.name, ids[i])});
    }
    if (!spots.empty()) return true;
    const std::string found = step.selector.value_or(step.name);
    return refuse(found,
                  fmt::format("the id of a {} in brackets{}", step.name,
                              step.selector ? io::did_you_mean(found, ids) : ": " + listed(ids)));
  }

  void begin_at_parts(const Step& step, const pb::FieldDescriptor& kind, std::vector<Spot>& spots) {
    const auto* const list = kind.message_type()->FindFieldByName(step.name);
    if (list == nullptr || !list->is_repeated() || !is_message(*list) ||
        !has_id(*list->message_type()))
      return;
    pb::Message& elements = *loaded_.scenario.mutable_elements();
    for (int i = 0; i < elements.GetReflection()->FieldSize(elements, &kind); ++i) {
      pb::Message& owner = *elements.GetReflection()->MutableRepeatedMessage(&elements, &kind, i);
      SourceNode* const node = loaded_.sources.find(kind.name(), scenario::id_of(owner));
      const std::vector<std::string> ids = ids_in(owner, *list);
      part_ids_.insert(part_ids_.end(), ids.begin(), ids.end());
      for (std::size_t p = 0; p < ids.size() && node != nullptr; ++p) {
        if (step.selector != ids[p] && step.selector != "*") continue;
        spots.push_back(
            {owner.GetReflection()->MutableRepeatedMessage(&owner, list, static_cast<int>(p)),
             &child_node(*node, step.name, p), fmt::format("{}[{}]", step.name, ids[p])});
      }
    }
  }

  // The field of this name, which may be varied or led through.
  const pb::FieldDescriptor* field_of(const Spot& spot, const std::string& name) {
    const pb::Descriptor& type = *spot.message->GetDescriptor();
    const std::vector<std::string> names =
        spot.name.empty() ? std::vector<std::string>(kOfScenario.begin(), kOfScenario.end())
                          : names_of(type);
    const auto* const field = type.FindFieldByName(name);
    const bool known = std::find(names.begin(), names.end(), name) != names.end();
    const bool of_run = spot.name == "run" && (name == "seed" || name == "replications");
    if (field != nullptr && known && !of_run) return field;
    (void)refuse(name, of_run ? "what the experiment does not state itself"
                              : fmt::format("a field that can be varied: {}", listed(names)));
    return nullptr;
  }

  // Which of a list a selector means.
  bool choose(const Step& step, const Spot& spot, const pb::FieldDescriptor& list,
              std::vector<int>& chosen) {
    const int size = spot.message->GetReflection()->FieldSize(*spot.message, &list);
    const bool by_id = is_message(list) && has_id(*list.message_type());
    if (step.selector == "*") {
      chosen.reserve(static_cast<std::size_t>(size));
      for (int i = 0; i < size; ++i) chosen.push_back(i);
    } else if (step.selector && by_id) {
      const std::vector<std::string> ids = ids_in(*spot.message, list);
      const auto at = std::find(ids.begin(), ids.end(), *step.selector);
      if (at != ids.end()) chosen.push_back(static_cast<int>(at - ids.begin()));
    } else if (const auto index = step.selector ? index_of(*step.selector, size) : std::nullopt) {
      chosen.push_back(*index);
    }
    if (!chosen.empty()) return true;
    const std::string range = size == 0   ? "nothing: the list is empty"
                              : by_id     ? "[*] or an id of this list in brackets"
                              : size == 1 ? "[0] or [*]"
                                          : fmt::format("[0] to [{}], or [*]", size - 1);
    return refuse(step.selector.value_or(step.name), range);
  }

  static std::string named(const Spot& spot, const std::string& step) {
    return spot.name.empty() ? step : spot.name + "." + step;
  }

  bool descend(const Step& step, std::vector<Spot>& spots) {
    std::vector<Spot> inner;
    for (const Spot& spot : spots) {
      const pb::FieldDescriptor* const field = field_of(spot, step.name);
      if (field == nullptr) return false;
      if (!is_message(*field))
        return refuse(step.name, "the end of the path: this field has no fields");
      const pb::Reflection& reflection = *spot.message->GetReflection();
      if (!field->is_repeated()) {
        if (step.selector) return refuse(*step.selector, "no bracket: this field is no list");
        inner.push_back({reflection.MutableMessage(spot.message, field),
                         &child_node(*spot.node, step.name, 0), named(spot, step.name)});
        continue;
      }
      std::vector<int> chosen;
      if (!choose(step, spot, *field, chosen)) return false;
      for (const int i : chosen)
        inner.push_back({reflection.MutableRepeatedMessage(spot.message, field, i),
                         &child_node(*spot.node, step.name, static_cast<std::size_t>(i)),
                         named(spot, fmt::format("{}[{}]", step.name, i))});
    }
    spots = std::move(inner);
    return true;
  }

  bool end(const Step& step, const Spot& spot, std::vector<FieldPlace>& places) {
    const pb::FieldDescriptor* const field = field_of(spot, step.name);
    if (field == nullptr) return false;
    if (is_message(*field))
      return refuse(step.name,
                    fmt::format("one of its fields: {}", listed(names_of(*field->message_type()))));
    if (!field->is_repeated()) {
      if (step.selector) return refuse(*step.selector, "no bracket: this field is no list");
      places.push_back({spot.message, spot.node, field, -1, named(spot, step.name)});
      return true;
    }
    std::vector<int> chosen;
    if (!choose(step, spot, *field, chosen)) return false;
    for (const int i : chosen)
      places.push_back(
          {spot.message, spot.node, field, i, named(spot, fmt::format("{}[{}]", step.name, i))});
    return true;
  }

  scenario::LoadedScenario& loaded_;
  std::vector<std::string> part_ids_;
  PathFault fault_;
};

}  // namespace

SourceNode& child_node(SourceNode& parent, const std::string& field, std::size_t index) {
  std::vector<SourceNode>& nodes = parent.fields[field];
  while (nodes.size() <= index)
    nodes.push_back({.file = parent.file, .line = parent.line, .row = parent.row});
  return nodes[index];
}

Found find_fields(scenario::LoadedScenario& loaded, std::string_view path) {
  return Finder(loaded).run(path);
}

}  // namespace stopover::sweep
