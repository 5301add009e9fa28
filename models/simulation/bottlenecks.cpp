// SPDX-License-Identifier: Apache-2.0
#include "models/simulation/bottlenecks.hpp"

#include <algorithm>
#include <deque>
#include <functional>
#include <map>
#include <numeric>

#include "engine/flow/checkpoint_lines.hpp"
#include "engine/flow/staffing_what_if.hpp"
#include "models/simulation/run.hpp"

namespace stopover::simulation {
namespace {

using network::CheckpointId;

constexpr std::int64_t kStrandedSeconds = 86'400;  // who finds no later run counts as a day

std::int64_t seconds_of(flow::Tick ticks) {
  return ticks / flow::kTicksPerSecond;
}

std::vector<std::int64_t> lost_by_hour(const flow::QueueProfile& profile) {
  std::vector<std::int64_t> lost;
  for (const flow::QueueSlot& slot : profile.slots)
    lost.push_back(seconds_of(slot.counts.queued_ticks));
  return lost;
}

std::int64_t sum(const std::vector<std::int64_t>& values) {
  return std::accumulate(values.begin(), values.end(), std::int64_t{0});
}

Bottleneck with_worst_hour(Bottleneck b, const std::vector<std::int64_t>& lost) {
  const auto worst = std::max_element(lost.begin(), lost.end());
  b.lost_seconds = sum(lost);
  b.hour = static_cast<std::size_t>(worst - lost.begin());
  b.lost_seconds_in_hour = *worst;
  return b;
}

// The worst hour of every counted day.
std::vector<HalfOpen<flow::Tick>> spans_of_hour(const World& world, std::size_t hour) {
  std::vector<HalfOpen<flow::Tick>> spans;
  const std::span<const flow::Tick> edges = world.hours.edges();
  for (std::size_t span = 0; span + 1 < edges.size(); ++span)
    if (world.hours.slot_of_span(span) == hour && edges[span] < edges[span + 1])
      spans.push_back({edges[span], edges[span + 1]});
  return spans;
}

bool can_be_tried(const World& world, const Bottleneck& b) {
  return !b.checkpoint.is_none() && !world.checkpoints[b.checkpoint].unlimited;
}

// With an ordinary desk more in that hour.
flow::QueueRules rules_with_desk(const World& world, const flow::Checkpoint& checkpoint,
                                 const Bottleneck& b) {
  flow::QueueRules rules =
      checkpoint.is_plain()
          ? flow::one_line(flow::desk_periods(checkpoint.staffing))
          : flow::CheckpointLines(checkpoint, world.desk_times.all(b.checkpoint)).rules();
  rules.desks[0] = flow::with_more_desks(rules.desks[0], spans_of_hour(world, b.hour), 1);
  return rules;
}

// The queues of some checkpoints, each as staffed and with a desk more.
class DeskTrial final : public flow::QueueListener {
 public:
  DeskTrial(const World& world, demand::Luck luck, const std::vector<Bottleneck>& bottlenecks) {
    const auto checkpoints = world.open_checkpoints(luck.seed, luck.replication);
    for (const Bottleneck& b : bottlenecks) {
      if (!can_be_tried(world, b)) continue;
      queues_.try_emplace(
          b.checkpoint,
          Trial{flow::QueueProfiler(world.hours, std::nullopt),
                flow::StaffingWhatIf(world.hours, std::nullopt,
                                     rules_with_desk(world, (*checkpoints)[b.checkpoint], b)),
                world.checkpoints[b.checkpoint].is_plain()});
    }
  }

  void hear(CheckpointId checkpoint, const flow::QueueVisits& visits) override {
    const auto found = queues_.find(checkpoint);
    if (found == queues_.end()) return;
    Trial& trial = found->second;
    trial.as_staffed.add(visits);
    if (trial.plain)
      trial.with_desk.add({visits.arrival, visits.service, {}, visits.persons, {}, {}}, visits.own);
  }

  void come(CheckpointId checkpoint, const flow::QueueCustomers& customers,
            std::span<const std::uint8_t> own) override {
    const auto found = queues_.find(checkpoint);
    if (found != queues_.end()) found->second.with_desk.add(customers, own);
  }

  void finish(std::vector<Bottleneck>& bottlenecks) && {
    for (Bottleneck& b : bottlenecks) {
      const auto found = queues_.find(b.checkpoint);
      if (found == queues_.end()) continue;
      OneMoreDesk& trial = b.one_more ? *b.one_more : b.one_more.emplace();
      ++trial.replications;
      trial.lost_seconds += sum(lost_by_hour(std::move(found->second.as_staffed).finish()));
      trial.lost_seconds_then += sum(lost_by_hour(std::move(found->second.with_desk).finish()));
    }
  }

 private:
  struct Trial {
    flow::QueueProfiler as_staffed;
    flow::StaffingWhatIf with_desk;
    bool plain = true;  // else told of who comes
  };
  std::map<CheckpointId, Trial> queues_;
};

}  // namespace

std::vector<Bottleneck> find_bottlenecks(const Detail& detail, std::size_t count) {
  std::vector<Bottleneck> all;
  for (const CheckpointId id : ids_of(detail.queues))
    all.push_back(with_worst_hour({.checkpoint = id}, lost_by_hour(detail.queues[id])));
  std::map<timetable::ServiceId, std::vector<std::int64_t>> services;
  for (const auto& [key, left] : detail.vehicles) {
    std::vector<std::int64_t>& lost = services[key.service];
    lost.resize(kHours);
    lost[key.hour] += left.late_seconds + left.stranded * kStrandedSeconds;
  }
  for (const auto& [service, lost] : services)
    all.push_back(with_worst_hour({.service = service}, lost));
  std::erase_if(all, [](const Bottleneck& b) { return b.lost_seconds == 0; });
  std::ranges::stable_sort(all, std::greater<>(), &Bottleneck::lost_seconds);
  if (all.size() > count) all.resize(count);
  return all;
}

void try_one_more_desk(const World& world, std::uint64_t seed, std::uint32_t replications,
                       Executor& executor, std::vector<Bottleneck>& bottlenecks) {
  const bool any =
      std::ranges::any_of(bottlenecks, [&](const Bottleneck& b) { return can_be_tried(world, b); });
  if (!any) return;
  std::deque<DeskTrial> trials;
  for (std::uint32_t r = 0; r < replications; ++r)
    trials.emplace_back(world, demand::Luck{seed, r}, bottlenecks);
  const auto watch = [&](std::uint32_t r) { return Watch{.queues = &trials[r]}; };
  (void)run_replications(
      world, {.seed = seed, .replications = replications, .drawn = false, .watch = watch},
      executor);
  for (DeskTrial& trial : trials) std::move(trial).finish(bottlenecks);
}

}  // namespace stopover::simulation
