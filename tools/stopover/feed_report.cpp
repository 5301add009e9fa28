// SPDX-License-Identifier: Apache-2.0
#include "tools/stopover/feed_report.hpp"

#include <optional>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "engine/base/half_open.hpp"
#include "engine/base/time.hpp"
#include "engine/journeys/from_gtfs.hpp"

namespace stopover::tool {
namespace {

namespace gtfs = io::gtfs;

// Days on which some trip runs. Nothing where it would take long: years of thousands of calendars,
// of which no day is in use.
std::optional<std::size_t> count_days(const gtfs::Feed& feed, HalfOpen<CivilDate> dates) {
  constexpr std::size_t kMostLooks = 50'000'000;
  std::vector<bool> in_use(feed.calendars.size(), false);
  for (const gtfs::Trip& trip : feed.trips) in_use[trip.calendar.value()] = true;
  std::size_t days = 0;
  std::size_t looks = 0;
  for (CivilDate date = dates.from; date < dates.until; date = date.plus_days(1))
    for (const gtfs::CalendarId id : ids_of(feed.calendars)) {
      if (++looks > kMostLooks) return std::nullopt;
      if (!in_use[id.value()] || !feed.calendars[id].runs_on(ServiceDay(date))) continue;
      ++days;
      break;
    }
  return days;
}

void add_days(ValidationReport& report, const gtfs::Feed& feed) {
  const HalfOpen<CivilDate> dates = journeys::dates_of(feed);
  if (dates.empty()) return;
  if (const auto days = count_days(feed, dates)) report.counts.emplace_back("service days", *days);
  report.details.emplace_back("first day", dates.from.text());
  report.details.emplace_back("last day", dates.until.plus_days(-1).text());
}

void add_info(ValidationReport& report, const gtfs::Feed& feed) {
  if (!feed.agencies.empty())
    report.details.emplace_back("time zone", std::string(feed.zone.name()));
  if (!feed.info) return;
  if (!feed.info->publisher.empty()) report.details.emplace_back("publisher", feed.info->publisher);
  if (!feed.info->version.empty()) report.details.emplace_back("version", feed.info->version);
}

}  // namespace

ValidationReport check_feed(const std::string& path, const gtfs::ReadOptions& options) {
  ValidationReport report{.input = path, .kind = "GTFS feed"};
  const gtfs::Feed feed = gtfs::read_feed(path, report.faults, options);
  report.counts = {{"agencies", feed.agencies.size()},
                   {"stops", feed.stops.size()},
                   {"routes", feed.routes.size()},
                   {"services", feed.calendars.size()},
                   {"trips", feed.trips.size()},
                   {"stop times", feed.stop_times.size()},
                   {"frequencies", feed.frequencies.size()},
                   {"blocks", feed.blocks.size()},
                   {"through services", feed.throughs.size()},
                   {"transfers", feed.transfers.size()},
                   {"pathways", feed.pathways.size()},
                   {"levels", feed.levels.size()},
                   {"fares", feed.fares.size()}};
  add_days(report, feed);
  add_info(report, feed);
  if (!feed.not_read.empty())
    report.not_checked.push_back(
        fmt::format("what stands in {}: not used", fmt::join(feed.not_read, ", ")));
  report.not_checked.emplace_back("head signs, colours, web addresses and accessibility: not used");
  report.not_checked.emplace_back(
      "whether the times are true: only that no vehicle must be faster than its kind");
  return report;
}

}  // namespace stopover::tool
