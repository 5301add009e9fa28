// SPDX-License-Identifier: Apache-2.0
// What `run` and `compare` print for a person: the headline first, then the tables, then what the
// intervals cover and where the files are.
//
// What it is not: the results themselves, which are in the files with all digits (results.hpp).
#pragma once

#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "engine/base/rules.hpp"
#include "tools/stopover/results.hpp"
#include "tools/stopover/terminal.hpp"
#include "tools/stopover/text_table.hpp"

namespace stopover::tool {

struct ReportForm {
  Language language = Language::kEnglish;
  Style style;
};

// One of the two languages.
[[nodiscard]] inline std::string in(const ReportForm& form, std::string_view english,
                                    std::string_view chinese) {
  return std::string(form.language == Language::kChinese ? chinese : english);
}

// The same, filled; both texts are checked against the arguments when compiled.
template <class... Args>
[[nodiscard]] std::string say(const ReportForm& form,
                              fmt::format_string<std::type_identity_t<Args>...> english,
                              fmt::format_string<std::type_identity_t<Args>...> chinese,
                              Args&&... args) {
  return form.language == Language::kChinese ? fmt::format(chinese, std::forward<Args>(args)...)
                                             : fmt::format(english, std::forward<Args>(args)...);
}

[[nodiscard]] std::string run_report(const RunResults& run, const ReportForm& form);
[[nodiscard]] std::string compare_report(const CompareResults& results, const ReportForm& form);

// "Results: runs/minimal-1a2b3c4d" and what lies in it.
[[nodiscard]] std::string files_report(const std::string& folder, const ReportForm& form);

// How far what travellers expect is what they meet, and what that leaves; empty where nothing was
// learnt.
[[nodiscard]] std::string learning_text(const RunResults& run, const ReportForm& form);
[[nodiscard]] std::string learning_text(const CompareResults& results, const ReportForm& form);

// Parts of a run's report; empty where nothing is lost or missed.
[[nodiscard]] std::string bottlenecks_text(const RunResults& run, const ReportForm& form);
// Empty where nothing is on sale.
[[nodiscard]] std::string products_text(const RunResults& run, const ReportForm& form);
// Empty where the scenario has no multipliers, or no goals.
[[nodiscard]] std::string economy_text(const RunResults& run, const ReportForm& form);
[[nodiscard]] std::string goals_text(const RunResults& run, const ReportForm& form);
[[nodiscard]] std::string failing_text(const RunResults& run, const ReportForm& form);

// Shared by both reports.
[[nodiscard]] std::string heading(std::string_view text, const ReportForm& form);
// "1 replication", "40 replications".
[[nodiscard]] std::string counted(std::size_t n, std::string_view thing);
[[nodiscard]] std::string scenario_line(const RunResults& run, const ReportForm& form);
[[nodiscard]] std::string indicator_name(const simulation::Indicator& indicator,
                                         const ReportForm& form);
// Indicators of one table carry their unit in the name; a share carries it in the figure.
[[nodiscard]] std::string unit_text(const std::string& unit, const ReportForm& form);
// Empty: the unit is told without a word (%), or has no Chinese one.
[[nodiscard]] std::string unit_in_chinese(const std::string& unit);
// What the two intervals cover, in one clause.
[[nodiscard]] std::string total_covers(const ReportForm& form);
// The last columns of a table of estimates: its intervals, without those that no row has.
class IntervalColumns {
 public:
  IntervalColumns(const std::vector<const simulation::Estimated*>& rows, const ReportForm& form);
  void add_titles(std::vector<TextTable::Column>& columns) const;
  void add_cells(const simulation::Estimated& row, std::vector<std::string>& cells) const;

 private:
  ReportForm form_;
  bool simulation_;
  bool total_;
};

// Of so many rows those that are shown: where one alone would be hidden, all.
[[nodiscard]] constexpr std::size_t rows_shown(std::size_t all, std::size_t most) {
  return all <= most + 1 ? all : most;
}
// Below so many intervals are unsteady.
inline constexpr int kSteadyReplications = 10;
// A warning then; "" for one replication, which has no interval.
[[nodiscard]] std::string few_replications(std::uint32_t replications, const ReportForm& form);
[[nodiscard]] std::string sample_note(const RunResults& run, const ReportForm& form);

}  // namespace stopover::tool
