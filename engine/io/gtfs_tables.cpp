// SPDX-License-Identifier: Apache-2.0
#include "engine/io/gtfs_tables.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include <fmt/format.h>

#include "engine/io/gtfs_parts.hpp"
#include "engine/io/gtfs_rules.hpp"

namespace stopover::io::gtfs {
namespace {

struct KnownFile {
  std::string_view name;
  FileUse use;
};

constexpr std::array<KnownFile, 32> kFiles{{
    {"agency.txt", FileUse::kUsed},
    {"stops.txt", FileUse::kUsed},
    {"routes.txt", FileUse::kUsed},
    {"trips.txt", FileUse::kUsed},
    {"stop_times.txt", FileUse::kUsed},
    {"calendar.txt", FileUse::kUsed},
    {"calendar_dates.txt", FileUse::kUsed},
    {"frequencies.txt", FileUse::kUsed},
    {"transfers.txt", FileUse::kUsed},
    {"pathways.txt", FileUse::kUsed},
    {"levels.txt", FileUse::kUsed},
    {"fare_attributes.txt", FileUse::kUsed},
    {"fare_rules.txt", FileUse::kUsed},
    {"fare_media.txt", FileUse::kMissed},
    {"fare_products.txt", FileUse::kMissed},
    {"fare_leg_rules.txt", FileUse::kMissed},
    {"fare_leg_join_rules.txt", FileUse::kMissed},
    {"fare_transfer_rules.txt", FileUse::kMissed},
    {"rider_categories.txt", FileUse::kMissed},
    {"timeframes.txt", FileUse::kMissed},
    {"location_groups.txt", FileUse::kMissed},
    {"location_group_stops.txt", FileUse::kMissed},
    {"booking_rules.txt", FileUse::kMissed},
    {"locations.geojson", FileUse::kMissed},
    {"areas.txt", FileUse::kMissed},
    {"stop_areas.txt", FileUse::kMissed},
    {"networks.txt", FileUse::kMissed},
    {"route_networks.txt", FileUse::kMissed},
    {"shapes.txt", FileUse::kHarmless},
    {"translations.txt", FileUse::kHarmless},
    {"feed_info.txt", FileUse::kUsed},
    {"attributions.txt", FileUse::kHarmless},
}};

// What stands in a row; the other CSV faults say something about the whole file.
bool is_row_rule(std::string_view rule) {
  constexpr std::array<std::string_view, 2> kForms{"E-CSV-005", "E-CSV-006"};
  return (rule >= "E-CSV-020" && rule < "E-CSV-025") ||
         (rule >= "E-CSV-030" && rule < "E-CSV-050") ||
         std::find(kForms.begin(), kForms.end(), rule) != kForms.end();
}

// Faults that only count: `rule` has reached what a list keeps.
void count_more(FaultList& faults, const std::string& rule, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) faults.add({.rule = rule});
}

bool is_within(HeldFaults::Count rows, double share) {
  return static_cast<double>(rows.bad) <= share * static_cast<double>(rows.all);
}

std::string at_most(double share) {
  return fmt::format("at most {:.4g}% of the rows faulty", share * 100);
}

InputFault total(std::string_view rule, const std::string& file, HeldFaults::Count rows,
                 std::string expected) {
  return {.rule = std::string(rule),
          .file = file,
          .found = fmt::format("{} of {} rows", rows.bad, rows.all),
          .expected = std::move(expected)};
}

}  // namespace

FileUse use_of(std::string_view file) {
  const auto* known = std::find_if(kFiles.begin(), kFiles.end(),
                                   [&](const KnownFile& one) { return one.name == file; });
  return known == kFiles.end() ? FileUse::kUnknown : known->use;
}

const std::vector<std::string>& used_files() {
  static const std::vector<std::string> kNames = [] {
    std::vector<std::string> names;
    for (const KnownFile& file : kFiles)
      if (file.use == FileUse::kUsed) names.emplace_back(file.name);
    return names;
  }();
  return kNames;
}

FeedTable::FeedTable(std::string bytes, std::string file, const CsvSpec& spec) {
  FaultList all;
  table_ = read_csv(std::move(bytes), std::move(file), spec, all);
  bad_.assign(table_.size(), false);
  std::size_t faulty = 0;
  for (std::size_t row : table_.faulty_rows()) {
    bad_[row] = true;
    ++faulty;
  }
  bad_rows_ = table_.bad_rows();
  all_rows_ = table_.size() + bad_rows_ - faulty;
  held_.sort_in(all);
  usable_ = held_.usable();
}

void FeedTable::fault(std::size_t row, const Found& found) {
  if (!bad_[row]) ++bad_rows_;
  bad_[row] = true;
  held_.add_row_fault(
      CsvRow(table_, row).fault(found.rule, found.field, found.found, found.expected));
}

void FeedTable::warn(std::size_t row, const Found& found) {
  held_.add_warning(
      CsvRow(table_, row).fault(found.rule, found.field, found.found, found.expected));
}

void report_twice(FeedTable& table, std::size_t row, std::size_t first, std::string_view field,
                  std::string_view key) {
  const bool same = !table.bad(row) && table.rows().equal_rows(row, first);
  const std::string line = fmt::format("line {}", table.rows().line(first));
  if (same)
    table.warn(row, {rule::kRowTwice, field, key, "each row once; it repeats " + line});
  else
    table.fault(row, {rule::kKeyTwice, field, key, "an id used once; " + line + " has it already"});
}

void FeedTable::settle(double share, FaultList& faults) {
  held_.settle(table_.file(), {bad_rows_, all_rows_}, share, faults);
}

bool FeedTable::settle_optional(double share, FaultList& faults) {
  return held_.settle_optional(table_.file(), {bad_rows_, all_rows_}, share, faults);
}

void HeldFaults::sort_in(const FaultList& faults) {
  const auto list_of = [this](const InputFault& fault) -> FaultList& {
    if (fault.is_warning()) return warnings_;
    return is_row_rule(fault.rule) && fault.line > 1 ? row_faults_ : structural_;
  };
  std::map<std::string, std::size_t> kept;
  std::size_t errors = faults.errors();
  std::size_t warnings = faults.warnings();
  for (const InputFault& fault : faults.kept()) {
    list_of(fault).add(fault);
    ++kept[fault.rule];
    --(fault.is_warning() ? warnings : errors);
  }
  // The totals stay exact: what was not kept is of a rule that has its hundred.
  for (const InputFault& fault : faults.kept()) {
    std::size_t& rest = fault.is_warning() ? warnings : errors;
    if (kept[fault.rule] == FaultList::kKeptPerRule)
      count_more(list_of(fault), fault.rule, std::exchange(rest, 0));
  }
}

void HeldFaults::demote(FaultList& faults) const {
  for (InputFault fault : row_faults_.kept()) {
    fault.expected += fmt::format(" ({})", fault.rule);
    fault.rule = rule::kRowLeftOut;
    faults.add(std::move(fault));
  }
  count_more(faults, std::string(rule::kRowLeftOut),
             row_faults_.errors() - row_faults_.kept().size());
}

void HeldFaults::settle(const std::string& file, Count rows, double share,
                        FaultList& faults) const {
  faults.merge(structural_);
  faults.merge(warnings_);
  if (rows.bad == 0) return;
  if (is_within(rows, share)) {
    demote(faults);
    faults.add(total(rule::kRowsLeftOut, file, rows, "every row without fault"));
    return;
  }
  faults.merge(row_faults_);
  faults.add(total(rule::kBudget, file, rows, at_most(share)));
}

bool HeldFaults::settle_optional(const std::string& file, Count rows, double share,
                                 FaultList& faults) const {
  faults.merge(structural_);
  faults.merge(warnings_);
  if (rows.bad == 0) return true;
  demote(faults);
  const bool within = is_within(rows, share);
  faults.add(within ? total(rule::kRowsLeftOut, file, rows, "every row without fault")
                    : total(rule::kTableLeftOut, file, rows, at_most(share)));
  return within;
}

}  // namespace stopover::io::gtfs
