// SPDX-License-Identifier: Apache-2.0
#include "engine/base/fault.hpp"

#include <algorithm>
#include <string_view>
#include <tuple>
#include <utility>

#include <fmt/format.h>

namespace stopover {
namespace {

constexpr std::size_t kShownBytes = 120;

// Text from a file as one printable line: a fault must not break the list or move the cursor.
std::string printable(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7f)
      out += fmt::format("\\x{:02x}", byte);
    else
      out += c;
  }
  return out;
}

std::string_view shortened(std::string_view text) {
  if (text.size() <= kShownBytes) return text;
  std::size_t end = kShownBytes;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0U) == 0x80U)
    --end;  // not in a UTF-8 character
  return text.substr(0, end);
}

}  // namespace

std::string InputFault::where_text() const {
  std::string out = printable(file);
  if (line > 0) out += fmt::format(":{}", line);
  if (!out.empty()) out += ": ";
  if (!field.empty()) out += printable(field) + ": ";
  return out;
}

std::string InputFault::found_text() const {
  if (found.empty()) return "";
  const std::string_view shown = shortened(found);
  return fmt::format("\"{}\"{}", printable(shown), shown.size() < found.size() ? "..." : "");
}

std::string InputFault::text() const {
  std::string out = where_text();
  if (!found.empty()) out += "found " + found_text() + ", ";
  out += fmt::format("expected {} [{}]", expected, rule);
  return out;
}

void FaultList::add(InputFault fault) {
  (fault.is_warning() ? warnings_ : errors_) += 1;
  if (of_rule_[fault.rule]++ < kKeptPerRule) kept_.push_back(std::move(fault));
}

void FaultList::merge(const FaultList& other) {
  const FaultList theirs = other;  // `other` may be this list
  for (const InputFault& fault : theirs.kept_)
    if (of_rule_[fault.rule]++ < kKeptPerRule) kept_.push_back(fault);
  for (const auto& [rule, count] : theirs.of_rule_)
    of_rule_[rule] += count - std::min(count, kKeptPerRule);
  errors_ += theirs.errors_;
  warnings_ += theirs.warnings_;
}

std::size_t FaultList::count(const std::string& rule) const {
  const auto at = of_rule_.find(rule);
  return at == of_rule_.end() ? 0 : at->second;
}

std::vector<InputFault> FaultList::sorted() const {
  std::vector<InputFault> sorted = kept_;
  std::stable_sort(sorted.begin(), sorted.end(), [](const InputFault& a, const InputFault& b) {
    return std::tie(a.file, a.line) < std::tie(b.file, b.line);
  });
  return sorted;
}

std::string FaultList::text() const {
  std::string out;
  for (const InputFault& fault : sorted()) out += fault.text() + "\n";
  out += fmt::format("{} error{}, {} warning{}", errors_, errors_ == 1 ? "" : "s", warnings_,
                     warnings_ == 1 ? "" : "s");
  if (kept_.size() < errors_ + warnings_) out += fmt::format(" ({} shown)", kept_.size());
  return out + "\n";
}

InputError::InputError(FaultList faults)
    : std::runtime_error(faults.text()), faults_(std::move(faults)) {}

InputError::InputError(InputFault fault)
    : InputError([&] {
        FaultList faults;
        faults.add(std::move(fault));
        return faults;
      }()) {}

void refuse_file(std::string_view rule, const std::string& file, std::string found,
                 std::string expected) {
  throw InputError(InputFault{.rule = std::string(rule),
                              .file = file,
                              .found = std::move(found),
                              .expected = std::move(expected)});
}

EnvironmentError::EnvironmentError(std::string path, std::string operation, std::string reason)
    : std::runtime_error(fmt::format("{}: cannot {}: {}", path, operation, reason)),
      path_(std::move(path)) {}

}  // namespace stopover
