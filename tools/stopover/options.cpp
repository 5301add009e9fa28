// SPDX-License-Identifier: Apache-2.0
#include "tools/stopover/options.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <map>
#include <system_error>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "engine/io/text.hpp"

namespace stopover::tool {
namespace {

using Values = std::map<std::string, std::string, std::less<>>;

std::string dashed(const OptionRow& row) {
  std::string names = "--" + std::string(row.name);
  if (row.letter != 0) names += std::string(",-") + row.letter;
  return names;
}

std::string_view command_name(const CommandRow* command) {
  return command == nullptr ? std::string_view() : command->name;
}

// ---- CLI11, set up from the table --------------------------------------------------------------

void add_options(CLI::App& app, std::span<const OptionRow> rows) {
  app.set_help_flag();
  for (const OptionRow& row : rows) {
    if (row.kind == Kind::kFlag)
      app.add_flag(dashed(row))->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
    else
      app.add_option(dashed(row))
          ->multi_option_policy(row.repeated ? CLI::MultiOptionPolicy::TakeAll
                                             : CLI::MultiOptionPolicy::TakeLast);
  }
}

void add_command(CLI::App& app, const CommandRow& command) {
  CLI::App& sub = *app.add_subcommand(std::string(command.name));
  std::vector<OptionRow> rows;
  for (const std::string_view name : command.options) rows.push_back(option_of(command, name));
  add_options(sub, rows);
  for (const ArgumentRow& argument : command.arguments) {
    CLI::Option& option = *sub.add_option(std::string(argument.name));
    if (argument.repeated) option.expected(CLI::detail::expected_max_vector_size);  // 1 or more
  }
}

// ---- values ------------------------------------------------------------------------------------

template <class T>
std::optional<T> whole_text(std::string_view text) {
  T value{};
  const char* const end = text.data() + text.size();
  const auto [stopped, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc() || stopped != end) return std::nullopt;
  return value;
}

std::uint64_t count_value(const OptionRow& row, const std::string& text) {
  const auto value = whole_text<std::uint64_t>(text);
  if (!value || *value < row.low || *value > row.high)
    throw std::runtime_error(fmt::format("found {}, expected a whole number from {} to {}",
                                         io::shown_text(text), row.low, row.high));
  return *value;
}

double share_value(const std::string& text) {
  const auto value = whole_text<double>(text);
  if (!value || !std::isfinite(*value) || *value <= 0 || *value > 1)
    throw std::runtime_error(
        fmt::format("found {}, expected a number above 0 and at most 1", io::shown_text(text)));
  return *value;
}

Language language_value(const std::string& text) {
  if (text == "en") return Language::kEnglish;
  if (text == "zh") return Language::kChinese;
  throw std::runtime_error(fmt::format("found {}, expected en or zh", io::shown_text(text)));
}

std::string folder_value(const std::string& text) {
  if (text.empty()) throw std::runtime_error("found nothing, expected a folder");
  return text;
}

std::string file_value(const std::string& text) {
  if (text.empty()) throw std::runtime_error("found nothing, expected a file");
  return text;
}

void store_journeys(Options& options, const OptionRow& row, const std::string& text) {
  const auto count = [&] { return static_cast<int>(count_value(row, text)); };
  if (row.name == "depart") options.depart = text;
  if (row.name == "arrive-by") options.arrive_by = text;
  if (row.name == "via") options.via = text;
  if (row.name == "class") options.passenger_class = text;
  if (row.name == "with") options.with.push_back(file_value(text));
  if (row.name == "links") options.links = file_value(text);
  if (row.name == "zone") options.zone = text;
  if (row.name == "window") options.window = count();
  if (row.name == "stay") options.stay = count();
  if (row.name == "count") options.count = count();
  if (row.name == "boardings") options.boardings = count();
  if (row.name == "also-from") options.also_from.push_back(text);
  if (row.name == "also-to") options.also_to.push_back(text);
  if (row.name == "cancelled") options.cancelled = file_value(text);
  if (row.name == "places") options.places = file_value(text);
  if (row.name == "product") options.product = text;
  if (row.name == "visa") options.visa = count();
}

void store_entry(EntryWords& entry, const OptionRow& row, const std::string& text) {
  if (row.name == "nationality") entry.nationality = text;
  if (row.name == "from") entry.from = text;
  if (row.name == "to") entry.to = text;
  if (row.name == "port") entry.port = text;
  if (row.name == "exit-port") entry.exit_port = text;
  if (row.name == "arrive") entry.arrive = text;
  if (row.name == "passport") entry.passport = text;
  if (row.name == "ticket") entry.ticket = text;
  if (row.name == "activity") entry.activity = text;
  if (row.name == "visit") entry.visit = text;
  if (row.name == "holds") entry.holds = text;
  if (row.name == "group") entry.group = text;
  if (row.name == "switch") entry.switches.push_back(text);
}

void store_visit(VisitWords& visit, const OptionRow& row, const std::string& text) {
  const auto count = [&] { return static_cast<int>(count_value(row, text)); };
  if (row.name == "segment") visit.segment = text;
  if (row.name == "pace") visit.pace = text;
  if (row.name == "hotel") visit.hotel = text;
  if (row.name == "must") visit.must.push_back(text);
  if (row.name == "without") visit.without.push_back(text);
  if (row.name == "people") visit.people = count();
  if (row.name == "at-most") visit.at_most = count();
  if (row.name == "budget") visit.budget = count();
  if (row.name == "walk") visit.walk = count();
  if (row.name == "room") visit.room = count();
  if (row.name == "miss") visit.miss = share_value(text);
}

void store_exports(Options& options, const OptionRow& row, const std::string& text) {
  if (row.name == "xlsx") options.xlsx = file_value(text);
  if (row.name == "geojson") options.geojson_file = file_value(text);
  if (row.name == "gpkg") options.gpkg = file_value(text);
  if (row.name == "omx") options.omx = file_value(text);
  if (row.name == "gtfs") options.gtfs = file_value(text);
  if (row.name == "gmns") options.gmns = folder_value(text);
}

void store(Options& options, const OptionRow& row, const std::string& text) {
  if (row.name == "report-json") options.report_json = file_value(text);
  if (row.name == "report-html") options.report_html = file_value(text);
  store_exports(options, row, text);
  if (row.name == "bad-rows") options.bad_rows = share_value(text);
  if (row.name == "output")
    options.output = row.kind == Kind::kFile ? file_value(text) : folder_value(text);
  if (row.name == "threads") options.threads = static_cast<int>(count_value(row, text));
  if (row.name == "seed") options.seed = count_value(row, text);
  if (row.name == "replications")
    options.replications = static_cast<std::uint32_t>(count_value(row, text));
  if (row.name == "precision") options.precision = share_value(text);
  if (row.name == "sample") options.sample = share_value(text);
  if (row.name == "learn") options.learn = static_cast<int>(count_value(row, text));
  if (row.name == "draws") options.draws = static_cast<std::uint32_t>(count_value(row, text));
  if (row.name == "bootstrap") options.bootstrap = static_cast<int>(count_value(row, text));
  if (row.name == "party") options.party = text;
  if (row.name == "search") options.search = text;
  if (row.name == "events") options.events = folder_value(text);
  if (row.name == "nth") options.replication = static_cast<std::uint32_t>(count_value(row, text));
  if (row.name == "lang") options.language = language_value(text);
  if (row.name == "shard") options.shard = text;
  if (row.name == "year") options.year = static_cast<int>(count_value(row, text));
  store_journeys(options, row, text);
  store_entry(options.entry, row, text);
  store_visit(options.visit, row, text);
}

void store_flag(Options& options, std::string_view name) {
  if (name == "help") options.help = true;
  if (name == "version") options.version = true;
  if (name == "cite") options.cite = true;
  if (name == "no-drawn") options.no_drawn = true;
  if (name == "geojson") options.geojson = true;
  if (name == "visa-midnight") options.visa_midnight = true;
  if (name == "lines") options.lines = true;
  if (name == "calls") options.calls = true;
  if (name == "partial") options.partial = true;
  if (name == "inside") options.entry.inside = true;
  if (name == "children") options.visit.children = true;
  if (name == "luggage") options.visit.luggage = true;
  if (name == "rain") options.visit.rain = true;
  if (name == "taxi") options.visit.taxi = true;
  if (name == "table") options.visit.table = true;
  if (name == "ics") options.visit.ics = true;
  if (name == "force") options.force = true;
  if (name == "json") options.json = true;
  if (name == "no-color") options.no_color = true;
  if (name == "quiet") options.quiet = true;
}

// ---- faults ------------------------------------------------------------------------------------

// An option of the command, or without one of any, that was written before the command.
bool stands_before(const CommandRow* command, std::string_view name) {
  const auto is = [&](const OptionRow& row) {
    return name == "--" + std::string(row.name) || name == std::string("-") + row.letter;
  };
  if (command == nullptr) return std::ranges::any_of(option_table(), is);
  return std::ranges::any_of(command->options,
                             [&](std::string_view option) { return is(option_row(option)); });
}

[[noreturn]] void refuse_unknown(const CommandRow* command, const std::string& word) {
  std::vector<std::string> known;
  if (!word.starts_with('-')) {
    if (command != nullptr)
      throw UsageError(command->name, fmt::format("{} takes no further argument, found {}",
                                                  command->name, io::shown_text(word)));
    for (const CommandRow& row : command_table()) known.emplace_back(row.name);
    throw UsageError("", fmt::format("there is no command {}{}", io::shown_text(word),
                                     io::did_you_mean(word, known)));
  }
  const std::string name = word.substr(0, word.find('='));
  if (stands_before(command, name))
    throw UsageError(command_name(command),
                     fmt::format("options of a command stand after it: stopover {} … {}",
                                 command == nullptr ? "COMMAND" : command->name, name));
  if (command == nullptr)
    for (const OptionRow& row : root_options()) known.push_back("--" + std::string(row.name));
  else
    for (const std::string_view option : command->options)
      known.push_back("--" + std::string(option));
  throw UsageError(command_name(command), fmt::format("unknown option {}{}", io::shown_text(name),
                                                      io::did_you_mean(name, known)));
}

void check_action(const CommandRow& command, const std::string& word) {
  const std::vector<std::string> known(std::begin(kSweepActions), std::end(kSweepActions));
  if (std::ranges::find(known, word) == known.end())
    throw UsageError(command.name,
                     fmt::format("there is no {} {}{}", command.name, io::shown_text(word),
                                 io::did_you_mean(word, known)));
}

void check_arguments(const Options& options) {
  const CommandRow& command = *options.command;
  for (std::size_t i = options.arguments.size(); i < command.arguments.size(); ++i)
    if (command.arguments[i].required)
      throw UsageError(command.name, fmt::format("{} is missing: {}", command.arguments[i].name,
                                                 command.arguments[i].help));
  for (std::size_t i = 0; i < options.arguments.size(); ++i) {
    const ArgumentRow& row = command.arguments[std::min(i, command.arguments.size() - 1)];
    if (options.arguments[i].empty())
      throw UsageError(command.name, fmt::format("{} is empty", row.name));
    if (row.kind == ArgumentKind::kCommand && find_command(options.arguments[i]) == nullptr)
      refuse_unknown(nullptr, options.arguments[i]);
    if (row.kind == ArgumentKind::kAction) check_action(command, options.arguments[i]);
    if (row.kind != ArgumentKind::kShell) continue;
    if (std::ranges::find(kShells, options.arguments[i]) != std::end(kShells)) continue;
    throw UsageError(command.name, fmt::format("there are no completions for {}, only for bash, "
                                               "zsh and fish",
                                               io::shown_text(options.arguments[i])));
  }
}

void read_command(Options& options, const CLI::App& app) {
  for (const std::string_view name : options.command->options) {
    const OptionRow row = option_of(*options.command, name);
    const std::string flag = "--" + std::string(name);
    const CLI::Option& parsed = *app.get_option(flag);
    std::vector<std::string> texts;
    std::string from = flag;
    if (parsed.count() > 0 && row.kind == Kind::kFlag) {
      store_flag(options, name);
    } else if (parsed.count() > 0) {
      texts = parsed.results();
      if (!row.repeated) texts = {texts.back()};
    } else if (!row.environment.empty()) {
      if (const auto text = environment(row.environment)) texts = {*text};
      from = row.environment;
    }
    try {
      for (const std::string& text : texts) store(options, row, text);
    } catch (const std::runtime_error& fault) {
      throw UsageError(options.command->name, fmt::format("{}: {}", from, fault.what()));
    }
  }
  for (const ArgumentRow& argument : options.command->arguments) {
    const CLI::Option& parsed = *app.get_option(std::string(argument.name));
    if (parsed.count() == 0) continue;
    const std::vector<std::string> found = parsed.results();
    options.arguments.insert(options.arguments.end(), found.begin(),
                             argument.repeated ? found.end() : found.begin() + 1);
  }
}

}  // namespace

Options parse_command_line(int argc, const char* const* argv) {
  CLI::App app;
  app.allow_windows_style_options(false);
  app.require_subcommand(0, 1);  // the second word of `help run` is an argument
  add_options(app, root_options());
  for (const CommandRow& command : command_table()) add_command(app, command);

  const auto chosen = [&]() -> const CommandRow* {
    const auto subs = app.get_subcommands();
    return subs.empty() ? nullptr : find_command(subs.front()->get_name());
  };
  try {
    app.parse(argc, argv);
  } catch (const CLI::ExtrasError&) {
    const std::vector<std::string> rest = app.remaining(true);
    refuse_unknown(chosen(), rest.empty() ? std::string() : rest.front());
  } catch (const CLI::ArgumentMismatch& fault) {
    const std::string text = fault.what();  // "--threads: 1 required ..."
    throw UsageError(command_name(chosen()),
                     fmt::format("{}: a value is missing", text.substr(0, text.find(':'))));
  } catch (const CLI::ParseError& fault) {
    throw UsageError(command_name(chosen()), fault.what());
  }

  Options options;
  options.command = chosen();
  for (const OptionRow& row : root_options())
    if (app.get_option("--" + std::string(row.name))->count() > 0) store_flag(options, row.name);
  if (options.command == nullptr) return options;
  read_command(options, *app.get_subcommands().front());
  if (!options.help) check_arguments(options);
  return options;
}

Language language_of(const Options& options) {
  if (options.language) return *options.language;
  for (const char* const name : {"LC_ALL", "LC_MESSAGES", "LANG"})
    if (const auto text = environment(name))
      return text->starts_with("zh") ? Language::kChinese : Language::kEnglish;
  return Language::kEnglish;
}

std::optional<std::string> environment(std::string_view name) {
  // Read before any thread is started.
  const char* const text = std::getenv(std::string(name).c_str());  // NOLINT(concurrency-mt-unsafe)
  if (text == nullptr || *text == '\0') return std::nullopt;
  return text;
}

}  // namespace stopover::tool
