// SPDX-License-Identifier: Apache-2.0
// A queue again with other staffing; and what a listener hears of a sweep.
#include "engine/flow/staffing_what_if.hpp"

#include <algorithm>
#include <map>
#include <mutex>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "engine/flow/checkpoint_lines.hpp"
#include "engine/flow/sweep.hpp"
#include "tests/engine/flow/small_world.hpp"

namespace stopover::flow {
namespace {

// What each checkpoint's listener heard, batches joined.
struct Heard {
  std::vector<Tick> arrival;
  std::vector<Tick> start;
  std::vector<Tick> service;
  std::vector<std::int16_t> persons;
  std::vector<std::uint8_t> own;
  std::vector<LineVisit> lines;

  void add(const QueueVisits& v) {
    arrival.insert(arrival.end(), v.arrival.begin(), v.arrival.end());
    start.insert(start.end(), v.start.begin(), v.start.end());
    service.insert(service.end(), v.service.begin(), v.service.end());
    persons.insert(persons.end(), v.persons.begin(), v.persons.end());
    own.insert(own.end(), v.own.begin(), v.own.end());
    lines.insert(lines.end(), v.lines.begin(), v.lines.end());
  }
  [[nodiscard]] QueueVisits visits() const {
    return {arrival, start, service, persons, own, lines};
  }
  friend bool operator==(const Heard&, const Heard&) = default;
};

// All who came to one checkpoint of several lines.
struct Came {
  LineColumns columns;
  std::vector<std::uint8_t> own;
};

class Recorder final : public QueueListener {
 public:
  void come(CheckpointId checkpoint, const QueueCustomers& more,
            std::span<const std::uint8_t> own) override {
    const std::lock_guard lock(writing_);
    Came& all = came[checkpoint];
    const auto append = [](auto& to, const auto& from) {
      to.insert(to.end(), from.begin(), from.end());
    };
    append(all.columns.arrival, more.arrival);
    append(all.columns.service, more.service);
    append(all.columns.line, more.line);
    append(all.columns.persons, more.persons);
    append(all.columns.patience, more.patience);
    append(all.columns.refused, more.refused);
    append(all.own, own);
  }
  void hear(CheckpointId checkpoint, const QueueVisits& visits) override {
    const std::lock_guard lock(writing_);
    heard[checkpoint].add(visits);
  }
  std::map<CheckpointId, Heard> heard;
  std::map<CheckpointId, Came> came;

 private:
  std::mutex writing_;
};

std::vector<DeskPeriod> any_periods() {
  std::vector<DeskPeriod> periods;
  Tick at = *rc::gen::inRange(0, 5);
  const int n = *rc::gen::inRange(0, 5);
  for (int i = 0; i < n; ++i) {
    const Tick until = at + *rc::gen::inRange(1, 9);
    periods.push_back({at, until, *rc::gen::inRange(1, 4)});
    at = until + *rc::gen::weightedElement<Tick>({{2, 0}, {1, 3}});
  }
  return periods;
}

int desks_at(const std::vector<DeskPeriod>& periods, Tick t) {
  for (const DeskPeriod& p : periods)
    if (p.from <= t && t < p.until) return p.desks;
  return 0;
}

RC_GTEST_PROP(WithMoreDesks, AddsThemAtEveryTickOfTheSpans, ()) {
  const std::vector<DeskPeriod> periods = any_periods();
  std::vector<HalfOpen<Tick>> spans;
  for (const DeskPeriod& p : any_periods()) spans.push_back({p.from, p.until});
  const int more = *rc::gen::inRange(-2, 3);
  const std::vector<DeskPeriod> changed = with_more_desks(periods, spans, more);
  for (std::size_t k = 0; k < changed.size(); ++k) {
    RC_ASSERT((changed[k].from < changed[k].until && changed[k].desks >= 1));
    RC_ASSERT((k == 0 || changed[k - 1].until <= changed[k].from));
  }
  for (Tick t = -2; t < 90; ++t) {
    const bool inside =
        std::any_of(spans.begin(), spans.end(), [&](const auto& s) { return s.contains(t); });
    RC_ASSERT(desks_at(changed, t) == std::max(0, desks_at(periods, t) + (inside ? more : 0)));
  }
}

// The sweep's own queue, run again with its own staffing: the same profile.
RC_GTEST_PROP(StaffingWhatIf, TheSameStaffingGivesTheSameQueue, (std::uint64_t seed)) {
  const testing::SmallWorld world = testing::draw_world(seed, {.parties = 80});
  Recorder recorder;
  Setting setting = world.setting();
  setting.listener = &recorder;
  const auto executor = serial_executor();
  (void)sweep(world.plans, setting, stage_order(setting), *executor);
  const TimeSlots slots({0, 3'600'000, 7'200'000, 36'000'000}, {0, 1, 2});
  const DeskTimes times(world.checkpoints);
  for (const auto& [id, heard] : recorder.heard) {
    const Checkpoint& checkpoint = world.checkpoints[id];
    const std::vector<DeskPeriod> staffing = desk_periods(checkpoint.staffing);
    QueueProfiler real(slots, Seconds(60));
    real.add(heard.visits());
    const bool plain = checkpoint.is_plain();
    StaffingWhatIf same(
        slots, Seconds(60),
        plain ? one_line(staffing) : CheckpointLines(checkpoint, times.all(id)).rules());
    if (plain) {
      same.add({heard.arrival, heard.service, {}, heard.persons, {}, {}}, heard.own);
    } else {
      const Came& came = recorder.came[id];
      same.add(came.columns.view(), came.own);
    }
    RC_ASSERT(std::move(same).finish() == std::move(real).finish());
    if (!plain) continue;

    // One more desk in an hour delays nobody.
    const std::vector<HalfOpen<Tick>> hour{{3'600'000, 7'200'000}};
    std::vector<Tick> start(heard.arrival.size());
    checkpoint_starts(with_more_desks(staffing, hour, 1), heard.arrival, heard.service, start);
    for (std::size_t i = 0; i < start.size(); ++i) RC_ASSERT(start[i] <= heard.start[i]);
  }
}

// Two desks, three people at once, 10 s each: the third waits 10 s, with one more desk nobody.
TEST(StaffingWhatIf, OneMoreDeskByHand) {
  const TimeSlots slots({0, 100'000}, {0});
  const std::vector<DeskPeriod> two{{0, 100'000, 2}};
  const std::vector<HalfOpen<Tick>> all{{0, 100'000}};
  const std::vector<Tick> arrival{0, 0, 0};
  const std::vector<Tick> service{10'000, 10'000, 10'000};
  const std::vector<std::int16_t> persons{1, 1, 1};
  const std::vector<std::uint8_t> own{1, 1, 1};
  const auto seconds_waited = [&](const std::vector<DeskPeriod>& staffing) {
    StaffingWhatIf queue(slots, std::nullopt, one_line(staffing));
    queue.add({arrival, service, {}, persons, {}, {}}, own);
    return std::move(queue).finish().slots[0].counts.waited_seconds;
  };
  EXPECT_EQ(seconds_waited(two), 10);
  EXPECT_EQ(seconds_waited(with_more_desks(two, all, 1)), 0);
  EXPECT_EQ(seconds_waited(with_more_desks(two, all, -1)), 10 + 20);
}

// ---- what a listener hears ---------------------------------------------------------------------

// The outcome as the listener's visits make it; where lines overtake each other the order differs.
CheckpointOutcome outcome_of(const Heard& visits) {
  CheckpointOutcome out;
  for (std::size_t i = 0; i < visits.arrival.size(); ++i) {
    if (visits.own[i] == 0) continue;
    const LineVisit line = visits.lines.empty() ? LineVisit() : visits.lines[i];
    const Instant joined = instant_of(visits.arrival[i]);
    const std::int16_t persons = visits.persons[i];
    using Kind = QueueIncident::Kind;
    if (line.held > 0)
      out.incidents.push_back({joined, seconds_of(line.held), persons, Kind::kHeld});
    if (line.refused) out.incidents.push_back({joined, 0, persons, Kind::kRefused});
    if (line.gave_up) out.incidents.push_back({joined, 0, persons, Kind::kGaveUp});
    if (visits.start[i] == kNever || line.gave_up) continue;
    const Tick at_gate = line.refused ? line.refused->end - line.refused->start : 0;
    out.wait.push_back(seconds_of(visits.start[i] - visits.arrival[i] - at_gate));
    out.persons.push_back(persons);
    out.joined.push_back(joined);
  }
  return out;
}
std::vector<std::vector<std::int64_t>> sorted_rows(const CheckpointOutcome& outcome) {
  std::vector<std::vector<std::int64_t>> rows;
  for (std::size_t i = 0; i < outcome.wait.size(); ++i)
    rows.push_back({outcome.joined[i].unix_seconds(), outcome.wait[i], outcome.persons[i]});
  for (const QueueIncident& incident : outcome.incidents)
    rows.push_back({incident.joined.unix_seconds(), incident.seconds, incident.persons,
                    static_cast<std::int64_t>(incident.kind)});
  std::sort(rows.begin(), rows.end());
  return rows;
}

RC_GTEST_PROP(QueueListener, HearsEveryVisitAndTheOutcomeIsTheSame, (std::uint64_t seed)) {
  const testing::SmallWorld world = testing::draw_world(seed, {.parties = 80});
  Recorder recorder;
  Setting setting = world.setting();
  setting.listener = &recorder;
  const auto executor = serial_executor();
  const Outcome heard = sweep(world.plans, setting, stage_order(setting), *executor);
  const Outcome unheard = world.sweep_serially();
  RC_ASSERT(testing::fingerprint(heard) == testing::fingerprint(unheard));

  for (const auto& [id, visits] : recorder.heard) {
    RC_ASSERT(std::is_sorted(visits.arrival.begin(), visits.arrival.end()));
    const CheckpointOutcome own = outcome_of(visits);
    if (world.checkpoints[id].is_plain()) RC_ASSERT(own == heard.checkpoints[id]);
    RC_ASSERT(sorted_rows(own) == sorted_rows(heard.checkpoints[id]));
    std::int64_t others = 0;
    for (std::size_t i = 0; i < visits.arrival.size(); ++i)
      others += visits.own[i] == 0 ? visits.persons[i] : 0;
    std::int64_t background = 0;
    for (const BackgroundFlow& flow : world.checkpoints[id].background) background += flow.people;
    RC_ASSERT(others == background);
  }
}

RC_GTEST_PROP(QueueListener, HearsTheSameHoweverTimeIsCut, (std::uint64_t seed)) {
  const testing::SmallWorld world = testing::draw_world(seed, {.parties = 80});
  const auto executor = serial_executor();
  const auto heard_with_cuts = [&](const std::vector<std::int64_t>& cuts) {
    Recorder recorder;
    Setting setting = world.setting();
    setting.listener = &recorder;
    SweepStream stream(setting, stage_order(setting));
    stream.add(std::make_shared<const Plans>(world.plans));
    for (const std::int64_t cut : cuts) stream.advance(Instant(cut), *executor);
    stream.finish(*executor);
    std::erase_if(recorder.heard, [](const auto& h) { return h.second.arrival.empty(); });
    return recorder.heard;
  };
  std::vector<std::int64_t> cuts;
  const int n = *rc::gen::inRange(0, 9);
  for (int i = 0; i < n; ++i) cuts.push_back(*rc::gen::inRange(-500, 20'000));
  std::sort(cuts.begin(), cuts.end());
  RC_ASSERT(heard_with_cuts(cuts) == heard_with_cuts({}));
}

}  // namespace
}  // namespace stopover::flow
