// SPDX-License-Identifier: Apache-2.0
// Tables of a sweep's results: SQLite and CSV, with units and meanings, and one hash of them all.
#include <utility>

#include <nlohmann/json.hpp>

#include "tools/stopover/frame.hpp"
#include "tools/stopover/json_output.hpp"
#include "tools/stopover/output_folder.hpp"
#include "tools/stopover/result_table.hpp"
#include "tools/stopover/session.hpp"
#include "tools/stopover/signals.hpp"
#include "tools/stopover/sweep.hpp"

namespace stopover::tool {
namespace {

using io::SqlValue;
using nlohmann::json;

std::int64_t whole(std::uint64_t value) {
  return static_cast<std::int64_t>(value);
}

SqlValue real_or_null(const std::optional<double>& value) {
  SqlValue out;
  if (value) out.emplace<double>(*value);
  return out;
}

ResultColumn cell_column() {
  return whole_column("cell", "", "number of the cell; 0 is the base", "单元编号；0 为基础情景");
}

// A number of its own, or the index of a choice; empty for the base's own.
ResultColumn setting_column(const experiment::Factor& factor) {
  const bool choice = factor.kind == experiment::Kind::kChoice;
  return {.name = "factor:" + factor.id,
          .type = choice ? io::SqlType::kText : io::SqlType::kReal,
          .unit = factor.unit,
          .meaning = factor.name + "; empty: as in the base",
          .meaning_zh = factor.name_zh + "；空表示与基础情景相同",
          .nullable = true};
}

SqlValue setting_value(const experiment::Factor& factor, const experiment::Setting& setting) {
  SqlValue out;
  if (setting && factor.kind == experiment::Kind::kChoice)
    out.emplace<std::string>(experiment::setting_text(factor, setting));
  else if (setting)
    out.emplace<double>(*setting);
  return out;
}

const char* state_of(const ReadSweep& read, std::uint64_t cell) {
  const auto at = read.results().find(cell);
  if (at == read.results().end()) return "missing";
  return at->second.failed() ? "failed" : "finished";
}

// One row a cell, one column a factor and an output: what most people want.
ResultTable results_table(const ReadSweep& read) {
  ResultTable table{.name = "results",
                    .meaning = "one row a cell: its settings and the estimate of each output",
                    .meaning_zh = "每单元一行：取值与各输出的估计",
                    .columns = {cell_column()},
                    .key = {"cell"},
                    .rows = {}};
  for (const experiment::Factor& factor : read.plan.factors)
    table.columns.push_back(setting_column(factor));
  for (const experiment::Output& output : read.plan.outputs)
    table.columns.push_back({.name = output.label(),
                             .type = io::SqlType::kReal,
                             .unit = output.unit,
                             .meaning = output.name,
                             .meaning_zh = output.name_zh,
                             .nullable = true});
  table.rows = [&read](const RowSink& sink) {
    const experiment::Plan& plan = read.plan;
    for (std::uint64_t cell = 0; cell < plan.cells.size(); ++cell) {
      ResultRow row{whole(cell)};
      for (std::size_t j = 0; j < plan.factors.size(); ++j)
        row.push_back(setting_value(plan.factors[j], plan.cells[cell][j]));
      for (std::size_t o = 0; o < plan.outputs.size(); ++o) {
        const auto estimate = experiment::cell_estimate(plan, read.results(), cell, o);
        row.push_back(real_or_null(estimate ? std::optional(estimate->value) : std::nullopt));
      }
      sink(row);
    }
  };
  return table;
}

ResultTable cells_table(const ReadSweep& read) {
  return {.name = "cells",
          .meaning = "what came of each cell",
          .meaning_zh = "各单元的结果状态",
          .columns = {cell_column(),
                      text_column("state", "finished, failed or missing",
                                  "finished 完成、failed 失败、missing 缺失"),
                      text_column("reason", "why it failed; else empty", "失败原因；否则为空"),
                      text_column("key", "SHA-256 of all that it was computed from",
                                  "其全部输入的 SHA-256")},
          .key = {"cell"},
          .rows = [&read](const RowSink& sink) {
            for (std::uint64_t cell = 0; cell < read.plan.cells.size(); ++cell) {
              const auto at = read.results().find(cell);
              sink({whole(cell), std::string(state_of(read, cell)),
                    at == read.results().end() ? std::string() : at->second.failure,
                    read.plan.keys[cell]});
            }
          }};
}

ResultTable factors_table_of(const ReadSweep& read) {
  return {
      .name = "factors",
      .meaning = "what varies",
      .meaning_zh = "因素",
      .columns = {text_column("factor", "its id", "因素 id"),
                  text_column("name", "in English", "英文名称"),
                  text_column("name_zh", "in Chinese", "中文名称"),
                  text_column("unit", "unit of its values", "取值单位"),
                  text_column("how", "set: the value itself; times, plus: with what the base has",
                              "set 直接取值；times、plus 与基础情景的值相乘、相加"),
                  text_column("field", "where its value goes in the base scenario",
                              "其取值写入基础情景的位置")},
      .key = {"factor"},
      .rows = [&read](const RowSink& sink) {
        for (std::size_t j = 0; j < read.plan.factors.size(); ++j) {
          const experiment::Factor& factor = read.plan.factors[j];
          sink({factor.id, factor.name, factor.name_zh, factor.unit, factor.how,
                read.plan.fields[j]});
        }
      }};
}

ResultTable sweep_estimates_table(const ReadSweep& read) {
  return {
      .name = "estimates",
      .meaning = "every output of every cell, with its simulation interval",
      .meaning_zh = "各单元各输出的估计及其模拟区间",
      .columns = {cell_column(), text_column("indicator", "id", "指标 id"),
                  text_column("group", "of the indicator", "指标分组"),
                  text_column("unit", "of value, standard_error, low and high", "数值单位"),
                  real_column("value", "as unit says", "estimate", "估计值"),
                  real_column("standard_error", "as unit says", "of the simulation", "模拟标准误",
                              true),
                  real_column("low", "as unit says", "95 % simulation interval", "95% 模拟区间下限",
                              true),
                  real_column("high", "as unit says", "95 % simulation interval",
                              "95% 模拟区间上限", true),
                  whole_column("replications", "", "of the cell", "重复次数")},
      .key = {"cell", "indicator", "group"},
      .rows = [&read](const RowSink& sink) {
        for (const auto& [cell, result] : read.results())
          for (std::size_t o = 0; o < read.plan.outputs.size(); ++o) {
            const auto e = experiment::cell_estimate(read.plan, read.results(), cell, o);
            if (!e) continue;
            const experiment::Output& output = read.plan.outputs[o];
            const auto low = e->interval ? std::optional(e->interval->low) : std::nullopt;
            const auto high = e->interval ? std::optional(e->interval->high) : std::nullopt;
            sink({whole(cell), output.id, output.group, output.unit, e->value,
                  real_or_null(e->standard_error), real_or_null(low), real_or_null(high), e->n});
          }
      }};
}

ResultTable replications_table(const ReadSweep& read) {
  return {.name = "replications",
          .meaning = "the sums that estimates are made of: numerator / denominator / scale",
          .meaning_zh = "估计所用的合计数：分子 / 分母 / 比例尺",
          .columns = {cell_column(), text_column("indicator", "id", "指标 id"),
                      text_column("group", "of the indicator", "指标分组"),
                      whole_column("replication", "", "from 0", "重复编号，从 0 起"),
                      whole_column("numerator", "", "exact", "分子（精确）"),
                      whole_column("denominator", "", "exact; 1 of what is no rate",
                                   "分母（精确）；非比率为 1"),
                      real_column("scale", "", "of both", "比例尺")},
          .key = {"cell", "indicator", "group", "replication"},
          .rows = [&read](const RowSink& sink) {
            for (const auto& [cell, result] : read.results())
              for (std::size_t o = 0; o < result.outputs.size(); ++o) {
                if (!result.outputs[o]) continue;
                const experiment::Output& output = read.plan.outputs[o];
                std::int64_t r = 0;
                for (const stats::RatioSample& sum : result.outputs[o]->sums)
                  sink({whole(cell), output.id, output.group, r++, sum.numerator, sum.denominator,
                        result.outputs[o]->scale});
              }
          }};
}

std::vector<ResultTable> sweep_tables(const ReadSweep& read) {
  return {results_table(read), cells_table(read), factors_table_of(read),
          sweep_estimates_table(read), replications_table(read)};
}

}  // namespace

int sweep_merge(const Options& options) {
  const std::vector<std::string> folders(options.arguments.begin() + 1, options.arguments.end());
  Progress progress(progress_form(options));
  progress.stage("reading results");
  const ReadSweep read = read_sweep(folders, options.partial);
  progress.end();
  remark_warnings(read.contents.faults, options);
  const std::string hash = experiment::results_hash(read.contents.id, read.results());
  const std::string folder =
      options.output.value_or(default_folder(read.plan.id, read.contents.id) + "-merged");
  const io::Existing existing = check_output_folder(folder, options.force);
  {
    progress.stage("writing tables");
    const WritingResults writing;
    io::ResultFolder out(folder, existing);
    out.write_file("experiment.json", read.contents.document);
    out.write_file("analysis.json",
                   analysis_json(read).dump(1, ' ', false, json::error_handler_t::replace) + "\n");
    const std::vector<ResultTable> tables = sweep_tables(read);
    for (const ResultTable& table : tables) write_csv(out, table);
    write_sqlite(out, tables,
                 {{"experiment", read.contents.id},
                  {"results_sha256", hash},
                  {"document", read.contents.document}});
    out.publish({{"command", "sweep merge"},
                 {"experiment", read.contents.id},
                 {"results_sha256", hash},
                 {"cells", read.plan.cells.size()},
                 {"finished", read.results().size()},
                 {"failed", read.failed()}});
    progress.end();
  }
  const ReportForm form = report_form(options);
  print_results(options, folder, [&] {
    if (options.json)
      print_json({{"folder", folder},
                  {"experiment", read.contents.id},
                  {"results_sha256", hash},
                  {"cells", read.plan.cells.size()},
                  {"finished", read.results().size()},
                  {"missing", read.missing()},
                  {"failed", read.failed()}});
    else
      print(say(form, "{} of {} cells, {} failed.\n", "{} / {} 个单元，失败 {} 个。\n",
                read.results().size(), read.plan.cells.size(), read.failed()) +
            failures_text(read.plan, read.results(), form) +
            say(form, "Hash of all results: {}\nTables: {} (results.sqlite, csv/)\n",
                "全部结果的哈希：{}\n表格：{}（results.sqlite、csv/）\n", hash, folder));
  });
  return kExitOk;
}

}  // namespace stopover::tool
