// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "engine/io/text.hpp"
#include "models/visit/window_values.hpp"
#include "tools/stopover/commands.hpp"
#include "tools/stopover/frame.hpp"
#include "tools/stopover/json_output.hpp"
#include "tools/stopover/session.hpp"
#include "tools/stopover/visit_report.hpp"

namespace stopover::tool {
namespace {

constexpr double kDefaultMissed = 0.01;
constexpr int kDefaultItineraries = 3;
constexpr int kLongestWindow = 240;  // hours
constexpr std::array kTableLengths{4, 6, 8, 10, 12, 16, 20, 24, 36, 48};
constexpr int kTableStep = 3;  // hours
constexpr int kTableDays = 3;  // that its windows reach into
constexpr const char* kGrades = "budget, middle, upper, luxury or any";

[[noreturn]] void refuse(const std::string& flag, const std::string& found,
                         const std::string& expected) {
  throw UsageError(
      "visit", fmt::format("--{}: found {}, expected {}", flag, io::shown_text(found), expected));
}

std::string needed(const char* flag, const std::optional<std::string>& text, const char* what) {
  if (!text) throw UsageError("visit", fmt::format("--{} is missing: {}", flag, what));
  return *text;
}

// Makes the question out of the words of the command line.
class Asking {
 public:
  Asking(const scenario::Scenario& scenario, const simulation::World& world,
         const visit::SightBook& book, const Options& options)
      : scenario_(scenario), world_(world), book_(book), o_(options), w_(options.visit) {}

  struct End {
    network::PlaceId place;
    Instant time{};
  };

  // "PLACE@TIME".
  [[nodiscard]] End end(const char* flag, const std::string& text) const {
    const std::size_t at = text.rfind('@');
    const std::string expected =
        fmt::format("a place and its time such as pvg_t2i@{}T09:00", world_.first_day.text());
    if (at == std::string::npos) refuse(flag, text, expected);
    const auto civil = parse_civil_time(text.substr(at + 1));
    if (!civil) refuse(flag, text, expected);
    const Instant time = world_.zone.instant_at(civil->date, civil->time_of_day);
    const HalfOpen<CivilDate> days = world_.service_days();
    if (civil->date < days.from || civil->date >= days.until)
      refuse(flag, text,
             fmt::format("a day on which services run, {} to {}", days.from.text(),
                         days.until.plus_days(-1).text()));
    return {place(flag, text.substr(0, at)), time};
  }

  [[nodiscard]] const scenario::Segment& segment() const {
    const std::string id =
        needed("segment", w_.segment, "whose interest counts, such as through_europe");
    std::vector<std::string> known;
    for (const auto& one : scenario_.elements().segment()) {
      if (one.id() == id) return one;
      known.push_back(one.id());
    }
    refuse("segment", id, "a segment of the scenario" + io::did_you_mean(id, known));
  }

  // By the nationality that most of the segment have.
  [[nodiscard]] simulation::PassengerClass passenger_class(const scenario::Segment& segment) const {
    if (o_.passenger_class) return class_named(*o_.passenger_class);
    const scenario::WeightedCountry* most = nullptr;
    for (const auto& one : segment.nationality())
      if (most == nullptr || one.weight() > most->weight()) most = &one;
    if (most == nullptr || most->country() == scenario_.gateway().country())
      return simulation::kCitizen;
    const bool near = most->country() == "HK" || most->country() == "MO" || most->country() == "TW";
    return near && scenario_.gateway().country() == "CN" ? simulation::kResident
                                                         : simulation::kForeignOrdinary;
  }

  [[nodiscard]] visit::VisitQuestion question(const scenario::Segment& segment) const {
    visit::VisitQuestion q;
    q.persons = w_.people.value_or(1);
    q.children = w_.children;
    q.purpose = segment.purpose();
    q.yuan_per_hour = segment.value_of_time_yuan_per_hour();
    q.stay_interest = segment.stay_interest();
    if (w_.pace) q.pace = pace(*w_.pace);
    q.must = sights("must", w_.must);
    q.without = sights("without", w_.without);
    q.rain = w_.rain;
    if (w_.budget) q.budget = yuan(*w_.budget);
    if (w_.walk) q.walk = *w_.walk;
    if (w_.at_most) q.most_of_category = *w_.at_most;
    if (w_.room) q.room_most = yuan(*w_.room);
    if (w_.hotel) q.hotel_grade = grade(*w_.hotel);
    check_hotels(q);
    return q;
  }

  // The last window of --table ends on a day of services.
  void check_table(Instant arrive) const {
    const CivilDate day = world_.zone.civil(arrive).date;
    const CivilDate last = world_.service_days().until.plus_days(-kTableDays);
    if (day > last)
      refuse("arrive", day.text(),
             fmt::format("with --table a day not after {}: services end", last.text()));
  }

 private:
  void check_hotels(const visit::VisitQuestion& q) const {
    const auto fits = [&](const visit::Hotel& hotel) {
      return (q.hotel_grade.empty() || hotel.grade == q.hotel_grade) &&
             (!q.room_most || hotel.room <= *q.room_most);
    };
    if (std::ranges::any_of(book_.hotels, fits)) return;
    std::string known;
    for (const visit::Hotel& hotel : book_.hotels)
      known += fmt::format("{}{} at {} yuan", known.empty() ? "" : ", ", hotel.grade,
                           hotel.room.count() / 100);
    if (w_.room || w_.hotel)
      refuse(w_.hotel ? "hotel" : "room", w_.hotel ? *w_.hotel : fmt::format("{}", *w_.room),
             "what the scenario has: " + known);
  }

  [[nodiscard]] network::PlaceId place(const char* flag, const std::string& text) const {
    std::vector<std::string> known;
    for (const network::PlaceId id : ids_of(world_.places)) {
      const simulation::PlaceInfo& info = world_.places[id];
      if (!info.in_gateway) continue;
      if (info.key == text || info.name == text || info.name_zh == text) return id;
      known.push_back(info.key);
    }
    refuse(flag, text, "a place of the gateway" + io::did_you_mean(text, known));
  }

  static simulation::PassengerClass class_named(const std::string& word) {
    if (word == "citizen") return simulation::kCitizen;
    if (word == "resident") return simulation::kResident;
    if (word == "foreign") return simulation::kForeignOrdinary;
    if (word == "permit") return simulation::kForeignPermit;
    refuse("class", word, "citizen, resident, foreign or permit");
  }

  static visit::Pace pace(const std::string& word) {
    if (word == "quick") return visit::Pace::kQuick;
    if (word == "usual") return visit::Pace::kUsual;
    if (word == "slow") return visit::Pace::kSlow;
    refuse("pace", word, "quick, usual or slow");
  }

  static std::string grade(const std::string& word) {
    if (word == "any") return {};
    for (const char* known : {"budget", "middle", "upper", "luxury"})
      if (word == known) return word;
    refuse("hotel", word, kGrades);
  }

  [[nodiscard]] std::vector<visit::SightId> sights(const char* flag,
                                                   const std::vector<std::string>& ids) const {
    std::vector<visit::SightId> out;
    for (const std::string& id : ids) {
      const auto found = book_.find(id);
      if (!found) {
        std::vector<std::string> known;
        for (const visit::Sight& sight : book_.sights) known.push_back(sight.key);
        refuse(flag, id, "a sight of the scenario by its id" + io::did_you_mean(id, known));
      }
      out.push_back(*found);
    }
    return out;
  }

  const scenario::Scenario& scenario_;
  const simulation::World& world_;
  const visit::SightBook& book_;
  const Options& o_;
  const VisitWords& w_;
};

// In the hub of both ends.
const visit::Point* storage_between(const simulation::World& world, const visit::SightBook& book,
                                    network::PlaceId from, network::PlaceId to) {
  const auto hub_of = [&](network::PlaceId id) { return world.network.places[id].hub; };
  if (hub_of(from).is_none() || hub_of(from) != hub_of(to)) return nullptr;
  for (const visit::Point& point : book.storages)
    for (const network::PlaceId id : ids_of(world.places))
      if (world.places[id].key == point.spot.place && hub_of(id) == hub_of(to)) return &point;
  return nullptr;
}

VisitTable table_of(const VisitFinding& f, const visit::WorldWays& ways, Executor& executor) {
  VisitTable table{.day = f.world.zone.civil(f.arrive).date};
  table.lengths.assign(kTableLengths.begin(), kTableLengths.end());
  for (int hour = 0; hour < 24; hour += kTableStep) table.slots.push_back(hour);
  std::vector<visit::WindowClass> windows;
  for (const int length : table.lengths)
    for (const int slot : table.slots) windows.push_back({hours(length), hours(slot)});
  const visit::VisitCity city{.book = f.book,
                              .placement = f.placement,
                              .ways = ways.ways(),
                              .clock = {ways.zero(), f.world.zone},
                              .day = table.day,
                              .gate_closes = f.depart - f.gate};
  table.values = visit::visit_values(city, windows, f.question, {}, executor);
  return table;
}

void check_forms(const Options& options) {
  const int forms = int{options.json} + int{options.geojson} + int{options.visit.ics};
  if (forms > 1) throw UsageError("visit", "--json, --geojson and --ics exclude each other");
  if (options.visit.table && (options.geojson || options.visit.ics))
    throw UsageError("visit", "--table is a text or, with --json, a document");
  if (options.visit.table && options.visit.luggage)
    throw UsageError("visit", "--table knows no luggage: ask without --luggage");
}

int print_table(const VisitFinding& f, const visit::WorldWays& ways, const Options& options,
                Executor& executor) {
  const VisitTable table = table_of(f, ways, executor);
  if (options.json)
    print_json(visit_table_json(f, table));
  else
    print(visit_table_text(f, table, report_form(options)));
  return kExitOk;
}

int print_itineraries(const VisitFinding& f, const Options& options) {
  if (options.geojson)
    print_json(visit_geojson(f));
  else if (options.json)
    print_json(visit_json(f));
  else if (options.visit.ics)
    print(visit_calendar(f, report_form(options)));
  else
    print(visit_text(f, report_form(options)));
  return kExitOk;
}

// The time that luggage takes at both ends.
void leave_luggage(VisitFinding& f, const VisitWords& words) {
  f.luggage = words.luggage;
  if (!words.luggage) return;
  f.storage = storage_between(f.world, f.book, f.from, f.to);
  if (f.storage == nullptr) return;
  f.question.arrive += f.storage->takes;
  f.question.gate = std::max(f.question.arrive, f.question.gate - f.storage->takes);
}

visit::WaysQuestion ways_question(const VisitFinding& f, const Options& options,
                                  simulation::PassengerClass passenger_class) {
  visit::WaysQuestion q;
  q.from = f.from;
  q.to = f.to;
  q.passenger_class = passenger_class;
  q.roads = f.taxi;
  q.persons = f.question.persons;
  q.most_missed = f.most_missed;
  q.lateness.seed = options.seed.value_or(1);
  q.span = {f.question.arrive, f.question.gate};
  if (options.visit.table) {
    const Instant day = f.world.zone.instant_at(f.world.zone.civil(f.arrive).date, Seconds(0));
    q.span = {day, day + hours(24 + kTableLengths.back())};
  }
  return q;
}

}  // namespace

int visit_command(const Options& options) {
  check_forms(options);
  const auto executor = tbb_executor(settle_threads(options));
  FaultList faults;
  const scenario::LoadedScenario loaded = read_scenario(options.arguments[0], faults);
  if (faults.has_errors()) throw InputError(faults);
  const simulation::World world =
      simulation::compile(loaded.scenario, *executor, faults, &loaded.sources);
  if (faults.has_errors()) throw InputError(faults);
  remark_warnings(faults, options);
  const visit::SightBook book = visit::sight_book(loaded.scenario);
  if (book.sights.empty())
    throw UsageError("visit", fmt::format("{} has no sights: ask a scenario with a table of them, "
                                          "such as shanghai/2024",
                                          loaded.scenario.id()));
  const Asking asking(loaded.scenario, world, book, options);
  const visit::Placement placement = visit::placement(book);
  const scenario::Segment& segment = asking.segment();
  const auto arrive = asking.end(
      "arrive", needed("arrive", options.entry.arrive, "where and when the party arrives"));
  VisitFinding f{.scenario = loaded.scenario,
                 .world = world,
                 .book = book,
                 .placement = placement,
                 .segment = segment,
                 .from = arrive.place,
                 .to = arrive.place,
                 .arrive = arrive.time,
                 .question = asking.question(segment)};
  if (options.depart || !options.visit.table) {
    const auto depart =
        asking.end("depart", needed("depart", options.depart, "where and when the party leaves"));
    f.to = depart.place;
    f.depart = depart.time;
  } else {
    f.depart = f.arrive + hours(kTableLengths.back());
    asking.check_table(f.arrive);
  }
  if (f.depart <= f.arrive) refuse("depart", *options.depart, "a time after --arrive");
  if (f.depart - f.arrive > hours(kLongestWindow))
    refuse("depart", *options.depart, fmt::format("at most {} hours later", kLongestWindow));
  f.gate = std::max(f.arrive, f.depart - visit::gate_closes(world, f.to));
  f.question.arrive = f.arrive;
  f.question.gate = f.gate;
  f.most_missed = options.visit.miss.value_or(kDefaultMissed);
  f.taxi = options.visit.taxi;
  leave_luggage(f, options.visit);
  const visit::WorldWays ways(world, ways_question(f, options, asking.passenger_class(segment)),
                              placement.spots, *executor);
  if (options.visit.table) return print_table(f, ways, options, *executor);
  visit::PlanSettings settings;
  settings.itineraries = static_cast<std::size_t>(options.count.value_or(kDefaultItineraries));
  settings.search.seed = options.seed.value_or(1);
  f.itineraries = visit::plan_visits({book, placement, ways, {ways.zero(), world.zone}}, f.question,
                                     settings, *executor);
  return print_itineraries(f, options);
}

}  // namespace stopover::tool
