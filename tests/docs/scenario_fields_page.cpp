// SPDX-License-Identifier: Apache-2.0
#include "tests/docs/scenario_fields_page.hpp"

#include <map>
#include <sstream>
#include <vector>

#include <fmt/format.h>
#include <google/protobuf/descriptor.h>

#include "models/scenario/field_rules.hpp"
#include "models/scenario/scenario.pb.h"
#include "models/scenario/tables.hpp"

namespace stopover::docs {
namespace {

namespace pb = google::protobuf;

std::string trimmed(std::string_view text) {
  const std::size_t from = text.find_first_not_of(" \t");
  if (from == std::string_view::npos) return {};
  return std::string(text.substr(from, text.find_last_not_of(" \t") - from + 1));
}

// Comments by "Message", "Message.field" and "Enum.VALUE": what stands before a declaration and
// behind it on its line. protoc drops them from the descriptor that is compiled in.
class Comments {
 public:
  explicit Comments(std::string_view schema) {
    std::istringstream lines{std::string(schema)};
    for (std::string line; std::getline(lines, line);) read(trimmed(line));
  }
  [[nodiscard]] std::string of(const std::string& name) const {
    const auto at = text_.find(name);
    return at == text_.end() ? std::string() : at->second;
  }

 private:
  void read(const std::string& line) {
    if (line.starts_with("// ----")) return before_.clear();
    if (line.starts_with("//")) return append(before_, trimmed(line.substr(2)));
    std::istringstream words(line);
    std::string first;
    std::string second;
    words >> first >> second;
    if (first == "message" || first == "enum") {
      scope_ = second;
      text_[scope_] = before_;
    } else if (const std::size_t equals = line.find(" = "); equals != std::string::npos) {
      std::istringstream declaration(line.substr(0, equals));
      std::string name;
      for (std::string word; declaration >> word;) name = word;
      std::string comment = before_;
      if (const std::size_t behind = line.find("//"); behind != std::string::npos)
        append(comment, trimmed(line.substr(behind + 2)));
      text_[scope_ + "." + name] = comment;
    }
    before_.clear();
  }
  static void append(std::string& text, const std::string& more) {
    if (!text.empty()) text += ' ';
    text += more;
  }

  std::map<std::string, std::string> text_;
  std::string scope_;
  std::string before_;
};

// In a cell of a Markdown table.
std::string cell(std::string text) {
  for (std::size_t at = 0; (at = text.find('|', at)) != std::string::npos; at += 2)
    text.replace(at, 1, "\\|");
  for (std::size_t at = 0; (at = text.find('<', at)) != std::string::npos; at += 4)
    text.replace(at, 1, "&lt;");
  return text;
}

// A heading's address on the page.
std::string link_to(std::string name) {
  std::string address = name;
  for (char& c : address)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return fmt::format("[{}](#{})", name, address);
}

std::string holds(const pb::FieldDescriptor& field) {
  std::string what;
  const scenario::FieldRule* rule =
      scenario::find_rule(field.containing_type()->name(), field.name());
  if (field.message_type() != nullptr)
    what = link_to(field.message_type()->name());
  else if (field.enum_type() != nullptr)
    what = "a word of " + link_to(field.enum_type()->name());
  else if (rule != nullptr)
    what = cell(scenario::expected_text(field));
  else
    what = "text";
  return field.is_repeated() ? "list: " + what : what;
}

bool is_needed(const pb::FieldDescriptor& field) {
  const auto* rule = scenario::find_rule(field.containing_type()->name(), field.name());
  if (rule == nullptr || rule->needed) return rule != nullptr;
  // Left out it would be zero, which is out of range.
  return !field.is_repeated() && !field.has_presence() && (rule->above_min || rule->min > 0);
}

void add_message(const pb::Descriptor& message, const Comments& comments, std::string& out) {
  out += fmt::format("\n### {}\n\n", message.name());
  if (const std::string text = comments.of(message.name()); !text.empty()) out += text + "\n\n";
  out += "| field | holds | needed | meaning |\n| --- | --- | --- | --- |\n";
  for (int i = 0; i < message.field_count(); ++i) {
    const pb::FieldDescriptor& field = *message.field(i);
    out += fmt::format("| `{}` | {} | {} | {} |\n", field.name(), holds(field),
                       is_needed(field) ? "yes" : "",
                       cell(comments.of(message.name() + "." + field.name())));
  }
}

void add_enum(const pb::EnumDescriptor& type, const Comments& comments, std::string& out) {
  out += fmt::format("\n### {}\n\n| word | meaning |\n| --- | --- |\n", type.name());
  for (int i = 1; i < type.value_count(); ++i)
    out += fmt::format("| `{}` | {} |\n", type.value(i)->name(),
                       cell(comments.of(type.name() + "." + type.value(i)->name())));
}

std::string cell_form(const scenario::TableKind& table, const scenario::TableColumn& column) {
  switch (column.form) {
    case scenario::CellForm::kWeights:
      return "weights such as `0.5;0.3;0.2`";
    case scenario::CellForm::kFigures:
      return "figures such as `90;95;110`";
    case scenario::CellForm::kCountries:
      return "weights by country such as `US:0.6;CA:0.4`";
    default:
      break;
  }
  const pb::FieldDescriptor& field = scenario::field_of(table, column);
  return cell(scenario::expected_text(field));
}

void add_table(const scenario::TableKind& table, std::string& out) {
  out += fmt::format("\n### {}\n\n| column | holds | needed |\n| --- | --- | --- |\n", table.list);
  for (const scenario::TableColumn& column : table.columns)
    out += fmt::format("| `{}` | {} | {} |\n", column.name, cell_form(table, column),
                       column.needed ? "yes" : "");
}

}  // namespace

std::string scenario_fields_page(std::string_view schema) {
  const Comments comments(schema);
  const std::vector<const pb::FileDescriptor*> files = scenario::schema_files();
  std::string out =
      "# Every field and column of a scenario\n\n"
      "Made from the code by tests/docs; do not edit (STOPOVER_WRITE_DOCS=1 writes it anew). How a "
      "scenario is put together: [scenario.md](scenario.md).\n\n"
      "*Needed*: without it the scenario is refused (in an `alter` only the id and what changes is "
      "written). Units stand in brackets.\n\n"
      "## Messages of scenario.txtpb\n";
  for (const pb::FileDescriptor* file : files)
    for (int i = 0; i < file->message_type_count(); ++i)
      add_message(*file->message_type(i), comments, out);
  out += "\n## Words\n";
  for (const pb::FileDescriptor* file : files)
    for (int i = 0; i < file->enum_type_count(); ++i) add_enum(*file->enum_type(i), comments, out);
  out +=
      "\n## Tables\n\nOne row an element; the file may bear any name, `files` lists it by kind.\n";
  for (const scenario::TableKind& table : scenario::table_kinds()) add_table(table, out);
  return out;
}

}  // namespace stopover::docs
