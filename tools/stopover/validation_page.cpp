// SPDX-License-Identifier: Apache-2.0
#include "tools/stopover/validation_page.hpp"

#include <map>
#include <string_view>
#include <tuple>

#include <fmt/format.h>

#include "tools/stopover/fault_words.hpp"
#include "tools/stopover/figures.hpp"

namespace stopover::tool {
namespace {

constexpr std::string_view kStyle = R"(
body { font: 16px/1.5 system-ui, "Noto Sans CJK SC", "Microsoft YaHei", sans-serif; margin: 0 auto;
       max-width: 72rem; padding: 1rem; color: #1b1f24; background: #fff; }
h1 { font-size: 1.5rem; overflow-wrap: anywhere; } h2 { font-size: 1.1rem; margin-top: 2rem; }
.verdict { display: inline-block; padding: .2rem .8rem; border-radius: .3rem; color: #fff; }
.valid { background: #1a7f37; } .invalid { background: #b42318; }
table { border-collapse: collapse; width: 100%; } .wide { overflow-x: auto; }
th, td { text-align: left; padding: .25rem .6rem; border-bottom: 1px solid #d8dee4;
         vertical-align: top; } td { overflow-wrap: anywhere; }
th { background: #f6f8fa; } .counts { width: auto; } .number { text-align: right; }
.rule { font-family: ui-monospace, monospace; }
.error { color: #b42318; } .warning { color: #7a5200; }
p.meaning { color: #57606a; max-width: 60rem; }
@media print { body { max-width: none; font-size: 11px; } h2 { break-after: avoid; } }
)";

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        // Control characters, as faults show them elsewhere.
        if (static_cast<unsigned char>(c) < 0x20)
          out += fmt::format("\\x{:02X}", static_cast<unsigned char>(c));
        else
          out += c;
    }
  return out;
}

class Page {
 public:
  Page(const ValidationReport& report, Language language)
      : r_(report), language_(language), zh_(language == Language::kChinese) {}

  std::string write() {
    const std::string title =
        fmt::format("{}: {}", escaped(r_.input),
                    r_.valid() ? word("valid", "有效") : word("not valid", "无效"));
    out_ = fmt::format(
        "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
        "<title>{}</title>\n<style>{}</style>\n</head>\n<body>\n",
        zh_ ? "zh" : "en", title, kStyle);
    out_ += fmt::format(
        "<h1>{} {}</h1>\n<p><span class=\"verdict {}\">{}</span> {} {}, {} {}</p>\n",
        escaped(r_.kind.in(language_)), escaped(r_.input), r_.valid() ? "valid" : "invalid",
        r_.valid() ? word("valid", "有效") : word("not valid", "无效"), r_.faults.errors(),
        word("errors", "个错误"), r_.faults.warnings(), word("warnings", "个警告"));
    counts();
    rules();
    not_checked();
    out_ += "</body>\n</html>\n";
    return std::move(out_);
  }

 private:
  [[nodiscard]] std::string_view word(std::string_view en, std::string_view zh) const {
    return zh_ ? zh : en;
  }
  void counts() {
    out_ +=
        fmt::format("<h2>{}</h2>\n<table class=\"counts\">\n", word("What was read", "读入内容"));
    for (const auto& [what, count] : r_.counts)
      out_ += fmt::format("<tr><td>{}</td><td class=\"number\">{}</td></tr>\n",
                          escaped(what.in(language_)), whole_text(static_cast<long long>(count)));
    for (const auto& [what, text] : r_.details)
      out_ += fmt::format("<tr><td>{}</td><td>{}</td></tr>\n", escaped(what.in(language_)),
                          escaped(text));
    if (!r_.hash.empty())
      out_ += fmt::format("<tr><td>hash</td><td>{}</td></tr>\n", escaped(r_.hash));
    out_ += "</table>\n";
  }

  void rules() {
    // Errors before warnings, then by code.
    std::map<std::tuple<bool, std::string>, std::vector<const InputFault*>> by_rule;
    for (const InputFault& fault : r_.faults.kept())
      by_rule[{fault.is_warning(), fault.rule}].push_back(&fault);
    const RuleBook book = rule_book();
    for (const auto& [key, faults] : by_rule) {
      const auto& [is_warning, code] = key;
      const Rule* const rule = book.find(code);
      const std::string_view title = rule == nullptr ? "" : word(rule->title_en, rule->title_zh);
      out_ += fmt::format("<h2 class=\"{}\"><span class=\"rule\">{}</span> {} ({})</h2>\n",
                          is_warning ? "warning" : "error", escaped(code), escaped(title),
                          r_.faults.count(code));
      if (rule != nullptr)
        out_ += fmt::format("<p class=\"meaning\">{}</p>\n",
                            escaped(word(rule->explanation_en, rule->explanation_zh)));
      table(faults);
      if (r_.faults.count(code) > faults.size())
        out_ += fmt::format("<p>{}</p>\n", word("The first are listed; all are counted.",
                                                "仅列出前面的部分，计数为全部。"));
    }
    if (by_rule.empty())
      out_ += fmt::format("<p>{}</p>\n", word("No faults were found.", "未发现问题。"));
  }

  void table(const std::vector<const InputFault*>& faults) {
    out_ += fmt::format(
        "<div "
        "class=\"wide\"><table>\n<tr><th>{}</th><th>{}</th><th>{}</th><th>{}</th><th>{}</th></"
        "tr>\n",
        word("file", "文件"), word("line", "行"), word("field", "字段"), word("found", "实际"),
        word("expected", "应为"));
    for (const InputFault* fault : faults)
      out_ += fmt::format(
          "<tr><td>{}</td><td class=\"number\">{}</td><td>{}</td><td>{}</td><td>{}</td></tr>\n",
          escaped(short_name(fault->file)), fault->line == 0 ? "" : std::to_string(fault->line),
          escaped(fault->field), escaped(fault->found), escaped(fault->expected));
    out_ += "</table></div>\n";
  }

  // Within the input, whose path is in the title.
  [[nodiscard]] std::string_view short_name(std::string_view file) const {
    const std::string folder = r_.input.ends_with('/') ? r_.input : r_.input + "/";
    return file.starts_with(folder) ? file.substr(folder.size()) : file;
  }

  void not_checked() {
    out_ += fmt::format("<h2>{}</h2>\n<ul>\n", word("Not checked", "未检查"));
    for (const Phrase& what : r_.not_checked)
      out_ += fmt::format("<li>{}</li>\n", escaped(what.in(language_)));
    out_ += "</ul>\n";
  }

  const ValidationReport& r_;
  Language language_;
  bool zh_;
  std::string out_;
};

}  // namespace

std::string validation_page(const ValidationReport& report, Language language) {
  return Page(report, language).write();
}

}  // namespace stopover::tool
