// SPDX-License-Identifier: Apache-2.0
#include "engine/flow/sweep.hpp"

#include <algorithm>
#include <utility>

#include "engine/base/check.hpp"
#include "engine/flow/day_sweep.hpp"

namespace stopover::flow {
namespace {

// Fixed, never from the number of threads; the outcome does not depend on them.
constexpr std::size_t kPartiesPerPackage = 32768;
constexpr std::size_t kServicesPerPackage = 16;

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

}  // namespace

DaySweep::DaySweep(const Plans& plans, const Setting& setting, const StageOrder& order)
    : plans_(plans),
      setting_(checked(setting)),
      luck_{setting.seed, setting.replication},
      own_desks_(setting.desks == nullptr ? std::optional<DeskTimes>(*setting.checkpoints)
                                          : std::nullopt),
      desks_(setting.desks == nullptr ? *own_desks_ : *setting.desks),
      program_(setting, order),
      releases_(package_count(plans.key.size(), kPartiesPerPackage)),
      outboxes_(program_.stages.size()),
      since_ride_(plans.key.size()) {
  check_plans();
  const std::size_t parties = plans.key.size();
  outcome_.rides.resize(plans.planned_run.size());
  outcome_.finished = Table<PartyIndex, Instant>(parties);
  outcome_.stranded = Table<PartyIndex, std::uint8_t>(parties, 0);
  outcome_.checkpoints = Table<CheckpointId, CheckpointOutcome>(setting.checkpoints->size());
  outcome_.run_delay.resize(setting.timetable->runs().size());
  outcome_.run_boarded.resize(setting.timetable->runs().size());
}

void DaySweep::check_plans() const {
  const std::size_t n = plans_.key.size();
  STOPOVER_CHECK(n < kNobody, "parties are numbered by 32 bits");
  STOPOVER_CHECK(plans_.size.size() == n && plans_.route.size() == n && plans_.release.size() == n,
                 "plans are columns of one length");
  STOPOVER_CHECK(plans_.ride_offset.size() == n + 1 && plans_.stay_offset.size() == n + 1,
                 "offsets have one entry more than there are parties");
  STOPOVER_CHECK(plans_.ride_offset.back() == plans_.planned_run.size() &&
                     plans_.stay_offset.back() == plans_.stay_until.size(),
                 "offsets end where their column does");
#ifdef STOPOVER_HEAVY_CHECKS
  std::vector<std::uint64_t> keys = plans_.key.rows();
  std::sort(keys.begin(), keys.end());
  STOPOVER_HEAVY_CHECK(std::adjacent_find(keys.begin(), keys.end()) == keys.end(),
                       "party keys are unique");
#endif
}

Outcome DaySweep::run(Executor& executor) && {
  draw_delays(executor);
  executor.run(releases_.size(), [&](std::size_t package) { release(package); });
  std::size_t first = 0;
  for (const std::uint32_t size : program_.level_size) {
    executor.run(size, [&](std::size_t i) { sweep_stage(first + i); });
    first += size;
  }
  return std::move(outcome_);
}

void DaySweep::draw_delays(Executor& executor) {
  const timetable::Timetable& timetable = *setting_.timetable;
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
        outcome_.run_delay[run] = static_cast<std::int32_t>(
            draw_delay(profile, luck_, service.key, timetable.runs()[RunId(run)].departure)
                .count());
    }
  });
}

void DaySweep::release(std::size_t package) {
  Release& out = releases_[package];
  out.outboxes.resize(program_.start_outboxes);
  out.bookings.resize(program_.stages.size());
  const std::size_t first = package * kPartiesPerPackage;
  const std::size_t last = std::min(first + kPartiesPerPackage, plans_.key.size());
  for (std::size_t i = first; i < last; ++i) {
    const PartyIndex party(static_cast<std::uint32_t>(i));
    STOPOVER_CHECK(plans_.size[party] >= 1, "a party has a person");
    since_ride_[i].size = plans_.size[party];
    since_ride_[i].rides = plans_.ride_offset[i];
    const RouteSteps& route = program_.routes[plans_.route[party]];
    add_bookings(i, route, out);
    go_on({ticks(plans_.release[party]), plans_.key[party], party.value(), route.first},
          out.outboxes);
  }
}

void DaySweep::add_bookings(std::size_t party, const RouteSteps& route, Release& to) const {
  const std::size_t rides = plans_.ride_offset[party];
  STOPOVER_CHECK(plans_.ride_offset[party + 1] - rides == route.rides &&
                     plans_.stay_offset[party + 1] - plans_.stay_offset[party] == route.stays,
                 "one planned run for each ride, one time for each stay");
  if (route.rides == 0) return;
  for (std::size_t at = route.first; program_.steps[at].kind != FlatStep::Kind::kEnd; ++at) {
    const FlatStep& step = program_.steps[at];
    if (step.kind != FlatStep::Kind::kRide) continue;
    const RunId run = plans_.planned_run[rides + step.ride];
    if (run.is_none()) continue;
    const timetable::Service& service =
        setting_.timetable->services()[program_.stages[step.stage].service];
    STOPOVER_CHECK(
        run.value() >= service.first_run && run.value() - service.first_run < service.run_count,
        "the planned run is one of the service");
    if (service.reserved)
      to.bookings[step.stage].push_back(
          {run.value() - service.first_run, step.board, step.alight, since_ride_[party].size});
  }
}

// Times and steps are kept in variables of their own and written field by field: an Arrival written
// in parts and copied as a whole waits for its parts to leave the store buffer (2 times slower).
void DaySweep::go_on(const Arrival& from, std::vector<Outbox>& outboxes) {
  Tick time = from.time;
  for (std::uint32_t at = from.step;; ++at) {
    const FlatStep& step = program_.steps[at];
    switch (step.kind) {
      case FlatStep::Kind::kWalk:
        time += program_.walks[step.walk].draw(luck_, from.key, step.luck);
        break;
      case FlatStep::Kind::kStay:
        time = stay_until(plans_.stay_until[plans_.stay_offset[from.party] + step.stay], time,
                          since_ride_[from.party]);
        break;
      case FlatStep::Kind::kQueue:
      case FlatStep::Kind::kRide: {
        Arrival& next = outboxes[step.outbox].emplace_back();
        next.time = time;
        next.key = from.key;
        next.party = from.party;
        next.step = at;
        return;
      }
      case FlatStep::Kind::kEnd:
        outcome_.finished[PartyIndex(from.party)] = instant_of(time);
        return;
    }
  }
}

void DaySweep::strand(const Arrival& a) {
  outcome_.stranded[PartyIndex(a.party)] = 1;
  outcome_.finished[PartyIndex(a.party)] = instant_of(a.time);
}

std::vector<Arrival> DaySweep::take_arrivals(std::size_t stage,
                                             const std::vector<Arrival>& background) {
  std::vector<Outbox*> boxes;
  for (const ProgramStage::Source& source : program_.stages[stage].sources) {
    if (source.stage != kStart) {
      boxes.push_back(&outboxes_[source.stage][source.outbox]);
    } else {
      for (Release& release : releases_) boxes.push_back(&release.outboxes[source.outbox]);
    }
  }
  std::size_t count = background.size();
  for (const Outbox* box : boxes) count += box->size();
  std::vector<Arrival> arrivals;
  arrivals.reserve(count);
  for (Outbox* box : boxes) {
    arrivals.insert(arrivals.end(), box->begin(), box->end());
    Outbox().swap(*box);
  }
  arrivals.insert(arrivals.end(), background.begin(), background.end());
  std::vector<Arrival> scratch;
  sort_arrivals(arrivals, scratch);
  return arrivals;
}

void DaySweep::sweep_stage(std::size_t stage) {
  outboxes_[stage].resize(program_.stages[stage].outboxes);
  if (program_.stages[stage].checkpoint.is_none()) {
    sweep_service(stage);
  } else {
    sweep_checkpoint(stage);
  }
}

Outcome sweep(const Plans& plans, const Setting& setting, const StageOrder& order,
              Executor& executor) {
  STOPOVER_CHECK(order.cycles.empty(), "stages in a cycle cannot be swept");
  return DaySweep(plans, setting, order).run(executor);
}

}  // namespace stopover::flow
