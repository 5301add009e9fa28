// SPDX-License-Identifier: Apache-2.0
#include "models/cruise/itineraries.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "engine/io/csv.hpp"
#include "engine/io/csv_fields.hpp"
#include "engine/io/file_source.hpp"
#include "models/scenario/cruise_rules.hpp"

namespace stopover::cruise {
namespace {

namespace rule = scenario::rule;
using nlohmann::json;

constexpr std::size_t kDateLength = 10;

// "2025/04/26 16:30", or the date alone; dashes too.
struct ListedTime {
  CivilTime time;
  bool date_only = false;
};
std::optional<ListedTime> parse_listed(std::string text) {
  std::replace(text.begin(), text.end(), '/', '-');
  if (const auto time = parse_civil_time(text)) return ListedTime{*time, false};
  if (text.size() != kDateLength) return std::nullopt;
  const auto date = CivilDate::parse(text);
  if (!date) return std::nullopt;
  return ListedTime{{*date, Seconds(0)}, true};
}

class Reader {
 public:
  Reader(std::string file, FaultList& faults) : file_(std::move(file)), faults_(faults) {}

  struct Raw {
    std::string where;  // field of a fault
    int line = 0;
    std::string ship;
    std::int64_t start_end = 0;
    std::string arrive;
    std::string depart;
    std::string previous;
    std::string next;
  };

  void add(const Raw& raw) {
    ListedCall call{.ship = raw.ship,
                    .kind = raw.start_end == 1   ? CallKind::kEmbark
                            : raw.start_end == 2 ? CallKind::kDisembark
                                                 : CallKind::kTransit,
                    .previous_port = raw.previous,
                    .next_port = raw.next};
    if (!read_time(raw, "arrive", raw.arrive, call.arrive, call.date_only)) return;
    if (!read_time(raw, "depart", raw.depart, call.depart, call.date_only)) return;
    if (!call.arrive && !call.depart) {
      fault(rule::kItineraryTime, raw, "arrive", "", "a time of coming or of leaving");
      return;
    }
    if (call.arrive && call.depart && *call.depart < *call.arrive) {
      fault(rule::kItineraryOrder, raw, "depart", raw.depart, "a time after " + raw.arrive);
      return;
    }
    if (call.date_only) ++dates_;
    const auto key = std::tuple(call.ship, call.arrive, call.depart, call.kind);
    if (!seen_.insert(key).second) {
      ++twice_;
      return;
    }
    calls_.push_back(std::move(call));
  }

  std::vector<ListedCall> take() {
    if (twice_ > 0)
      faults_.add({.rule = std::string(rule::kItineraryTwice),
                   .file = file_,
                   .found = fmt::format("{} calls again", twice_),
                   .expected = "each call once"});
    if (dates_ > 0)
      faults_.add({.rule = std::string(rule::kItineraryDate),
                   .file = file_,
                   .found = fmt::format("{} calls with a date alone", dates_),
                   .expected = "times of coming and leaving"});
    std::sort(calls_.begin(), calls_.end(), [](const ListedCall& a, const ListedCall& b) {
      const auto when = [](const ListedCall& c) { return c.arrive ? *c.arrive : *c.depart; };
      return std::tuple(a.ship, when(a), a.kind, a) < std::tuple(b.ship, when(b), b.kind, b);
    });
    return std::move(calls_);
  }

  void fault(std::string_view rule, const Raw& raw, std::string_view field, std::string found,
             std::string expected) {
    faults_.add(
        {.rule = std::string(rule),
         .file = file_,
         .line = raw.line,
         .field = raw.where.empty() ? std::string(field) : fmt::format("{}.{}", raw.where, field),
         .found = std::move(found),
         .expected = std::move(expected)});
  }

 private:
  bool read_time(const Raw& raw, std::string_view field, const std::string& text,
                 std::optional<CivilTime>& to, bool& date_only) {
    if (text.empty()) return true;
    const auto time = parse_listed(text);
    if (!time) {
      fault(rule::kItineraryTime, raw, field, text, "2025/04/26 16:30 or a date");
      return false;
    }
    to = time->time;
    date_only = date_only || time->date_only;
    return true;
  }

  std::string file_;
  FaultList& faults_;
  std::vector<ListedCall> calls_;
  std::set<std::tuple<std::string, std::optional<CivilTime>, std::optional<CivilTime>, CallKind>>
      seen_;
  std::size_t twice_ = 0;
  std::size_t dates_ = 0;
};

// ---- JSON ---------------------------------------------------------------------------------------

std::string text_of(const json& object, const char* name) {
  const auto at = object.find(name);
  return at != object.end() && at->is_string() ? at->get<std::string>() : std::string();
}

bool is_list(const json& object, const char* name) {
  const auto at = object.find(name);
  return at != object.end() && at->is_array();
}

void read_schedule(const json& schedule, const std::string& ship, const std::string& where,
                   int port_id, Reader& reader) {
  for (std::size_t i = 0; i < schedule.size(); ++i) {
    const json& stop = schedule[i];
    const std::string here = fmt::format("{}.Schedule[{}]", where, i);
    const auto id = stop.is_object() ? stop.find("Port-ID") : stop.end();
    if (stop.is_object() && id != stop.end() && id->is_null()) continue;  // a stop without a port
    if (!stop.is_object() || id == stop.end() || !id->is_number_integer()) {
      reader.fault(rule::kItineraryForm, {.where = here}, "Port-ID", "",
                   "the whole number of a port");
      continue;
    }
    if (id->get<std::int64_t>() != port_id) continue;
    Reader::Raw raw{.where = here, .ship = ship};
    const auto kind = stop.find("Start-End");
    if (kind != stop.end() && kind->is_number_integer()) raw.start_end = kind->get<std::int64_t>();
    raw.arrive = text_of(stop, "Date-Time(from)");
    raw.depart = text_of(stop, "Date-Time(to)");
    if (i > 0 && schedule[i - 1].is_object()) raw.previous = text_of(schedule[i - 1], "Port-Name");
    if (i + 1 < schedule.size() && schedule[i + 1].is_object())
      raw.next = text_of(schedule[i + 1], "Port-Name");
    reader.add(raw);
  }
}

void read_json(const std::string& bytes, int port_id, Reader& reader) {
  const json ships = json::parse(bytes, nullptr, false);
  if (!ships.is_array()) {
    reader.fault(rule::kItineraryForm, {}, "", ships.is_discarded() ? "not JSON" : "another type",
                 "a list of ships");
    return;
  }
  for (std::size_t s = 0; s < ships.size(); ++s) {
    const std::string where = fmt::format("[{}]", s);
    const json& ship = ships[s];
    if (!ship.is_object() || text_of(ship, "Cruise-Ship").empty() ||
        !is_list(ship, "Itineraries")) {
      reader.fault(rule::kItineraryForm, {.where = where}, "Cruise-Ship", "",
                   "a ship with its name and Itineraries");
      continue;
    }
    const json& itineraries = ship["Itineraries"];
    for (std::size_t i = 0; i < itineraries.size(); ++i) {
      const std::string inner = fmt::format("{}.Itineraries[{}]", where, i);
      if (!itineraries[i].is_object() || !is_list(itineraries[i], "Schedule")) {
        reader.fault(rule::kItineraryForm, {.where = inner}, "Schedule", "", "a list of ports");
        continue;
      }
      read_schedule(itineraries[i]["Schedule"], text_of(ship, "Cruise-Ship"), inner, port_id,
                    reader);
    }
  }
}

// ---- CSV ----------------------------------------------------------------------------------------

void read_table(std::string bytes, const std::string& path, Reader& reader, FaultList& faults) {
  const io::CsvSpec spec{
      .columns = {{.name = "ship"},
                  {.name = "start_end", .type = io::IntegerField{.min = 0, .max = 2}},
                  {.name = "arrive", .need = io::Need::kColumn},
                  {.name = "depart", .need = io::Need::kColumn},
                  {.name = "prev_port", .need = io::Need::kOptional},
                  {.name = "next_port", .need = io::Need::kOptional}},
      .unknown_columns = io::UnknownColumns::kIgnored};
  const io::CsvTable table = io::read_csv(std::move(bytes), path, spec, faults);
  if (!io::has_needed_columns(table, spec)) return;
  for (const io::CsvRow row : table) {
    if (row.faulty()) continue;
    reader.add({.line = row.line(),
                .ship = std::string(row.text("ship")),
                .start_end = row.integer("start_end"),
                .arrive = std::string(row.text("arrive")),
                .depart = std::string(row.text("depart")),
                .previous = std::string(row.text("prev_port")),
                .next = std::string(row.text("next_port"))});
  }
}

bool is_table(const std::string& path) {
  return path.ends_with(".csv") || path.ends_with(".csv.gz");
}

// The terminal with the shortest berth that holds the ship.
TerminalId terminal_for(const PortBook& book, const Ship& ship) {
  BerthId best;
  for (const BerthId id : ids_of(book.berths))
    if (holds(book.berths[id], ship) &&
        (best.is_none() || book.berths[id].length_m < book.berths[best].length_m))
      best = id;
  return best.is_none() ? TerminalId::none() : book.berths[best].terminal;
}

}  // namespace

std::vector<ListedCall> read_itineraries(const std::string& path, const ItineraryQuestion& question,
                                         FaultList& faults) {
  std::optional<std::string> bytes = io::read_unpacked(path, faults);
  Reader reader(path, faults);
  if (!bytes) return {};
  if (is_table(path))
    read_table(*std::move(bytes), path, reader, faults);
  else
    read_json(*bytes, question.port_id, reader);
  return reader.take();
}

std::vector<PlannedCall> calls_of_listed(const PortBook& book,
                                         const std::vector<ListedCall>& listed,
                                         const std::string& file, FaultList& faults) {
  const auto usual_in = round_to<Seconds>(book.figure("call.arrive_hour") * 3600);
  const auto usual_out = round_to<Seconds>(book.figure("call.depart_hour") * 3600);
  const Seconds least = book.minutes_of("turnaround.least_minutes");
  const auto instant = [&](const ListedCall& call, const CivilTime& time, Seconds usual) {
    return book.zone.instant_at(time.date, call.date_only ? usual : time.time_of_day);
  };
  std::map<std::string, std::size_t> unknown;
  std::vector<PlannedCall> calls;
  for (const ListedCall& one : listed) {
    ShipId ship;
    for (const ShipId id : ids_of(book.ships))
      if (book.ships[id].listed_as == one.ship) ship = id;
    const TerminalId terminal =
        ship.is_none() ? TerminalId::none() : terminal_for(book, book.ships[ship]);
    if (terminal.is_none()) {
      ++unknown[one.ship];
      continue;
    }
    const bool comes = one.arrive.has_value();
    const bool goes = one.depart.has_value();
    const Instant arrive = instant(one, one.arrive.value_or(CivilTime()), usual_in);
    const Instant depart = instant(one, one.depart.value_or(CivilTime()), usual_out);
    // The voyage that begins on the day on which another ended.
    PlannedCall* before = calls.empty() || calls.back().ship != ship ? nullptr : &calls.back();
    if (before != nullptr && one.kind == CallKind::kEmbark && goes &&
        before->kind == CallKind::kDisembark && depart > before->arrive &&
        depart - before->arrive < hours(48)) {
      before->kind = CallKind::kTurnaround;
      before->depart = depart;
      before->next_port = one.next_port;
      continue;
    }
    PlannedCall call{.ship = ship, .terminal = terminal, .kind = one.kind};
    call.arrive = comes ? arrive : depart - least;
    call.depart = goes ? depart : call.arrive + least;
    if (call.depart <= call.arrive) call.depart = call.arrive + least;
    call.date_only = one.date_only;
    call.previous_port = one.previous_port;
    call.next_port = one.next_port;
    call.mix = mix_of(book, scenario::CruiseCall());
    call.key = fmt::format("{}:{}", book.ships[ship].key, book.zone.civil(call.arrive).text());
    calls.push_back(std::move(call));
  }
  for (const auto& [name, count] : unknown)
    faults.add(
        {.rule = std::string(rule::kItineraryShip),
         .file = file,
         .field = "ship",
         .found = name,
         .expected = fmt::format("a ship of the scenario that a berth holds; {} calls", count)});
  std::sort(calls.begin(), calls.end(), [](const PlannedCall& a, const PlannedCall& b) {
    return std::tie(a.arrive, a.key) < std::tie(b.arrive, b.key);
  });
  return calls;
}

}  // namespace stopover::cruise
