// SPDX-License-Identifier: Apache-2.0
#include "tools/stopover/command_table.hpp"

#include <algorithm>
#include <array>

namespace stopover::tool {
namespace {

constexpr std::array<std::string_view, 16> kRunOptions{
    "output", "threads", "seed",  "replications", "precision", "sample",   "learn", "no-drawn",
    "events", "nth",     "force", "json",         "lang",      "no-color", "quiet", "help"};
constexpr std::array<std::string_view, 14> kCompareOptions{
    "output",   "threads", "seed", "replications", "precision", "sample", "learn",
    "no-drawn", "force",   "json", "lang",         "no-color",  "quiet",  "help"};
constexpr std::array<std::string_view, 9> kCheckOptions{"bad-rows", "report-html", "report-json",
                                                        "json",     "threads",     "lang",
                                                        "no-color", "quiet",       "help"};
constexpr std::array<std::string_view, 11> kEstimateOptions{
    "output", "force", "draws", "seed",     "bootstrap", "threads",
    "json",   "lang",  "quiet", "no-color", "help"};
constexpr std::array<std::string_view, 5> kDemoOptions{"threads", "lang", "no-color", "quiet",
                                                       "help"};
constexpr std::array<std::string_view, 2> kExplainOptions{"lang", "help"};
constexpr std::array<std::string_view, 4> kVerifyOptions{"json", "lang", "quiet", "help"};
constexpr std::array<std::string_view, 27> kJourneysOptions{
    "depart",  "arrive-by", "window", "via",           "stay",      "count",   "boardings",
    "class",   "product",   "visa",   "visa-midnight", "also-from", "also-to", "with",
    "links",   "places",    "walk",   "zone",          "cancelled", "lines",   "json",
    "geojson", "threads",   "lang",   "quiet",         "no-color",  "help"};
constexpr std::array<std::string_view, 13> kTraceOptions{
    "party", "search",  "seed", "nth",      "sample", "learn", "count",
    "json",  "threads", "lang", "no-color", "quiet",  "help"};
constexpr std::array<std::string_view, 6> kHubsOptions{"threads",  "json",  "lang",
                                                       "no-color", "quiet", "help"};
constexpr std::array<std::string_view, 10> kChoicesOptions{
    "threads", "seed", "replications", "learn", "no-drawn",
    "json",    "lang", "no-color",     "quiet", "help"};
constexpr std::array<std::string_view, 20> kEntryOptions{
    "nationality", "from",   "to",       "arrive",   "depart", "port",  "exit-port",
    "passport",    "ticket", "activity", "visit",    "holds",  "group", "inside",
    "switch",      "json",   "lang",     "no-color", "quiet",  "help"};
constexpr std::array<std::string_view, 29> kVisitOptions{
    "arrive",  "depart",  "segment",  "people", "children", "class",   "luggage", "must",
    "without", "at-most", "pace",     "rain",   "budget",   "walk",    "hotel",   "room",
    "taxi",    "miss",    "count",    "table",  "seed",     "threads", "json",    "geojson",
    "ics",     "lang",    "no-color", "quiet",  "help"};
constexpr std::array<std::string_view, 10> kCruiseOptions{
    "year", "calls", "seed",     "replications", "threads",
    "json", "lang",  "no-color", "quiet",        "help"};
constexpr std::array<std::string_view, 9> kReportOptions{"output", "xlsx", "geojson", "gpkg", "omx",
                                                         "force",  "lang", "quiet",   "help"};
constexpr std::array<std::string_view, 8> kExportOptions{"gtfs", "gmns",     "force", "threads",
                                                         "lang", "no-color", "quiet", "help"};
constexpr std::array<std::string_view, 10> kSweepOptions{
    "output", "threads", "shard", "partial", "force", "json", "lang", "no-color", "quiet", "help"};
constexpr std::array<std::string_view, 1> kHelpOnly{"help"};

constexpr std::array kRunArguments{
    ArgumentRow{.name = "SCENARIO",
                .kind = ArgumentKind::kScenario,
                .help = "folder with scenario.txtpb, a scenario file, or the name of a scenario "
                        "that came with the program"}};
constexpr std::array kCompareArguments{
    ArgumentRow{.name = "BASE", .kind = ArgumentKind::kScenario, .help = "scenario compared with"},
    ArgumentRow{
        .name = "VARIANT", .kind = ArgumentKind::kScenario, .help = "scenario that differs"}};
constexpr std::array kValidateArguments{
    ArgumentRow{.name = "INPUT",
                .kind = ArgumentKind::kScenarioOrFeed,
                .help = "scenario; GTFS feed: folder or zip; flight schedule: SSIM or CSV; rail "
                        "timetable: folder"}};
constexpr std::array kEstimateArguments{
    ArgumentRow{.name = "MODEL",
                .kind = ArgumentKind::kFile,
                .help = "choice model: utilities, nests, distributions, and what the columns mean"},
    ArgumentRow{.name = "DATA",
                .kind = ArgumentKind::kFile,
                .help = "table of choices: CSV, or with tabs or semicolons; also packed (.gz)"}};
constexpr std::array kExplainArguments{
    ArgumentRow{.name = "CODE",
                .kind = ArgumentKind::kRule,
                .required = false,
                .help = "code of a message, such as E-SCN-105; without it all codes are listed"}};
constexpr std::array kReportArguments{
    ArgumentRow{.name = "RESULT",
                .kind = ArgumentKind::kFolder,
                .help = "folder of results of run, compare or sweep merge; several make one page",
                .repeated = true}};
constexpr std::array kVerifyArguments{
    ArgumentRow{.name = "FOLDER", .kind = ArgumentKind::kFolder, .help = "folder of results"}};
constexpr std::array kShellArguments{
    ArgumentRow{.name = "SHELL", .kind = ArgumentKind::kShell, .help = "bash, zsh or fish"}};

constexpr std::array kSweepArguments{
    ArgumentRow{
        .name = "ACTION", .kind = ArgumentKind::kAction, .help = "plan, run, merge or analyse"},
    ArgumentRow{.name = "PATH",
                .kind = ArgumentKind::kFile,
                .help = "of plan and run: the experiment file; of merge and analyse: folders of "
                        "results",
                .repeated = true}};

constexpr std::array kChoicesArguments{
    ArgumentRow{.name = "SCENARIO", .kind = ArgumentKind::kScenario, .help = "scenario"},
    ArgumentRow{.name = "VARIANT",
                .kind = ArgumentKind::kScenario,
                .required = false,
                .help = "another, whose worth to travellers is told against the first"}};
constexpr std::array kHubsArguments{
    ArgumentRow{.name = "SCENARIO", .kind = ArgumentKind::kScenario, .help = "scenario"},
    ArgumentRow{.name = "FROM",
                .kind = ArgumentKind::kPlace,
                .required = false,
                .help = "place of a hub where a service is left: its id, or its name if no other "
                        "has it"},
    ArgumentRow{.name = "TO",
                .kind = ArgumentKind::kPlace,
                .required = false,
                .help = "place of the hub where the next is boarded"}};
constexpr std::array kJourneysArguments{
    ArgumentRow{.name = "INPUT",
                .kind = ArgumentKind::kScenarioOrFeed,
                .help = "scenario; GTFS feed: folder or zip; flight schedule: SSIM or CSV; rail "
                        "timetable: folder"},
    ArgumentRow{.name = "FROM",
                .kind = ArgumentKind::kPlace,
                .help = "place: its id, or its name if no other has it"},
    ArgumentRow{.name = "TO", .kind = ArgumentKind::kPlace, .help = "place"}};

constexpr std::array kEntryArguments{
    ArgumentRow{.name = "SCENARIO",
                .kind = ArgumentKind::kScenario,
                .required = false,
                .help = "whose rules are asked (default: shanghai/2024)"}};
constexpr std::array kEntryExamples{
    ExampleRow{"stopover entry --nationality US --from NRT --to LHR --arrive 2025-05-06T10:00 "
               "--depart 2025-05-10T12:00",
               "who changes at the gateway and stays four days"},
    ExampleRow{"stopover entry --nationality IN --from BKK --to NRT --arrive 2025-05-06T10:00 "
               "--inside --lang zh",
               "who stays in the port, in Chinese"},
    ExampleRow{"stopover entry --nationality FR --from CDG --arrive 2024-06-01T09:00 --json",
               "no onward ticket, for another program"}};

constexpr std::array kVisitExamples{
    ExampleRow{"stopover visit shanghai/2024 --arrive pvg_t2i@2024-06-03T09:00 --depart "
               "pvg_t2i@2024-06-03T21:00 --segment through_europe",
               "three ways to fill a layover of twelve hours"},
    ExampleRow{"stopover visit shanghai/2024 --arrive pvg_t1i@2024-06-04T14:00 --depart "
               "sha_t2@2024-06-06T11:00 --segment through_newworld --must yu_garden --budget 600 "
               "--ics > visit.ics",
               "two nights between two airports, for a calendar"},
    ExampleRow{"stopover visit shanghai/2024 --arrive pvg_t2i@2024-06-03T00:00 --segment "
               "through_neasia --table",
               "what layovers are worth, by length and hour of arrival"}};

constexpr std::array kCruiseExamples{
    ExampleRow{"stopover cruise shanghai/2024", "a year of calls, and what is short of the goal"},
    ExampleRow{"stopover cruise shanghai/2024 --year 2025 -r 20 --calls --lang zh",
               "another year, call by call, in Chinese"},
    ExampleRow{"stopover cruise shanghai/2024 --json", "every call, for another program"}};

constexpr std::array kRunExamples{
    ExampleRow{"stopover run minimal", "the smallest scenario, results in runs/"},
    ExampleRow{"stopover run shanghai/2024 --output out --replications 50",
               "fifty replications, results in out/"},
    ExampleRow{"stopover run shanghai/2024 -r 2 --no-drawn --learn 0",
               "a quick look: two replications, no total interval, nothing learnt"},
    ExampleRow{"stopover run shanghai/2024 --precision 0.02",
               "as many replications as 2 percent take"},
    ExampleRow{"stopover run minimal -r 1 --events events", "one replication event by event"},
    ExampleRow{"stopover run minimal --json | jq .", "for another program"}};
constexpr std::array kCompareExamples{
    ExampleRow{"stopover compare minimal minimal-tour", "what a city tour and a second desk do"},
    ExampleRow{"stopover compare shanghai/2024 my-plan -r 40 -o out",
               "your own plan, results in out/"}};
constexpr std::array kValidateExamples{
    ExampleRow{"stopover validate my-plan", "every fault of its text and tables at once"},
    ExampleRow{"stopover validate metro.zip --report-html faults.html",
               "a GTFS feed, with a page to send to who made it"},
    ExampleRow{"stopover validate my-plan --json", "for another program"}};
constexpr std::array kDemoExamples{
    ExampleRow{"stopover demo", "two small scenarios, compared and explained"},
    ExampleRow{"stopover demo --lang zh", "tables in Chinese"}};
constexpr std::array kEstimateExamples{
    ExampleRow{"stopover estimate mode-choice.txtpb survey.csv",
               "estimates, standard errors and fit"},
    ExampleRow{"stopover estimate mode-choice.txtpb survey.csv --bootstrap 200 -o estimated",
               "with bootstrap errors, and files for other programs"},
    ExampleRow{"stopover estimate tastes.txtpb survey.csv --draws 10000 --seed 7",
               "a mixed model with more draws"}};
constexpr std::array kExplainExamples{
    ExampleRow{"stopover explain E-SCN-105", "what a message means and how to repair it"},
    ExampleRow{"stopover explain E-SCN-105 --lang zh", "in Chinese"},
    ExampleRow{"stopover explain", "all codes"}};
constexpr std::array kJourneysExamples{
    ExampleRow{"stopover journeys shanghai/2024 suzhou tokyo --depart 07:00",
               "from a delta city abroad"},
    ExampleRow{"stopover journeys shanghai/2024 paris tokyo --via huangpu --stay 30 --class permit",
               "a stopover of thirty hours"},
    ExampleRow{"stopover journeys metro.zip A12 B07 --depart 2024-06-03T08:00 --window 1",
               "in a GTFS feed, by stop_id"},
    ExampleRow{
        "stopover journeys flights.csv NRT 南京南 --depart 2016-03-10T09:00 --with hsr --zone "
        "Asia/Shanghai --links links.csv",
        "air and rail: PVG and 上海虹桥 are joined in links.csv"},
    ExampleRow{"stopover journeys shanghai/2024 suzhou tokyo --geojson > journeys.geojson",
               "for a map"}};
constexpr std::array kTraceExamples{
    ExampleRow{"stopover trace minimal --party 3", "what happened to one party, minute by minute"},
    ExampleRow{"stopover trace minimal --search missed", "who missed a run, and why"},
    ExampleRow{"stopover trace shanghai/2024 --sample 0.02 --search missed,to=tokyo -n 20",
               "who missed one on the way to Tokyo, in a sample"}};
constexpr std::array kHubsExamples{
    ExampleRow{"stopover hubs shanghai/2024", "the bottlenecks of every hub"},
    ExampleRow{"stopover hubs shanghai/2024 pvg_t2i hongqiao_rail",
               "from a terminal to the trains, by class and hour"},
    ExampleRow{"stopover hubs shanghai/2024 --json", "all ways and hours, for another program"}};
constexpr std::array kChoicesExamples{
    ExampleRow{"stopover choices shanghai/2024", "shares, elasticities, what an hour is worth"},
    ExampleRow{"stopover choices shanghai/2024 shanghai/2024-link -r 5",
               "what the link line is worth to travellers, in yuan a day"},
    ExampleRow{"stopover choices shanghai/2024 --json", "every segment, for another program"}};
constexpr std::array kReportExamples{
    ExampleRow{"stopover report runs/minimal-1a2b3c4d -o report.html", "a page to send on"},
    ExampleRow{"stopover report runs/base runs/plan-against-base -o plan.html --lang zh",
               "a run and a comparison in one page that opens in Chinese"},
    ExampleRow{"stopover report runs/plan --xlsx plan.xlsx", "the page and a spreadsheet"},
    ExampleRow{"stopover report runs/plan --gpkg plan.gpkg --omx plan.omx",
               "the page, layers for QGIS, matrices for planners' tools"}};
constexpr std::array kExportExamples{
    ExampleRow{"stopover export shanghai/2024 --gtfs shanghai.zip",
               "the timetable for any program that reads GTFS"},
    ExampleRow{"stopover export my-plan --gmns network", "nodes and links as CSV tables"}};
constexpr std::array kSweepExamples{
    ExampleRow{"stopover sweep plan desks.txtpb",
               "cells, factors, time and memory, before any run"},
    ExampleRow{"stopover sweep run desks.txtpb -o desks",
               "all cells; killed, the same line goes on with it"},
    ExampleRow{"stopover sweep run desks.txtpb -o part2 --shard 2/8", "one part of eight"},
    ExampleRow{"stopover sweep merge part1 part2 -o merged --partial",
               "tables of what there is: SQLite and CSV"},
    ExampleRow{"stopover sweep analyse desks", "which factor matters, with intervals"}};
constexpr std::array kVerifyExamples{
    ExampleRow{"stopover verify runs/minimal-1a2b3c4d", "is every file as it was written?"}};
constexpr std::array kCompletionExamples{
    ExampleRow{"source <(stopover completion bash)", "for this shell"},
    ExampleRow{"stopover completion fish > ~/.config/fish/completions/stopover.fish",
               "for every fish"}};
constexpr std::array kCommandArguments{ArgumentRow{.name = "COMMAND",
                                                   .kind = ArgumentKind::kCommand,
                                                   .required = false,
                                                   .help = "without it, the program"}};
constexpr std::array kHelpExamples{ExampleRow{"stopover help compare", "examples and options"}};
constexpr std::array kManExamples{ExampleRow{"stopover man | man -l -", "read it"}};
constexpr std::array kRootExamples{
    ExampleRow{"stopover demo", "see what the program does, in under a minute"},
    ExampleRow{"stopover validate my-plan", "every fault of a scenario, before any run"},
    ExampleRow{"stopover run shanghai/2024", "one scenario, results in runs/"},
    ExampleRow{"stopover compare shanghai/2024 my-plan", "what a plan changes, with intervals"}};

constexpr std::array kCommands{
    CommandRow{"run", "simulate a scenario and write its results",
               "Loads and checks the scenario (faults are reported together), simulates the "
               "replications, prints a summary and writes a folder of results that appears whole "
               "or not at all: summary.json, CSV tables, a SQLite database and a manifest.",
               kRunArguments, kRunOptions, kRunExamples},
    CommandRow{"compare", "simulate two scenarios and estimate the differences",
               "Both run with the same seed, so that the same party meets the same luck in both "
               "and the difference shows the change and not the noise. The seed, the number of "
               "replications and the sample are the base's unless given.",
               kCompareArguments, kCompareOptions, kCompareExamples},
    CommandRow{
        "validate", "check a scenario, a feed or a schedule and report every fault",
        "Reads all files, checks values and references, and, if these are sound, reads feeds and "
        "schedules and compiles the network and the timetable. Of one rule at most 100 faults are "
        "listed; the counts are exact. Says what it did not check.",
        kValidateArguments, kCheckOptions, kValidateExamples},
    CommandRow{"demo",
               "show what the program can do",
               "Compares two small scenarios that came with the program and explains the answer. "
               "Needs no network and writes no files.",
               {},
               kDemoOptions,
               kDemoExamples},
    CommandRow{
        "journeys", "find journeys between two places",
        "By time, changes and fare, over every timetable of the input, with the times that "
        "hubs take and the rules for connections that they keep. Keeps what no other "
        "journey beats in departure, arrival, changes and fare at once, and shows a few of "
        "it that differ. Fares of feeds count where every input has some in one currency, ride "
        "by ride. Places of several inputs meet by walks of up to 400 m (--walk), at airports and "
        "stations of one code or name, and by --links. A change of flights takes 60 minutes, of "
        "trains of a table 15.",
        kJourneysArguments, kJourneysOptions, kJourneysExamples},
    CommandRow{"trace", "tell what happened to one party",
               "Simulates one replication as run does and tells one party's story by the clocks of "
               "where it is: waits, who was ahead, places left, and why it missed a run. With "
               "--search lists the parties that there are.",
               kRunArguments, kTraceOptions, kTraceExamples},
    CommandRow{
        "estimate", "estimate a choice model on data",
        "Maximum likelihood for logit, nested, cross-nested, mixed and latent-class models whose "
        "utilities are written as expressions. Checks model and data first (every fault at once), "
        "then prints what was chosen, the estimates with classical and robust or clustered "
        "standard errors, and the fit. A mixed model shows how far other draws move it.",
        kEstimateArguments, kEstimateOptions, kEstimateExamples},
    CommandRow{"hubs", "show how many people an hour each hub lets through",
               "Maximum flow and minimum cut of each hub's graph of checkpoints, for each way and "
               "class of passengers and each hour, from desks and mean service times. Nothing is "
               "simulated: it is what the staffing could pass, each class alone.",
               kHubsArguments, kHubsOptions, kHubsExamples},
    CommandRow{
        "choices", "tell what travellers would choose, and why it would change",
        "Asks a sample of the parties of every market instead of simulating them: market shares, "
        "own and cross elasticities to price and times, what an hour is worth, and with VARIANT "
        "the consumer surplus, with the rule of a half beside it. Nothing is sold out and no queue "
        "grows; expected times are those of the timetable unless --learn says otherwise.",
        kChoicesArguments, kChoicesOptions, kChoicesExamples},
    CommandRow{
        "entry", "tell who may enter, until when and at which counter",
        "Asks every regime of entry of a scenario about one party: yes or no, each condition "
        "that fails by name, the latest lawful exit by the gateway's clock, where the party "
        "may go, counter, documents and sources. Nothing is simulated.",
        kEntryArguments, kEntryOptions, kEntryExamples},
    CommandRow{
        "visit", "fill the hours between two services with visits",
        "Plans distinct itineraries for a window: sights by interest and opening hours, meals, "
        "hotels, ways by the timetable, prices, the slack before the flight and how likely it is "
        "missed. With --table it tells what windows are worth instead. Nothing is simulated but "
        "the way back.",
        kRunArguments, kVisitOptions, kVisitExamples},
    CommandRow{
        "cruise", "simulate a year of cruise calls at the ports",
        "Makes the year's calls from the scenario's ships and seasons, then simulates harbour and "
        "terminals: berths, channel, fog, luggage, border, coaches, missed ships, spending; tells "
        "how the made calls fit published totals, how far the ports are from the goal and what "
        "is short first. Shares by way to the port are assumptions of the scenario.",
        kRunArguments, kCruiseOptions, kCruiseExamples},
    CommandRow{
        "sweep", "run an experiment of many variants, to be killed and gone on with",
        "An experiment file names a base scenario, what varies, a design and the figures wanted. "
        "plan tells cells, time and memory; run computes the cells into a folder where finished "
        "ones are never computed again, and failed ones are kept with their reason; merge makes "
        "tables of one or several folders, with one hash of all results that does not depend on "
        "threads, shards or interruptions; analyse tells effects against the base, main effects, "
        "Sobol' indices and Morris effects.",
        kSweepArguments, kSweepOptions, kSweepExamples},
    CommandRow{"explain", "explain the code of a message",
               "Every message about input ends in a code.", kExplainArguments, kExplainOptions,
               kExplainExamples},
    CommandRow{
        "report", "make one page of results, for a browser",
        "One HTML file that opens offline, in English and Chinese: the answer with its interval, "
        "goals, flows, rates, spending, differences, queues, products, and the evidence, each "
        "chart with its table. Folders of results are checked first, as verify does. Nothing is "
        "simulated; the same results make the same page.",
        kReportArguments, kReportOptions, kReportExamples},
    CommandRow{
        "export", "write the network of a scenario for other programs",
        "Loads and checks the scenario and writes what runs in it, feeds and schedules worked in: "
        "its timetable as a GTFS feed, its places and links as GMNS tables. Nothing is simulated; "
        "flows of a result are written by report.",
        kRunArguments, kExportOptions, kExportExamples},
    CommandRow{
        "verify", "check that a folder of results is as it was written",
        "Compares every file with the sizes and SHA-256 sums of manifest.json. With --quiet only "
        "the exit code says that all is well.",
        kVerifyArguments, kVerifyOptions, kVerifyExamples},
    CommandRow{"completion", "print the completions of a shell", "A script for bash, zsh or fish.",
               kShellArguments, kHelpOnly, kCompletionExamples},
    CommandRow{"help", "show the help of a command", "As stopover COMMAND --help.",
               kCommandArguments, kHelpOnly, kHelpExamples},
    CommandRow{"man", "print the manual page", "In roff, for man.", {}, kHelpOnly, kManExamples},
};

constexpr std::array kExits{
    ExitRow{kExitOk, "done"},
    ExitRow{kExitEnvironment,
            "the machine refused: a file is missing or cannot be read or written, the disk is "
            "full, memory ran out"},
    ExitRow{kExitUsage, "the command line is wrong"},
    ExitRow{
        kExitInput,
        "the input is wrong, a file that it names is missing, the folder for the results is there "
        "already, or a folder of results is not as it was written"},
    ExitRow{kExitPrecision,
            "finished and written, but --precision was not reached within the replications"},
    ExitRow{130, "interrupted (SIGINT); nothing is half-written"},
    ExitRow{134, "an error of the program itself: please report the message"},
    ExitRow{143, "terminated (SIGTERM); nothing is half-written"},
};

constexpr std::array kVariables{
    VariableRow{"STOPOVER_THREADS", "as --threads, which goes first"},
    VariableRow{"STOPOVER_SEED", "as --seed, which goes first; both go before the scenario"},
    VariableRow{"STOPOVER_SCENARIOS", "folder where scenarios are looked up by name first"},
    VariableRow{"STOPOVER_REPORT_PAGE",
                "file of the empty page that report fills (default: the one that came with the "
                "program)"},
    VariableRow{"NO_COLOR", "not empty: no colours, as with --no-color or TERM=dumb"},
    VariableRow{"LANG",
                "language where --lang is absent: zh if it begins so; LC_ALL and LC_MESSAGES go "
                "first"},
};

static_assert(kCommands.size() == kCommandCount);

}  // namespace

std::span<const CommandRow> command_table() {
  return kCommands;
}
std::span<const ExampleRow> root_examples() {
  return kRootExamples;
}
std::span<const ExitRow> exit_table() {
  return kExits;
}
std::span<const VariableRow> variable_table() {
  return kVariables;
}

const CommandRow* find_command(std::string_view name) {
  const auto* const it = std::ranges::find(kCommands, name, &CommandRow::name);
  return it == kCommands.end() ? nullptr : it;
}

}  // namespace stopover::tool
