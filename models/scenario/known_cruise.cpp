// SPDX-License-Identifier: Apache-2.0
#include "models/scenario/known_cruise.hpp"

#include <fmt/format.h>

namespace stopover::scenario {
namespace {

constexpr double kMinutes = 1440;
constexpr double kMoney = 1e6;

constexpr KnownParameter kCruiseFigures[] = {
    {"bags.first_minutes", "min", 0, kMinutes, !kCount, "from mooring to the first bag in the hall",
     "靠泊至首件行李到厅"},
    {"bags.per_guest", "-", 0, 5, !kCount, "bags that go by the hall, a guest",
     "每位旅客托运行李件数"},
    {"bags.per_minute", "1/min", 0.1, 10'000, !kCount, "bags that come to the hall, a ship",
     "每船每分钟到厅行李件数"},
    {"berth.change_minutes", "min", 0, kMinutes, !kCount,
     "between one ship and the next at a berth", "同一泊位前后两船间隔"},
    {"call.arrive_hour", "h", 0, 24, !kCount, "arrival where a call has the date alone",
     "仅有日期的航次的到港时刻"},
    {"call.depart_hour", "h", 0, 24, !kCount, "departure where a call has the date alone",
     "仅有日期的航次的离港时刻"},
    {"call.give_up_hours", "h", 0, 240, !kCount,
     "a ship that could not moor so long after its time leaves the call out",
     "超过计划如此之久仍不能靠泊则取消挂靠"},
    {"checkin.closes_minutes", "min", 0, kMinutes, !kCount, "check-in closes before sailing",
     "开航前停止办理登船手续"},
    {"checkin.opens_minutes", "min", 1, kMinutes, !kCount, "check-in opens before sailing",
     "开航前开始办理登船手续"},
    {"checkin.reserve_minutes", "min", 0, kMinutes, !kCount,
     "guests want to come so long before check-in closes at the latest; by train or flight twice "
     "its mean lateness earlier",
     "旅客计划最迟在停止办理前如此之久到达；乘列车或飞机者再提前两倍平均晚点"},
    {"checkin.sd_minutes", "min", 0, kMinutes, !kCount,
     "spread of coming to the terminal about the wanted time", "到港时刻离散度"},
    {"coach.persons", "-", 1, 100, kCount, "guests of a coach", "每辆大巴人数"},
    {"crew.ashore", "-", 0, 1, !kCount, "share of the crew that goes ashore", "船员登岸比例"},
    {"egate.share", "-", 0, 1, !kCount, "guests who may use e-gates and do", "使用自助通道的比例"},
    {"fee.gt_yuan", "yuan", 0, kMoney, !kCount, "port fees a gross ton and call",
     "每总吨每航次港口费"},
    {"fee.guest_yuan", "yuan", 0, kMoney, !kCount, "port fees a passenger movement",
     "每旅客人次港口费"},
    {"gangway.closes_minutes", "min", 0, kMinutes, !kCount, "the gangway closes before sailing",
     "开航前收舷梯"},
    {"gangway.per_minute", "1/min", 1, 1000, !kCount, "guests over the gangways of a ship",
     "每船每分钟过舷梯人数"},
    {"goal.passengers", "-", 1, 1e9, kCount, "passengers in and out a year that the plan wants",
     "规划年旅客吞吐量"},
    {"group.guests", "-", 1, 20'000, kCount, "guests called to the gangway together",
     "每批下船旅客人数"},
    {"group.list_hours", "h", 0, 1000, kCount, "names of tours are filed before the arrival",
     "团组名单提前申报小时数"},
    {"load.lower_berths", "-", 0, 2, !kCount, "guests over lower berths", "客座率（按下铺）"},
    {"load.sd", "-", 0, 1, !kCount, "spread of the load between calls", "航次间客座率标准差"},
    {"mix.over_64", "-", 0, 1, !kCount, "guests of 65 and over", "65岁及以上旅客比例"},
    {"mix.under_14", "-", 0, 1, !kCount, "guests under 14", "14岁以下旅客比例"},
    {"mode.hour", "1/h", -100, 0, !kCount, "utility of an hour on the way", "在途一小时的效用"},
    {"mode.hundred_yuan", "1/100 yuan", -100, 0, !kCount, "utility of a hundred yuan",
     "每百元的效用"},
    {"ship.late_minutes", "min", 0, 10'000, !kCount, "mean of late ships, exponential",
     "晚点船舶平均晚点"},
    {"ship.late_share", "-", 0, 1, !kCount, "ships that come late", "船舶晚点比例"},
    {"shore.margin_minutes", "min", 0, kMinutes, !kCount, "all aboard before sailing",
     "开航前须返船"},
    {"slow.over_64", "-", 1, 10, !kCount, "desk time of guests of 65 and over, as a multiple",
     "65岁及以上旅客办理时间倍数"},
    {"terminal.clearance_minutes", "min", 0, kMinutes, !kCount,
     "from mooring to the first guest off", "靠泊至首位旅客下船"},
    {"turnaround.least_minutes", "min", 0, 2880, !kCount,
     "from mooring to sailing at least, where guests change", "换客航次最短在泊时间"},
    {"wait.minutes", "min", 0, kMinutes, !kCount, "a wait that is thought too long",
     "视为过长的排队时间"},
    {"wait.share", "-", 0, 1, !kCount, "of guests who shall wait less at every desk",
     "等候达标旅客比例目标"},
};

static_assert(is_sorted_by_name(kCruiseFigures));

}  // namespace

std::span<const KnownParameter> known_cruise_figures() {
  return kCruiseFigures;
}

const KnownParameter* find_cruise_figure(std::string_view name) {
  return find_known(kCruiseFigures, name);
}

std::string cruise_figures_markdown() {
  std::string out =
      "# Figures of the cruise model\n\n"
      "What the model of cruise ports asks for by name: one element `cruise_figure` or one row of "
      "`cruise_figures` each. A scenario with calls or deployments gives all of them.\n\n"
      "| name | unit | from | to | meaning | 含义 |\n| --- | --- | --- | --- | --- | --- |\n";
  for (const KnownParameter& p : kCruiseFigures)
    out += fmt::format("| `{}` | {}{} | {} | {} | {} | {} |\n", p.name, p.unit,
                       p.whole ? ", whole" : "", p.min, p.max, p.meaning, p.meaning_zh);
  return out;
}

}  // namespace stopover::scenario
