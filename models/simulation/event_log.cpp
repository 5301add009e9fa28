// SPDX-License-Identifier: Apache-2.0
#include "models/simulation/event_log.hpp"

#include <set>
#include <string_view>

#include <fmt/format.h>

#include "engine/base/check.hpp"
#include "engine/flow/clock.hpp"
#include "engine/io/csv_writer.hpp"
#include "models/scenario/scenario.pb.h"

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

// Of the tables as a whole: higher whenever a column or a meaning changes.
constexpr std::int64_t kLogForm = 4;
constexpr int kMostClasses = 31;

// 0.85, exactly enough to tell 0, 1 and what lies between.
[[nodiscard]] std::string share_text(double share) {
  return fmt::format("{}", share);
}

class LogWriter {
 public:
  LogWriter(io::ResultFolder& out, const World& world, const ToldReplication& told)
      : out_(out),
        world_(world),
        told_(told),
        open_(world.open_checkpoints(told.luck.seed, told.luck.replication)) {}

  void write() {
    write_settings();
    write_checkpoints();
    write_staffing();
    write_closures();
    write_desks();
    write_visits();
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

  [[nodiscard]] std::string class_text(int passenger_class) const {
    return world_.holders.class_name(passenger_class);
  }
  // Those of a mask, and whether everybody is among them.
  [[nodiscard]] std::string classes_text(flow::ClassMask classes) const {
    if (classes == ~flow::ClassMask{0}) return "all";
    std::string out;
    for (int c = 0; c < kMostClasses; ++c) {
      const std::string name = (classes >> c & 1U) != 0 ? class_text(c) : "";
      if (!name.empty()) out += (out.empty() ? "" : " ") + name;
    }
    return out;
  }

  void write_settings() {
    LogTable table(out_, "settings.csv", {"name", "value"});
    table.row("form", kLogForm);
    table.row("scenario", world_.id);
    table.row("zone", world_.zone.name());
    table.row("seed", fmt::to_string(told_.luck.seed));
    table.row("replication", std::int64_t{told_.luck.replication});
    table.row("longest_wait_ms", told_.longest_wait ? Number(ticks(*told_.longest_wait)) : kEmpty);
    table.close();
  }

  void write_checkpoints() {
    LogTable table(out_, "checkpoints.csv",
                   {"checkpoint", "rule", "closes_before_ms", "room", "instead_ms"});
    for (const flow::Checkpoint& c : world_.checkpoints)
      table.row(c.key,
                c.unlimited    ? "unlimited"
                : c.is_plain() ? "fifo"
                               : "lines",
                c.closes_before ? Number(ticks(*c.closes_before)) : kEmpty, c.room,
                c.patience ? Number(ticks(c.patience->instead)) : kEmpty);
    table.close();
  }

  void write_staffing() {
    LogTable table(out_, "staffing.csv", {"checkpoint", "desk", "from_ms", "until_ms", "desks"});
    for (const flow::Checkpoint& c : *open_) {
      std::int64_t desk = 0;
      const auto add = [&](const std::vector<flow::StaffPeriod>& staffing) {
        for (const flow::StaffPeriod& staff : staffing)
          table.row(c.key, desk, ticks(staff.from), ticks(staff.until), std::int64_t{staff.desks});
        ++desk;
      };
      add(c.staffing);
      for (const flow::DeskType& type : c.desk_types) add(type.staffing);
    }
    table.close();
  }

  // Of the days of service; what staffing.csv tells is under them.
  void write_closures() {
    LogTable table(out_, "closures.csv",
                   {"restriction", "checkpoint", "desk", "from_ms", "until_ms", "desks"});
    for (const flow::DeskClosure& closure :
         world_.desk_closures(told_.luck.seed, told_.luck.replication))
      table.row(world_.disruption.desk_restrictions[closure.restriction].key,
                checkpoint_key(closure.checkpoint), closure.desk ? Number(*closure.desk) : kEmpty,
                ticks(closure.span.from), ticks(closure.span.until), std::int64_t{closure.desks});
    table.close();
  }

  // Types of desk beside the ordinary ones, and who goes before whom.
  void write_desks() {
    LogTable desks(out_, "desks.csv",
                   {"checkpoint", "desk", "id", "serves", "eligible_share", "refusal_share"});
    LogTable rules(out_, "rules.csv", {"checkpoint", "rule", "classes", "level", "weight"});
    for (const network::CheckpointId id : ids_of(world_.checkpoints)) {
      const flow::Checkpoint& c = world_.checkpoints[id];
      std::int64_t desk = 0;
      for (const flow::DeskType& type : c.desk_types) {
        ++desk;
        desks.row(c.key, desk, desk_key(id, desk), classes_text(type.serves),
                  share_text(type.eligible_share), share_text(type.refusal_share));
      }
      std::int64_t number = 0;
      for (const flow::PassengerRule& rule : c.rules)
        rules.row(c.key, ++number, classes_text(rule.classes), std::int64_t{rule.level},
                  std::int64_t{rule.weight});
    }
    desks.close();
    rules.close();
  }

  // Of a type from 1 on; empty where the world has no names.
  [[nodiscard]] std::string_view desk_key(network::CheckpointId id, std::int64_t desk) const {
    if (id.value() >= world_.checkpoint_info.size()) return {};
    return world_.checkpoint_info[id].desk_types[static_cast<std::size_t>(desk - 1)].key;
  }

  // What those bring who come to a checkpoint of several lines.
  void write_visits() {
    LogTable table(
        out_, "visits.csv",
        {"checkpoint", "party", "other", "way", "step", "class", "desks", "patience_ms"});
    for_each_passage(flow::Passage::Kind::kQueue, [&](const flow::Passage& p) {
      const flow::LinesPassage* const lines = told_.journal.lines_of(p);
      if (lines == nullptr) return;
      const std::string key = party_key_text(p.key);
      std::string desks;
      for (unsigned type = 0; type < flow::kMostExtraDesks; ++type)
        if ((lines->may_use >> type & 1U) != 0)
          desks += fmt::format("{}{}", desks.empty() ? "" : " ", type + 1);
      table.row(checkpoint_key(p.checkpoint), p.other ? "" : key, p.other ? key : "",
                p.other ? kEmpty : Number(p.way), p.other ? kEmpty : Number(p.step),
                class_text(lines->passenger_class), desks,
                lines->patience == flow::kNever ? kEmpty : Number(lines->patience));
    });
    table.close();
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
                   {"route", "step", "kind", "checkpoint", "class", "service", "board", "alight"});
    for (const flow::RouteId route : routes_) {
      std::int64_t n = 0;
      for (const flow::Step& step : steps_of(route)) {
        const bool ride = step.kind == flow::Step::Kind::kRide;
        const bool queue = step.kind == flow::Step::Kind::kQueue;
        table.row(std::int64_t{route.value()}, n++, kStepKinds[static_cast<std::size_t>(step.kind)],
                  queue ? checkpoint_key(step.checkpoint) : "",
                  queue ? class_text(step.passenger_class) : "",
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
                    "route", "release_ms", "fare_fen", "roads_fen", "saved_fen"});
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
                road_fare(world_, journey, plan.size).count(), plan.saved_on_rides.count());
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
    for (std::size_t c = 0; c < count_texts().size(); ++c)
      table.row(count_texts()[c].id, told_.tally.total(static_cast<Count>(c)));
    table.close();
  }

  void write_events() {
    LogTable table(out_, "events.csv",
                   {"time_ms", "event", "party", "other", "persons", "way", "step", "checkpoint",
                    "run", "stop", "cause", "ahead", "desk"});
    for (const flow::Event& e : told_.events(world_)) {
      const std::string key = party_key_text(e.key);
      const bool joins = e.kind == flow::EventKind::kJoins && !e.other &&
                         !world_.checkpoints[e.checkpoint].unlimited;
      const bool stop = !e.run.is_none() || e.kind == flow::EventKind::kReady;
      table.row(e.time, flow::name_of(e.kind), e.other ? "" : key, e.other ? key : "",
                std::int64_t{e.size}, e.other ? kEmpty : Number(e.way),
                e.other ? kEmpty : Number(e.step),
                e.checkpoint.is_none() ? "" : checkpoint_key(e.checkpoint), number_of(e.run),
                stop ? Number(e.stop) : kEmpty, flow::name_of(e.cause),
                joins ? Number(e.ahead) : kEmpty, at_lines_desk(e) ? Number(e.desk) : kEmpty);
    }
    table.close();
  }

  [[nodiscard]] bool at_lines_desk(const flow::Event& e) const {
    using Kind = flow::EventKind;
    const bool desk = e.kind == Kind::kTries || e.kind == Kind::kRefused ||
                      e.kind == Kind::kServiceStarts || e.kind == Kind::kServiceEnds;
    return desk && !world_.checkpoints[e.checkpoint].unlimited &&
           !world_.checkpoints[e.checkpoint].is_plain();
  }

  io::ResultFolder& out_;
  const World& world_;
  const ToldReplication& told_;
  std::shared_ptr<const Table<network::CheckpointId, flow::Checkpoint>> open_;
  std::set<flow::RouteId> routes_;           // that somebody takes
  std::set<timetable::ServiceId> services_;  // on them
};

}  // namespace

void write_event_log(io::ResultFolder& out, const World& world, const ToldReplication& told) {
  STOPOVER_CHECK(told.journal.wish().everybody, "a log keeps everybody");
  LogWriter(out, world, told).write();
}

}  // namespace stopover::simulation
