// SPDX-License-Identifier: Apache-2.0
// Where the figures of a run come from, weakest first, and the decisions that were applied.
#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include "engine/base/provenance.hpp"
#include "models/scenario/feeds.hpp"
#include "tools/stopover/result_table.hpp"

namespace stopover::tool {
namespace {

namespace pb = google::protobuf;

struct Assumption {
  Confidence confidence = Confidence::kAssumption;
  std::string kind;
  std::string id;
  std::string part;  // "checkpoint:immigration" inside a hub; empty: the element itself
  const scenario::Parameter* parameter = nullptr;
  scenario::Provenance provenance;
  scenario::SourcePlace place;
};

std::string text_field(const pb::Message& message, const char* name) {
  const pb::FieldDescriptor* const field = message.GetDescriptor()->FindFieldByName(name);
  if (field == nullptr || field->cpp_type() != pb::FieldDescriptor::CPPTYPE_STRING ||
      field->is_repeated())
    return {};
  return message.GetReflection()->GetString(message, field);
}

// An id, or for a thing between two places "from>to".
std::string name_of(const pb::Message& message) {
  std::string id = text_field(message, "id");
  if (!id.empty()) return id;
  return text_field(message, "from") + ">" + text_field(message, "to");
}

class Walk {
 public:
  explicit Walk(const scenario::SourceMap& sources) : sources_(sources) {}

  void elements(const pb::Message& all) {
    each_child(all, [&](const pb::FieldDescriptor& field, const pb::Message& element, int) {
      const std::string& kind = field.name();
      if (kind == "goal") return;  // no result hangs on it
      const std::string id = name_of(element);
      visit(element, {.kind = kind, .id = id}, "");
    });
  }

  void feed(std::string_view list, const scenario::Feed& feed) {
    visit(feed, {.kind = std::string(list), .id = feed.path()}, "");
  }

  std::vector<Assumption> weakest_first() && {
    std::stable_sort(found_.begin(), found_.end(), [](const auto& a, const auto& b) {
      return a.confidence > b.confidence;  // the enumeration runs from strong to weak
    });
    return std::move(found_);
  }

 private:
  template <class Call>
  static void each_child(const pb::Message& message, Call call) {
    const pb::Reflection& reflection = *message.GetReflection();
    std::vector<const pb::FieldDescriptor*> fields;
    reflection.ListFields(message, &fields);
    std::sort(fields.begin(), fields.end(),
              [](const auto* a, const auto* b) { return a->number() < b->number(); });
    for (const pb::FieldDescriptor* field : fields) {
      if (field->cpp_type() != pb::FieldDescriptor::CPPTYPE_MESSAGE || !field->is_repeated())
        continue;
      for (int i = 0; i < reflection.FieldSize(message, field); ++i)
        call(*field, reflection.GetRepeatedMessage(message, field, i), i);
    }
  }

  void visit(const pb::Message& message, Assumption about, const std::string& path) {
    const pb::FieldDescriptor* const field = message.GetDescriptor()->FindFieldByName("provenance");
    if (field != nullptr && message.GetReflection()->HasField(message, field)) {
      about.provenance.CopyFrom(message.GetReflection()->GetMessage(message, field));
      about.confidence =
          parse_confidence(about.provenance.confidence()).value_or(Confidence::kAssumption);
      about.parameter = dynamic_cast<const scenario::Parameter*>(&message);
      about.place = sources_.where(about.kind, about.id, path + "provenance");
      found_.push_back(about);
    }
    each_child(message, [&](const pb::FieldDescriptor& child, const pb::Message& part, int i) {
      Assumption inner = about;
      inner.part = fmt::format("{}:{}", child.name(), name_of(part));
      visit(part, std::move(inner), fmt::format("{}{}[{}].", path, child.name(), i));
    });
  }

  const scenario::SourceMap& sources_;
  std::vector<Assumption> found_;
};

std::vector<Assumption> assumptions_of(const scenario::LoadedScenario& loaded) {
  Walk walk(loaded.sources);
  walk.elements(loaded.scenario.elements());
  scenario::each_feed(
      loaded.scenario.files(),
      [&](std::string_view list, const scenario::Feed& feed) { walk.feed(list, feed); });
  return std::move(walk).weakest_first();
}

std::vector<ResultColumn> provenance_columns() {
  return {{.name = "confidence",
           .meaning = "assumption, general-knowledge, derived, low, medium or high",
           .meaning_zh = "可信度：assumption 最弱，high 最强"},
          {.name = "source", .meaning = "where it comes from", .meaning_zh = "来源"},
          {.name = "note", .meaning = "remark on the source", .meaning_zh = "备注"},
          {.name = "file",
           .meaning = "file it was written in, relative to the scenario's folder",
           .meaning_zh = "所在文件（相对于情景文件夹）"},
          {.name = "line",
           .type = io::SqlType::kInteger,
           .unit = "from 1",
           .meaning = "line in that file",
           .meaning_zh = "行号"}};
}

void append_provenance(ResultRow& row, const scenario::Provenance& p, const std::string& file,
                       int line) {
  for (const std::string& text : {p.confidence(), p.source(), p.note(), file})
    row.emplace_back(text);
  row.emplace_back(std::int64_t{line});
}

std::vector<ResultColumn> figure_columns() {
  const auto real = [](const char* name, const char* meaning, const char* meaning_zh) {
    return real_column(name, "as in column unit", meaning, meaning_zh, true);
  };
  return {real("value", "of a parameter", "参数取值"),
          real("low", "least plausible value", "合理下限"),
          real("high", "greatest plausible value", "合理上限"),
          {.name = "unit", .meaning = "unit of a parameter", .meaning_zh = "参数单位"}};
}

}  // namespace

ResultTable assumptions_table(const RunResults& run) {
  ResultTable table{
      .name = "assumptions",
      .meaning = "Where every figure comes from, weakest first",
      .meaning_zh = "全部数据的来源与可信度，最弱者在前",
      .columns = {scenario_column(),
                  {.name = "rank",
                   .type = io::SqlType::kInteger,
                   .unit = "from 1",
                   .meaning = "place in the list, weakest first",
                   .meaning_zh = "序号，最弱者在前"},
                  {.name = "kind", .meaning = "kind of element", .meaning_zh = "要素种类"},
                  {.name = "id", .meaning = "its id", .meaning_zh = "标识"},
                  {.name = "part", .meaning = "part of it, or empty", .meaning_zh = "要素的部分"}},
      .key = {"scenario", "rank"}};
  for (auto&& more : {figure_columns(), provenance_columns()})
    table.columns.insert(table.columns.end(), more.begin(), more.end());
  table.rows = [&run](const RowSink& sink) {
    std::int64_t rank = 0;
    for (const Assumption& a : assumptions_of(*run.loaded)) {
      // A feed's id is its path.
      const std::string id = scenario::is_feed_list(a.kind) ? file_name(run, a.id) : a.id;
      ResultRow row{run.loaded->scenario.id(), ++rank, a.kind, id, a.part};
      const scenario::Parameter* const p = a.parameter;
      const auto figure = [&](bool there, double value) {
        if (there)
          row.emplace_back(value);
        else
          row.emplace_back();
      };
      figure(p != nullptr, p != nullptr ? p->value() : 0);
      figure(p != nullptr && p->has_low(), p != nullptr ? p->low() : 0);
      figure(p != nullptr && p->has_high(), p != nullptr ? p->high() : 0);
      row.emplace_back(p != nullptr ? p->unit() : std::string());
      append_provenance(row, a.provenance, file_name(run, a.place.file), a.place.line);
      sink(row);
    }
  };
  return table;
}

ResultTable changes_table(const RunResults& run) {
  ResultTable table{
      .name = "changes",
      .meaning = "Decisions that made this scenario out of its bases, in order",
      .meaning_zh = "由基础情景得出本情景的各项决定，按顺序",
      .columns = {scenario_column(),
                  {.name = "ordinal",
                   .type = io::SqlType::kInteger,
                   .unit = "from 1",
                   .meaning = "order of application",
                   .meaning_zh = "应用顺序"},
                  {.name = "of_scenario", .meaning = "whose it is", .meaning_zh = "所属情景"},
                  {.name = "id", .meaning = "its id", .meaning_zh = "标识"},
                  {.name = "reason", .meaning = "in English", .meaning_zh = "理由（英文）"},
                  {.name = "reason_zh", .meaning = "in Chinese", .meaning_zh = "理由（中文）"}},
      .key = {"scenario", "ordinal"}};
  for (const ResultColumn& column : provenance_columns()) table.columns.push_back(column);
  table.rows = [&run](const RowSink& sink) {
    std::int64_t ordinal = 0;
    for (const scenario::AppliedChange& a : run.loaded->changes) {
      ResultRow row{run.loaded->scenario.id(), ++ordinal,           a.scenario, a.change.id(),
                    a.change.reason(),         a.change.reason_zh()};
      append_provenance(row, a.change.provenance(), file_name(run, a.place.file), a.place.line);
      sink(row);
    }
  };
  return table;
}

}  // namespace stopover::tool
