// SPDX-License-Identifier: Apache-2.0
#include "models/sweep/experiment_file.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <set>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "engine/io/csv.hpp"
#include "engine/io/csv_fields.hpp"
#include "engine/io/file_source.hpp"
#include "engine/io/text.hpp"
#include "models/scenario/load.hpp"
#include "models/scenario/text_file.hpp"
#include "models/sweep/experiment.pb.h"
#include "models/sweep/sweep_rules.hpp"

namespace stopover::sweep {
namespace {

namespace fs = std::filesystem;
namespace written = sweep_file;
using experiment::DesignKind;
using experiment::Kind;

constexpr std::string_view kKind = "experiment";  // in the source map
constexpr std::size_t kMostColumns = 1999;        // SQLite's 2000, but for the number of the cell
constexpr std::uint64_t kMostSums = 100'000'000;
constexpr std::int32_t kMostReplications = 100'000;
constexpr std::int32_t kMostPoints = 1'000'000;

class Reading {
 public:
  Reading(const written::Experiment& message, Experiment& out, fs::path folder,
          const std::vector<fs::path>& shelves, FaultList& faults)
      : message_(message),
        out_(out),
        folder_(std::move(folder)),
        shelves_(shelves),
        faults_(faults) {}

  void run() {
    read_names();
    for (int i = 0; i < message_.factor_size(); ++i)
      read_factor(message_.factor(i), fmt::format("factor[{}]", i));
    if (message_.factor_size() == 0) fault(rule::kMissingPart, "factor", "", "a factor");
    read_outputs();
    read_design();
  }

 private:
  void fault(std::string_view rule, const std::string& field, std::string found,
             std::string expected) {
    faults_.add(out_.fault(rule, field, std::move(found), std::move(expected)));
  }

  void read_names() {
    out_.id = message_.id();
    out_.title = message_.title().empty() ? message_.id() : message_.title();
    out_.title_zh = message_.title_zh().empty() ? out_.title : message_.title_zh();
    check_id("id", message_.id());
    out_.base = message_.base();
    if (message_.base().empty()) {
      fault(rule::kMissingPart, "base", "", "a base scenario");
    } else {
      out_.base_file = scenario::find_base(folder_, message_.base(), shelves_);
      if (out_.base_file.empty())
        fault(rule::kNoFile, "base", message_.base(),
              "a scenario, relative to this file or known by name");
    }
    check_count("replications", message_.replications(), 0, kMostReplications);
    out_.replications = static_cast<std::uint32_t>(std::max(0, message_.replications()));
    if (message_.has_seed()) out_.seed = message_.seed();
  }

  void check_id(const std::string& field, const std::string& id) {
    if (id.empty())
      fault(rule::kMissingPart, field, "", "an id");
    else if (!io::is_id(id))
      fault(rule::kIdOfExperiment, field, id, "letters, digits and _ . : - only");
  }

  void check_count(const std::string& field, std::int32_t found, std::int32_t low,
                   std::int32_t high) {
    if (found < low || found > high)
      fault(rule::kCount, field, std::to_string(found),
            fmt::format("a whole number from {} to {}", low, high));
  }

  // ---- factors ----------------------------------------------------------------------------------

  void read_factor(const written::Factor& from, const std::string& field) {
    constexpr std::array kHowWords{"set", "times", "plus"};
    experiment::Factor factor{.id = from.id(),
                              .unit = from.unit(),
                              .name = from.name().empty() ? from.id() : from.name(),
                              .name_zh = from.name_zh().empty() ? from.name() : from.name_zh(),
                              .how = kHowWords.at(static_cast<std::size_t>(from.how()))};
    FactorTarget target{.fields = {from.field().begin(), from.field().end()},
                        .how = static_cast<Combine>(from.how()),
                        .choices = {}};
    check_id(field + ".id", from.id());
    // Columns of tables do not tell capitals.
    if (!from.id().empty() && !factor_ids_.insert(io::lower(from.id())).second)
      fault(rule::kIdTwice, field + ".id", from.id(), "an id that no other factor has");
    factor.levels.assign(from.level().begin(), from.level().end());
    if (!read_range(from, field, factor, target)) return;
    if (factor.kind != Kind::kChoice && target.fields.empty())
      fault(rule::kMissingPart, field + ".field", "", "where the value goes");
    if (const auto wrong = experiment::factor_fault(factor))
      fault(rule::kRangeOfFactor, fmt::format("{}.{}", field, part_of(from, wrong->part)),
            wrong->found, wrong->expected);
    out_.factors.push_back(std::move(factor));
    out_.targets.push_back(std::move(target));
  }

  // "uniform.low": where a part of a range was written.
  static std::string part_of(const written::Factor& from, const std::string& part) {
    if (part == "choice" || part == "level") return part;
    const char* const range = from.has_uniform()      ? "uniform"
                              : from.has_triangular() ? "triangular"
                              : from.has_normal()     ? "normal"
                              : from.has_lognormal()  ? "lognormal"
                                                      : "whole";
    return fmt::format("{}.{}", range, part);
  }

  bool read_range(const written::Factor& from, const std::string& field, experiment::Factor& factor,
                  FactorTarget& target) {
    const int ranges =
        static_cast<int>(from.has_uniform()) + static_cast<int>(from.has_triangular()) +
        static_cast<int>(from.has_normal()) + static_cast<int>(from.has_lognormal()) +
        static_cast<int>(from.has_whole()) + static_cast<int>(from.choice_size() > 0);
    if (ranges != 1) {
      fault(rule::kOneRange, field, fmt::format("{} ranges", ranges),
            "one of uniform, triangular, normal, lognormal, whole, or choices");
      return false;
    }
    if (from.has_uniform()) {
      factor.kind = Kind::kUniform;
      factor.low = from.uniform().low();
      factor.high = from.uniform().high();
    } else if (from.has_triangular()) {
      factor.kind = Kind::kTriangular;
      factor.low = from.triangular().low();
      factor.mode = from.triangular().mode();
      factor.high = from.triangular().high();
    } else if (from.has_normal()) {
      factor.kind = Kind::kNormal;
      read_spread(from.normal(), factor);
    } else if (from.has_lognormal()) {
      factor.kind = Kind::kLognormal;
      read_spread(from.lognormal(), factor);
    } else if (from.has_whole()) {
      factor.kind = Kind::kWhole;
      factor.low = from.whole().low();
      factor.high = from.whole().high();
    } else {
      read_choices(from, field, factor, target);
    }
    return true;
  }

  template <class Spread>
  static void read_spread(const Spread& from, experiment::Factor& factor) {
    factor.mean = from.mean();
    factor.sd = from.sd();
    if (from.has_low()) factor.low = from.low();
    if (from.has_high()) factor.high = from.high();
  }

  void read_choices(const written::Factor& from, const std::string& field,
                    experiment::Factor& factor, FactorTarget& target) {
    factor.kind = Kind::kChoice;
    std::set<std::string> ids;
    for (int i = 0; i < from.choice_size(); ++i) {
      const written::Choice& choice = from.choice(i);
      const std::string part = fmt::format("{}.choice[{}]", field, i);
      check_id(part + ".id", choice.id());
      if (!choice.id().empty() && !ids.insert(choice.id()).second)
        fault(rule::kIdTwice, part + ".id", choice.id(), "an id that no other choice has");
      if (!choice.value().empty() && target.fields.empty())
        fault(rule::kMissingPart, field + ".field", "", "where the values of the choices go");
      ChoiceTarget& to = target.choices.emplace_back();
      to.value = choice.value();
      for (int c = 0; c < choice.changes_size(); ++c)
        read_change_file(choice.changes(c), fmt::format("{}.changes[{}]", part, c), to);
      factor.choices.push_back(choice.id());
    }
  }

  void read_change_file(const std::string& name, const std::string& field, ChoiceTarget& to) {
    const fs::path path = scenario::find_base(folder_, name, {});
    if (path.empty())
      fault(rule::kNoFile, field, name, "a file with changes, relative to this file");
    else
      to.changes.push_back(path);
  }

  // ---- outputs and design -----------------------------------------------------------------------

  void read_outputs() {
    std::set<std::pair<std::string, std::string>> seen;
    for (int i = 0; i < message_.output_size(); ++i) {
      const written::Output& from = message_.output(i);
      const std::string field = fmt::format("output[{}]", i);
      OutputWish wish{from.id(), from.group().empty() ? "all" : from.group()};
      if (wish.id.empty()) fault(rule::kMissingPart, field + ".id", "", "the id of an indicator");
      if (!seen.emplace(wish.id, wish.group).second)
        fault(rule::kIdTwice, field + ".id", wish.id, "each output once");
      out_.outputs.push_back(std::move(wish));
    }
  }

  void read_design() {
    const written::Design& from = message_.design();
    experiment::Design& to = out_.design;
    to.seed = from.seed();
    switch (from.kind_case()) {
      case written::Design::kFullFactorial:
        to.kind = DesignKind::kFullFactorial;
        break;
      case written::Design::kOneAtATime:
        to.kind = DesignKind::kOneAtATime;
        break;
      case written::Design::kLatinHypercube:
        read_points(DesignKind::kLatinHypercube, "latin_hypercube.points",
                    from.latin_hypercube().points());
        break;
      case written::Design::kSobol:
        read_points(DesignKind::kSobol, "sobol.points", from.sobol().points());
        break;
      case written::Design::kSaltelli:
        read_points(DesignKind::kSaltelli, "saltelli.rows", from.saltelli().rows());
        to.second_order = from.saltelli().second_order();
        break;
      case written::Design::kMorris:
        read_points(DesignKind::kMorris, "morris.trajectories", from.morris().trajectories());
        check_count("design.morris.levels", from.morris().levels(), 0, 100);
        if (from.morris().levels() > 0)
          to.levels = static_cast<std::uint64_t>(from.morris().levels());
        break;
      case written::Design::kCustom:
        to.kind = DesignKind::kCustom;
        if (!read_cells(from.custom().file())) return;
        break;
      case written::Design::kFractionalFactorial:
        to.kind = DesignKind::kFractionalFactorial;
        read_fraction(from.fractional_factorial());
        break;
      case written::Design::KIND_NOT_SET:
        fault(rule::kMissingPart, "design", "",
              "one of full_factorial, one_at_a_time, latin_hypercube, sobol, saltelli, morris, "
              "custom, fractional_factorial");
        return;
    }
    // Of factors that are wrong nothing can be counted.
    if (faults_.has_errors()) return;
    if (const auto wrong = experiment::design_fault(to, out_.factors))
      fault(rule::kDesignOfCells, "design", fmt::format("{} {}", wrong->part, wrong->found),
            wrong->expected);
  }

  void read_fraction(const written::Fraction& from) {
    const std::string field = "design.fractional_factorial";
    if ((from.generator_size() > 0) == (from.resolution() != 0)) {
      fault(rule::kDesignOfCells, field,
            from.resolution() == 0 ? "neither" : "both generators and a resolution",
            "either generators or a resolution");
      return;
    }
    if (from.resolution() != 0) {
      check_count(field + ".resolution", from.resolution(), experiment::kLeastResolution,
                  experiment::kMostResolution);
      if (faults_.has_errors()) return;
      auto found = experiment::generators_of_resolution(out_.factors.size(), from.resolution());
      if (found)
        out_.design.generators = std::move(*found);
      else
        fault(rule::kDesignOfCells, field, fmt::format("{} factors", out_.factors.size()),
              fmt::format("at most {} factors, and {} to be combined freely",
                          experiment::kMostFractionFactors, experiment::kMostBasicFactors));
    }
    for (int i = 0; i < from.generator_size(); ++i) {
      auto generator = experiment::generator_of_text(from.generator(i), out_.factors);
      if (generator)
        out_.design.generators.push_back(std::move(*generator));
      else
        fault(rule::kDesignOfCells, fmt::format("{}.generator[{}]", field, i), from.generator(i),
              "a factor as a product of others, by their ids: \"e = a*b*c\" or \"e = -a*b\"");
    }
  }

  void read_points(DesignKind kind, const std::string& field, std::int32_t points) {
    out_.design.kind = kind;
    check_count("design." + field, points, 1, kMostPoints);
    out_.design.n = static_cast<std::uint64_t>(std::max(0, points));
  }

  // False: the table could not be read.
  bool read_cells(const std::string& name) {
    const fs::path path = (folder_ / fs::path(name)).lexically_normal();
    std::error_code error;
    if (name.empty() || name.find('\0') != std::string::npos || !fs::is_regular_file(path, error)) {
      fault(rule::kNoFile, "design.custom.file", name, "a table of cells, relative to this file");
      return false;
    }
    io::CsvSpec spec{.columns = {}, .max_rows = experiment::kMostCells};
    spec.columns.reserve(out_.factors.size());
    for (const experiment::Factor& factor : out_.factors)
      spec.columns.push_back({.name = factor.id, .need = io::Need::kColumn});
    if (spec.columns.empty()) return false;
    const std::string file = path.generic_string();
    const io::CsvTable table = io::read_csv(io::read_file(path.string()), file, spec, faults_);
    out_.design.rows.reserve(table.size());
    for (const io::CsvRow row : table) {
      experiment::Settings& settings = out_.design.rows.emplace_back();
      settings.reserve(out_.factors.size());
      for (std::size_t j = 0; j < out_.factors.size(); ++j) {
        const std::string text(row.text(j));
        const auto setting = experiment::setting_of_text(out_.factors[j], text);
        settings.push_back(setting.value_or(std::nullopt));
        if (!setting)
          faults_.add(row.fault(rule::kTableCell, out_.factors[j].id, text,
                                "a value that the factor can have, or nothing"));
      }
    }
    return true;
  }

  const written::Experiment& message_;
  Experiment& out_;
  fs::path folder_;
  const std::vector<fs::path>& shelves_;
  FaultList& faults_;
  std::set<std::string> factor_ids_;
};

}  // namespace

InputFault Experiment::fault(std::string_view rule, const std::string& field, std::string found,
                             std::string expected) const {
  const scenario::SourcePlace place = sources.where(kKind, "", field);
  return {.rule = std::string(rule),
          .file = place.file.empty() ? file : place.file,
          .line = place.line,
          .field = field,
          .found = std::move(found),
          .expected = std::move(expected)};
}

void check_size(const Experiment& experiment, const experiment::Plan& plan, FaultList& faults) {
  const std::size_t columns = plan.factors.size() + plan.outputs.size();
  if (columns > kMostColumns)
    faults.add(experiment.fault(rule::kTooLarge, "output", fmt::format("{} columns", columns),
                                fmt::format("at most {} factors and outputs", kMostColumns)));
  const std::uint64_t sums = plan.cells.size() * plan.outputs.size() * plan.replications;
  if (sums > kMostSums)
    faults.add(experiment.fault(rule::kTooLarge, "output", fmt::format("{} sums", sums),
                                fmt::format("at most {}: cells, outputs and replications, "
                                            "multiplied",
                                            kMostSums)));
  std::set<std::string> names;
  for (const experiment::Output& output : plan.outputs)
    if (!names.insert(io::lower(output.label())).second)
      faults.add(experiment.fault(rule::kIdTwice, "output", output.label(),
                                  "outputs that differ in more than capitals"));
}

Experiment read_experiment(const fs::path& file, const std::vector<fs::path>& shelves,
                           FaultList& faults) {
  Experiment out;
  out.file = file.lexically_normal().generic_string();
  const std::string text = io::read_file(file.string(), scenario::kMaxTextBytes);
  written::Experiment message;
  scenario::MessageText read = scenario::read_message_text(
      text, out.file, out.sources.file_index(out.file), message, faults);
  out.sources.set(kKind, "", std::move(read.root));
  if (read.whole) Reading(message, out, file.parent_path(), shelves, faults).run();
  return out;
}

}  // namespace stopover::sweep
