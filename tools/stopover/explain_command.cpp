// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cctype>
#include <vector>

#include <fmt/format.h>

#include "engine/io/text.hpp"
#include "tools/stopover/commands.hpp"
#include "tools/stopover/fault_words.hpp"
#include "tools/stopover/terminal.hpp"

namespace stopover::tool {
namespace {

std::string all_codes(const RuleBook& book, Language language) {
  std::string out;
  for (const Rule& rule : book.rules())
    out += fmt::format("{:<12} {}\n", rule.code,
                       language == Language::kChinese ? rule.title_zh : rule.title_en);
  return out;
}

}  // namespace

int explain_command(const Options& options) {
  const RuleBook book = rule_book();
  const Language language = language_of(options);
  if (options.arguments.empty()) {
    print(all_codes(book, language));
    return kExitOk;
  }
  std::string code = options.arguments[0];
  std::ranges::transform(code, code.begin(), [](unsigned char c) {
    return static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
  });
  const Rule* const rule = book.find(code);
  if (rule == nullptr) {
    std::vector<std::string> codes;
    for (const Rule& known : book.rules()) codes.emplace_back(known.code);
    throw UsageError("explain",
                     fmt::format("there is no code {}{}", io::shown_text(options.arguments[0]),
                                 io::did_you_mean(code, codes)));
  }
  std::string text = book.explain(*rule, language);
  if (!text.ends_with('\n')) text += '\n';
  print(text);
  return kExitOk;
}

}  // namespace stopover::tool
