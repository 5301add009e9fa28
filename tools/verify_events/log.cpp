// SPDX-License-Identifier: Apache-2.0
#include "tools/verify_events/log.hpp"

#include <algorithm>
#include <charconv>
#include <sstream>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>

#include "tools/verify_events/table.hpp"

namespace stopover::verify_events {
namespace {

template <class Names>
[[nodiscard]] Index position(const Names& names, std::string_view name) {
  const auto it = std::find(names.begin(), names.end(), name);
  return it == names.end() ? kNone : static_cast<Index>(it - names.begin());
}

class Reader {
 public:
  Reader(const std::filesystem::path& folder, Faults& faults) : folder_(folder), faults_(faults) {}

  Log read() && {
    if (!read_settings()) return std::move(log_);
    read_checkpoints();
    read_desks();
    read_rules();
    read_staffing();
    read_closures();
    read_runs();
    read_calls();
    read_routes();
    read_parties();
    read_ways();
    read_plans();
    read_totals();
    read_visits();
    read_events();
    return std::move(log_);
  }

 private:
  using Ids = std::unordered_map<std::string, Index>;

  // Index of a new row; kNone, with a fault, if the name was there before.
  [[nodiscard]] static Index enter(Table& table, Ids& ids, const std::string& name,
                                   std::size_t size) {
    const bool fresh = ids.emplace(name, static_cast<Index>(size)).second;
    if (fresh) return static_cast<Index>(size);
    table.fault("E-EVT-005", name, "", "");
    return kNone;
  }
  // Index of what a field names; kNone if empty, or unknown, which is a fault.
  [[nodiscard]] static Index find(Table& table, const Ids& ids, std::size_t column,
                                  std::string_view what) {
    const std::string& name = table.text(column);
    if (name.empty()) return kNone;
    const auto it = ids.find(name);
    if (it != ids.end()) return it->second;
    table.fault("E-EVT-004", std::string(what), name, "");
    return kNone;
  }
  // The same where the field may not be empty.
  [[nodiscard]] static Index find_needed(Table& table, const Ids& ids, std::size_t column,
                                         std::string_view what) {
    if (table.text(column).empty())
      table.fault("E-EVT-003", std::string(what), "an empty field", "a name");
    return find(table, ids, column, what);
  }

  // False: of another form; the rest would only be misread.
  [[nodiscard]] bool read_settings() {
    Table table(folder_, "settings.csv", {"name", "value"}, faults_);
    if (!std::filesystem::exists(folder_ / "settings.csv")) return true;
    std::optional<std::int64_t> form;
    while (table.next()) {
      if (table.text(0) == "longest_wait_ms") log_.longest_wait = table.number(1);
      if (table.text(0) == "form") form = table.number(1);
    }
    if (form == kLogForm) return true;
    faults_.add({"E-EVT-007", "settings.csv", 0, "form", form ? fmt::to_string(*form) : "none",
                 fmt::to_string(kLogForm)});
    return false;
  }

  void read_checkpoints() {
    Table table(folder_, "checkpoints.csv",
                {"checkpoint", "rule", "closes_before_ms", "room", "instead_ms"}, faults_);
    while (table.next()) {
      if (enter(table, checkpoints_, table.text(0), log_.checkpoints.size()) == kNone) continue;
      log_.checkpoints.push_back({.key = table.text(0),
                                  .fifo = table.text(1) == "fifo",
                                  .unlimited = table.text(1) == "unlimited",
                                  .closes_before = table.number(2),
                                  .room = table.number(3),
                                  .instead = table.number(4)});
    }
  }

  // nullptr, with a fault: a checkpoint that is nowhere.
  [[nodiscard]] Checkpoint* checkpoint_of(Table& table) {
    const Index at = find_needed(table, checkpoints_, 0, "checkpoint");
    return at == kNone ? nullptr : &log_.checkpoints[static_cast<std::size_t>(at)];
  }

  [[nodiscard]] static Classes classes(const std::string& text) {
    Classes out{.all = text == "all"};
    std::istringstream names(text);
    for (std::string name; !out.all && names >> name;) out.some.push_back(name);
    return out;
  }
  [[nodiscard]] static double share(Table& table, std::size_t column) {
    const std::string& text = table.text(column);
    double value = 0;
    const char* const end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, value);
    const bool is_share = value >= 0 && value <= 1;  // not a number: neither
    if (error == std::errc() && stop == end && is_share) return value;
    table.fault("E-EVT-003", std::string("share"), text, "a number from 0 to 1");
    return 0;
  }

  void read_desks() {
    Table table(folder_, "desks.csv",
                {"checkpoint", "desk", "id", "serves", "eligible_share", "refusal_share"}, faults_);
    while (table.next()) {
      Checkpoint* const checkpoint = checkpoint_of(table);
      if (checkpoint == nullptr) continue;
      if (table.needed(1) != static_cast<std::int64_t>(checkpoint->desks.size()))
        table.fault("E-EVT-005", checkpoint->key + ", desk", table.text(1),
                    fmt::to_string(checkpoint->desks.size()));
      if (static_cast<std::int64_t>(checkpoint->desks.size()) > kLastDesk) {
        table.fault("E-EVT-004", checkpoint->key + ", desk", table.text(1),
                    fmt::format("at most {} types", kLastDesk));
        continue;
      }
      checkpoint->desks.push_back({.serves = classes(table.text(3)),
                                   .eligible_share = share(table, 4),
                                   .refusal_share = share(table, 5)});
    }
  }

  void read_rules() {
    Table table(folder_, "rules.csv", {"checkpoint", "rule", "classes", "level", "weight"},
                faults_);
    while (table.next()) {
      Checkpoint* const checkpoint = checkpoint_of(table);
      if (checkpoint == nullptr) continue;
      checkpoint->rules.push_back({classes(table.text(2)), table.needed(3), table.needed(4)});
      if (table.needed(1) != static_cast<std::int64_t>(checkpoint->rules.size()))
        table.fault("E-EVT-005", checkpoint->key + ", rule", table.text(1),
                    fmt::to_string(checkpoint->rules.size()));
    }
  }

  void read_staffing() {
    Table table(folder_, "staffing.csv", {"checkpoint", "desk", "from_ms", "until_ms", "desks"},
                faults_);
    while (table.next()) {
      Checkpoint* const checkpoint = checkpoint_of(table);
      if (checkpoint == nullptr) continue;
      const std::optional<std::size_t> desk = desk_of(table, 1, *checkpoint);
      if (!desk) continue;
      const DeskPeriod period{table.needed(2), table.needed(3),
                              static_cast<std::int32_t>(table.needed(4)), table.line()};
      auto& staffing = checkpoint->desks[*desk].staffing;
      if (!staffing.empty() && staffing.back().until > period.from)
        table.fault("E-EVT-010", table.text(0), table.text(2),
                    fmt::to_string(staffing.back().until));
      if (period.from < period.until && period.desks > 0) staffing.push_back(period);
    }
  }
  void read_closures() {
    Table table(folder_, "closures.csv",
                {"restriction", "checkpoint", "desk", "from_ms", "until_ms", "desks"}, faults_);
    while (table.next()) {
      Closure closure{.restriction = table.text(0),
                      .checkpoint = find_needed(table, checkpoints_, 1, "checkpoint"),
                      .desk = std::nullopt,
                      .most = {table.needed(3), table.needed(4),
                               static_cast<std::int32_t>(table.needed(5)), table.line()}};
      if (closure.checkpoint == kNone) continue;
      if (!table.text(2).empty()) {
        const auto at = static_cast<std::size_t>(closure.checkpoint);
        closure.desk = desk_of(table, 2, log_.checkpoints[at]);
        if (!closure.desk) continue;
      }
      log_.closures.push_back(std::move(closure));
    }
  }
  // A type of desk there; none, with a fault, if there is no such type.
  [[nodiscard]] static std::optional<std::size_t> desk_of(Table& table, std::size_t column,
                                                          const Checkpoint& checkpoint) {
    const std::int64_t desk = table.needed(column, -1);
    if (desk >= 0 && desk < static_cast<std::int64_t>(checkpoint.desks.size()))
      return static_cast<std::size_t>(desk);
    table.fault("E-EVT-004", checkpoint.key + ", desk", table.text(column), "");
    return std::nullopt;
  }

  [[nodiscard]] Index service_of(const std::string& name) {
    const auto [it, fresh] = services_.emplace(name, static_cast<Index>(log_.services.size()));
    if (fresh) {
      log_.services.push_back(name);
      log_.runs_of.emplace_back();
    }
    return it->second;
  }

  void read_runs() {
    Table table(folder_, "runs.csv",
                {"run", "service", "line", "reserved", "places", "others", "delay_s", "cancelled"},
                faults_);
    while (table.next()) {
      if (enter(table, runs_, table.text(0), log_.runs.size()) == kNone) continue;
      const Index service = service_of(table.text(1));
      log_.runs_of[static_cast<std::size_t>(service)].push_back(
          static_cast<Index>(log_.runs.size()));
      log_.runs.push_back({.number = table.needed(0),
                           .line = table.line(),
                           .service = service,
                           .reserved = table.needed(3) != 0,
                           .places = static_cast<std::int32_t>(table.needed(4)),
                           .others = static_cast<std::int32_t>(table.needed(5)),
                           .cancelled = table.needed(7) != 0,
                           .calls = {}});
    }
    for (std::vector<Index>& runs : log_.runs_of)
      std::ranges::sort(runs, {},
                        [&](Index run) { return log_.runs[static_cast<std::size_t>(run)].number; });
  }

  void read_calls() {
    Table table(folder_, "calls.csv",
                {"run", "stop", "place", "scheduled_arrival_ms", "scheduled_departure_ms",
                 "arrives_ms", "closes_ms", "departs_ms", "persons"},
                faults_);
    while (table.next()) {
      const Index run = find_needed(table, runs_, 0, "run");
      if (run == kNone) continue;
      auto& calls = log_.runs[static_cast<std::size_t>(run)].calls;
      if (table.needed(1) != static_cast<std::int64_t>(calls.size()))
        table.fault("E-EVT-006", "run " + table.text(0), table.text(1),
                    fmt::to_string(calls.size()));
      calls.push_back({.line = table.line(),
                       .scheduled_arrival = table.needed(3),
                       .scheduled_departure = table.needed(4),
                       .arrives = table.needed(5),
                       .closes = table.needed(6),
                       .departs = table.needed(7),
                       .persons = static_cast<std::int32_t>(table.needed(8))});
    }
  }

  void read_routes() {
    Table table(folder_, "routes.csv",
                {"route", "step", "kind", "checkpoint", "class", "service", "board", "alight"},
                faults_);
    constexpr std::array<std::string_view, 4> kKinds{"walk", "queue", "ride", "stay"};
    while (table.next()) {
      const auto [it, fresh] =
          routes_.emplace(table.text(0), static_cast<Index>(log_.routes.size()));
      if (fresh) log_.routes.emplace_back();
      auto& steps = log_.routes[static_cast<std::size_t>(it->second)];
      const Index kind = position(kKinds, table.text(2));
      if (kind == kNone || table.needed(1) != static_cast<std::int64_t>(steps.size())) {
        table.fault("E-EVT-003", "route " + table.text(0), table.text(1) + " " + table.text(2),
                    fmt::format("step {} of kind walk, queue, ride or stay", steps.size()));
        continue;
      }
      RouteStep step{.kind = static_cast<RouteStep::Kind>(kind)};
      if (step.kind == RouteStep::Kind::kQueue)
        step.checkpoint = find_needed(table, checkpoints_, 3, "checkpoint");
      step.passenger_class = table.text(4);
      if (step.kind == RouteStep::Kind::kRide) {
        step.service = find_needed(table, services_, 5, "service");
        step.board = static_cast<Index>(table.needed(6));
        step.alight = static_cast<Index>(table.needed(7));
      }
      steps.push_back(std::move(step));
    }
  }

  void read_parties() {
    Table table(folder_, "parties.csv",
                {"party", "number", "counted", "persons", "market", "segment", "from", "to",
                 "route", "release_ms", "fare_fen", "roads_fen", "saved_fen"},
                faults_);
    while (table.next()) {
      // A journey without a step has no row in routes.csv; the empty name stands for it.
      const Index route = find(table, routes_, 8, "route");
      if (route == kNone && !table.text(8).empty()) continue;
      if (enter(table, parties_, table.text(0), log_.parties.size()) == kNone) continue;
      log_.parties.push_back({.key = table.text(0),
                              .line = table.line(),
                              .counted = table.needed(2) != 0,
                              .persons = static_cast<std::int32_t>(table.needed(3)),
                              .fare = table.needed(10),
                              .roads = table.needed(11),
                              .saved = table.needed(12),
                              .ways = {{route, table.needed(9), {}}}});
    }
  }

  void read_ways() {
    Table table(folder_, "ways.csv", {"party", "way", "route", "release_ms"}, faults_);
    while (table.next()) {
      const Index party = find_needed(table, parties_, 0, "party");
      const Index route = find(table, routes_, 2, "route");
      if (party == kNone || (route == kNone && !table.text(2).empty())) continue;
      auto& ways = log_.parties[static_cast<std::size_t>(party)].ways;
      if (table.needed(1) != static_cast<std::int64_t>(ways.size()))
        table.fault("E-EVT-005", "party " + table.text(0) + ", way", table.text(1),
                    fmt::to_string(ways.size()));
      ways.push_back({route, table.needed(3), {}});
    }
  }

  void read_plans() {
    Table table(folder_, "plans.csv", {"party", "way", "step", "run", "stay_until_ms", "fare_fen"},
                faults_);
    while (table.next()) {
      const Index party = find_needed(table, parties_, 0, "party");
      if (party == kNone) continue;
      const Planned planned{.line = table.line(),
                            .run = find(table, runs_, 3, "run"),
                            .until = table.number(4),
                            .fare = table.number(5).value_or(0)};
      auto& ways = log_.parties[static_cast<std::size_t>(party)].ways;
      const auto way = static_cast<std::size_t>(table.needed(1));
      if (way >= ways.size()) {
        table.fault("E-EVT-004", "party " + table.text(0) + ", way", table.text(1), "");
      } else if (!ways[way].planned.emplace(static_cast<Index>(table.needed(2)), planned).second) {
        table.fault("E-EVT-005", fmt::format("party {}, step {}", table.text(0), table.text(2)), "",
                    "");
      }
    }
  }

  void read_totals() {
    Table table(folder_, "totals.csv", {"count", "value"}, faults_);
    while (table.next()) log_.totals[table.text(0)] = {table.line(), table.needed(1)};
  }

  void read_visits() {
    Table table(folder_, "visits.csv",
                {"checkpoint", "party", "other", "way", "step", "class", "desks", "patience_ms"},
                faults_);
    Ids classes;
    while (table.next()) {
      Visit visit{.checkpoint = find_needed(table, checkpoints_, 0, "checkpoint"),
                  .way = static_cast<Index>(table.number(3).value_or(0)),
                  .step = static_cast<Index>(table.number(4).value_or(kNone)),
                  .patience = table.number(7),
                  .line = table.line()};
      if (visit.checkpoint == kNone || !read_who(table, 1, visit)) continue;
      if (!table.text(5).empty()) {
        const auto [it, fresh] =
            classes.emplace(table.text(5), static_cast<Index>(log_.classes.size()));
        if (fresh) log_.classes.push_back(table.text(5));
        visit.passenger_class = it->second;
      }
      visit.desks = desks(table, 6);
      log_.visits.push_back(visit);
    }
    std::ranges::stable_sort(log_.visits, {}, [](const Visit& v) { return key_of(v); });
    for (std::size_t i = 1; i < log_.visits.size(); ++i)
      if (key_of(log_.visits[i - 1]) == key_of(log_.visits[i]))
        faults_.add({.rule = "E-EVT-005", .file = "visits.csv", .line = log_.visits[i].line});
  }

  // Types of desk beside the ordinary ones, between blanks. Whatever else stands there is a fault.
  [[nodiscard]] static std::uint32_t desks(Table& table, std::size_t column) {
    std::uint32_t out = 0;
    std::istringstream words(table.text(column));
    for (std::string word; words >> word;) {
      std::int64_t desk = 0;
      const char* const end = word.data() + word.size();
      const auto [stop, error] = std::from_chars(word.data(), end, desk);
      if (error == std::errc() && stop == end && desk >= 1 && desk <= kLastDesk)
        out |= std::uint32_t{1} << static_cast<unsigned>(desk);
      else
        table.fault("E-EVT-003", "desks", word, fmt::format("a number from 1 to {}", kLastDesk));
    }
    return out;
  }

  // `party` in a column, `other` in the next.
  template <class Row>
  [[nodiscard]] bool read_who(Table& table, std::size_t column, Row& row) {
    if (table.text(column + 1).empty()) {
      row.party = find_needed(table, parties_, column, "party");
      return row.party != kNone;
    }
    const std::string& other = table.text(column + 1);
    const char* const end = other.data() + other.size();
    const auto [stop, error] = std::from_chars(other.data(), end, row.other, 16);
    if (error == std::errc() && stop == end) return true;
    table.fault("E-EVT-003", "other", other, "16 hexadecimal digits");
    return false;
  }

  void read_events() {
    Table table(folder_, "events.csv",
                {"time_ms", "event", "party", "other", "persons", "way", "step", "checkpoint",
                 "run", "stop", "cause", "ahead", "desk"},
                faults_);
    Time last = std::numeric_limits<Time>::min();
    while (table.next()) {
      const Index kind = position(kKindNames, table.text(1));
      const Index cause = position(kCauseNames, table.text(10));
      if (kind == kNone || (cause == kNone && !table.text(10).empty())) {
        table.fault("E-EVT-003", "event", table.text(1) + " " + table.text(10),
                    "an event and its cause");
        continue;
      }
      Event event{.time = table.needed(0),
                  .line = table.line(),
                  .kind = static_cast<Kind>(kind),
                  .persons = static_cast<std::int32_t>(table.needed(4)),
                  .ahead = static_cast<std::int32_t>(table.number(11).value_or(0)),
                  .cause = cause,
                  .desk = static_cast<Index>(table.number(12).value_or(kNone))};
      if (event.time < last)
        table.fault("E-EVT-010", "", table.text(0), fmt::format("at least {}", last));
      last = std::max(last, event.time);
      if (!read_subjects(table, event)) continue;
      log_.events.push_back(event);
    }
  }

  [[nodiscard]] bool read_subjects(Table& table, Event& event) {
    event.way = static_cast<Index>(table.number(5).value_or(0));
    event.step = static_cast<Index>(table.number(6).value_or(kNone));
    event.checkpoint = find(table, checkpoints_, 7, "checkpoint");
    event.run = find(table, runs_, 8, "run");
    event.stop = static_cast<Index>(table.number(9).value_or(kNone));
    return read_who(table, 2, event);
  }

  const std::filesystem::path& folder_;
  Faults& faults_;
  Log log_;
  Ids checkpoints_, services_, runs_, routes_, parties_;
};

}  // namespace

Log read_log(const std::filesystem::path& folder, Faults& faults) {
  return Reader(folder, faults).read();
}

}  // namespace stopover::verify_events
