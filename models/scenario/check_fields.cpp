// SPDX-License-Identifier: Apache-2.0
// Every value alone, by the rule of its field: a walk over all messages.
#include <set>
#include <utility>

#include <fmt/format.h>

#include "engine/base/check.hpp"
#include "engine/io/text.hpp"
#include "models/scenario/checking.hpp"
#include "models/scenario/feeds.hpp"
#include "models/scenario/field_rules.hpp"
#include "models/scenario/merge.hpp"
#include "models/scenario/rules.hpp"
#include "models/scenario/value_rules.hpp"

namespace stopover::scenario {
namespace {

namespace pb = google::protobuf;

struct Number {
  double value = 0;
  std::string text;
};

template <class T>
Number number(T value) {
  return {static_cast<double>(value), fmt::format("{}", value)};
}

// nullopt: not a number.
std::optional<Number> number_of(const pb::Message& owner, const pb::FieldDescriptor& field) {
  const pb::Reflection& reflection = *owner.GetReflection();
  switch (field.cpp_type()) {
    case pb::FieldDescriptor::CPPTYPE_DOUBLE:
      return number(reflection.GetDouble(owner, &field));
    case pb::FieldDescriptor::CPPTYPE_INT32:
      return number(reflection.GetInt32(owner, &field));
    case pb::FieldDescriptor::CPPTYPE_UINT64:
      return number(reflection.GetUInt64(owner, &field));
    default:
      return std::nullopt;
  }
}

const SourceNode* child_of(const SourceNode* node, const std::string& field, int index) {
  if (node == nullptr) return nullptr;
  const auto at = node->fields.find(field);
  const auto i = static_cast<std::size_t>(index);
  if (at != node->fields.end() && i < at->second.size()) return &at->second[i];
  return node->row ? node : nullptr;
}

struct Field {
  const pb::Message& owner;
  const pb::FieldDescriptor& type;
  const FieldRule& rule;
  const SourceNode* node = nullptr;  // of the owner
  Spot spot;                         // of the field

  [[nodiscard]] bool written() const {
    if (node == nullptr) return false;
    if (node->wrote(type.name())) return true;
    return node->row && !type.is_repeated() && owner.GetReflection()->HasField(owner, &type);
  }
};

class FieldWalk {
 public:
  explicit FieldWalk(Checking& c) : c_(c) {}

  void run() {
    const LoadedScenario& loaded = c_.loaded();
    only_written_ = loaded.text_broken || loaded.base_missing;
    message(loaded.scenario, loaded.sources.find("scenario", ""), {"scenario", "", ""});
    only_written_ = loaded.text_broken;
    each_feed(loaded.scenario.files(), [&](std::string_view list, const Feed& feed) {
      message(feed, loaded.sources.find(list, feed.path()), {list, feed.path(), ""});
    });
    const pb::Reflection& reflection = *Elements::GetReflection();
    for (int k = 0; k < Elements::descriptor()->field_count(); ++k) {
      const pb::FieldDescriptor& kind = *Elements::descriptor()->field(k);
      for (int i = 0; i < reflection.FieldSize(c_.elements(), &kind); ++i)
        element(kind.name(), reflection.GetRepeatedMessage(c_.elements(), &kind, i));
    }
  }

 private:
  void element(const std::string& kind, const pb::Message& one) {
    const std::string id = id_of(one);
    const SourceMap& sources = c_.loaded().sources;
    only_written_ = c_.loaded().text_broken || sources.is_faulty(kind, id);
    message(one, sources.find(kind, id), {kind, id, ""});
  }

  void message(const pb::Message& one, const SourceNode* node, const Spot& spot) {
    for (int i = 0; i < one.GetDescriptor()->field_count(); ++i) {
      const pb::FieldDescriptor& type = *one.GetDescriptor()->field(i);
      // Feeds and elements have their own spots; changes were checked when they were applied.
      if (type.name() == "files" || type.name() == "elements" || type.name() == "change") continue;
      const Field field{one, type, rule_of(type), node, spot.at(type.name())};
      if (type.is_repeated())
        list(field);
      else
        single(field);
    }
  }

  void single(const Field& f) {
    const pb::Reflection& reflection = *f.owner.GetReflection();
    if (f.type.cpp_type() == pb::FieldDescriptor::CPPTYPE_MESSAGE) {
      if (reflection.HasField(f.owner, &f.type))
        message(reflection.GetMessage(f.owner, &f.type), child_of(f.node, f.type.name(), 0),
                f.spot);
      else
        missing(f);
    } else if (f.type.cpp_type() == pb::FieldDescriptor::CPPTYPE_STRING) {
      text(f, f.spot, reflection.GetString(f.owner, &f.type));
    } else if (f.type.cpp_type() == pb::FieldDescriptor::CPPTYPE_ENUM) {
      word(f, f.spot, reflection.GetEnumValue(f.owner, &f.type));
    } else if (f.type.has_presence() && !reflection.HasField(f.owner, &f.type)) {
      return;
    } else if (const auto figure = number_of(f.owner, f.type)) {
      const bool left_out = figure->value == 0 && (only_written_ || !f.written());
      if (left_out && (only_written_ || broken_by_number(f.rule, 0).empty())) return;
      if (left_out && !(f.node != nullptr && f.node->row))
        missing(f);
      else
        this->figure(f, f.spot, *figure);
    }
  }

  void list(const Field& f) {
    const pb::Reflection& reflection = *f.owner.GetReflection();
    const int size = reflection.FieldSize(f.owner, &f.type);
    if (size == 0) missing(f);
    std::set<std::string> seen;
    for (int i = 0; i < size; ++i) {
      Spot spot = f.spot;
      spot.path = indexed(spot.path, i);
      if (f.type.cpp_type() == pb::FieldDescriptor::CPPTYPE_MESSAGE) {
        message(reflection.GetRepeatedMessage(f.owner, &f.type, i),
                child_of(f.node, f.type.name(), i), spot);
      } else if (f.type.cpp_type() == pb::FieldDescriptor::CPPTYPE_STRING) {
        const std::string value = reflection.GetRepeatedString(f.owner, &f.type, i);
        if (once(f, spot, seen, value)) text(f, spot, value);
      } else if (f.type.cpp_type() == pb::FieldDescriptor::CPPTYPE_ENUM) {
        const int value = reflection.GetRepeatedEnumValue(f.owner, &f.type, i);
        const auto* known = f.type.enum_type()->FindValueByNumber(value);
        if (once(f, spot, seen, known == nullptr ? std::to_string(value) : known->name()))
          word(f, spot, value);
      } else {
        STOPOVER_CHECK(f.type.cpp_type() == pb::FieldDescriptor::CPPTYPE_DOUBLE,
                       "the schema has no lists of this type");
        figure(f, spot, number(reflection.GetRepeatedDouble(f.owner, &f.type, i)));
      }
    }
  }

  bool once(const Field& f, const Spot& spot, std::set<std::string>& seen,
            const std::string& value) {
    if (value.empty() || seen.insert(value).second) return true;
    c_.fault(rule::kTwiceInList, spot, value, fmt::format("each {} once", f.type.name()));
    return false;
  }

  // ---- one value --------------------------------------------------------------------------------

  void missing(const Field& f) {
    if (!f.rule.needed && !is_figure(f)) return;
    if (only_written_) return;
    const bool source = f.type.cpp_type() == pb::FieldDescriptor::CPPTYPE_MESSAGE &&
                        f.type.message_type() == Provenance::descriptor();
    c_.fault(
        source ? rule::kNoSource : rule::kMissing, f.spot, "",
        source ? "the source of its figures and how far it can be trusted" : expected_text(f.type));
  }

  static bool is_figure(const Field& f) {
    return !f.type.is_repeated() && number_of(f.owner, f.type).has_value();
  }

  void figure(const Field& f, const Spot& spot, const Number& figure) {
    const std::string_view broken = broken_by_number(f.rule, figure.value);
    if (!broken.empty()) c_.fault(broken, spot, figure.text, expected_text(f.type));
  }

  void word(const Field& f, const Spot& spot, int value) {
    if (f.type.enum_type()->FindValueByNumber(value) == nullptr)
      c_.fault(rule::kUnknownEnum, spot, std::to_string(value), expected_text(f.type));
    else if (value == 0 && f.type.is_repeated())
      c_.fault(rule::kMissing, spot, "", expected_text(f.type));
    else if (value == 0)
      missing(f);
  }

  void text(const Field& f, const Spot& spot, const std::string& value) {
    if (value.empty() && only_written_) return;
    if (io::utf8_error(value) < value.size()) {
      const bool of_table = f.node != nullptr && f.node->row;  // whose reader has reported the line
      if (!of_table) c_.fault(rule::kNotUtf8, spot, io::shown_text(value), "UTF-8 text");
      return;
    }
    const std::string_view broken = broken_by_text(f.rule, value, zones_);
    if (!broken.empty())
      c_.fault(broken, spot, value, expected_text(f.type));
    else if (value.empty() && f.type.is_repeated())
      c_.fault(rule::kMissing, spot, "", expected_text(f.type));
    else if (value.empty())
      missing(f);
    else if (f.rule.form == Form::kReference)
      reference(f, spot, value);
  }

  void reference(const Field& f, const Spot& spot, const std::string& id) {
    const std::vector<std::string_view> kinds = io::split(f.rule.detail, '|');
    std::vector<std::string_view> found;
    for (const std::string_view kind : kinds)
      if (c_.knows(kind, id)) found.push_back(kind);
    if (found.size() > 1)
      c_.fault(rule::kTargetTwice, spot, id,
               fmt::format("an id that only one of them has: it is that of a {} and of a {}",
                           found[0], found[1]));
    const bool may_be_route = kinds.front() == "line";
    if (!found.empty() || (may_be_route && c_.is_of_feed(id))) return;
    const bool all_known =
        std::ranges::all_of(kinds, [&](std::string_view kind) { return c_.has_all(kind); });
    if (!all_known || (may_be_route && !c_.has_all("feed"))) return;
    c_.fault(rule::kReference, spot, id,
             expected_text(f.type) + (may_be_route ? ", or a feed's prefix and route_id" : "") +
                 c_.did_you_mean(id, kinds));
  }

  Checking& c_;
  ZoneNames zones_;
  bool only_written_ = false;
};

}  // namespace

void check_fields(Checking& c) {
  FieldWalk(c).run();
}

}  // namespace stopover::scenario
