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
  if (const auto days = count_days(feed, dates))
    report.counts.emplace_back(Phrase{"service days", "运行天数"}, *days);
  report.details.emplace_back(Phrase{"first day", "首日"}, dates.from.text());
  report.details.emplace_back(Phrase{"last day", "末日"}, dates.until.plus_days(-1).text());
}

void add_info(ValidationReport& report, const gtfs::Feed& feed) {
  if (!feed.agencies.empty())
    report.details.emplace_back(Phrase{"time zone", "时区"}, std::string(feed.zone.name()));
  if (!feed.info) return;
  if (!feed.info->publisher.empty())
    report.details.emplace_back(Phrase{"publisher", "发布者"}, feed.info->publisher);
  if (!feed.info->version.empty())
    report.details.emplace_back(Phrase{"version", "版本"}, feed.info->version);
}

}  // namespace

ValidationReport check_feed(const std::string& path, const gtfs::ReadOptions& options) {
  ValidationReport report{.input = path, .kind = {"GTFS feed", "GTFS 数据"}};
  const gtfs::Feed feed = gtfs::read_feed(path, report.faults, options);
  report.counts = {{{"agencies", "运营机构"}, feed.agencies.size()},
                   {{"stops", "站点"}, feed.stops.size()},
                   {{"routes", "线路"}, feed.routes.size()},
                   {{"services", "运行日历"}, feed.calendars.size()},
                   {{"trips", "车次"}, feed.trips.size()},
                   {{"stop times", "停靠时刻"}, feed.stop_times.size()},
                   {{"frequencies", "发车间隔"}, feed.frequencies.size()},
                   {{"blocks", "车辆任务"}, feed.blocks.size()},
                   {{"through services", "直通车次"}, feed.throughs.size()},
                   {{"transfers", "换乘规定"}, feed.transfers.size()},
                   {{"pathways", "站内通道"}, feed.pathways.size()},
                   {{"levels", "楼层"}, feed.levels.size()},
                   {{"fares", "票价"}, feed.fares.size()}};
  add_days(report, feed);
  add_info(report, feed);
  if (!feed.not_read.empty())
    report.not_checked.push_back(
        {fmt::format("what stands in {}: not used", fmt::join(feed.not_read, ", ")),
         fmt::format("{} 的内容：未使用", fmt::join(feed.not_read, "、"))});
  report.not_checked.push_back({"head signs, colours, web addresses and accessibility: not used",
                                "终到站名、颜色、网址和无障碍信息：未使用"});
  report.not_checked.push_back(
      {"whether the times are true: only that no vehicle must be faster than its kind",
       "时刻是否属实：只检查车辆是否需要快于同类车辆的速度"});
  return report;
}

}  // namespace stopover::tool
