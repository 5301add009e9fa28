// SPDX-License-Identifier: Apache-2.0
// What a run saw hour by hour: queues, connections, vehicles; and where most time was lost.
#include <array>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "models/simulation/bottlenecks.hpp"
#include "models/simulation/hub_capacity.hpp"
#include "tools/stopover/result_table.hpp"

namespace stopover::tool {
namespace {

using io::SqlValue;
using simulation::MissCounts;
using simulation::World;

ResultColumn replications_column() {
  return whole_column("replications", "replications", "summed", "合计的重复次数");
}

ResultColumn hour_column() {
  return whole_column("hour", "hour of the day", "16: from 16:00 to 17:00",
                      "时段，16 即 16:00–17:00");
}

SqlValue quotient(std::int64_t numerator, std::int64_t denominator) {
  if (denominator == 0) return {};
  return static_cast<double>(numerator) / static_cast<double>(denominator);
}

std::int64_t seconds(flow::Tick ticks) {
  return flow::whole_seconds(ticks);
}

std::string where_key(const World& world, const simulation::Where& where) {
  return where.hub.is_none() ? world.places[where.place].key : world.hubs[where.hub].key;
}

std::string mode_key(network::Mode mode) {
  return scenario::Mode_Name(static_cast<scenario::Mode>(mode));
}

void append_causes(ResultTable& table) {
  table.columns.push_back(whole_column("missed_people", "people", "not made", "未赶上人数"));
  for (const flow::MissCauseText& cause : flow::kMissCauseTexts)
    table.columns.push_back({.name = fmt::format("missed_{}_people", cause.column),
                             .type = io::SqlType::kInteger,
                             .unit = "people",
                             .meaning = fmt::format("of these: {}", cause.of_table),
                             .meaning_zh = fmt::format("其中：{}", cause.of_table_zh)});
  table.columns.push_back(replications_column());
}

void append_causes(ResultRow& row, const MissCounts& counts, std::uint32_t replications) {
  row.emplace_back(simulation::missed(counts));
  for (std::size_t c = 1; c < counts.size(); ++c) row.emplace_back(counts[c]);
  row.emplace_back(std::int64_t{replications});
}

std::vector<ResultColumn> queue_hour_columns() {
  std::vector<ResultColumn> columns{
      scenario_column(),
      text_column("checkpoint", "checkpoint", "查验点"),
      text_column("hub", "its hub", "所在枢纽"),
      hour_column(),
      whole_column("arrived_people", "people", "simulated travellers who came",
                   "到达人数（模拟旅客）"),
      whole_column("arrived_others_people", "people", "others who came (background)",
                   "到达人数（其他人）"),
      whole_column("served_people", "people", "of the travellers; the next six are theirs",
                   "模拟旅客中已通过者；其后六列仅计模拟旅客"),
      whole_column("wait_person_seconds", "person-seconds", "sum of their waits", "等候合计"),
      whole_column("wait_p50_seconds", "seconds", "half of them waited this or less", "等候中位数",
                   true),
      whole_column("wait_p90_seconds", "seconds", "the same for 90 %", "等候 90 分位", true),
      whole_column("wait_p95_seconds", "seconds", "the same for 95 %", "等候 95 分位", true),
      whole_column("over_target_people", "people", "waited longer than the target",
                   "超过等候目标者", true),
      whole_column("target_met", "0 or 1", "1: at most 5 % of them waited longer than the target",
                   "1 表示超过等候目标者不多于 5%", true),
      whole_column("queue_person_seconds", "person-seconds", "everyone's time in the queue",
                   "全部人员排队时间"),
      real_column("mean_queue_people", "people", "in the queue on average, everyone",
                  "平均排队人数（全部人员）", true),
      whole_column("longest_queue_people", "people", "most at once, in any replication",
                   "最长排队人数（各次重复中的最大值）"),
      whole_column("open_desk_seconds", "desk-seconds", "desks open", "开放窗口时间"),
      whole_column("busy_desk_seconds", "desk-seconds", "desks at work, for everyone",
                   "窗口工作时间"),
      real_column("utilisation", "share",
                  "busy / open; above 1 where desks finish after their closing", "窗口利用率",
                  true),
      whole_column("capacity_people_per_hour", "people/hour",
                   "open desks / mean service time of a person", "通过能力"),
      replications_column()};
  for (ResultColumn& column : incident_columns()) columns.push_back(std::move(column));
  return columns;
}

class QueueHours {
 public:
  explicit QueueHours(const RunResults& run)
      : run_(run),
        open_(simulation::open_desks(*run.world, {run.seed, run.replications})),
        capacity_(simulation::desk_capacity(*run.world)) {}

  void rows(const RowSink& sink) const {
    for (const network::CheckpointId id : ids_of(run_.world->checkpoint_info)) {
      if (run_.world->checkpoints[id].unlimited) continue;
      for (std::size_t hour = 0; hour < simulation::kHours; ++hour) row(id, hour, sink);
    }
  }

 private:
  void row(network::CheckpointId id, std::size_t hour, const RowSink& sink) const {
    const simulation::CheckpointInfo& info = run_.world->checkpoint_info[id];
    const flow::QueueSlot& slot = run_.detail->queues[id].slots[hour];
    const flow::QueueCounts& c = slot.counts;
    const std::int64_t n = run_.replications;
    const std::int64_t open = open_[id][hour];
    const auto wait = [&](int percent) {
      const auto value = slot.waits.quantile(stats::Share::percent(percent));
      return value ? SqlValue(*value) : SqlValue();
    };
    const bool judged = info.wait_target.has_value() && c.served > 0;
    sink({run_.loaded->scenario.id(),
          info.key,
          run_.world->hubs[info.hub].key,
          static_cast<std::int64_t>(hour),
          c.arrived,
          c.arrived_others,
          c.served,
          c.waited_seconds,
          wait(50),
          wait(90),
          wait(95),
          info.wait_target ? SqlValue(c.over_target) : SqlValue(),
          judged ? SqlValue(std::int64_t{20 * c.over_target <= c.served ? 1 : 0}) : SqlValue(),
          seconds(c.queued_ticks),
          quotient(c.queued_ticks, run_.world->hours.length(hour) * n),
          c.longest,
          seconds(open),
          seconds(c.busy_ticks),
          quotient(c.busy_ticks, open),
          capacity_[id][hour],
          n,
          c.gave_up,
          c.refused,
          c.held,
          c.held_seconds});
  }

  const RunResults& run_;
  Table<network::CheckpointId, std::vector<std::int64_t>> open_;
  Table<network::CheckpointId, std::vector<std::int64_t>> capacity_;
};

}  // namespace

ResultTable queue_hours_table(const RunResults& run) {
  ResultTable table{.name = "queue_hours",
                    .meaning =
                        "Queue of each checkpoint by hour of the day, summed over the "
                        "replications and counted days",
                    .meaning_zh = "各查验点逐时排队，各次重复与计入天数合计",
                    .columns = queue_hour_columns(),
                    .key = {"scenario", "checkpoint", "hour"}};
  table.rows = [&run](const RowSink& sink) { QueueHours(run).rows(sink); };
  return table;
}

ResultTable desk_hours_table(const RunResults& run) {
  ResultTable table{
      .name = "desk_hours",
      .meaning =
          "Use of each type of desk by hour of the day, at checkpoints that have several, summed "
          "over the replications and counted days",
      .meaning_zh = "有多类柜台的查验点：各类柜台逐时利用，各次重复与计入天数合计",
      .columns = {scenario_column(), text_column("checkpoint", "checkpoint", "查验点"),
                  text_column("desk", "type of desk; empty: the ordinary desks",
                              "柜台类型，空表示普通柜台"),
                  hour_column(),
                  whole_column("open_desk_seconds", "desk-seconds", "desks open", "开放窗口时间"),
                  whole_column("busy_desk_seconds", "desk-seconds",
                               "desks at work, for everyone, those refused too",
                               "窗口工作时间（含被拒绝者）"),
                  real_column("utilisation", "share",
                              "busy / open; above 1 where desks finish after their closing",
                              "窗口利用率", true),
                  replications_column()},
      .key = {"scenario", "checkpoint", "desk", "hour"}};
  table.rows = [&run](const RowSink& sink) {
    const std::int64_t n = run.replications;
    const auto all = simulation::open_by_type(*run.world, {run.seed, run.replications});
    for (const network::CheckpointId id : ids_of(run.world->checkpoint_info)) {
      const simulation::CheckpointInfo& info = run.world->checkpoint_info[id];
      if (info.desk_types.empty()) continue;
      const auto& open = all[id];
      for (std::size_t type = 0; type < open.size(); ++type)
        for (std::size_t hour = 0; hour < simulation::kHours; ++hour) {
          const std::int64_t busy = run.detail->queues[id].slots[hour].counts.busy_by_type.at(type);
          sink({run.loaded->scenario.id(), info.key,
                type == 0 ? std::string() : info.desk_types[type - 1].key,
                static_cast<std::int64_t>(hour), seconds(open[type][hour]), seconds(busy),
                quotient(busy, open[type][hour]), n});
        }
    }
  };
  return table;
}

ResultTable connections_table(const RunResults& run) {
  ResultTable table{
      .name = "connections",
      .meaning =
          "Planned connections between flights and intercity trains by place, modes and "
          "hour of the planned departure, summed over the replications",
      .meaning_zh = "计划衔接：按地点、方式与计划出发时段，各次重复合计",
      .columns = {scenario_column(),
                  text_column("place",
                              "hub where the second service is boarded, or place outside "
                              "hubs",
                              "后程乘车枢纽或地点"),
                  text_column("from_mode", "mode of the first service", "前程方式"),
                  text_column("to_mode", "mode of the second", "后程方式"), hour_column(),
                  whole_column("planned_people", "people", "planned", "计划人数")},
      .key = {"scenario", "place", "from_mode", "to_mode", "hour"}};
  append_causes(table);
  table.rows = [&run](const RowSink& sink) {
    for (const auto& [key, counts] : run.detail->connections) {
      ResultRow row{run.loaded->scenario.id(), where_key(*run.world, key.where),
                    mode_key(key.from),        mode_key(key.to),
                    std::int64_t{key.hour},    simulation::planned(counts)};
      append_causes(row, counts, run.replications);
      sink(row);
    }
  };
  return table;
}

ResultTable failing_table(const RunResults& run) {
  ResultTable table{
      .name = "failing_connections",
      .meaning = "Connections that failed, service by service, summed over the replications",
      .meaning_zh = "未赶上的衔接：逐对服务，各次重复合计",
      .columns = {scenario_column(),
                  text_column("place", "as in table connections", "后程乘车枢纽或地点"),
                  text_column("from_service",
                              "the first service: line or flight group and "
                              "direction",
                              "前程服务"),
                  text_column("to_service", "the second", "后程服务")},
      .key = {"scenario", "place", "from_service", "to_service"}};
  append_causes(table);
  table.rows = [&run](const RowSink& sink) {
    const auto& services = run.world->timetable.services();
    for (const auto& [key, counts] : run.detail->failing) {
      ResultRow row{run.loaded->scenario.id(), where_key(*run.world, key.where),
                    services[key.from].key, services[key.to].key};
      append_causes(row, counts, run.replications);
      sink(row);
    }
  };
  return table;
}

ResultTable vehicles_table(const RunResults& run) {
  ResultTable table{
      .name = "full_vehicles",
      .meaning =
          "Services that left people behind for want of places, by hour of the planned "
          "departure, summed over the replications",
      .meaning_zh = "因满员未能上车：按服务与计划出发时段，各次重复合计",
      .columns = {scenario_column(),
                  text_column("service", "line or flight group, and direction", "服务"),
                  text_column("line", "line or flight group", "线路或航班组"),
                  text_column("mode", "mode", "方式"), hour_column(),
                  whole_column("departures", "departures",
                               "of vehicles, a stop each, that left somebody behind",
                               "有人未能上车的班次（逐站）"),
                  whole_column("left_behind_people", "people", "in time, but no place left",
                               "按时到达但无余位者"),
                  whole_column("rerouted_people", "people", "of these went another way",
                               "其中改走其他路径者"),
                  whole_column("stranded_people", "people", "of these found no later run",
                               "其中再无后续班次者"),
                  whole_column("late_person_seconds", "person-seconds",
                               "how much later the others left", "其余人员推迟出发的时间合计"),
                  replications_column()},
      .key = {"scenario", "service", "hour"}};
  table.rows = [&run](const RowSink& sink) {
    for (const auto& [key, left] : run.detail->vehicles) {
      const timetable::Service& service = run.world->timetable.services()[key.service];
      sink({run.loaded->scenario.id(), service.key, service.line, mode_key(service.mode),
            std::int64_t{key.hour}, left.departures, left.persons, left.rerouted, left.stranded,
            left.late_seconds, std::int64_t{run.replications}});
    }
  };
  return table;
}

ResultTable bottlenecks_table(const RunResults& run) {
  ResultTable table{
      .name = "bottlenecks",
      .meaning =
          "Where most time is lost, the worst first, and what one more desk in the worst "
          "hour would do to that queue alone",
      .meaning_zh = "时间损失最大之处（由大到小），以及最差时段增开一个窗口对该队列的影响",
      .columns = {scenario_column(), whole_column("rank", "from 1", "the worst first", "排名"),
                  text_column("kind", "checkpoint or service", "查验点或服务"),
                  text_column("id", "of the checkpoint or service", "标识"), hour_column(),
                  whole_column(
                      "lost_person_seconds", "person-seconds",
                      "in the queue, everyone; or later departure of those left behind, a "
                      "day for who found no later run",
                      "排队时间（全部人员），或未能上车者推迟出发的时间（无后续班次计一日）"),
                  whole_column("lost_in_hour_person_seconds", "person-seconds",
                               "of this in the worst hour", "其中最差时段"),
                  replications_column(),
                  whole_column("trial_replications", "replications", "run again with one more desk",
                               "增开窗口的重算次数", true),
                  whole_column("trial_lost_person_seconds", "person-seconds",
                               "lost in these as staffed", "重算中按现有窗口的损失", true),
                  whole_column("trial_lost_with_desk_person_seconds", "person-seconds",
                               "lost in these with one more desk in the worst hour",
                               "重算中增开一个窗口后的损失", true)},
      .key = {"scenario", "rank"}};
  table.rows = [&run](const RowSink& sink) {
    std::int64_t rank = 0;
    for (const simulation::Bottleneck& b : *run.bottlenecks) {
      const bool desk = !b.checkpoint.is_none();
      const auto trial = [&](std::int64_t simulation::OneMoreDesk::*field) {
        return b.one_more ? SqlValue((*b.one_more).*field) : SqlValue();
      };
      sink({run.loaded->scenario.id(), ++rank, std::string(desk ? "checkpoint" : "service"),
            desk ? run.world->checkpoint_info[b.checkpoint].key
                 : run.world->timetable.services()[b.service].key,
            static_cast<std::int64_t>(b.hour), b.lost_seconds, b.lost_seconds_in_hour,
            std::int64_t{run.replications},
            b.one_more ? SqlValue(std::int64_t{b.one_more->replications}) : SqlValue(),
            trial(&simulation::OneMoreDesk::lost_seconds),
            trial(&simulation::OneMoreDesk::lost_seconds_then)});
    }
  };
  return table;
}

}  // namespace stopover::tool
