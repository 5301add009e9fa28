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

// One line, first come, first served.
bool can_be_tried(const World& world, const Bottleneck& b) {
  if (b.checkpoint.is_none()) return false;
  const flow::Checkpoint& checkpoint = world.checkpoints[b.checkpoint];
  return checkpoint.is_plain() && !checkpoint.unlimited;
}

// The queues of some checkpoints, each as staffed and with a desk more.
class DeskTrial final : public flow::QueueListener {
 public:
  DeskTrial(const World& world, const std::vector<Bottleneck>& bottlenecks) {
    for (const Bottleneck& b : bottlenecks) {
      if (!can_be_tried(world, b)) continue;
      const auto staffing = flow::desk_periods(world.checkpoints[b.checkpoint].staffing);
      queues_.try_emplace(
          b.checkpoint, Pair{flow::QueueProfiler(world.hours, std::nullopt),
                             flow::StaffingWhatIf(world.hours, std::nullopt,
                                                  flow::with_more_desks(
                                                      staffing, spans_of_hour(world, b.hour), 1))});
    }
  }

  void hear(CheckpointId checkpoint, const flow::QueueVisits& visits) override {
    const auto found = queues_.find(checkpoint);
    if (found == queues_.end()) return;
    found->second.as_staffed.add(visits);
    found->second.with_desk.add(visits);
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
  struct Pair {
    flow::QueueProfiler as_staffed;
    flow::StaffingWhatIf with_desk;
  };
  std::map<CheckpointId, Pair> queues_;
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
  for (std::uint32_t r = 0; r < replications; ++r) trials.emplace_back(world, bottlenecks);
  const auto watch = [&](std::uint32_t r) { return Watch{&trials[r], nullptr}; };
  (void)run_replications(
      world, {.seed = seed, .replications = replications, .drawn = false, .watch = watch},
      executor);
  for (DeskTrial& trial : trials) std::move(trial).finish(bottlenecks);
}

}  // namespace stopover::simulation
