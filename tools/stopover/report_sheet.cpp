// SPDX-License-Identifier: Apache-2.0
#include "tools/stopover/report_sheet.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <xlsxwriter.h>

#include "engine/base/fault.hpp"
#include "tools/stopover/library_file.hpp"
#include "tools/stopover/report.hpp"
#include "tools/stopover/text_table.hpp"

namespace stopover::tool {
namespace {

using nlohmann::json;

constexpr std::size_t kWidest = 60;           // columns of text
constexpr std::size_t kWidestHeading = 28;    // headings wrap
constexpr std::size_t kLongestText = 32'000;  // bytes; a cell holds 32,767 characters
constexpr time_t kCreated = 946'684'800;      // 2000-01-01, always: no clock in a result
constexpr int kA4 = 9;

struct Formats {
  lxw_format* heading = nullptr;
  lxw_format* title = nullptr;
  lxw_format* text = nullptr;
  lxw_format* plain = nullptr;    // as Excel shows a number
  lxw_format* percent = nullptr;  // of a fraction
  lxw_format* amount = nullptr;
  lxw_format* points = nullptr;  // signed
};

Formats add_formats(lxw_workbook* book) {
  const auto numbers = [&](const char* pattern) {
    lxw_format* const format = workbook_add_format(book);
    format_set_num_format(format, pattern);
    format_set_align(format, LXW_ALIGN_VERTICAL_TOP);
    return format;
  };
  Formats f;
  f.heading = workbook_add_format(book);
  format_set_bold(f.heading);
  format_set_text_wrap(f.heading);
  format_set_align(f.heading, LXW_ALIGN_VERTICAL_TOP);
  format_set_bottom(f.heading, LXW_BORDER_THIN);
  f.title = workbook_add_format(book);
  format_set_bold(f.title);
  format_set_font_size(f.title, 14);
  f.text = workbook_add_format(book);
  format_set_text_wrap(f.text);
  format_set_align(f.text, LXW_ALIGN_VERTICAL_TOP);
  f.plain = numbers("General");
  f.percent = numbers("0.00%");
  f.amount = numbers("#,##0.00");
  f.points = numbers("+#,##0.00;-#,##0.00;0.00");
  return f;
}

// Not amid a character.
std::string cut(const std::string& text) {
  if (text.size() <= kLongestText) return text;
  std::size_t end = kLongestText;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return text.substr(0, end) + "…";
}

class Sheet {
 public:
  Sheet(lxw_workbook* book, const char* name, const Formats& formats)
      : sheet_(workbook_add_worksheet(book, name)), formats_(formats) {
    worksheet_set_paper(sheet_, kA4);
    worksheet_set_landscape(sheet_);
    worksheet_fit_to_pages(sheet_, 1, 0);
    worksheet_set_footer(sheet_, "&L&A&R&P / &N");
  }
  Sheet(const Sheet&) = delete;
  Sheet& operator=(const Sheet&) = delete;
  Sheet(Sheet&&) = delete;
  Sheet& operator=(Sheet&&) = delete;
  ~Sheet() {
    for (std::size_t c = 0; c < widths_.size(); ++c)
      worksheet_set_column(sheet_, static_cast<lxw_col_t>(c), static_cast<lxw_col_t>(c),
                           static_cast<double>(widths_[c]) + 2, nullptr);
  }

  // Lines of one heading: the languages, under each other.
  void headings(const std::vector<std::string>& names) {
    for (const std::string& name : names) put(name, formats_.heading, kWidestHeading);
    worksheet_freeze_panes(sheet_, row_ + 1, 1);
    worksheet_repeat_rows(sheet_, row_, row_);
    end_row();
  }
  void title(const std::string& text) {
    worksheet_write_string(sheet_, row_, 0, cut(text).c_str(), formats_.title);
    end_row();
  }
  void text(const std::string& text) { put(text, formats_.text, kWidest); }
  void number(const json& value, lxw_format* format) {
    if (value.is_number()) {
      worksheet_write_number(sheet_, row_, column_, value.get<double>(), format);
      widen(12);
    }
    ++column_;
  }
  void end_row() {
    ++row_;
    column_ = 0;
  }
  [[nodiscard]] const Formats& formats() const { return formats_; }

 private:
  void put(const std::string& text, lxw_format* format, std::size_t widest) {
    if (!text.empty()) worksheet_write_string(sheet_, row_, column_, cut(text).c_str(), format);
    std::size_t width = 0;
    for (std::size_t from = 0; from <= text.size();) {
      const std::size_t to = std::min(text.find('\n', from), text.size());
      width = std::max(width, display_width(std::string_view(text).substr(from, to - from)));
      from = to + 1;
    }
    widen(std::min(width, widest));
    ++column_;
  }
  void widen(std::size_t width) {
    if (widths_.size() <= column_) widths_.resize(column_ + 1U, 6);
    widths_[column_] = std::max(widths_[column_], width);
  }

  lxw_worksheet* sheet_;
  const Formats& formats_;
  std::vector<std::size_t> widths_;
  lxw_row_t row_ = 0;
  lxw_col_t column_ = 0;
};

std::string words(const json& pair, const char* language) {
  return pair.is_object() ? pair.value(language, "") : "";
}

// ---- what should be known before a figure is read: as on the page ------------------------------

struct Caution {
  std::string en;
  std::string zh;
};

// Of a run its scenario, of a comparison both sides.
std::vector<json> heads(const json& summary) {
  if (summary["kind"] == "run") return {summary["scenario"]};
  return {summary["base"], summary["variant"]};
}

bool is_unsettled(const json& learning) {
  if (!learning.is_object()) return false;
  if (learning.contains("settled")) return learning["settled"] == false;
  return is_unsettled(learning.value("base", json())) ||
         is_unsettled(learning.value("variant", json()));
}

std::vector<Caution> cautions(const json& summary) {
  std::vector<Caution> out;
  const int n = summary["replications"].get<int>();
  if (n < 2)
    out.push_back({"One replication gives no interval, and nothing can be told from chance.",
                   "单次重复无法给出区间，也无法与随机波动区分。"});
  else if (n < kSteadyReplications)
    out.push_back({fmt::format("Few replications ({}): below {} intervals, and verdicts by them, "
                               "are unsteady.",
                               n, kSteadyReplications),
                   fmt::format("重复次数较少（{} 次）：少于 {} 次时区间不稳定，据此的判定亦然。", n,
                               kSteadyReplications)});
  if (n >= 2 && !summary.value("parameters_drawn", true))
    out.push_back({"Parameters were not drawn: intervals cover the luck of the replications alone.",
                   "未抽取参数：区间只含重复间的随机性。"});
  const std::vector<json> sides = heads(summary);
  if (sides.back().value("sample", 1.0) < 1)
    out.push_back(
        {"A sample of the parties was simulated: people and yuan are those of the sample, "
         "not scaled up, and with fewer people queues are shorter and seats freer.",
         "仅模拟部分同行组：人数与金额为样本值，未放大；人少则排队更短、座位更宽松。"});
  const auto same = [&](const char* key) { return sides.front()[key] == sides.back()[key]; };
  if (!same("days") || !same("first_day"))
    out.push_back(
        {"The two do not simulate the same days: a difference is that of the days too, of "
         "season and weekdays.",
         "两个情景模拟的日期不同：差值中还含日期本身（季节、星期）的差别。"});
  if (is_unsettled(summary.value("learning", json())))
    out.push_back(
        {"Travellers had not finished learning: what they expect is not yet what they "
         "meet.",
         "旅客的学习尚未收敛：其预期与实际仍有差距。"});
  return out;
}

// ---- sheets ------------------------------------------------------------------------------------

void about(lxw_workbook* book, const Formats& formats, const json& result) {
  Sheet sheet(book, "说明 About", formats);
  const json& summary = result["summary"];
  const json& manifest = result["manifest"];
  const auto line = [&](const char* en, const char* zh, const std::string& text) {
    sheet.text(fmt::format("{}\n{}", en, zh));
    sheet.text(text);
    sheet.end_row();
  };
  const auto scenario = [&](const char* key, const char* en, const char* zh) {
    if (!summary.contains(key)) return;
    const json& head = summary[key];
    line(en, zh,
         fmt::format("{}\n{}\n{}", words(head["title"], "en"), words(head["title"], "zh"),
                     head.value("id", "")));
    line("first day, days", "起始日、天数",
         fmt::format("{}, {}", head.value("first_day", ""), head.value("days", 0)));
    line("share of parties simulated", "模拟的同行组比例",
         fmt::format("{:.4g} %", 100 * head.value("sample", 1.0)));
    line("hash of the inputs", "输入哈希", head.value("hash", ""));
  };
  sheet.title("stopover");
  scenario("scenario", "scenario", "情景");
  scenario("base", "base", "基础情景");
  scenario("variant", "variant", "对比情景");
  line("replications", "重复次数", summary["replications"].dump());
  line("seed", "随机种子", summary.value("seed", ""));
  line("command that repeats it", "重现命令", summary.value("command", ""));
  line("program", "程序",
       fmt::format("stopover {}, {}", manifest["made_by"].value("version", ""),
                   manifest["made_by"].value("commit", "")));
  line("SHA-256 of the manifest", "清单 SHA-256", manifest.value("manifest_sha256", ""));
  line("intervals", "区间",
       "Both 95 %. Simulation: the luck of the replications. Total: also the ranges of parameters, "
       "of mean spending and of volumes; structure and network are in neither. Decide by the total "
       "one.\n两种 95% "
       "区间。模拟区间：只含重复间的随机性。总区间：另含参数、人均消费与客流总量的取值范围；模型结"
       "构与网络均不在内。判定以总区间为准。");
  for (const Caution& caution : cautions(summary))
    line("read with care", "阅读须知", fmt::format("{}\n{}", caution.en, caution.zh));
}

void range(Sheet& sheet, const json& interval, double scale, lxw_format* format) {
  for (const char* const end : {"low", "high"}) {
    const bool there = interval.is_object() && interval[end].is_number();
    sheet.number(there ? json(scale * interval[end].get<double>()) : json(nullptr), format);
  }
}

// "people/day 人/日".
std::string unit_of(const json& one) {
  const std::string unit = one["unit"].get<std::string>();
  const std::string chinese = unit_in_chinese(unit);
  return unit == "share" ? "%" : chinese.empty() ? unit : unit + " " + chinese;
}

std::string verdict(const json& one) {
  if (one["simulation"].is_null()) return "no interval 无区间";
  const std::string luck = one["total"].is_null() ? " (by luck alone 仅就随机性)" : "";
  if (!one.value("distinguishable", false)) return "no detectable difference 无可检出差异" + luck;
  return (one["difference"].get<double>() >= 0 ? "▲ higher 上升" : "▼ lower 下降") + luck;
}

void indicators(lxw_workbook* book, const Formats& formats, const json& summary,
                bool headlines_only) {
  Sheet sheet(book, headlines_only ? "结论 Headlines" : "指标 Indicators", formats);
  const bool compared = summary["kind"] == "compare";
  std::vector<std::string> names{"indicator", "指标", "unit\n单位"};
  if (compared)
    names.insert(names.end(), {"base\n基础", "variant\n对比", "difference\n差值",
                               "unit of difference\n差值单位"});
  else
    names.emplace_back("value\n数值");
  names.insert(names.end(), {"simulation, low\n模拟区间下限", "simulation, high\n模拟区间上限",
                             "total, low\n总区间下限", "total, high\n总区间上限"});
  if (compared) names.emplace_back("verdict\n判定");
  names.insert(names.end(), {"numerator\n分子", "denominator\n分母"});
  sheet.headings(names);
  for (const json& one : summary["indicators"]) {
    if (headlines_only && !one["headline"].get<bool>()) continue;
    const bool share = one["unit"] == "share";
    lxw_format* const format = share ? formats.percent : formats.amount;
    sheet.text(words(one["name"], "en"));
    sheet.text(words(one["name"], "zh"));
    sheet.text(unit_of(one));
    // A difference of shares is told in points.
    const double scale = compared && share ? 100 : 1;
    if (compared) {
      sheet.number(one["base"], format);
      sheet.number(one["variant"], format);
      sheet.number(scale * one["difference"].get<double>(), formats.points);
      sheet.text(share ? "points 百分点" : unit_of(one));
    } else {
      sheet.number(one["value"], format);
    }
    for (const char* const kind : {"simulation", "total"})
      range(sheet, one[kind], scale, compared ? formats.points : format);
    if (compared) sheet.text(verdict(one));
    for (const char* const part : {"numerator", "denominator"})
      sheet.text(one[part].is_null() ? "" : words(one[part], "en") + "\n" + words(one[part], "zh"));
    sheet.end_row();
  }
}

struct TableSheet {
  const char* table = nullptr;
  const char* name = nullptr;
  bool by_day = false;  // people and person-seconds of a usual day
};
constexpr std::array kTables{
    TableSheet{"goals", "目标 Goals"}, TableSheet{"queues", "排队 Queues", true},
    TableSheet{"bottlenecks", "瓶颈 Bottlenecks", true}, TableSheet{"changes", "变更 Changes"},
    TableSheet{"assumptions", "来源 Sources"}};

// What the result has as a sum over replications and counted days is told a usual day: sums over
// other numbers of replications, as those of a trial are, cannot be held against each other.
bool is_sum(const json& column) {
  return column["unit"] == "people" || column["unit"] == "person-seconds";
}

// Of the row; nothing where `column` does not stand in the table.
json cell_of(const json& data, const json& row, std::string_view column) {
  for (std::size_t i = 0; i < row.size(); ++i)
    if (data["columns"][i]["name"] == column) return row[i];
  return nullptr;
}

double days_summed(const json& summary, const json& data, const json& row, const json& column) {
  const json side = cell_of(data, row, "side");
  const json& head = summary[side.is_string() ? side.get<std::string>() : "scenario"];
  const bool is_trial = column["name"].get<std::string>().starts_with("trial_");
  const json trials = cell_of(data, row, "trial_replications");
  const json& replications = is_trial ? trials : summary["replications"];
  return head["days"].get<double>() * replications.get<double>();
}

void table(lxw_workbook* book, const Formats& formats, const TableSheet& one, const json& result) {
  Sheet sheet(book, one.name, formats);
  const json& data = result["tables"][one.table];
  const json& columns = data["columns"];
  std::vector<std::string> names;
  names.reserve(columns.size());
  for (const json& column : columns) {
    const bool a_day = one.by_day && is_sum(column);
    const std::string plain = column["unit"].get<std::string>();
    const std::string unit = plain + (a_day ? " a day" : "");
    const std::string chinese = unit_in_chinese(plain) + (a_day ? "/日" : "");
    names.push_back(fmt::format(
        "{}{}\n{}{}", column["name"].get<std::string>(), unit.empty() ? "" : " (" + unit + ")",
        column["zh"].get<std::string>(), chinese.empty() ? "" : "（" + chinese + "）"));
  }
  sheet.headings(names);
  for (const json& row : data["rows"]) {
    for (std::size_t i = 0; i < row.size(); ++i)
      if (row[i].is_string())
        sheet.text(row[i].get<std::string>());
      else if (one.by_day && is_sum(columns[i]) && row[i].is_number())
        sheet.number(row[i].get<double>() / days_summed(result["summary"], data, row, columns[i]),
                     formats.amount);
      else
        sheet.number(row[i], formats.plain);
    sheet.end_row();
  }
}

void fill(lxw_workbook* book, const json& result) {
  const Formats formats = add_formats(book);
  lxw_doc_properties properties{};
  properties.created = kCreated;
  workbook_set_properties(book, &properties);
  about(book, formats, result);
  indicators(book, formats, result["summary"], true);
  indicators(book, formats, result["summary"], false);
  for (const TableSheet& one : kTables) {
    const json& tables = result["tables"];
    if (tables.contains(one.table) && !tables[one.table]["rows"].empty())
      table(book, formats, one, result);
  }
}

}  // namespace

void write_workbook(const json& result, const std::string& file) {
  write_by_library(file, [&](const std::string& path) {
    lxw_workbook* const book = workbook_new(path.c_str());
    if (book == nullptr) throw EnvironmentError(file, "write", "memory ran out");
    fill(book, result);
    const lxw_error error = workbook_close(book);
    if (error != LXW_NO_ERROR) throw EnvironmentError(file, "write", lxw_strerror(error));
  });
}

}  // namespace stopover::tool
