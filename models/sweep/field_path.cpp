// SPDX-License-Identifier: Apache-2.0
#include "models/sweep/field_path.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <utility>

#include <fmt/format.h>

#include "engine/base/check.hpp"
#include "engine/io/csv_writer.hpp"
#include "engine/io/text.hpp"
#include "models/scenario/field_rules.hpp"
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

// The child's node; made on the parent's line where nothing was written.
SourceNode& node_of(SourceNode& parent, const std::string& field, std::size_t index) {
  std::vector<SourceNode>& nodes = parent.fields[field];
  while (nodes.size() <= index)
    nodes.push_back({.file = parent.file, .line = parent.line, .row = parent.row});
  return nodes[index];
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
             &node_of(*node, step.name, p), fmt::format("{}[{}]", step.name, ids[p])});
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
                         &node_of(*spot.node, step.name, 0), named(spot, step.name)});
        continue;
      }
      std::vector<int> chosen;
      if (!choose(step, spot, *field, chosen)) return false;
      for (const int i : chosen)
        inner.push_back({reflection.MutableRepeatedMessage(spot.message, field, i),
                         &node_of(*spot.node, step.name, static_cast<std::size_t>(i)),
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

// ---- values -------------------------------------------------------------------------------------

bool is_number(const pb::FieldDescriptor& field) {
  switch (field.cpp_type()) {
    case pb::FieldDescriptor::CPPTYPE_INT32:
    case pb::FieldDescriptor::CPPTYPE_INT64:
    case pb::FieldDescriptor::CPPTYPE_UINT32:
    case pb::FieldDescriptor::CPPTYPE_UINT64:
    case pb::FieldDescriptor::CPPTYPE_DOUBLE:
    case pb::FieldDescriptor::CPPTYPE_FLOAT:
      return true;
    default:
      return false;
  }
}

bool is_whole_field(const pb::FieldDescriptor& field) {
  return is_number(field) && field.cpp_type() != pb::FieldDescriptor::CPPTYPE_DOUBLE &&
         field.cpp_type() != pb::FieldDescriptor::CPPTYPE_FLOAT;
}

// A single field and a list's entry have functions of two names.
#define STOPOVER_GET(Kind)                                           \
  (place.index < 0 ? reflection.Get##Kind(*place.owner, place.field) \
                   : reflection.GetRepeated##Kind(*place.owner, place.field, place.index))
#define STOPOVER_SET(Kind, value)                                          \
  (place.index < 0 ? reflection.Set##Kind(place.owner, place.field, value) \
                   : reflection.SetRepeated##Kind(place.owner, place.field, place.index, value))

double number_at(const FieldPlace& place) {
  const pb::Reflection& reflection = *place.owner->GetReflection();
  switch (place.field->cpp_type()) {
    case pb::FieldDescriptor::CPPTYPE_INT32:
      return STOPOVER_GET(Int32);
    case pb::FieldDescriptor::CPPTYPE_INT64:
      return static_cast<double>(STOPOVER_GET(Int64));
    case pb::FieldDescriptor::CPPTYPE_UINT32:
      return STOPOVER_GET(UInt32);
    case pb::FieldDescriptor::CPPTYPE_UINT64:
      return static_cast<double>(STOPOVER_GET(UInt64));
    case pb::FieldDescriptor::CPPTYPE_FLOAT:
      return static_cast<double>(STOPOVER_GET(Float));
    default:
      return STOPOVER_GET(Double);
  }
}

// A whole value has been found to be one, and within ±2^31 (or 0 … 2^31).
void put_number(const FieldPlace& place, double value) {
  const pb::Reflection& reflection = *place.owner->GetReflection();
  switch (place.field->cpp_type()) {
    case pb::FieldDescriptor::CPPTYPE_INT32:
      return STOPOVER_SET(Int32, static_cast<std::int32_t>(value));
    case pb::FieldDescriptor::CPPTYPE_INT64:
      return STOPOVER_SET(Int64, static_cast<std::int64_t>(value));
    case pb::FieldDescriptor::CPPTYPE_UINT32:
      return STOPOVER_SET(UInt32, static_cast<std::uint32_t>(value));
    case pb::FieldDescriptor::CPPTYPE_UINT64:
      return STOPOVER_SET(UInt64, static_cast<std::uint64_t>(value));
    case pb::FieldDescriptor::CPPTYPE_FLOAT:
      return STOPOVER_SET(Float, static_cast<float>(value));
    default:
      return STOPOVER_SET(Double, value);
  }
}

// The range of a figure that is known now.
void drop_range(const FieldPlace& place) {
  const std::string& name = place.field->name();
  const bool is_value = name == "value";
  for (const char* const end : {"low", "high"}) {
    const std::string range = is_value ? end : name + "_" + end;
    const auto* const field = place.owner->GetDescriptor()->FindFieldByName(range);
    // A plain field of that name is a figure of its own, such as the least minutes of a visit.
    if (field == nullptr || field->is_repeated() || !field->has_presence()) continue;
    place.owner->GetReflection()->ClearField(place.owner, field);
    place.node->fields.erase(range);
  }
}

void note_written(const FieldPlace& place) {
  (void)node_of(*place.node, place.field->name(),
                place.index < 0 ? 0 : static_cast<std::size_t>(place.index));
}

// A number of a list is always there; of a field that cannot tell, 0 counts if it was written.
bool is_set(const FieldPlace& place) {
  return place.index >= 0 || place.owner->GetReflection()->HasField(*place.owner, place.field) ||
         (!place.field->has_presence() && place.node->wrote(place.field->name()));
}

bool is_money(const pb::FieldDescriptor& field) {
  const scenario::FieldRule* const rule =
      scenario::find_rule(field.containing_type()->name(), field.name());
  return rule != nullptr && rule->form == scenario::Form::kMoney;
}

}  // namespace

Found find_fields(scenario::LoadedScenario& loaded, std::string_view path) {
  return Finder(loaded).run(path);
}

std::optional<PathFault> set_number(const FieldPlace& place, Combine how, double value) {
  constexpr double kMostWhole = 2'147'483'647;
  constexpr double kMost = 1e300;
  const pb::FieldDescriptor& field = *place.field;
  if (!is_number(field))
    return PathFault{place.name, "a field that holds a number; for words use choices with a value"};
  if (how != Combine::kSet && !is_set(place))
    return PathFault{fmt::format("no value of {}", place.name),
                     "a field that the base sets, as TIMES and PLUS go by its value"};
  double result = value;
  if (how == Combine::kTimes) result = number_at(place) * value;
  if (how == Combine::kPlus) result = number_at(place) + value;
  const bool whole = is_whole_field(field);
  if (whole && how != Combine::kSet) result = std::floor(result + 0.5);
  const std::string found = std::isfinite(result) ? io::decimal_text(result) : "no finite number";
  if (!(std::abs(result) <= kMost)) return PathFault{found, "a number that can be written"};
  if (whole && (result != std::floor(result) || std::abs(result) > kMostWhole))
    return PathFault{found, fmt::format("a whole number for {}", place.name)};
  const bool is_unsigned = field.cpp_type() == pb::FieldDescriptor::CPPTYPE_UINT32 ||
                           field.cpp_type() == pb::FieldDescriptor::CPPTYPE_UINT64;
  if (is_unsigned && result < 0)
    return PathFault{found, fmt::format("a number of at least 0 for {}", place.name)};
  if (is_money(field)) result = std::floor(result * 100 + 0.5) / 100;
  put_number(place, result);
  drop_range(place);
  note_written(place);
  return std::nullopt;
}

std::optional<PathFault> set_word(const FieldPlace& place, Combine how, const std::string& word) {
  const pb::Reflection& reflection = *place.owner->GetReflection();
  const pb::FieldDescriptor& field = *place.field;
  if (is_number(field)) {
    double value = 0;
    const auto [stopped, error] = std::from_chars(word.data(), word.data() + word.size(), value);
    if (error != std::errc() || stopped != word.data() + word.size() || !std::isfinite(value))
      return PathFault{word, fmt::format("a number for {}", place.name)};
    return set_number(place, how, value);
  }
  if (how != Combine::kSet) return PathFault{word, fmt::format("SET for {}", place.name)};
  if (field.cpp_type() == pb::FieldDescriptor::CPPTYPE_BOOL) {
    if (word != "true" && word != "false")
      return PathFault{word, fmt::format("true or false for {}", place.name)};
    STOPOVER_SET(Bool, word == "true");
  } else if (field.cpp_type() == pb::FieldDescriptor::CPPTYPE_ENUM) {
    const pb::EnumValueDescriptor* const value = field.enum_type()->FindValueByName(word);
    if (value == nullptr)
      return PathFault{word, fmt::format("one of {} for {}",
                                         scenario::enum_words(*field.enum_type()), place.name)};
    STOPOVER_SET(EnumValue, value->number());
  } else {
    STOPOVER_SET(String, word);
  }
  note_written(place);
  return std::nullopt;
}

#undef STOPOVER_GET
#undef STOPOVER_SET

}  // namespace stopover::sweep
