// SPDX-License-Identifier: Apache-2.0
// The options of all commands. The contract is command_table.hpp.
#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>

#include "engine/base/check.hpp"
#include "engine/base/executor.hpp"
#include "tools/stopover/command_table.hpp"

namespace stopover::tool {
namespace {

constexpr std::uint64_t kMost = std::numeric_limits<std::uint64_t>::max();

constexpr OptionRow kHelp{.name = "help", .letter = 'h', .help = "show this help and exit"};

constexpr std::array kOptions{
    OptionRow{.name = "output",
              .letter = 'o',
              .value = "DIR",
              .kind = Kind::kFolder,
              .help = "folder for the results (default: runs/<scenario>-<hash of what is run>)"},
    OptionRow{.name = "threads",
              .letter = 't',
              .value = "N",
              .kind = Kind::kCount,
              .low = 1,
              .high = kMaxThreads,
              .environment = "STOPOVER_THREADS",
              .help = "at most N threads, 1 to 1024 (default: the machine's); results do not "
                      "depend on it"},
    OptionRow{.name = "seed",
              .letter = 's',
              .value = "S",
              .kind = Kind::kSeed,
              .high = kMost,
              .environment = "STOPOVER_SEED",
              .help = "seed of all random draws (default: the scenario's or the model's)"},
    OptionRow{.name = "replications",
              .letter = 'r',
              .value = "R",
              .kind = Kind::kCount,
              .low = 1,
              .high = 100'000,
              .help = "number of replications (default: the scenario's, or 20); with --precision "
                      "the most that may be run (default 1000)"},
    OptionRow{.name = "precision",
              .letter = 'p',
              .value = "P",
              .kind = Kind::kShare,
              .help = "replicate until the simulation interval of the first headline rate is "
                      "within P of its value: 0.02 is 2 percent"},
    OptionRow{.name = "sample",
              .value = "F",
              .kind = Kind::kShare,
              .help = "simulate this share of the parties, above 0, at most 1 (default: the "
                      "scenario's, or 1); counts are not scaled up"},
    OptionRow{.name = "learn",
              .value = "N",
              .kind = Kind::kCount,
              .low = 0,
              .high = 100,
              .help = "at most N rounds in which travellers learn how late and how crowded their "
                      "ways are (default: the scenario's); 0: they expect the timetable, and 1 "
                      "tells how far that is from what they meet"},
    OptionRow{.name = "no-drawn",
              .help = "leave out the replications with drawn parameters: half the time, no total "
                      "interval"},
    OptionRow{.name = "events",
              .value = "DIR",
              .kind = Kind::kFolder,
              .help =
                  "write one replication event by event to this folder too: who was where when, "
                  "and why a connection was missed"},
    OptionRow{.name = "nth",
              .value = "N",
              .kind = Kind::kCount,
              .low = 0,
              .high = 99'999,
              .help = "which replication is told event by event (default: 0, the first)"},
    OptionRow{.name = "party",
              .value = "PARTY",
              .kind = Kind::kText,
              .help = "whose story: its number, from 0, or its key of 16 hexadecimal digits"},
    OptionRow{.name = "search",
              .value = "WORDS",
              .kind = Kind::kText,
              .help = "list parties instead: missed, missed=CAUSE, stranded, stay=step_out, "
                      "stay=nights, market=, segment=, from=, to=; with commas all must hold"},
    OptionRow{.name = "bad-rows",
              .value = "SHARE",
              .kind = Kind::kShare,
              .help =
                  "share of a table's rows that may be faulty and left out: 0.005 unless given, "
                  "for a feed"},
    OptionRow{.name = "report-json",
              .value = "FILE",
              .kind = Kind::kFile,
              .help = "write what was found to this file too, as --json prints it"},
    OptionRow{.name = "report-html",
              .value = "FILE",
              .kind = Kind::kFile,
              .help = "write it as a page for a browser, readable offline"},
    OptionRow{.name = "draws",
              .value = "R",
              .kind = Kind::kCount,
              .low = 1,
              .high = 10'000'000,
              .help = "draws a unit of a mixed model (default: the model's, or 1000)"},
    OptionRow{.name = "bootstrap",
              .value = "N",
              .kind = Kind::kCount,
              .low = 2,
              .high = 100'000,
              .help = "standard errors by N bootstrap replications too"},
    OptionRow{.name = "depart",
              .value = "TIME",
              .kind = Kind::kText,
              .help =
                  "leave at this time or later, by the clock of FROM: 2024-06-03T08:00, or 08:00 "
                  "on the first day (default: 08:00)"},
    OptionRow{.name = "arrive-by",
              .value = "TIME",
              .kind = Kind::kText,
              .help = "be there by this time, by the clock of TO"},
    OptionRow{.name = "window",
              .value = "H",
              .kind = Kind::kCount,
              .low = 1,
              .high = 72,
              .help =
                  "hours within which to leave (default: 4; before --arrive-by 24, with --via 48 "
                  "beside the stay)"},
    OptionRow{.name = "via",
              .value = "PLACE",
              .kind = Kind::kText,
              .help = "stay there on the way, for at most a day longer than --stay"},
    OptionRow{.name = "stay",
              .value = "H",
              .kind = Kind::kCount,
              .low = 1,
              .high = 240,
              .help = "hours to stay at --via at least (default: 0)"},
    OptionRow{.name = "count",
              .letter = 'n',
              .value = "N",
              .kind = Kind::kCount,
              .low = 1,
              .high = 100,
              .help = "show at most N journeys (default: 5; of each pair with --also-from or "
                      "--also-to: 1)"},
    OptionRow{.name = "boardings",
              .value = "N",
              .kind = Kind::kCount,
              .low = 1,
              .high = 15,
              .help = "board at most N times; with --via, N before the stay and N after it "
                      "(default: 5)"},
    OptionRow{.name = "class",
              .value = "CLASS",
              .kind = Kind::kText,
              .help = "whose way through a scenario's hubs: citizen, resident, foreign, permit or "
                      "airside (default: citizen)"},
    OptionRow{.name = "with",
              .value = "INPUT",
              .kind = Kind::kFile,
              .help = "search this feed or schedule too; may be given several times",
              .repeated = true},
    OptionRow{.name = "links",
              .value = "FILE",
              .kind = Kind::kFile,
              .help = "ways between places of feeds and schedules: a CSV table with the columns "
                      "from, to, minutes"},
    OptionRow{.name = "zone",
              .value = "ZONE",
              .kind = Kind::kText,
              .help = "time zone of a rail timetable, such as Asia/Shanghai"},
    OptionRow{.name = "also-from",
              .value = "PLACE",
              .kind = Kind::kText,
              .help = "from this place too, each with each destination; may be given several times",
              .repeated = true},
    OptionRow{.name = "also-to",
              .value = "PLACE",
              .kind = Kind::kText,
              .help = "to this place too; may be given several times",
              .repeated = true},
    OptionRow{.name = "cancelled",
              .value = "FILE",
              .kind = Kind::kFile,
              .help = "services that do not run: a CSV table with the columns trip, service_day, "
                      "as --json names them, and departs, if only what leaves then"},
    OptionRow{.name = "places",
              .value = "FILE",
              .kind = Kind::kFile,
              .help = "where places of feeds and schedules lie: a CSV table with the columns id, "
                      "lon, lat, system (WGS-84, GCJ-02 or BD-09; empty: WGS-84)"},
    OptionRow{.name = "product",
              .value = "ID",
              .kind = Kind::kText,
              .help =
                  "the passenger holds this product of the scenario: minimum connections for it "
                  "count"},
    OptionRow{.name = "visa",
              .value = "H",
              .kind = Kind::kCount,
              .low = 1,
              .high = 2160,
              .help = "whoever enters the gateway's country on the way leaves it within so many "
                      "hours"},
    OptionRow{.name = "visa-midnight",
              .help = "count --visa from the midnight after the entry, by the gateway's clock"},
    OptionRow{.name = "lines",
              .help = "print one line of text a journey, which another program can read back"},
    OptionRow{.name = "nationality",
              .value = "COUNTRY",
              .kind = Kind::kText,
              .help = "country of the passport, such as US"},
    OptionRow{.name = "from",
              .value = "STOP",
              .kind = Kind::kText,
              .help = "last stop before the gateway: an airport such as NRT, or a country"},
    OptionRow{.name = "to",
              .value = "STOP",
              .kind = Kind::kText,
              .help = "first stop after it (without it: no onward ticket)"},
    OptionRow{.name = "arrive",
              .value = "TIME",
              .kind = Kind::kText,
              .help =
                  "arrival by the gateway's clock: 2025-05-06T10:00; of visit PLACE@TIME, such as "
                  "pvg_t2i@2024-06-03T09:00"},
    OptionRow{
        .name = "port",
        .value = "PORT",
        .kind = Kind::kText,
        .help = "port of entry, such as PVG (default: that with most places of the scenario)"},
    OptionRow{.name = "exit-port",
              .value = "PORT",
              .kind = Kind::kText,
              .help = "port of exit (default: that of entry)"},
    OptionRow{.name = "passport",
              .value = "DATE",
              .kind = Kind::kText,
              .help = "last day on which the passport is valid (default: long enough)"},
    OptionRow{.name = "ticket",
              .value = "STATE",
              .kind = Kind::kText,
              .help = "onward ticket: confirmed, open (no seat or date) or none (default: "
                      "confirmed with --to)"},
    OptionRow{
        .name = "activity",
        .value = "WORD",
        .kind = Kind::kText,
        .help =
            "tourism, business, family, exchange, transit, work, study or news (default: tourism)"},
    OptionRow{.name = "visit",
              .value = "REGIONS",
              .kind = Kind::kText,
              .help = "regions that the party goes to, such as SH,JS"},
    OptionRow{
        .name = "holds",
        .value = "WORDS",
        .kind = Kind::kText,
        .help =
            "what it holds: visa, invitation, residence-permit, home-return-permit, taiwan-permit"},
    OptionRow{
        .name = "group",
        .value = "WORDS",
        .kind = Kind::kText,
        .help =
            "a group: persons, agency, ship (one ship both ways), list=HOURS before the arrival"},
    OptionRow{.name = "switch",
              .value = "ID",
              .kind = Kind::kText,
              .help = "turn over a point on which sources disagree; may be given several times",
              .repeated = true},
    OptionRow{.name = "inside", .help = "the party stays in the port"},
    OptionRow{.name = "segment",
              .value = "ID",
              .kind = Kind::kText,
              .help = "segment of travellers whose interest and value of time count"},
    OptionRow{.name = "people",
              .value = "N",
              .kind = Kind::kCount,
              .low = 1,
              .high = 50,
              .help = "persons of the party (default: 1)"},
    OptionRow{.name = "must",
              .value = "SIGHT",
              .kind = Kind::kText,
              .help = "a sight that must be seen, by its id; may be given several times",
              .repeated = true},
    OptionRow{.name = "without",
              .value = "SIGHT",
              .kind = Kind::kText,
              .help = "a sight that is left out; may be given several times",
              .repeated = true},
    OptionRow{.name = "at-most",
              .value = "N",
              .kind = Kind::kCount,
              .low = 1,
              .high = 50,
              .help = "sights of one category (default: 3)"},
    OptionRow{
        .name = "pace",
        .value = "WORD",
        .kind = Kind::kText,
        .help = "quick, usual or slow (default: quick in windows below nine hours, else usual)"},
    OptionRow{.name = "budget",
              .value = "YUAN",
              .kind = Kind::kCount,
              .low = 0,
              .high = 100000,
              .help = "a person and day: tickets, meals and ways (default: any)"},
    OptionRow{.name = "walk",
              .value = "METRES",
              .kind = Kind::kCount,
              .low = 0,
              .high = 100000,
              .help = "on foot a day between stops and sights (default: any)"},
    OptionRow{.name = "hotel",
              .value = "GRADE",
              .kind = Kind::kText,
              .help = "budget, middle, upper, luxury or any (default: middle)"},
    OptionRow{.name = "room",
              .value = "YUAN",
              .kind = Kind::kCount,
              .low = 0,
              .high = 100000,
              .help = "most for a room and night (default: any)"},
    OptionRow{.name = "miss",
              .value = "SHARE",
              .kind = Kind::kShare,
              .help = "most probability of missing the onward flight (default: 0.01)"},
    OptionRow{.name = "children", .help = "the party has children: slower, other interests"},
    OptionRow{.name = "luggage", .help = "luggage is left at the airport or station on the way"},
    OptionRow{.name = "rain", .help = "sights outdoors are worth half"},
    OptionRow{.name = "taxi", .help = "taxis and cars may be taken too"},
    OptionRow{.name = "table", .help = "instead of itineraries: what windows are worth"},
    OptionRow{.name = "ics", .help = "print the itineraries as a calendar (iCalendar)"},
    OptionRow{.name = "geojson", .help = "print the legs as GeoJSON, for a map"},
    OptionRow{.name = "year",
              .value = "YEAR",
              .kind = Kind::kCount,
              .low = 1900,
              .high = 2200,
              .help = "calendar year whose calls are simulated (default: that of the scenario's "
                      "first day)"},
    OptionRow{.name = "calls", .help = "list every call too"},
    OptionRow{.name = "xlsx",
              .value = "FILE",
              .kind = Kind::kFile,
              .help = "write a spreadsheet of one result too: headings in English and Chinese, "
                      "sources on a sheet"},
    OptionRow{.name = "gpkg",
              .value = "FILE",
              .kind = Kind::kFile,
              .help = "write places and flows of one result as a GeoPackage, for QGIS"},
    OptionRow{.name = "omx",
              .value = "FILE",
              .kind = Kind::kFile,
              .help = "write trips and rides of one result as an open matrix (HDF5), people a day"},
    OptionRow{.name = "gtfs",
              .value = "FILE",
              .kind = Kind::kFile,
              .help = "write the timetable of the counted days as a GTFS feed (zip)"},
    OptionRow{.name = "gmns",
              .value = "DIR",
              .kind = Kind::kFolder,
              .help = "write places and links as tables of the General Modeling Network "
                      "Specification"},
    OptionRow{.name = "shard",
              .value = "I/N",
              .kind = Kind::kText,
              .help = "of run: compute part I of N only (default: 1/1, all)"},
    OptionRow{.name = "partial",
              .help = "of merge and analyse: take what there is, also if cells are missing"},
    OptionRow{.name = "force", .letter = 'f', .help = "replace results that are already there"},
    OptionRow{.name = "json",
              .help = "print one JSON document on standard output, nothing else; what stops a "
                      "command is said as text on standard error"},
    OptionRow{.name = "lang",
              .value = "LANG",
              .kind = Kind::kLanguage,
              .help = "language of tables and explanations, en or zh (default: zh where LC_ALL, "
                      "LC_MESSAGES or LANG begins with zh, else en)"},
    OptionRow{.name = "no-color", .help = "no colours"},
    OptionRow{.name = "quiet", .letter = 'q', .help = "no progress and no remarks"},
    kHelp,
};

constexpr std::array kRootOptions{
    kHelp,
    OptionRow{.name = "version", .help = "show version, compiler, libraries and tz database"},
    OptionRow{.name = "cite", .help = "show how to cite the program (CITATION.cff)"},
};

// What an option says in a command where it means or defaults to something else.
struct HelpInCommand {
  std::string_view command;
  std::string_view option;
  std::string_view help;
  std::string_view value = {};  // where it is of another kind too: "FILE"
};
constexpr std::array kHelpInCommands{
    HelpInCommand{"journeys", "walk",
                  "radius within which stops of feeds are joined on foot (default: 400)"},
    HelpInCommand{"estimate", "output", "folder for the results (default: none is written)"},
    HelpInCommand{"estimate", "seed", "seed of all random draws (default: the model's)"},
    HelpInCommand{"compare", "learn",
                  "at most N rounds in which travellers learn how late and how crowded their ways "
                  "are (default: the base's); 0: they expect the timetable"},
    HelpInCommand{"choices", "replications", "number of replications (default: 10)"},
    HelpInCommand{"choices", "learn",
                  "at most N rounds in which travellers learn how late and how crowded their ways "
                  "are (default: 0, they expect the timetable)"},
    HelpInCommand{"cruise", "replications", "number of replications (default: 5)"},
    HelpInCommand{"entry", "depart", "when the party leaves the country: 2024-12-23T18:00"},
    HelpInCommand{"visit", "depart", "PLACE@TIME: where and when the next flight leaves"},
    HelpInCommand{"visit", "class",
                  "whose way through the hubs: citizen, resident, foreign, permit or airside "
                  "(default: by the segment's nationality)"},
    HelpInCommand{"visit", "count", "show at most N itineraries (default: 3)"},
    HelpInCommand{"report", "output", "file for the page (default: report.html)", "FILE"},
    HelpInCommand{"report", "force", "replace files that are already there"},
    HelpInCommand{"report", "geojson", "write places and flows of one result as GeoJSON, for a map",
                  "FILE"},
    HelpInCommand{"export", "force", "replace what is already there"},
    HelpInCommand{"report", "lang",
                  "language in which the page opens, en or zh (default: the browser's)"},
    HelpInCommand{"trace", "count", "show at most N parties (default: 10)"},
    HelpInCommand{"sweep", "output",
                  "folder for the results (default: runs/<experiment>-<hash of what is run>, of "
                  "merge with -merged)"},
    HelpInCommand{"sweep", "force", "of merge: replace tables that are already there"}};

}  // namespace

std::span<const OptionRow> option_table() {
  return kOptions;
}
std::span<const OptionRow> root_options() {
  return kRootOptions;
}

const OptionRow& option_row(std::string_view name) {
  const auto* const it = std::ranges::find(kOptions, name, &OptionRow::name);
  STOPOVER_CHECK(it != kOptions.end(), "commands use options of the table");
  return *it;
}

OptionRow option_of(const CommandRow& command, std::string_view name) {
  OptionRow row = option_row(name);
  for (const HelpInCommand& other : kHelpInCommands)
    if (other.command == command.name && other.option == name) {
      row.help = other.help;
      if (other.value.empty()) continue;
      row.value = other.value;
      row.kind = Kind::kFile;
    }
  return row;
}

}  // namespace stopover::tool
