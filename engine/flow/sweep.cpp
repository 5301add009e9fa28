// SPDX-License-Identifier: Apache-2.0
#include "engine/flow/sweep.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include "engine/base/check.hpp"
#include "engine/flow/day_sweep.hpp"

namespace stopover::flow {
namespace {

// Fixed, never from the number of threads; the outcome does not depend on them.
constexpr std::size_t kPartiesPerPackage = 32768;
constexpr std::size_t kServicesPerPackage = 16;
// Arrivals for which an emptied list keeps room; more than this is a day at once, not a window.
constexpr std::size_t kRoomKept = 4096;

void empty(std::vector<Arrival>& list) {
  if (list.capacity() <= kRoomKept) {
    list.clear();
  } else {
    std::vector<Arrival>().swap(list);
  }
}

[[nodiscard]] const Setting& checked(const Setting& setting) {
  STOPOVER_CHECK(setting.timetable != nullptr && setting.routes != nullptr &&
                     setting.checkpoints != nullptr && setting.delays != nullptr,
                 "a setting names its tables");
  return setting;
}

// The end of a stay; what the party would have waited out anyway is no longer lost.
[[nodiscard]] Tick stay_until(Instant allowed, Tick now, SinceRide& since) {
  const Tick until = ticks(allowed);
  const Tick on_plan = std::max(now - since.late, until);
  const Tick unhindered = std::max(now - since.lost, until);
  const Tick end = std::max(now, until);
  since.late = end - on_plan;
  since.lost = end - unhindered;
  return end;
}

void check_plans(const Plans& plans) {
  const std::size_t n = plans.key.size();
  STOPOVER_CHECK(plans.size.size() == n && plans.route.size() == n && plans.release.size() == n,
                 "plans are columns of one length");
  STOPOVER_CHECK(plans.ride_offset.size() == n + 1 && plans.stay_offset.size() == n + 1,
                 "offsets have one entry more than there are parties");
  STOPOVER_CHECK(plans.ride_offset.back() == plans.planned_run.size() &&
                     plans.stay_offset.back() == plans.stay_until.size(),
                 "offsets end where their column does");
#ifdef STOPOVER_HEAVY_CHECKS
  std::vector<std::uint64_t> keys = plans.key.rows();
  std::sort(keys.begin(), keys.end());
  STOPOVER_HEAVY_CHECK(std::adjacent_find(keys.begin(), keys.end()) == keys.end(),
                       "party keys are unique");
#endif
}

}  // namespace

DaySweep::DaySweep(const Setting& setting, const StageOrder& order)
    : setting_(checked(setting)),
      luck_{setting.seed, setting.replication},
      own_desks_(setting.desks == nullptr ? std::optional<DeskTimes>(*setting.checkpoints)
                                          : std::nullopt),
      desks_(setting.desks == nullptr ? *own_desks_ : *setting.desks),
      program_(setting, order),
      window_(order.window ? ticks(*order.window) : kNever),
      now_(std::numeric_limits<Tick>::min()),
      until_(now_),
      stages_(program_.stages.size()),
      checkpoints_(setting.checkpoints->size()),
      run_delay_(setting.timetable->runs().size()),
      run_boarded_(setting.timetable->runs().size()) {
  const Tick longest_wait = setting.longest_wait ? ticks(*setting.longest_wait) : kNever;
  for (std::size_t n = 0; n < stages_.size(); ++n) {
    const ProgramStage& stage = program_.stages[n];
    stages_[n].exits.outboxes.resize(stage.outboxes);
    if (stage.checkpoint.is_none()) {
      stages_[n].service = std::make_unique<ServiceState>(
          setting.timetable->services()[stage.service], longest_wait, setting.rerouter != nullptr);
    } else {
      stages_[n].checkpoint = std::make_unique<CheckpointState>(
          (*setting.checkpoints)[stage.checkpoint], desks_.all(stage.checkpoint), luck_);
    }
  }
}

BatchId DaySweep::add(std::shared_ptr<const Plans> plans) {
  check_plans(*plans);
  const std::size_t parties = plans->key.size();
  const std::size_t pages = package_count(parties, kPage);
  STOPOVER_CHECK((page_.size() + pages) << kPageBits < kNobody, "parties are numbered by 32 bits");
  auto batch = std::make_unique<Batch>();
  batch->id = BatchId(batch_count_++);
  batch->first = static_cast<std::uint32_t>(page_.size() << kPageBits);
  batch->under_way = static_cast<std::uint32_t>(parties);
  batch->since.resize(parties);
  batch->outcome.rides.resize(plans->planned_run.size());
  batch->outcome.finished = Table<PartyIndex, Instant>(parties);
  batch->outcome.stranded = Table<PartyIndex, std::uint8_t>(parties, 0);
  batch->plans = std::move(plans);
  page_.insert(page_.end(), pages, batch.get());
  added_.push_back(batch.get());
  const BatchId id = batch->id;
  batches_.emplace(id.value(), std::move(batch));
  return id;
}

void DaySweep::advance(Tick until, Executor& executor) {
  STOPOVER_CHECK(until >= now_, "time does not go back");
  if (!delays_drawn_) draw_delays(executor);
  while (window_ != kNever || setting_.rerouter != nullptr) {
    const Tick next = std::max(now_, next_event());
    if (next >= until) break;
    const Tick end = std::min(window_ == kNever ? kNever : next + window_, rerouting_after(next));
    if (end >= until) break;
    work_window(end, executor);
    now_ = end;
    if (rerouting_after(end - 1) == end) reroute();
  }
  work_window(until, executor);
  now_ = until;
  if (until != kNever && rerouting_after(until - 1) == until) reroute();
}

void DaySweep::finish(Executor& executor) {
  advance(kNever, executor);
  for (std::size_t stage = 0; stage < stages_.size(); ++stage) strand_waiting(stage);
}

Tick DaySweep::next_event() const {
  Tick next = later_.earliest();
  for (const Batch* batch : added_)
    for (const Instant release : batch->plans->release) next = std::min(next, ticks(release));
  for (std::size_t n = 0; n < stages_.size(); ++n) {
    const StageState& stage = stages_[n];
    if (stage.checkpoint)
      next = std::min({next, stage.checkpoint->drawn.earliest(), stage.checkpoint->next_flow_from(),
                       stage.checkpoint->next_in_lines()});
    else
      next = std::min({next, next_closing(n), next_look(*stage.service)});
  }
  return next;
}

void DaySweep::work_window(Tick until, Executor& executor) {
  until_ = until;
  for (Batch* batch : added_)
    for (std::size_t row = 0; row < batch->since.size(); row += kPartiesPerPackage)
      releases_.push_back({batch, row, {}, {}});
  added_.clear();
  bring_due();
  executor.run(releases_.size(), [&](std::size_t package) { release(releases_[package]); });
  std::size_t first = 0;
  for (const std::uint32_t size : program_.level_size) {
    executor.run(size, [&](std::size_t i) { sweep_stage(first + i); });
    first += size;
  }
  for (Release& part : releases_) hand_on(part.exits);
  for (StageState& stage : stages_) hand_on(stage.exits);
  releases_.clear();
}

// On the way asks for the memory of those parties: most were not seen for many windows.
void DaySweep::bring_due() {
  later_.take_before(until_, due_);
  for (std::size_t i = 0; i < due_.size(); ++i) {
    fetch_ahead(due_, i);
    stages_[program_.steps[due_[i].step].stage].inbox.push_back(due_[i]);
  }
  empty(due_);
}

void DaySweep::hand_on(Exits& exits) {
  for (const Arrival& a : exits.later) later_.add(a);
  for (const std::uint32_t party : exits.ended) --page_[party >> kPageBits]->under_way;
  if (writes()) setting_.journal->take(exits.passages, exits.lines);
  empty(exits.later);
  exits.ended.clear();
  exits.passages.clear();
  exits.lines.clear();
}

std::span<const Rerouting> PartyOutcomes::reroutings_of(PartyIndex party) const {
  const auto first = std::ranges::lower_bound(reroutings, party, {}, &Rerouting::party);
  const auto last = std::ranges::upper_bound(reroutings, party, {}, &Rerouting::party);
  return {first, last};
}

std::vector<EndedBatch> DaySweep::take_ended() {
  std::vector<EndedBatch> ended;
  for (auto it = batches_.begin(); it != batches_.end();) {
    Batch& batch = *it->second;
    if (batch.under_way > 0) {
      ++it;
      continue;
    }
    std::ranges::stable_sort(batch.outcome.reroutings, {}, &Rerouting::party);
    ended.push_back({batch.id, std::move(batch.plans), std::move(batch.outcome)});
    std::erase(added_, &batch);
    it = batches_.erase(it);
  }
  return ended;
}

Table<CheckpointId, CheckpointOutcome> DaySweep::take_checkpoints() {
  return std::exchange(checkpoints_,
                       Table<CheckpointId, CheckpointOutcome>(setting_.checkpoints->size()));
}

void DaySweep::draw_delays(Executor& executor) {
  delays_drawn_ = true;
  const timetable::Timetable& timetable = *setting_.timetable;
  if (setting_.conditions != nullptr) {
    STOPOVER_CHECK(setting_.conditions->size() == run_delay_.size(), "one condition a run");
    std::transform(setting_.conditions->begin(), setting_.conditions->end(), run_delay_.begin(),
                   [](const RunCondition& run) { return run.delay; });
    return;
  }
  const std::vector<timetable::Service>& services = timetable.services().rows();
  executor.run(package_count(services.size(), kServicesPerPackage), [&](std::size_t package) {
    const std::size_t first = package * kServicesPerPackage;
    const std::size_t last = std::min(first + kServicesPerPackage, services.size());
    for (std::size_t s = first; s < last; ++s) {
      const timetable::Service& service = services[s];
      if (service.delay.is_none()) continue;
      const DelayProfile& profile = (*setting_.delays)[service.delay];
      for (std::uint32_t run = service.first_run; run < service.first_run + service.run_count;
           ++run)
        run_delay_[run] = static_cast<std::int32_t>(
            draw_delay(profile, luck_, service.key, timetable.runs()[RunId(run)].departure)
                .count());
    }
  });
}

void DaySweep::release(Release& part) const {
  part.exits.outboxes.resize(program_.start_outboxes);
  part.bookings.resize(program_.stages.size());
  Batch& batch = *part.batch;
  const Plans& plans = *batch.plans;
  const std::size_t last = std::min(part.first + kPartiesPerPackage, batch.since.size());
  for (std::size_t row = part.first; row < last; ++row) {
    const PartyIndex party(static_cast<std::uint32_t>(row));
    STOPOVER_CHECK(plans.size[party] >= 1, "a party has a person");
    STOPOVER_CHECK(ticks(plans.release[party]) >= now_, "nobody is released in the past");
    batch.since[row].size = plans.size[party];
    batch.since[row].rides = plans.ride_offset[row];
    const RouteSteps& route = program_.routes[plans.route[party]];
    add_bookings(batch, row, route, part);
    const Arrival start{ticks(plans.release[party]), plans.key[party], batch.first + party.value(),
                        route.first};
    if (writes()) part.exits.passages.push_back(passage_of(start, Passage::Kind::kRelease));
    go_on(start, batch, part.exits);
  }
}

void DaySweep::add_bookings(const Batch& batch, std::size_t row, const RouteSteps& route,
                            Release& to) const {
  const Plans& plans = *batch.plans;
  const std::size_t rides = plans.ride_offset[row];
  STOPOVER_CHECK(plans.ride_offset[row + 1] - rides == route.rides &&
                     plans.stay_offset[row + 1] - plans.stay_offset[row] == route.stays,
                 "one planned run for each ride, one time for each stay");
  if (route.rides == 0) return;
  for (std::size_t at = route.first; program_.steps[at].kind != FlatStep::Kind::kEnd; ++at) {
    const FlatStep& step = program_.steps[at];
    if (step.kind != FlatStep::Kind::kRide) continue;
    const RunId run = plans.planned_run[rides + step.ride];
    if (run.is_none()) continue;
    const timetable::Service& service =
        setting_.timetable->services()[program_.stages[step.stage].service];
    STOPOVER_CHECK(
        run.value() >= service.first_run && run.value() - service.first_run < service.run_count,
        "the planned run is one of the service");
    if (service.reserved)
      to.bookings[step.stage].push_back(
          {run.value() - service.first_run, step.board, step.alight, batch.since[row].size});
  }
}

// Times and steps are kept in variables of their own and written field by field: an Arrival written
// in parts and copied as a whole waits for its parts to leave the store buffer (2 times slower).
void DaySweep::go_on(const Arrival& from, Batch& batch, Exits& exits) const {
  Tick time = from.time;
  const std::uint32_t row = from.party - batch.first;
  for (std::uint32_t at = from.step;; ++at) {
    const FlatStep& step = program_.steps[at];
    const Tick begin = time;
    switch (step.kind) {
      case FlatStep::Kind::kWalk:
        time += program_.walks[step.walk].draw(luck_, from.key, step.luck);
        if (writes()) write_step(from, at, begin, time, exits);
        break;
      case FlatStep::Kind::kStay:
        time = stay_until(batch.plans->stay_until[batch.plans->stay_offset[row] + step.stay], time,
                          batch.since[row]);
        if (writes()) write_step(from, at, begin, time, exits);
        break;
      case FlatStep::Kind::kQueue:
      case FlatStep::Kind::kRide: {
        const bool now = time < until_ && step.outbox != kBackward;
        STOPOVER_CHECK(now || time >= until_, "a way back takes a window or longer");
        Outbox& to = now ? exits.outboxes[step.outbox] : exits.later;
        Arrival& next = to.emplace_back();
        next.time = time;
        next.key = from.key;
        next.party = from.party;
        next.step = at;
        return;
      }
      case FlatStep::Kind::kEnd:
        if (writes()) write_step(from, at, time, time, exits);
        batch.outcome.finished[PartyIndex(row)] = instant_of(time);
        exits.ended.push_back(from.party);
        return;
    }
  }
}

void DaySweep::strand(const Arrival& a, Batch& batch, Exits& exits) {
  const PartyIndex party(a.party - batch.first);
  batch.outcome.stranded[party] = 1;
  batch.outcome.finished[party] = instant_of(a.time);
  exits.ended.push_back(a.party);
}

std::vector<Arrival>& DaySweep::take_arrivals(std::size_t stage) {
  std::vector<Arrival>& arrivals = stages_[stage].inbox;
  const auto take = [&](Outbox& box) {
    arrivals.insert(arrivals.end(), box.begin(), box.end());
    empty(box);
  };
  for (const ProgramStage::Source& source : program_.stages[stage].sources) {
    if (source.stage != kStart) {
      take(stages_[source.stage].exits.outboxes[source.outbox]);
    } else {
      for (Release& part : releases_) take(part.exits.outboxes[source.outbox]);
    }
  }
  return arrivals;
}

void DaySweep::sweep_stage(std::size_t stage) {
  if (program_.stages[stage].checkpoint.is_none()) {
    sweep_service(stage);
  } else {
    sweep_checkpoint(stage);
  }
  empty(stages_[stage].inbox);
}

SweepStream::SweepStream(const Setting& setting, const StageOrder& order) {
  STOPOVER_CHECK(order.cycles.empty(), "stages in a cycle cannot be swept");
  sweep_ = std::make_unique<DaySweep>(setting, order);
}
SweepStream::SweepStream(SweepStream&&) noexcept = default;
SweepStream& SweepStream::operator=(SweepStream&&) noexcept = default;
SweepStream::~SweepStream() = default;

BatchId SweepStream::add(std::shared_ptr<const Plans> plans) {
  return sweep_->add(std::move(plans));
}
void SweepStream::advance(Instant until, Executor& executor) {
  sweep_->advance(ticks(until), executor);
}
void SweepStream::finish(Executor& executor) {
  sweep_->finish(executor);
}
std::vector<EndedBatch> SweepStream::take_ended() {
  return sweep_->take_ended();
}
Table<CheckpointId, CheckpointOutcome> SweepStream::take_checkpoints() {
  return sweep_->take_checkpoints();
}
const std::vector<std::int32_t>& SweepStream::run_delay() const {
  return sweep_->run_delay();
}
const std::vector<std::int32_t>& SweepStream::run_boarded() const {
  return sweep_->run_boarded();
}

Outcome sweep(const Plans& plans, const Setting& setting, const StageOrder& order,
              Executor& executor) {
  SweepStream stream(setting, order);
  stream.add(std::shared_ptr<const Plans>(std::shared_ptr<void>(), &plans));  // not owned
  stream.finish(executor);
  Outcome outcome;
  static_cast<PartyOutcomes&>(outcome) = std::move(stream.take_ended().front().outcome);
  outcome.checkpoints = stream.take_checkpoints();
  outcome.run_delay = stream.run_delay();
  outcome.run_boarded = stream.run_boarded();
  return outcome;
}

}  // namespace stopover::flow
