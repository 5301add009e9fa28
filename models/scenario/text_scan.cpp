// SPDX-License-Identifier: Apache-2.0
#include "models/scenario/text_scan.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <google/protobuf/descriptor.pb.h>
#include <google/protobuf/io/tokenizer.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>

#include "engine/io/text.hpp"
#include "models/scenario/rules.hpp"

namespace stopover::scenario {
namespace {

namespace pb = google::protobuf;
using Token = pb::io::Tokenizer;

class Silent : public pb::io::ErrorCollector {
 public:
  void AddError(int /*line*/, pb::io::ColumnNumber /*column*/,
                const std::string& /*message*/) override {}
};

std::vector<std::string> field_names(const pb::Descriptor& type) {
  std::vector<std::string> names;
  names.reserve(static_cast<std::size_t>(type.field_count()));
  for (int i = 0; i < type.field_count(); ++i) names.push_back(type.field(i)->name());
  return names;
}

std::vector<std::string> value_names(const pb::EnumDescriptor& type) {
  std::vector<std::string> names;
  for (int i = 0; i < type.value_count(); ++i)
    if (type.value(i)->number() != 0) names.push_back(type.value(i)->name());
  return names;
}

bool is_number_type(const pb::FieldDescriptor& field) {
  const auto type = field.cpp_type();
  return type != pb::FieldDescriptor::CPPTYPE_STRING && type != pb::FieldDescriptor::CPPTYPE_ENUM &&
         type != pb::FieldDescriptor::CPPTYPE_MESSAGE;
}

bool is_real(const pb::FieldDescriptor& field) {
  return field.cpp_type() == pb::FieldDescriptor::CPPTYPE_DOUBLE ||
         field.cpp_type() == pb::FieldDescriptor::CPPTYPE_FLOAT;
}

class Scanner {
 public:
  Scanner(std::string_view text, std::string file, int file_index, FaultList& faults)
      : input_(text.data(), static_cast<int>(text.size())),
        tokens_(&input_, &silent_),
        file_(std::move(file)),
        file_index_(file_index),
        faults_(faults) {
    tokens_.set_comment_style(pb::io::Tokenizer::SH_COMMENT_STYLE);
    tokens_.set_allow_f_after_float(true);
    step();
  }

  TextScan run(const pb::Descriptor& type) {
    TextScan scan;
    scan.root = node();
    scan.root.line = 1;
    body(type, scan.root, "");
    scan.complete = ok_ && tokens_.current().type == Token::TYPE_END;
    while (tokens_.current().type != Token::TYPE_END) step();
    scan.depth = deepest_;
    scan.misfits = std::move(misfits_);
    return scan;
  }

 private:
  void step() {
    if (is("{") || is("<") || is("[")) deepest_ = std::max(deepest_, ++depth_);
    if (is("}") || is(">") || is("]")) --depth_;
    tokens_.Next();
  }
  [[nodiscard]] const std::string& text() { return tokens_.current().text; }
  [[nodiscard]] bool is(std::string_view symbol) {
    return tokens_.current().type == Token::TYPE_SYMBOL && text() == symbol;
  }
  [[nodiscard]] bool is_identifier() { return tokens_.current().type == Token::TYPE_IDENTIFIER; }
  [[nodiscard]] int line() { return tokens_.current().line + 1; }
  [[nodiscard]] SourceNode node() { return {.file = file_index_, .line = line()}; }
  bool take(std::string_view symbol) {
    if (!is(symbol)) return false;
    step();
    return true;
  }
  void stop(const std::string& path) {
    misfits_.push_back({.field = path, .line = line(), .found = text(), .expected = {}});
    ok_ = false;
  }
  void expect(std::string_view symbol, const std::string& path) {
    if (!take(symbol)) stop(path);
  }

  void fault(std::string_view rule, const std::string& field, std::string found,
             std::string expected) {
    faults_.add({.rule = std::string(rule),
                 .file = file_,
                 .line = line(),
                 .field = field,
                 .found = std::move(found),
                 .expected = std::move(expected)});
  }

  // Fields until a closing bracket or the end. Depth is bounded by the schema, which has no cycles.
  void body(const pb::Descriptor& type, SourceNode& into, const std::string& path) {
    bool left_open = false;
    while (ok_ && is_identifier()) {
      const std::string name = text();
      const pb::FieldDescriptor* field = type.FindFieldByName(name);
      const std::string field_path = path.empty() ? name : path + "." + name;
      if (field == nullptr) {
        unknown_field(type, field_path, name, left_open);
        step();
        skip_value(field_path);
      } else {
        if (!field->is_repeated() && into.wrote(name))
          fault(rule::kFieldTwice, field_path, name, "to be given once");
        std::vector<SourceNode>& values = into.fields[name];
        const int name_line = line();
        step();
        value(*field, values, field_path, name_line);
      }
      if (!take(";")) take(",");
    }
  }

  // A bracket that was left open makes all that follows unknown: said once.
  void unknown_field(const pb::Descriptor& type, const std::string& path, const std::string& name,
                     bool& left_open) {
    const bool outer = std::any_of(
        outside_.begin(), outside_.end(),
        [&](const pb::Descriptor* one) { return one->FindFieldByName(name) != nullptr; });
    if (outer && left_open) return;
    left_open = left_open || outer;
    fault(rule::kUnknownField, path, name,
          "a field of " + type.name() +
              (outer ? "; is a } missing above?" : io::did_you_mean(name, field_names(type))));
  }

  void value(const pb::FieldDescriptor& field, std::vector<SourceNode>& values,
             const std::string& path, int name_line) {
    take(":");
    const bool is_list = field.is_repeated() && take("[");
    if (is_list && take("]")) return;
    do {
      values.push_back(node());
      if (!is_list) values.back().line = name_line;
      if (field.cpp_type() == pb::FieldDescriptor::CPPTYPE_MESSAGE) {
        outside_.push_back(field.containing_type());
        message(*field.message_type(), values.back(), path);
        outside_.pop_back();
      } else {
        scalar(field, path);
      }
    } while (ok_ && is_list && take(","));
    if (is_list) expect("]", path);
  }

  void message(const pb::Descriptor& type, SourceNode& into, const std::string& path) {
    const bool angle = is("<");
    expect(angle ? "<" : "{", path);
    if (!ok_) return;
    body(type, into, path);
    expect(angle ? ">" : "}", path);
  }

  void scalar(const pb::FieldDescriptor& field, const std::string& path) {
    if (field.cpp_type() == pb::FieldDescriptor::CPPTYPE_ENUM)
      check_enum(*field.enum_type(), path);
    else if (is_number_type(field))
      check_number(path);
    const bool negative = take("-");
    const bool is_value =
        tokens_.current().type != Token::TYPE_SYMBOL && tokens_.current().type != Token::TYPE_END;
    if (is_value && !fits(field, negative))
      misfits_.push_back({.field = path,
                          .line = line(),
                          .found = (negative ? "-" : "") + text(),
                          .expected = std::string(wanted_by(field))});
    skip_scalar(path);
  }

  // In the parser's words, where it has any.
  static std::string_view wanted_by(const pb::FieldDescriptor& field) {
    switch (field.cpp_type()) {
      case pb::FieldDescriptor::CPPTYPE_STRING:
        return "string";
      case pb::FieldDescriptor::CPPTYPE_BOOL:
        return "\"true\" or \"false\"";
      case pb::FieldDescriptor::CPPTYPE_ENUM:
        return "integer or identifier";
      case pb::FieldDescriptor::CPPTYPE_INT32:
        return "integer of at most 2147483647";
      default:
        return is_real(field) ? "double" : "integer";
    }
  }

  [[nodiscard]] bool holds_integer(const pb::FieldDescriptor& field, bool negative) {
    const auto type = field.cpp_type();
    std::uint64_t most = std::numeric_limits<std::uint64_t>::max();
    if (type == pb::FieldDescriptor::CPPTYPE_INT32)
      most = std::numeric_limits<std::int32_t>::max() + (negative ? 1ULL : 0ULL);
    if (type == pb::FieldDescriptor::CPPTYPE_UINT32)
      most = std::numeric_limits<std::uint32_t>::max();
    if (type == pb::FieldDescriptor::CPPTYPE_BOOL) most = 1;
    const bool is_signed = is_real(field) || type == pb::FieldDescriptor::CPPTYPE_INT32 ||
                           type == pb::FieldDescriptor::CPPTYPE_INT64;
    std::uint64_t number = 0;
    return (is_signed || !negative) &&
           (is_real(field) || pb::io::Tokenizer::ParseInteger(text(), most, &number));
  }

  [[nodiscard]] bool fits(const pb::FieldDescriptor& field, bool negative) {
    const auto type = tokens_.current().type;
    if (field.cpp_type() == pb::FieldDescriptor::CPPTYPE_STRING)
      return !negative && type == Token::TYPE_STRING;
    if (field.cpp_type() == pb::FieldDescriptor::CPPTYPE_ENUM)
      return type == Token::TYPE_IDENTIFIER || type == Token::TYPE_INTEGER;
    if (type == Token::TYPE_INTEGER) return holds_integer(field, negative);
    if (type == Token::TYPE_FLOAT) return is_real(field);
    constexpr std::array<std::string_view, 6> kTruth{"true", "True", "t", "false", "False", "f"};
    constexpr std::array<std::string_view, 3> kReal{"inf", "infinity", "nan"};
    return field.cpp_type() == pb::FieldDescriptor::CPPTYPE_BOOL
               ? std::ranges::find(kTruth, text()) != kTruth.end()
               : is_real(field) && std::ranges::find(kReal, text()) != kReal.end();
  }

  void check_enum(const pb::EnumDescriptor& type, const std::string& path) {
    const bool known = is_identifier() && type.FindValueByName(text()) != nullptr;
    if (known || tokens_.current().type == Token::TYPE_STRING || is("-")) return;
    const auto names = value_names(type);
    std::string expected = "one of";
    for (const std::string& name : names) expected += " " + name;
    fault(rule::kUnknownEnum, path, text(), expected + io::did_you_mean(text(), names));
  }

  void check_number(const std::string& path) {
    const auto type = tokens_.current().type;
    const std::string& number = text();
    const bool octal_or_hex =
        type == Token::TYPE_INTEGER && number.size() > 1 && number.front() == '0';
    const bool suffix = type == Token::TYPE_FLOAT && (number.back() == 'f' || number.back() == 'F');
    if (octal_or_hex || suffix) fault(rule::kNumberForm, path, number, "a plain decimal number");
  }

  void skip_scalar(const std::string& path) {
    take("-");
    if (tokens_.current().type == Token::TYPE_STRING) {
      while (tokens_.current().type == Token::TYPE_STRING) step();
      return;
    }
    const auto type = tokens_.current().type;
    if (type == Token::TYPE_IDENTIFIER || type == Token::TYPE_INTEGER || type == Token::TYPE_FLOAT)
      step();
    else
      stop(path);
  }

  void skip_value(const std::string& path) {
    take(":");
    if (!is("{") && !is("<") && !is("[")) {
      skip_scalar(path);
      return;
    }
    const int outside = depth_;
    do {
      step();
    } while (depth_ > outside && tokens_.current().type != Token::TYPE_END);
    if (depth_ != outside) stop(path);
  }

  pb::io::ArrayInputStream input_;
  Silent silent_;
  pb::io::Tokenizer tokens_;
  std::string file_;
  int file_index_;
  FaultList& faults_;
  int depth_ = 0;
  int deepest_ = 0;
  std::vector<const pb::Descriptor*> outside_;  // messages around the one at hand
  bool ok_ = true;
  std::vector<Misfit> misfits_;
};

}  // namespace

TextScan scan_text(std::string_view text, const pb::Descriptor& type, const std::string& file,
                   int file_index, FaultList& faults) {
  return Scanner(text, file, file_index, faults).run(type);
}

}  // namespace stopover::scenario
