// SPDX-License-Identifier: Apache-2.0
#include "engine/io/gtfs_rules.hpp"

#include <array>

namespace stopover::io::gtfs {
namespace {

constexpr std::array<Rule, 57> kRules{{
    {"E-GTFS-001", "There is no GTFS feed here", "此处没有 GTFS 数据",
     "None of agency.txt, stops.txt, routes.txt, trips.txt and stop_times.txt was found, neither "
     "at "
     "the top nor in one sub-folder. Check the path; an archive inside an archive is not opened.",
     "顶层及单个子文件夹内都没有 "
     "agency.txt、stops.txt、routes.txt、trips.txt、stop_times.txt。请检查"
     "路径；压缩包内的压缩包不会打开。"},
    {"E-GTFS-002", "There is more than one feed here", "此处有多份 GTFS 数据",
     "Several folders hold a feed and it would be a guess which one is meant. Unpack them and give "
     "the folder of one.",
     "多个文件夹都含有数据，无法判断所指。请解压并给出其中一个文件夹。"},
    {"E-GTFS-003", "A file of the feed is missing", "缺少数据文件",
     "agency.txt, stops.txt, routes.txt, trips.txt and stop_times.txt are needed. Names are in "
     "small letters.",
     "agency.txt、stops.txt、routes.txt、trips.txt、stop_times.txt 必不可少，文件名为小写。"},
    {"E-GTFS-004", "The feed has no calendar", "缺少运行日历",
     "Either calendar.txt or calendar_dates.txt must say on which days trips run.",
     "calendar.txt 与 calendar_dates.txt 至少要有一个，用来说明车次在哪些日期运行。"},
    {"E-GTFS-005", "Too many rows of a table are faulty", "表中错误行过多",
     "Up to half a percent of faulty rows are left out with a warning; more means that the file is "
     "damaged or another kind of table, and the rest of it cannot be trusted either.",
     "错误行不超过 0.5% 时略去并警告；超过则说明文件已损坏或不是该表，其余内容也不可信。"},
    {"E-GTFS-006", "No trip is left", "没有可用的车次",
     "The feed holds no trip with two stops and times, so it moves nobody.",
     "没有任何车次具备两个以上带时刻的站点，无法运送乘客。"},
    {"W-GTFS-007", "A file is not part of GTFS", "文件不属于 GTFS",
     "Nothing reads it; check the spelling of its name.", "没有程序读取该文件，请检查文件名。"},
    {"W-GTFS-008", "A file of the feed is not read", "有文件未被读取",
     "Fares version 2 and flexible services are not read: what only these files say is not known "
     "here, and a price comes from fare_attributes.txt or not at all.",
     "第二版票价与灵活服务不读取：仅由这些文件给出的内容在此未知，票价只取自 "
     "fare_attributes.txt。"},
    {"E-GTFS-010", "An id is used twice", "标识重复",
     "Rows are named by their id. The message names the line that had it first; this row is left "
     "out.",
     "各行以标识区分。提示中给出首次出现的行；本行被略去。"},
    {"E-GTFS-011", "A reference leads nowhere", "引用的对象不存在",
     "The row names something that no row of the other table defines. Often one of the two files "
     "is "
     "older, or was cut.",
     "本行所引用的标识在对应表中没有定义。常见原因：两个文件版本不同，或其一被截断。"},
    {"E-GTFS-012", "A route does not say whose it is", "线路缺少运营单位",
     "With more than one agency each needs an agency_id, and each route names one.",
     "有多个运营单位时，每个单位都要有 agency_id，每条线路都要注明所属单位。"},
    {"W-GTFS-013", "A row is there twice", "行重复",
     "It says the same as the line named, so it is left out.", "与所指的行内容相同，已略去。"},
    {"E-GTFS-020", "The time zone is not known", "未知的时区",
     "agency_timezone is a name of the tz database, such as Asia/Shanghai or Asia/Tokyo; "
     "abbreviations and offsets are not.",
     "agency_timezone 须为 tz 数据库中的名称，如 Asia/Shanghai、Asia/Tokyo，不能写缩写或时差。"},
    {"E-GTFS-021", "The agencies have different time zones", "各运营单位时区不同",
     "All times of a feed are in one zone. Split the feed by zone.",
     "一份数据的所有时刻属于同一时区，请按时区拆分。"},
    {"E-GTFS-022", "A stop has no position", "站点没有坐标",
     "Platforms, stations and entrances need stop_lat and stop_lon.",
     "站台、车站和出入口必须有 stop_lat 与 stop_lon。"},
    {"W-GTFS-023", "A stop lies at 0, 0", "站点坐标为 0, 0",
     "That is a point in the Gulf of Guinea; most often the position was missing.",
     "该点位于几内亚湾，多半是坐标缺失。"},
    {"E-GTFS-024", "A stop's parent is of the wrong kind", "上级站点类型不符",
     "A platform, entrance or node belongs to a station (location_type 1), a boarding area to a "
     "platform (0), a station to nothing; entrances, nodes and boarding areas need a parent.",
     "站台、出入口和节点从属于车站（location_type "
     "1），上车区从属于站台（0），车站没有上级；出入口、"
     "节点和上车区必须有上级。"},
    {"W-GTFS-025", "The kind of a route is not known", "未知的线路类型",
     "route_type is neither one of the basic kinds (0 to 7, 11, 12) nor an extended one (100 to "
     "1799). It counts as a bus.",
     "route_type 既非基本类型（0–7、11、12）也非扩展类型（100–1799），按公共汽车处理。"},
    {"W-GTFS-026", "A stop's parent is not in the feed", "上级站点不在数据中",
     "The stop stands alone; cut-out feeds often lack their stations. Map the stop itself.",
     "该站点按独立站点处理；截取的数据常缺车站。请直接映射该站点。"},
    {"W-GTFS-027", "A platform is far from its station", "站台离车站过远",
     "They are more than a kilometre apart; one of the two positions or the parent is wrong.",
     "两者相距一公里以上，坐标或上级车站之一有误。"},
    {"W-GTFS-028", "A stop's level is not in the feed", "站点楼层不在数据中",
     "levels.txt does not define it, so the stop has no level.",
     "levels.txt 没有该楼层，按无楼层处理。"},
    {"E-GTFS-030", "A calendar ends before it begins", "日历结束早于开始",
     "end_date is the last day of service and not before start_date.",
     "end_date 是最后一个运行日，不得早于 start_date。"},
    {"W-GTFS-031", "A calendar has no day", "日历中没有运行日",
     "No weekday is set, or all are taken back by exceptions: its trips never run.",
     "没有设置任何星期，或全部被例外取消，其车次从不运行。"},
    {"W-GTFS-032", "A calendar passes the last known zone rule", "日历超出时区规则年限",
     "After 2037 a zone with daylight saving keeps its winter time here.",
     "2037 年之后，实行夏令时的时区在此一律按冬令时计算。"},
    {"W-GTFS-033", "Days lie outside the dates that the feed states", "日期超出数据的有效期",
     "feed_info.txt says from when to when the feed speaks. Before and after, what runs and what "
     "does not is not known: take the feed of those days.",
     "feed_info.txt 说明了数据的有效期，期外是否开行并不可知，请换用当期数据。"},
    {"W-GTFS-034", "feed_info.txt has more than one row", "feed_info.txt 多于一行",
     "The first row counts.", "以第一行为准。"},
    {"W-GTFS-040", "A trip has fewer than two stops", "车次站点不足两个",
     "It carries nobody and is left out. Often stop_times.txt was cut.",
     "无法运送乘客，已略去。常见原因：stop_times.txt 被截断。"},
    {"E-GTFS-041", "The first or last stop of a trip has no time", "首站或末站没有时刻",
     "Times in between are filled in, these cannot be. The trip is left out.",
     "中间站时刻可以推算，首末站不能。该车次被略去。"},
    {"E-GTFS-042", "Times go back along a trip", "车次时刻倒退",
     "Each stop is reached at or after the departure before it and left at or after its arrival. "
     "After midnight times go on: 24:10, 25:00. The trip is left out.",
     "到站不得早于上一站发车，发车不得早于到站。过午夜继续累加：24:10、25:00。该车次被略去。"},
    {"E-GTFS-043", "A stop_sequence is used twice in a trip", "同一车次站序重复",
     "The order of stops would be a guess. The trip is left out.", "站点顺序不明，该车次被略去。"},
    {"W-GTFS-044", "A stop has one of its two times", "只有到站或发车时刻",
     "The other is taken to be the same.", "另一个按相同时刻处理。"},
    {"E-GTFS-045", "A trip stops at something that is no platform", "车次停靠的不是站台",
     "stop_times names stops with location_type 0, not stations, entrances or nodes. The trip is "
     "left out.",
     "stop_times 只能引用 location_type 为 0 的站点，不能是车站、出入口或节点。该车次被略去。"},
    {"W-GTFS-046", "Distances go back along a trip", "车次里程倒退",
     "shape_dist_traveled grows along a trip. Between timed stops where it does not, blank times "
     "are filled in equal steps instead.",
     "shape_dist_traveled 应沿车次递增。在其未递增的两个有时刻的站之间，空白时刻改按等分推算。"},
    {"W-GTFS-047", "A trip is faster than its kind of vehicle", "车次速度超出车型",
     "The straight line between two timed stops asks for a speed that such vehicles do not reach, "
     "with a minute to spare for rounding: over 500 km/h for rail, 1,200 for aircraft, 150 for all "
     "others. Often a position is wrong. Each pair of stops is named once.",
     "按两站直线距离推算的速度超出此类车辆（已放宽一分钟）：铁路 500、航空 1200、其他 150 公里每小"
     "时。常因坐标有误。每对站点只提示一次。"},
    {"W-GTFS-048", "Trips of one vehicle overlap", "同一车辆的车次重叠",
     "Trips with one block_id are run by one vehicle, and these run at the same time on some day. "
     "Both stay; passengers are not carried from one into the other.",
     "block_id 相同的车次由同一车辆运行，而这两个车次在某日时间重叠。两者都保留，但不作直通。"},
    {"W-GTFS-049", "Two trips are the same", "两个车次相同",
     "They are of one route, call at the same stops at the same times and run on a common day, so "
     "that the service counts twice. Both stay: trains of two halves are written so.",
     "同一线路、同站同时刻，且在某日同时开行，运力被计两次。两者都保留：重联列车也会如此填写。"},
    {"W-GTFS-050", "A row was left out", "略去一行",
     "It is faulty, but few rows of the table are. The message ends in the rule it breaks.",
     "该行有误，但表中此类行很少。提示末尾给出所违反的规则。"},
    {"W-GTFS-051", "Rows of a table were left out", "表中有行被略去",
     "The message gives how many of how many. Trips that need them are left out too.",
     "提示中给出数量。依赖它们的车次同时略去。"},
    {"W-GTFS-052", "A table was left out", "略去整张表",
     "Too many of its rows are faulty to trust the others. The timetable does not need it: "
     "transfers, "
     "pathways, levels, fares or the feed's dates are then unknown.",
     "错误行过多，其余行也不可信。时刻表本身不依赖该表：换乘、通道、楼层、票价或有效期按未知处理"
     "。"},
    {"E-GTFS-060", "A frequency ends before it begins", "班次时段结束早于开始",
     "end_time is later than start_time.", "end_time 须晚于 start_time。"},
    {"E-GTFS-061", "Frequencies of a trip overlap", "同一车次的班次时段重叠",
     "Both would run, which doubles the service. Part the periods.",
     "两个时段都会开行，班次加倍。请分开时段。"},
    {"E-GTFS-070", "The feed has too many runs", "班次总数过多",
     "Departures on the simulated days pass the limit that guards memory: often a headway in "
     "minutes "
     "stands for seconds. Map fewer stops, or simulate fewer days.",
     "模拟期内的发车数超过内存上限：常因把分钟当作秒。请减少映射的站点或模拟天数。"},
    {"E-GTFS-071", "A mapped stop is not in the feed", "映射的站点不在数据中",
     "stop_place of the scenario names a stop_id that stops.txt does not have, or an airport or "
     "station that the schedule does not have.",
     "方案 stop_place 中的 stop_id 在 stops.txt 中不存在，或时刻数据中没有该机场、车站。"},
    {"W-GTFS-072", "The feed adds no service", "数据未增加任何服务",
     "No trip calls at two mapped stops. Map more stops, or drop the feed.",
     "没有车次停靠两个已映射的站点。请增加映射或移除该数据。"},
    {"W-GTFS-073", "No trip runs on the simulated days", "模拟期内没有车次",
     "The calendars of the feed end before or begin after them.",
     "数据的日历在模拟期之前结束或之后开始。"},
    {"W-GTFS-074", "The feed's fares are in another currency", "票价为其他货币",
     "A scenario counts in yuan and states no exchange rate: rides of this feed cost nothing. "
     "Write "
     "its lines in the scenario if their fares matter.",
     "方案以人民币计价且不含汇率，该数据的乘车票价按零计。若票价重要，请在方案中写明线路。"},
    {"W-GTFS-075", "No fare of the feed applies to a ride", "没有适用的票价",
     "The feed has fares, but none for this route between these stops: the ride costs nothing.",
     "数据含有票价，但该线路这两站之间没有适用者，按零计。"},
    {"E-GTFS-080", "A transfer lacks an end", "换乘缺少一端",
     "Types 0 to 3 need from_stop_id and to_stop_id, types 4 and 5 from_trip_id and to_trip_id.",
     "类型 0–3 须有 from_stop_id 与 to_stop_id，类型 4、5 须有 from_trip_id 与 to_trip_id。"},
    {"E-GTFS-081", "A transfer is at something that is no stop", "换乘地点不是站点",
     "A transfer is between platforms (location_type 0) or stations (1); of types 4 and 5 between "
     "platforms.",
     "换乘只能在站台（location_type 0）或车站（1）之间；类型 4、5 只能在站台之间。"},
    {"E-GTFS-082", "A transfer's trip is elsewhere", "换乘的车次不符",
     "from_trip_id and to_trip_id belong to the route and call at the stop that stand next to "
     "them.",
     "from_trip_id、to_trip_id 须属于同侧所列的线路，并停靠同侧所列的站点。"},
    {"W-GTFS-083", "A minimum time has no time", "最短换乘时间为空",
     "transfer_type 2 says that a time is needed, and min_transfer_time not which. It counts as a "
     "recommended transfer.",
     "transfer_type 为 2 却没有 min_transfer_time，按推荐换乘处理。"},
    {"W-GTFS-084", "A vehicle goes on in the middle of a trip", "直通发生在车次中途",
     "An in-seat transfer leads from the last stop of a trip to the first of the next, which "
     "leaves "
     "later. This one does not, so passengers are not carried over.",
     "直通应从前一车次的末站到后一车次的首站，且后者更晚发车。此处不符，故不作直通。"},
    {"E-GTFS-085", "A pathway ends at the wrong kind of stop", "通道端点类型不符",
     "Pathways join platforms, entrances, nodes and boarding areas; not stations, and not a "
     "platform that has boarding areas.",
     "通道连接站台、出入口、节点和上车区；不能连接车站，也不能连接设有上车区的站台。"},
    {"E-GTFS-086", "An exit gate is open both ways", "出站闸机双向通行",
     "A pathway with pathway_mode 7 leads out only.", "pathway_mode 为 7 的通道只能出站。"},
    {"W-GTFS-087", "A pathway leads to where it begins", "通道首尾相同", "It is left out.",
     "该通道被略去。"},
    {"E-GTFS-088", "A price is not an amount of its currency", "票价不是该货币的金额",
     "A price is a number, not negative, with no more decimals than the currency has (2 of CNY, 0 "
     "of JPY), at most 1,000,000,000. The fare is left out.",
     "票价须为非负数，小数位数不超过该货币（人民币 2 位，日元 0 位），且不超过 10 "
     "亿。该票价被略去。"},
    {"W-GTFS-089", "Fares are in several currencies", "票价有多种货币",
     "Prices are compared within one currency only.", "价格只在同一货币内比较。"},
}};

}  // namespace

std::span<const Rule> gtfs_rules() {
  return kRules;
}

}  // namespace stopover::io::gtfs
