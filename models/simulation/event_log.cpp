// SPDX-License-Identifier: Apache-2.0
#include "models/simulation/event_log.hpp"

#include <set>
#include <string_view>

#include <fmt/format.h>

#include "engine/base/check.hpp"
#include "engine/flow/clock.hpp"
#include "engine/io/csv_writer.hpp"

namespace stopover::simulation {
namespace {

using flow::ticks;

// A table of the log, written in pieces.
class LogTable {
 public:
  LogTable(io::ResultFolder& out, std::string_view name, const std::vector<std::string>& columns)
      : file_(out, name), csv_(text_, columns) {}

  template <class... Fields>
  void row(const Fields&... fields) {
    (add(fields), ...);
    csv_.end_row();
    if (text_.size() >= kPiece) write();
  }
  void close() {
    write();
    file_.close();
  }

 private:
  static constexpr std::size_t kPiece = std::size_t{1} << 20U;
  void write() {
    file_.write(text_);
    text_.clear();
  }
  void add(std::string_view text) { csv_.text(text); }
  void add(std::int64_t number) { csv_.integer(number); }
  void add(const std::optional<std::int64_t>& number) {
    if (number)
      csv_.integer(*number);
    else
      csv_.empty();
  }

  io::OutputFile file_;
  std::string text_;
  io::CsvWriter csv_;
};

using Number = std::optional<std::int64_t>;
constexpr Number kEmpty = std::nullopt;

template <class AnId>
[[nodiscard]] Number number_of(AnId id) {
  return id.is_none() ? kEmpty : Number(id.value());
}

constexpr std::string_view kStepKinds[] = {"walk", "queue", "ride", "stay"};

class LogWriter {
 public:
  LogWriter(io::ResultFolder& out, const World& world, const ToldReplication& told)
      : out_(out), world_(world), told_(told) {}

  void write() {
    write_settings();
    write_checkpoints();
    write_runs();
    write_calls();
    write_routes();
    write_ways();
    write_parties();
    write_plans();
    write_totals();
    write_events();
  }

 private:
  template <class Take>
  void for_each_party(const Take& take) const {
    for (std::size_t n = 0; n < told_.parties(); ++n) take(told_.party(n));
  }
  [[nodiscard]] const std::string& checkpoint_key(network::CheckpointId id) const {
    return world_.checkpoints[id].key;
  }
  [[nodiscard]] const timetable::Service& service(timetable::ServiceId id) const {
    return world_.timetable.services()[id];
  }

  [[nodiscard]] const std::vector<flow::Step>& steps_of(flow::RouteId route) const {
    return world_.alternatives.routes[route].steps;
  }

  void write_settings() {
    LogTable table(out_, "settings.csv", {"name", "value"});
    table.row("scenario", world_.id);
    table.row("zone", world_.zone.name());
    table.row("seed", fmt::to_string(told_.luck.seed));
    table.row("replication", std::int64_t{told_.luck.replication});
    table.row("longest_wait_ms", told_.longest_wait ? Number(ticks(*told_.longest_wait)) : kEmpty);
    table.close();
  }

  void write_checkpoints() {
    LogTable table(out_, "checkpoints.csv", {"checkpoint", "rule", "closes_before_ms"});
    for (const flow::Checkpoint& c : world_.checkpoints)
      table.row(c.key,
                c.unlimited    ? "unlimited"
                : c.is_plain() ? "fifo"
                               : "lines",
                c.closes_before ? Number(ticks(*c.closes_before)) : kEmpty);
    table.close();
    LogTable staffing(out_, "staffing.csv", {"checkpoint", "from_ms", "until_ms", "desks"});
    for (const flow::Checkpoint& c : world_.checkpoints)
      for (const flow::StaffPeriod& staff : c.staffing)
        staffing.row(c.key, ticks(staff.from), ticks(staff.until), std::int64_t{staff.desks});
    staffing.close();
  }

  // Runs of the services that some way rides.
  void write_runs() {
    const auto add = [&](flow::RouteId route) {
      if (!routes_.insert(route).second) return;
      for (const flow::Step& step : steps_of(route))
        if (step.kind == flow::Step::Kind::kRide) services_.insert(step.service);
    };
    for_each_party([&](const ToldParty& party) { add(party.route()); });
    for_each_passage(flow::Passage::Kind::kReroute, [&](const flow::Passage& p) { add(p.route); });
    LogTable table(
        out_, "runs.csv",
        {"run", "service", "line", "reserved", "places", "others", "delay_s", "cancelled"});
    for_each_run([&](timetable::RunId id, const timetable::Service& s) {
      const timetable::Run& run = world_.timetable.runs()[id];
      table.row(std::int64_t{id.value()}, s.key, s.line, std::int64_t{s.reserved},
                std::int64_t{run.places}, std::int64_t{run.background},
                std::int64_t{told_.run_delay[id.value()]}, std::int64_t{told_.is_cancelled(id)});
    });
    table.close();
  }
  template <class Take>
  void for_each_run(const Take& take) const {
    for (const timetable::ServiceId id : services_) {
      const timetable::Service& s = service(id);
      for (std::uint32_t run = s.first_run; run < s.first_run + s.run_count; ++run)
        take(timetable::RunId(run), s);
    }
  }

  void write_calls() {
    LogTable table(out_, "calls.csv",
                   {"run", "stop", "place", "scheduled_arrival_ms", "scheduled_departure_ms",
                    "arrives_ms", "closes_ms", "departs_ms", "persons"});
    const auto aboard = persons_aboard(world_, told_.journal);
    const timetable::Timetable& timetable = world_.timetable;
    for_each_run([&](timetable::RunId run, const timetable::Service& s) {
      const Seconds delay(told_.run_delay[run.value()]);
      for (std::size_t stop = 0; stop < s.stops.size(); ++stop) {
        const Instant arrival = timetable.arrival(run, stop);
        const Instant departure = timetable.departure(run, stop);
        const auto& persons = aboard[run.value()];
        table.row(std::int64_t{run.value()}, static_cast<std::int64_t>(stop),
                  world_.places[s.stops[stop]].key, ticks(arrival), ticks(departure),
                  ticks(arrival + delay), flow::closing_of(timetable, run, stop, delay),
                  ticks(departure + delay), std::int64_t{persons.empty() ? 0 : persons[stop]});
      }
    });
    table.close();
  }

  void write_routes() {
    LogTable table(out_, "routes.csv",
                   {"route", "step", "kind", "checkpoint", "service", "board", "alight"});
    for (const flow::RouteId route : routes_) {
      std::int64_t n = 0;
      for (const flow::Step& step : steps_of(route)) {
        const bool ride = step.kind == flow::Step::Kind::kRide;
        table.row(std::int64_t{route.value()}, n++, kStepKinds[static_cast<std::size_t>(step.kind)],
                  step.kind == flow::Step::Kind::kQueue ? checkpoint_key(step.checkpoint) : "",
                  ride ? service(step.service).key : "", ride ? Number(step.board) : kEmpty,
                  ride ? Number(step.alight) : kEmpty);
      }
    }
    table.close();
  }

  template <class Take>
  void for_each_passage(flow::Passage::Kind kind, const Take& take) const {
    for (const flow::Passage& p : told_.journal.passages())
      if (p.kind == kind) take(p);
  }

  // Other ways than planned.
  void write_ways() {
    LogTable table(out_, "ways.csv", {"party", "way", "route", "release_ms"});
    for_each_passage(flow::Passage::Kind::kReroute, [&](const flow::Passage& p) {
      table.row(party_key_text(p.key), std::int64_t{p.way} + 1,
                steps_of(p.route).empty() ? kEmpty : Number(p.route.value()), p.end);
    });
    table.close();
  }

  void write_parties() {
    LogTable table(out_, "parties.csv",
                   {"party", "number", "counted", "persons", "market", "segment", "from", "to",
                    "route", "release_ms", "fare_fen", "roads_fen"});
    for_each_party([&](const ToldParty& party) {
      const PlannedParty& plan = party.plan();
      const demand::Market& market = world_.demand.markets[plan.market];
      const Journey& journey = world_.alternatives.journeys[plan.journey];
      table.row(party_key_text(party.key()), static_cast<std::int64_t>(party.number()),
                std::int64_t{plan.day >= world_.warmup_days}, std::int64_t{plan.size}, market.key,
                world_.demand.segments[market.segment].key, world_.places[journey.legs.from].key,
                world_.places[plan.to].key,
                steps_of(party.route()).empty() ? kEmpty : Number(party.route().value()),
                ticks(party.release()), plan.fare.count(),
                road_fare(world_, journey, plan.size).count());
    });
    table.close();
  }

  void write_plans() {
    LogTable table(out_, "plans.csv", {"party", "way", "step", "run", "stay_until_ms", "fare_fen"});
    for_each_party([&](const ToldParty& party) {
      std::size_t ride = 0;
      std::size_t stay = 0;
      std::int64_t n = -1;
      for (const flow::Step& step : steps_of(party.route())) {
        ++n;
        const std::string key = party_key_text(party.key());
        if (step.kind == flow::Step::Kind::kRide)
          table.row(key, std::int64_t{0}, n, number_of(party.planned_run(ride++)), kEmpty,
                    (ride_fare(world_, step) * party.plan().size).count());
        if (step.kind == flow::Step::Kind::kStay)
          table.row(key, std::int64_t{0}, n, kEmpty, ticks(party.stay_until(stay++)), kEmpty);
      }
    });
    for_each_passage(flow::Passage::Kind::kPlan, [&](const flow::Passage& p) {
      table.row(party_key_text(p.key), std::int64_t{p.way}, std::int64_t{p.step},
                number_of(p.planned), kEmpty, kEmpty);
    });
    table.close();
  }

  void write_totals() {
    LogTable table(out_, "totals.csv", {"count", "value"});
    for (std::size_t c = 0; c < kCounts.size(); ++c)
      table.row(kCounts[c].id, told_.tally.total(static_cast<Count>(c)));
    table.close();
  }

  void write_events() {
    LogTable table(out_, "events.csv",
                   {"time_ms", "event", "party", "other", "persons", "way", "step", "checkpoint",
                    "run", "stop", "cause", "ahead"});
    for (const flow::Event& e : told_.events(world_)) {
      const std::string key = party_key_text(e.key);
      const bool joins = e.kind == flow::EventKind::kJoins && !e.other;
      const bool stop = !e.run.is_none() || e.kind == flow::EventKind::kReady;
      table.row(
          e.time, flow::name_of(e.kind), e.other ? "" : key, e.other ? key : "",
          std::int64_t{e.size}, e.other ? kEmpty : Number(e.way), e.other ? kEmpty : Number(e.step),
          e.checkpoint.is_none() ? "" : checkpoint_key(e.checkpoint), number_of(e.run),
          stop ? Number(e.stop) : kEmpty, flow::name_of(e.cause), joins ? Number(e.ahead) : kEmpty);
    }
    table.close();
  }

  io::ResultFolder& out_;
  const World& world_;
  const ToldReplication& told_;
  std::set<flow::RouteId> routes_;           // that somebody takes
  std::set<timetable::ServiceId> services_;  // on them
};

}  // namespace

void write_event_log(io::ResultFolder& out, const World& world, const ToldReplication& told) {
  STOPOVER_CHECK(told.journal.wish().everybody, "a log keeps everybody");
  LogWriter(out, world, told).write();
}

}  // namespace stopover::simulation
