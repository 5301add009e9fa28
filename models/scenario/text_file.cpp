// SPDX-License-Identifier: Apache-2.0
#include "models/scenario/text_file.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>
#include <google/protobuf/io/tokenizer.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>
#include <google/protobuf/text_format.h>

#include "engine/io/text.hpp"
#include "models/scenario/rules.hpp"
#include "models/scenario/text_scan.hpp"

namespace stopover::scenario {
namespace {

namespace pb = google::protobuf;

int line_at(std::string_view text, std::size_t position) {
  return 1 + static_cast<int>(std::count(
                 text.begin(), text.begin() + static_cast<std::ptrdiff_t>(position), '\n'));
}

std::string without_quotes(std::string text) {
  if (text.size() >= 2 && text.front() == '"' && text.back() == '"')
    return text.substr(1, text.size() - 2);
  return text;
}

// The parser's words: "Expected integer, got: abc" or "Expected \"{\", found \"7\".".
InputFault syntax_fault(const std::string& file, int line, std::string message) {
  InputFault fault{.rule = std::string(rule::kSyntax), .file = file, .line = line};
  constexpr std::string_view kExpected = "Expected ";
  while (!message.empty() && message.back() == '.') message.pop_back();
  if (message.starts_with(kExpected)) {
    for (const std::string_view then : {", got: ", ", found "}) {
      const std::size_t at = message.find(then);
      if (at == std::string::npos) continue;
      fault.found = without_quotes(message.substr(at + then.size()));
      fault.expected = message.substr(kExpected.size(), at - kExpected.size());
      return fault;
    }
  }
  fault.expected = "protobuf text: " + message;
  return fault;
}

// Takes the parser's errors, but not those that the scan has named better on the same line.
class Collector : public pb::io::ErrorCollector {
 public:
  // If the parser stops on the line of one of the scan's misfits, it stops at that: then its field
  // is named.
  Collector(std::string file, const TextScan& scan, FaultList& faults)
      : file_(std::move(file)), scan_(scan), faults_(faults) {}

  void AddError(int line, pb::io::ColumnNumber /*column*/, const std::string& message) override {
    const auto named = [&](const InputFault& fault) {
      // The library sees a wrong word when it stands at the next one, maybe on another line.
      const bool same_word = fault.rule == rule::kUnknownEnum &&
                             message.find("\"" + fault.found + "\"") != std::string::npos;
      return fault.file == file_ && fault.rule != rule::kSyntax &&
             (fault.line == line + 1 || same_word);
    };
    if (std::any_of(faults_.kept().begin(), faults_.kept().end(), named)) return;
    InputFault fault = syntax_fault(file_, line + 1, message);
    const auto at = std::ranges::find(scan_.misfits, line + 1, &Misfit::line);
    if (at != scan_.misfits.end()) {
      fault.field = at->field;
      said_ = &*at;
    }
    faults_.add(std::move(fault));
  }
  // What stands after the place where the parser stopped, or what it let pass before.
  void add_other_misfits() {
    for (const Misfit& misfit : scan_.misfits)
      if (&misfit != said_ && !misfit.expected.empty())
        faults_.add({.rule = std::string(rule::kSyntax),
                     .file = file_,
                     .line = misfit.line,
                     .field = misfit.field,
                     .found = without_quotes(misfit.found),
                     .expected = misfit.expected});
  }
  // Unknown fields; the scan has reported them.
  void AddWarning(int /*line*/, pb::io::ColumnNumber /*column*/,
                  const std::string& /*message*/) override {}

 private:
  std::string file_;
  const TextScan& scan_;
  FaultList& faults_;
  const Misfit* said_ = nullptr;
};

bool parse(std::string_view text, pb::Message& message, Collector& collector) {
  pb::io::ArrayInputStream input(text.data(), static_cast<int>(text.size()));
  pb::TextFormat::Parser parser;
  parser.RecordErrorsTo(&collector);
  parser.AllowUnknownField(true);
  parser.SetRecursionLimit(kMaxTextDepth);
  return parser.Parse(&input, &message);
}

}  // namespace

MessageText read_message_text(std::string_view text, const std::string& file, int file_index,
                              pb::Message& message, FaultList& faults) {
  MessageText out;
  out.root = {.file = file_index, .line = 1};
  if (text.starts_with(io::kByteOrderMark)) text.remove_prefix(io::kByteOrderMark.size());
  if (io::is_utf16(text)) {
    faults.add({.rule = std::string(rule::kNotUtf8),
                .file = file,
                .line = 1,
                .found = "UTF-16 text",
                .expected = "UTF-8 text"});
    return out;
  }
  const std::size_t wrong = io::utf8_error(text);
  if (wrong < text.size()) {
    faults.add({.rule = std::string(rule::kNotUtf8),
                .file = file,
                .line = line_at(text, wrong),
                .found = fmt::format("byte 0x{:02X}", static_cast<unsigned char>(text[wrong])),
                .expected = "UTF-8 text"});
    return out;
  }
  const std::size_t errors_before = faults.errors();
  TextScan scan = scan_text(text, *message.GetDescriptor(), file, file_index, faults);
  if (scan.depth > kMaxTextDepth) {
    faults.add({.rule = std::string(rule::kTooDeep),
                .file = file,
                .found = fmt::format("{} levels of brackets", scan.depth),
                .expected = fmt::format("at most {}", kMaxTextDepth)});
    return out;
  }
  out.root = std::move(scan.root);
  Collector collector(file, scan, faults);
  out.whole = parse(text, message, collector);
  if (!out.whole) collector.add_other_misfits();
  if (!out.whole && faults.errors() == errors_before)
    faults.add(syntax_fault(file, 0, "the text cannot be read"));
  return out;
}

ScenarioText read_scenario_text(std::string_view text, const std::string& file, int file_index,
                                FaultList& faults) {
  ScenarioText out;
  MessageText read = read_message_text(text, file, file_index, out.scenario, faults);
  out.root = std::move(read.root);
  out.whole = read.whole;
  return out;
}

}  // namespace stopover::scenario
