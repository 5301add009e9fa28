// SPDX-License-Identifier: Apache-2.0
// A collection of broken and odd feeds of other projects: for each what must be said about it.
//
// Many rows of the collection lack their last cells, which is a fault of its own (E-CSV-020) and
// hides the one that the feed was made for. So each feed is read twice: as it is, and with short
// rows filled up. What is expected may come from either.
#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include <gtest/gtest.h>

#include "engine/io/file_source.hpp"
#include "tests/engine/io/fault_codes.hpp"
#include "tests/engine/io/feed_text.hpp"

namespace stopover::io::gtfs {
namespace {

namespace fs = std::filesystem;

struct Expected {
  std::string_view zip;
  std::string_view rule;  // of an error, a warning or a row left out; "" if nothing is wrong for us
};

// Without a rule, because nothing that is read is wrong:
//   faults of shapes, attributions, colours, names and descriptions: not read, or of no effect;
//   faults inside fares version 2: the files are named as not read (W-GTFS-008);
//   calendar-all-days-empty has service by its exceptions, calendar-too-short by a day;
//   duplicate_stop and stop-too-close have two stops at one place, each with its own id;
//   routes-extended-types-warning has kinds that are known here.
constexpr std::array<Expected, 115> kExpected{{
    {"gtfs_lib/fake-agency-interpolated-stop-times", "W-GTFS-044"},
    {"gtfs_lib/fake-agency-only-calendar-dates", ""},
    {"gtfs_lib/fake-agency-overlapping-trips", "W-GTFS-048"},
    {"gtfs_lib/fake-agency-service-without-days", "W-GTFS-031"},
    {"gtfs_lib/fake-agency", "E-GTFS-082"},
    {"gtfs_lib/fake-ferry-blank-pickups", ""},
    {"gtfsvtor/MBTA_random_shapes", "E-CSV-020"},
    {"gtfsvtor/aachener_73069683", ""},
    {"gtfsvtor/bad_coords", "E-CSV-049"},
    {"gtfsvtor/bad_date_format", "E-CSV-036"},
    {"gtfsvtor/bogus_shape", ""},
    {"gtfsvtor/bogus_transfers_extended", "E-GTFS-011"},
    {"gtfsvtor/duplicate_ids", "E-GTFS-010"},
    {"gtfsvtor/duplicate_schedule_id", "W-GTFS-013"},
    {"gtfsvtor/duplicate_stop", "E-CSV-020"},
    {"gtfsvtor/duplicate_trips", "W-GTFS-049"},
    {"gtfsvtor/empty_calendar", "W-GTFS-031"},
    {"gtfsvtor/extra_row_cells", "E-CSV-021"},
    {"gtfsvtor/good_feed", ""},
    {"gtfsvtor/incomplete_shapes", "E-GTFS-011"},
    {"gtfsvtor/invalid_route_agency", "E-GTFS-011"},
    {"gtfsvtor/invalid_stoptime_type", "E-GTFS-045"},
    {"gtfsvtor/missing_calendar", "E-GTFS-004"},
    {"gtfsvtor/missing_departure_time", "W-GTFS-044"},
    {"gtfsvtor/missing_routes", "E-GTFS-003"},
    {"gtfsvtor/missing_row_cells", "E-CSV-020"},
    {"gtfsvtor/noservice_exception", "W-GTFS-031"},
    {"gtfsvtor/only_calendar_dates", ""},
    {"gtfsvtor/overlapping_blockid", "W-GTFS-048"},
    {"gtfsvtor/route_colors", ""},
    {"gtfsvtor/route_names", ""},
    {"gtfsvtor/shapes", ""},
    {"gtfsvtor/single_agency", "W-GTFS-028"},
    {"gtfsvtor/sweg_zero_coordinates", "W-GTFS-023"},
    {"gtfsvtor/toofast_travel", "W-GTFS-047"},
    {"gtfsvtor/trip_transfers_type_45", "E-GTFS-080"},
    {"gtfsvtor/undefined_stop", "E-GTFS-011"},
    {"gtfsvtor/unknown_file", "W-GTFS-007"},
    {"gtfsvtor/unused_data", "E-GTFS-021"},
    {"gtfsvtor/verybad", "E-GTFS-020"},
    {"transitfeed/bad_date_format", "E-CSV-036"},
    {"transitfeed/bad_eol", "E-CSV-006"},
    {"transitfeed/contains_null", "E-CSV-003"},
    {"transitfeed/duplicate_schedule_id", "W-GTFS-013"},
    {"transitfeed/duplicate_stop", "E-CSV-020"},
    {"transitfeed/duplicate_stop_sequence", "E-GTFS-043"},
    {"transitfeed/good_feed", ""},
    {"transitfeed/invalid_agency_ids", "E-GTFS-012"},
    {"transitfeed/invalid_route_agency", "E-GTFS-011"},
    {"transitfeed/missing_agency", "E-GTFS-003"},
    {"transitfeed/missing_calendar", "E-GTFS-004"},
    {"transitfeed/missing_column", "E-CSV-010"},
    {"transitfeed/missing_endpoint_times", "E-GTFS-041"},
    {"transitfeed/missing_routes", "E-GTFS-003"},
    {"transitfeed/missing_stops", "E-GTFS-003"},
    {"transitfeed/missing_trips", "E-GTFS-003"},
    {"transitfeed/missing_weekday_column", "E-CSV-010"},
    {"transitfeed/negative_stop_sequence", "E-CSV-049"},
    {"transitfeed/only_calendar_dates", ""},
    {"transitfeed/repeated_route_name", ""},
    {"transitfeed/same_short_long_name", ""},
    {"transitfeed/undefined_stop", "E-GTFS-011"},
    {"transitfeed/unknown_format", "E-ZIP-001"},
    {"transitfeed/utf16", "E-CSV-002"},
    {"transitfeed/utf8bom", ""},
    {"transitland_best_practices/agency-inconsistent-timezone", "E-GTFS-021"},
    {"transitland_best_practices/calendar-all-days-empty", ""},
    {"transitland_best_practices/calendar-no-scheduled-service", "W-GTFS-031"},
    {"transitland_best_practices/calendar-too-short", ""},
    {"transitland_best_practices/frequencies-overlap", "E-GTFS-061"},
    {"transitland_best_practices/frequency-duration", "E-GTFS-060"},
    {"transitland_best_practices/routes-duplicate-long-name", ""},
    {"transitland_best_practices/routes-extended-types-warning", ""},
    {"transitland_best_practices/routes-route-desc-duplicates-name", ""},
    {"transitland_best_practices/stop-too-close", ""},
    {"transitland_best_practices/stop-too-far-from-shape", ""},
    {"transitland_best_practices/stop-too-far", "W-GTFS-027"},
    {"transitland_best_practices/trips-block-overlap", "W-GTFS-048"},
    {"transitland_errors/attributions-unknown-trip_id", ""},
    {"transitland_errors/calendar-duplicate", "W-GTFS-013"},
    {"transitland_errors/calendar_dates-duplicate", "W-GTFS-013"},
    {"transitland_errors/fare-rules-duplicates", "W-GTFS-013"},
    {"transitland_errors/fare_attributes-conditional-agency_id", "E-GTFS-012"},
    {"transitland_errors/fare_leg_rules-unknown-from_area_id", "W-GTFS-008"},
    {"transitland_errors/fare_products-route-based-network_id", "W-GTFS-008"},
    {"transitland_errors/fare_products-unknown-rider_category_id", "W-GTFS-008"},
    {"transitland_errors/fare_rules-unknown-destination_id", "E-GTFS-011"},
    {"transitland_errors/fare_rules-unknown-fare_id", "E-GTFS-011"},
    {"transitland_errors/fare_rules-unknown-origin_id", "E-GTFS-011"},
    {"transitland_errors/fare_transfer_rules-unknown-fare_product_id", "W-GTFS-008"},
    {"transitland_errors/fare_transfer_rules-unknown-filter_fare_product_id", "W-GTFS-008"},
    {"transitland_errors/fare_transfer_rules-unknown-from_leg_group_id", "W-GTFS-008"},
    {"transitland_errors/fare_transfer_rules-unknown-to_leg_group_id", "W-GTFS-008"},
    {"transitland_errors/feed-headers-duplicate", "E-CSV-012"},
    {"transitland_errors/feed-headers-missing", "E-CSV-010"},
    {"transitland_errors/frequencies-unknown-trip_id", "E-GTFS-011"},
    {"transitland_errors/networks-duplicate-network_id", "W-GTFS-008"},
    {"transitland_errors/route_networks-unknown-network_id", "W-GTFS-008"},
    {"transitland_errors/route_networks-unknown-route_id", "W-GTFS-008"},
    {"transitland_errors/routes-conditional-agency_id", "E-GTFS-012"},
    {"transitland_errors/routes-unknown-agency_id", "E-GTFS-011"},
    {"transitland_errors/shapes-sequence", ""},
    {"transitland_errors/stop_times-unknown-stop_id", "E-GTFS-011"},
    {"transitland_errors/stops-duplicate", "E-GTFS-010"},
    {"transitland_errors/stops-invalid-parent_station", "E-GTFS-024"},
    {"transitland_errors/transfer-unknown-to_route_id", "E-GTFS-011"},
    {"transitland_errors/transfer-unknown-to_stop_id", "E-GTFS-011"},
    {"transitland_errors/trips-backwards-distance", "W-GTFS-046"},
    {"transitland_errors/trips-backwards-time", "E-GTFS-042"},
    {"transitland_errors/trips-duplicate", "W-GTFS-013"},
    {"transitland_errors/trips-no-stop-times", "W-GTFS-040"},
    {"transitland_errors/trips-unknown-route_id", "E-GTFS-011"},
    {"transitland_errors/trips-unknown-shape_id", ""},
    {"transitland_zip/example-nested-dir-ambiguous", "E-GTFS-002"},
    {"transitland_zip/example-nested-two-feeds", "E-GTFS-002"},
}};

// The rule itself, or that of a row left out for it.
const InputFault* find(const FaultList& faults, std::string_view rule) {
  const std::string left_out = " (" + std::string(rule) + ")";
  const auto& kept = faults.kept();
  const auto at = std::find_if(kept.begin(), kept.end(), [&](const InputFault& fault) {
    return fault.rule == rule || fault.expected.ends_with(left_out);
  });
  return at == kept.end() ? nullptr : &*at;
}

// What says nothing about a row.
bool is_of_a_file(const InputFault& fault) {
  constexpr std::array<std::string_view, 15> kRules{
      "E-GTFS-001", "E-GTFS-002", "E-GTFS-003", "E-GTFS-004", "E-GTFS-005",
      "E-GTFS-006", "W-GTFS-007", "W-GTFS-008", "W-GTFS-033", "W-GTFS-051",
      "W-GTFS-052", "E-CSV-001",  "W-CSV-001",  "W-CSV-002",  "E-ZIP-001"};
  return std::find(kRules.begin(), kRules.end(), fault.rule) != kRules.end();
}

// Commas at the end of rows that have fewer than the first line; rows with quotes stay.
std::string filled_up(std::string_view text) {
  std::string out;
  std::optional<std::ptrdiff_t> width;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    const bool newline = end < text.size();
    text.remove_prefix(newline ? end + 1 : end);
    const bool cr = line.ends_with('\r');
    if (cr) line.remove_suffix(1);
    out += line;
    const std::ptrdiff_t commas = std::count(line.begin(), line.end(), ',');
    if (!width) width = commas;
    if (!line.empty() && line.find('"') == std::string_view::npos && commas < *width)
      out.append(static_cast<std::size_t>(*width - commas), ',');
    if (cr) out += '\r';
    if (newline) out += '\n';
  }
  return out;
}

FaultList faults_filled_up(const std::string& zip) {
  FaultList faults;
  const TempFolder folder;
  try {
    const FileSource source = FileSource::open(zip);
    for (const std::string& name : source.names()) folder.write(name, filled_up(source.read(name)));
    (void)read_feed(folder.path().string(), faults);
  } catch (const InputError& error) {
    faults.merge(error.faults());
  }
  return faults;
}

TEST(GtfsDirty, EachFeedIsSaidWhatIsWrongWithIt) {
  const char* root = std::getenv("STOPOVER_SHARED_DATA");
  if (root == nullptr) GTEST_SKIP() << "STOPOVER_SHARED_DATA is not set";
  const std::set<std::string> harmless{"W-CSV-001", "W-CSV-003", "W-GTFS-007", "W-GTFS-008"};
  for (const Expected& one : kExpected) {
    SCOPED_TRACE(one.zip);
    const std::string zip =
        (fs::path(root) / "gtfs_dirty" / (std::string(one.zip) + ".zip")).string();
    FaultList as_it_is;
    (void)read_feed(zip, as_it_is);
    const FaultList filled = faults_filled_up(zip);
    for (const FaultList* faults : {&std::as_const(as_it_is), &filled})
      for (const InputFault& fault : faults->kept())
        EXPECT_TRUE(fault.line > 0 || is_of_a_file(fault)) << fault.text();
    if (one.rule.empty()) {
      for (const std::string& code : codes_of(filled))
        EXPECT_TRUE(harmless.contains(code)) << filled.text();
      EXPECT_FALSE(filled.has_errors()) << filled.text();
      continue;
    }
    const InputFault* fault = find(filled, one.rule);
    if (fault == nullptr) fault = find(as_it_is, one.rule);
    ASSERT_NE(fault, nullptr) << one.rule << "\n" << as_it_is.text() << filled.text();
    const bool of_the_feed = one.rule == "E-ZIP-001" || one.rule == "E-GTFS-002";
    EXPECT_EQ(fault->file.find(".txt") == std::string::npos, of_the_feed) << fault->text();
  }
}

TEST(GtfsDirty, NoFeedOfTheCollectionIsForgotten) {
  const char* root = std::getenv("STOPOVER_SHARED_DATA");
  if (root == nullptr) GTEST_SKIP() << "STOPOVER_SHARED_DATA is not set";
  const std::string manifest = read_file((fs::path(root) / "gtfs_dirty/MANIFEST.csv").string());
  std::set<std::string> listed;
  for (std::size_t at = 0; (at = manifest.find('\n', at)) != std::string::npos;) {
    const std::size_t end = manifest.find(".zip,", ++at);
    if (end != std::string::npos) listed.insert(manifest.substr(at, end - at));
  }
  std::set<std::string> expected;
  for (const Expected& one : kExpected) expected.emplace(one.zip);
  EXPECT_EQ(listed, expected);
}

}  // namespace
}  // namespace stopover::io::gtfs
