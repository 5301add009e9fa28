// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <memory>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "engine/stats/histogram.hpp"
#include "models/spending/spending.hpp"
#include "tools/stopover/indicator_words.hpp"
#include "tools/stopover/result_table.hpp"

namespace stopover::tool {
namespace {

using io::SqlType;
using io::SqlValue;
using simulation::Tally;

SqlValue low_of(const std::optional<stats::Interval>& interval) {
  return interval ? SqlValue(interval->low) : SqlValue();
}
SqlValue high_of(const std::optional<stats::Interval>& interval) {
  return interval ? SqlValue(interval->high) : SqlValue();
}
SqlValue maybe(std::optional<std::int64_t> value) {
  return value ? SqlValue(*value) : SqlValue();
}
SqlValue maybe(std::optional<double> value) {
  return value ? SqlValue(*value) : SqlValue();
}

// ---- columns that several tables have ----------------------------------------------------------

std::vector<ResultColumn> kpi_columns() {
  return {{.name = "kpi", .meaning = "indicator, see table indicators", .meaning_zh = "指标"},
          {.name = "kpi_group",
           .meaning = "all, or a segment, mode, visitor kind, category, cause or checkpoint",
           .meaning_zh = "all，或客群、方式、旅客类型、类别、原因、查验点"}};
}

// A figure of an indicator.
ResultColumn real(const char* name, const char* meaning, const char* meaning_zh,
                  bool nullable = true) {
  return real_column(name, "as in column unit", meaning, meaning_zh, nullable);
}

void append(std::vector<ResultColumn>& columns, std::vector<ResultColumn> more) {
  columns.insert(columns.end(), std::make_move_iterator(more.begin()),
                 std::make_move_iterator(more.end()));
}

std::vector<ResultColumn> interval_columns() {
  return {
      real("simulation_low", "95 % interval of the simulation error: low", "模拟误差 95% 区间下限"),
      real("simulation_high", "95 % interval of the simulation error: high",
           "模拟误差 95% 区间上限"),
      real("total_low", "95 % interval with the parameters' ranges too: low",
           "含参数不确定性的 95% 区间下限"),
      real("total_high", "95 % interval with the parameters' ranges too: high",
           "含参数不确定性的 95% 区间上限")};
}

// ---- tables of a run ---------------------------------------------------------------------------

ResultTable indicators_table(const RunResults& run) {
  ResultTable table{.name = "indicators",
                    .meaning = "What each indicator is: names, unit, numerator and denominator",
                    .meaning_zh = "各指标的名称、单位、分子与分母",
                    .columns = {scenario_column()},
                    .key = {"scenario", "kpi", "kpi_group"}};
  append(table.columns, kpi_columns());
  append(table.columns,
         {text_column("unit", "unit of the values", "取值单位"),
          whole_column("headline", "0 or 1", "1: among the headline indicators", "1 表示主要指标"),
          text_column("name", "name in English", "英文名称"),
          text_column("name_zh", "name in Chinese", "中文名称"),
          text_column("numerator", "what is counted", "分子"),
          text_column("numerator_zh", "the same in Chinese", "分子（中文）"),
          text_column("denominator", "what it is divided by; empty: counted days",
                      "分母；空表示计入天数"),
          text_column("denominator_zh", "the same in Chinese", "分母（中文）")});
  table.rows = [&run](const RowSink& sink) {
    for (const simulation::Estimated& e : *run.estimates) {
      const simulation::Indicator& i = *e.indicator;
      const IndicatorWords* const found = words_of(i.id);
      const IndicatorWords words = found != nullptr ? *found : IndicatorWords{};
      sink({run.loaded->scenario.id(), i.id, i.group, i.unit, std::int64_t{i.headline ? 1 : 0},
            i.name, i.name_zh, std::string(words.numerator), std::string(words.numerator_zh),
            std::string(words.denominator), std::string(words.denominator_zh)});
    }
  };
  return table;
}

ResultTable kpi_table(const RunResults& run) {
  ResultTable table{.name = "kpi",
                    .meaning = "Estimates of all indicators",
                    .meaning_zh = "全部指标的估计值",
                    .columns = {scenario_column(),
                                whole_column("replications", "replications",
                                             "replications simulated", "重复次数"),
                                text_column("seed", "seed of the run (up to 64 bits)", "随机种子")},
                    .key = {"scenario", "kpi", "kpi_group"}};
  append(table.columns, kpi_columns());
  append(table.columns, {text_column("unit", "unit of the values", "取值单位"),
                         real("value", "estimate", "估计值", false)});
  append(table.columns, interval_columns());
  append(table.columns, {whole_column("n", "replications", "replications behind the estimate",
                                      "估计所用重复次数")});
  table.rows = [&run](const RowSink& sink) {
    for (const simulation::Estimated& e : *run.estimates)
      sink({run.loaded->scenario.id(), std::int64_t{run.replications}, fmt::to_string(run.seed),
            e.indicator->id, e.indicator->group, e.indicator->unit, e.simulation.value,
            low_of(e.simulation.interval), high_of(e.simulation.interval), low_of(e.total),
            high_of(e.total), e.simulation.n});
  };
  return table;
}

ResultTable replications_table(const RunResults& run) {
  ResultTable table{.name = "replications",
                    .meaning =
                        "Each indicator in each replication, as exact whole numbers; value = "
                        "numerator / denominator / divisor, without one numerator / divisor",
                    .meaning_zh = "各次重复中各指标的精确整数；取值 = 分子 / 分母 / 除数",
                    .columns = {scenario_column()},
                    .key = {"scenario", "kpi", "kpi_group", "parameters", "replication"}};
  append(table.columns, kpi_columns());
  append(table.columns,
         {text_column("parameters", "central: as written; drawn: drawn from their ranges",
                      "central 为给定值，drawn 为按范围抽取"),
          whole_column("replication", "from 0", "number of the replication", "重复序号"),
          whole_column("numerator", "people, fen or seconds", "exact sum above the line", "分子"),
          whole_column("denominator", "people", "exact sum below the line; none: empty",
                       "分母；无则为空", true),
          real_column("divisor", "per unit", "days counted, fen a yuan, seconds a minute",
                      "计入天数、分换元、秒换分等")});
  table.rows = [&run](const RowSink& sink) {
    const auto part = [&](const simulation::Indicator& i, const char* name,
                          Tally simulation::Replication::*which) {
      for (std::size_t r = 0; r < run.replications_data->size(); ++r) {
        const Tally& tally = (*run.replications_data)[r].*which;
        if (tally.counts.empty()) continue;  // not drawn
        sink({run.loaded->scenario.id(), i.id, i.group, name, static_cast<std::int64_t>(r),
              i.numerator(tally), i.is_ratio() ? SqlValue(i.denominator(tally)) : SqlValue(),
              i.scale});
      }
    };
    for (const simulation::Estimated& e : *run.estimates) {
      part(*e.indicator, "central", &simulation::Replication::central);
      part(*e.indicator, "drawn", &simulation::Replication::drawn);
    }
  };
  return table;
}

using Sum = std::shared_ptr<const Tally>;  // of all central replications

ResultTable counts_table(const RunResults& run, Sum sum) {
  ResultTable table{
      .name = "counts",
      .meaning = "Exact counts by market segment, summed over the replications",
      .meaning_zh = "分客群的精确计数，各次重复合计",
      .columns = {scenario_column(), text_column("segment", "market segment", "客群"),
                  text_column("count_id", "what is counted", "计数项"),
                  whole_column("total", "as in column unit",
                               "sum over replications and counted days", "各次重复与计入天数合计"),
                  text_column("unit", "people, parties, person-nights or fen", "单位"),
                  whole_column("replications", "replications", "summed", "合计的重复次数"),
                  text_column("meaning", "of the count", "计数项含义")},
      .key = {"scenario", "segment", "count_id"}};
  table.rows = [&run, sum = std::move(sum)](const RowSink& sink) {
    const std::vector<simulation::CountText>& texts = simulation::count_texts();
    for (const demand::SegmentId s : ids_of(run.world->demand.segments))
      for (std::size_t c = 0; c < texts.size(); ++c)
        sink({run.loaded->scenario.id(), run.world->demand.segments[s].key, texts[c].id,
              sum->counts[s][c], std::string(texts[c].unit), std::int64_t{run.replications},
              texts[c].text});
  };
  return table;
}

ResultTable spending_table(const RunResults& run, Sum sum) {
  ResultTable table{
      .name = "spending",
      .meaning = "Direct spending by visitor kind and category, summed over the replications",
      .meaning_zh = "分旅客类型与类别的直接消费，各次重复合计",
      .columns = {scenario_column(), text_column("visitor", "kind of visitor", "旅客类型"),
                  text_column("category", "category of spending", "消费类别"),
                  whole_column("spending_fen", "fen", "sum over replications and counted days",
                               "合计（分）"),
                  whole_column("visitors_people", "people", "visitors of this kind",
                               "该类旅客人数"),
                  whole_column("replications", "replications", "summed", "合计的重复次数")},
      .key = {"scenario", "visitor", "category"}};
  table.rows = [&run, sum = std::move(sum)](const RowSink& sink) {
    for (std::size_t v = 0; v < spending::kVisitorNames.size(); ++v)
      for (std::size_t c = 0; c < spending::kCategoryNames.size(); ++c)
        sink({run.loaded->scenario.id(), std::string(spending::kVisitorNames[v]),
              std::string(spending::kCategoryNames[c]), sum->spending[v][c].count(),
              sum->visitors[v], std::int64_t{run.replications}});
  };
  return table;
}

// The lower edge of the minute; of the last, "240 and more", 240. nullopt: nobody came.
std::optional<std::int64_t> wait_quantile(const simulation::QueueTally& queue, stats::Share share) {
  std::int64_t people = 0;
  for (const std::int64_t n : queue.wait_minutes) people += n;
  std::int64_t left = std::max<std::int64_t>(1, share.of_rounded_up(people));
  for (std::size_t minute = 0; minute < queue.wait_minutes.size(); ++minute) {
    left -= queue.wait_minutes[minute];
    if (left <= 0) return static_cast<std::int64_t>(minute);
  }
  return std::nullopt;
}

std::vector<ResultColumn> wait_columns() {
  const auto quantile = [](const char* name, const char* meaning, const char* meaning_zh) {
    return whole_column(name, "minutes, lower edge", meaning, meaning_zh, true);
  };
  return {quantile("wait_p50_minutes", "half of the people wait this whole minute or less",
                   "等候中位数（分钟，下沿）"),
          quantile("wait_p90_minutes", "the same for 90 %", "等候 90 分位（分钟，下沿）"),
          quantile("wait_p95_minutes", "the same for 95 %", "等候 95 分位（分钟，下沿）"),
          quantile("wait_p99_minutes", "the same for 99 %; 240 means 240 or more",
                   "等候 99 分位；240 表示 240 及以上")};
}

ResultTable queues_table(const RunResults& run, Sum sum) {
  ResultTable table{
      .name = "queues",
      .meaning = "Waits at each checkpoint, summed over the replications",
      .meaning_zh = "各查验点等候，各次重复合计",
      .columns = {scenario_column(), text_column("checkpoint", "checkpoint", "查验点"),
                  text_column("name", "name in English", "英文名称"),
                  text_column("name_zh", "name in Chinese", "中文名称"),
                  whole_column("people", "people", "served", "通过人数"),
                  whole_column("wait_person_seconds", "person-seconds", "sum of all waits",
                               "等候合计"),
                  whole_column("over_target_people", "people", "waited longer than the target",
                               "超过目标者", true),
                  whole_column("wait_target_seconds", "seconds", "target; none: empty", "等候目标",
                               true)},
      .key = {"scenario", "checkpoint"}};
  append(table.columns, wait_columns());
  append(table.columns, incident_columns());
  table.rows = [&run, sum = std::move(sum)](const RowSink& sink) {
    for (const network::CheckpointId c : ids_of(run.world->checkpoint_info)) {
      const simulation::CheckpointInfo& info = run.world->checkpoint_info[c];
      const simulation::QueueTally& queue = sum->queues[c];
      const bool target = info.wait_target.has_value();
      const auto wait = [&](int percent) {
        return maybe(wait_quantile(queue, stats::Share::percent(percent)));
      };
      sink({run.loaded->scenario.id(), info.key, info.name, info.name_zh, queue.persons,
            queue.wait_seconds, target ? SqlValue(queue.over_target) : SqlValue(),
            target ? SqlValue(std::int64_t{info.wait_target->count()}) : SqlValue(), wait(50),
            wait(90), wait(95), wait(99), queue.gave_up, queue.refused, queue.held,
            queue.held_seconds});
    }
  };
  return table;
}

// ---- a comparison ------------------------------------------------------------------------------

ResultTable joined(ResultTable base, ResultTable variant) {
  ResultTable table = base;
  table.columns.insert(table.columns.begin(), text_column("side", "base or variant", "基础或对比"));
  table.key.insert(table.key.begin(), "side");
  table.rows = [from =
                    std::pair(std::move(base.rows), std::move(variant.rows))](const RowSink& sink) {
    const auto part = [&](const char* side, const auto& rows) {
      rows([&](const ResultRow& row) {
        ResultRow longer{std::string(side)};
        longer.insert(longer.end(), row.begin(), row.end());
        sink(longer);
      });
    };
    part("base", from.first);
    part("variant", from.second);
  };
  return table;
}

ResultTable comparison_table(const CompareResults& results) {
  ResultTable table{.name = "comparison",
                    .meaning = "Paired differences, variant minus base, replication by replication",
                    .meaning_zh = "配对差值：对比减基础，逐次重复",
                    .columns = kpi_columns(),
                    .key = {"kpi", "kpi_group"}};
  append(table.columns, {text_column("unit", "unit of the values", "取值单位"),
                         real("base", "estimate of the base", "基础估计值", false),
                         real("variant", "estimate of the variant", "对比估计值", false),
                         real("difference", "variant - base", "对比 - 基础", false)});
  append(table.columns, interval_columns());
  append(table.columns,
         {real_column("p_value", "probability",
                      "two-sided, of no difference, not adjusted for the number of indicators",
                      "无差异假设的双侧 p 值，未作多重校正", true),
          whole_column("distinguishable", "0 or 1", "1: neither interval holds zero",
                       "1 表示两个区间均不含零"),
          whole_column("n", "replications", "pairs of replications", "配对重复次数")});
  table.rows = [&results](const RowSink& sink) {
    for (const simulation::Compared& c : *results.compared) {
      const stats::PairedDifference& d = c.difference;
      sink({c.indicator->id, c.indicator->group, c.indicator->unit, d.base.value, d.variant.value,
            d.difference.value, low_of(d.difference.interval), high_of(d.difference.interval),
            low_of(c.total), high_of(c.total), maybe(d.p_value),
            std::int64_t{c.distinguishable ? 1 : 0}, d.difference.n});
    }
  };
  return table;
}

}  // namespace

std::vector<ResultColumn> incident_columns() {
  return {
      whole_column("gave_up_people", "people", "left for want of patience, unserved",
                   "放弃等候人数"),
      whole_column("sent_on_people", "people",
                   "refused by a desk, an e-gate say, and sent on to the ordinary ones",
                   "被专用通道拒绝、转往普通柜台人数"),
      whole_column("held_people", "people", "waited outside the full hall", "因厅满在外等候人数"),
      whole_column("held_person_seconds", "person-seconds", "time outside, in the waits too",
                   "厅外等候合计（已含于等候）")};
}

ResultColumn text_column(const char* name, const char* meaning, const char* meaning_zh) {
  return {.name = name, .meaning = meaning, .meaning_zh = meaning_zh};
}

ResultColumn whole_column(const char* name, const char* unit, const char* meaning,
                          const char* meaning_zh, bool nullable) {
  return {.name = name,
          .type = SqlType::kInteger,
          .unit = unit,
          .meaning = meaning,
          .meaning_zh = meaning_zh,
          .nullable = nullable};
}

ResultColumn real_column(const char* name, const char* unit, const char* meaning,
                         const char* meaning_zh, bool nullable) {
  return {.name = name,
          .type = SqlType::kReal,
          .unit = unit,
          .meaning = meaning,
          .meaning_zh = meaning_zh,
          .nullable = nullable};
}

ResultColumn scenario_column() {
  return text_column("scenario", "id of the scenario", "情景标识");
}

std::vector<ResultTable> run_tables(const RunResults& run) {
  auto sum = std::make_shared<Tally>(simulation::empty_tally(*run.world));
  for (const simulation::Replication& replication : *run.replications_data)
    sum->add(replication.central);
  std::vector<ResultTable> tables{
      kpi_table(run),         indicators_table(run),    replications_table(run),
      counts_table(run, sum), spending_table(run, sum), queues_table(run, sum),
      queue_hours_table(run), desk_hours_table(run),    connections_table(run),
      failing_table(run),     vehicles_table(run),      assumptions_table(run),
      changes_table(run),     learning_table(run),      product_counts_table(run),
      goals_table(run),       places_table(run),        links_table(run),
      rides_table(run),       trips_table(run)};
  if (run.bottlenecks != nullptr) tables.push_back(bottlenecks_table(run));
  return tables;
}

std::vector<ResultTable> compare_tables(const CompareResults& results) {
  std::vector<ResultTable> base = run_tables(results.base);
  std::vector<ResultTable> variant = run_tables(results.variant);
  std::vector<ResultTable> tables{comparison_table(results)};
  for (std::size_t i = 0; i < base.size(); ++i)
    tables.push_back(joined(std::move(base[i]), std::move(variant[i])));
  return tables;
}

}  // namespace stopover::tool
