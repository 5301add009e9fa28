// SPDX-License-Identifier: Apache-2.0
#include "tools/stopover/choices_report.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <tuple>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "models/simulation/market_shares.hpp"
#include "tools/stopover/figures.hpp"
#include "tools/stopover/text_table.hpp"

namespace stopover::tool {
namespace {

using simulation::Asked;

struct Word {
  std::string_view id;
  const char* english;
  const char* chinese;
};

constexpr std::array<Word, 6> kGroups{{{"all", "All travellers", "全部旅客"},
                                       {"resident-out", "Residents, leaving", "居民出行"},
                                       {"resident-back", "Residents, returning", "居民返程"},
                                       {"visitor-in", "Visitors, arriving", "访客来沪"},
                                       {"visitor-back", "Visitors, returning", "访客返程"},
                                       {"through", "Through passengers", "过境旅客"}}};
constexpr std::array<Word, simulation::kWayKinds.size()> kWays{
    {{"air", "by air", "航空"},
     {"air-rail", "air and rail", "空铁联运"},
     {"airside", "change here, airside", "本口岸中转不出隔离区"},
     {"step-out", "change here, step out", "中转间短暂出机场"},
     {"nights", "change here, stay nights", "中转并过夜停留"},
     {"rival-hub", "change elsewhere", "经其他枢纽中转"},
     {"land", "by land", "陆路"}}};
constexpr std::array<Word, simulation::kLevers.size()> kLevers{
    {{"air", "by air", "航空"},
     {"air-rail", "air and rail", "空铁联运"},
     {"gateway", "change here", "本口岸中转"},
     {"rival-hub", "change elsewhere", "经其他枢纽中转"},
     {"land", "by land", "陆路"}}};
constexpr std::array<Word, 8> kWorths{
    {{"riding", "riding", "乘车乘机"},
     {"waiting", "waiting", "等候"},
     {"connecting", "connecting", "换乘衔接"},
     {"arriving late", "arriving late", "晚到"},
     {"standing", "riding, standing", "站立乘车"},
     {"leaving earlier than wanted", "leaving earlier than wanted", "早于期望出发"},
     {"leaving later than wanted", "leaving later than wanted", "晚于期望出发"},
     {"a change of vehicle", "a change of vehicle (each)", "一次换乘（每次）"}}};

// Of choices that both scenarios offer: with fewer, what is new decides.
constexpr double kHalfHolds = 0.99;

std::string name_of(const Word& word, const ReportForm& form) {
  return in(form, word.english, word.chinese);
}

// Found by what they are.
class Book {
 public:
  explicit Book(const std::vector<Asked>& asked) {
    for (const Asked& a : asked) by_name_[{a.id, a.group, a.of, a.by}] = &a;
  }
  [[nodiscard]] const Asked* find(std::string_view id, std::string_view group, std::string_view of,
                                  std::string_view by = "") const {
    const auto at =
        by_name_.find({std::string(id), std::string(group), std::string(of), std::string(by)});
    return at == by_name_.end() ? nullptr : at->second;
  }

 private:
  std::map<std::tuple<std::string, std::string, std::string, std::string>, const Asked*> by_name_;
};

// Two decimals: elasticities have no unit.
std::string number_text(double value) {
  return fmt::format("{:.2f}", value == 0 ? 0.0 : value);
}

std::string number_interval(const std::optional<stats::Interval>& interval) {
  return interval ? fmt::format("{:.2f} … {:.2f}", interval->low, interval->high) : "–";
}

// The total interval where there is one.
const std::optional<stats::Interval>& widest(const Asked& a) {
  return a.total ? a.total : a.simulation.interval;
}

std::string shares_table(const Book& book, const ReportForm& form) {
  TextTable table({{in(form, "", "")},
                   {in(form, "people/day", "人/日"), Align::kRight},
                   {in(form, "share", "占比"), Align::kRight},
                   {in(form, "95 % simulation", "95 % 模拟区间"), Align::kRight},
                   {in(form, "95 % total", "95 % 总区间"), Align::kRight}});
  for (const Word& group : kGroups) {
    const Asked* const persons = book.find("persons", group.id, "");
    if (persons == nullptr) continue;
    table.add(
        {name_of(group, form), whole_text(std::llround(persons->simulation.value)), "", "", ""});
    for (const Word& way : kWays)
      if (const Asked* const share = book.find("share", group.id, way.id))
        table.add({"  " + name_of(way, form), "", figure_text("share", share->simulation.value),
                   interval_text("share", share->simulation.interval),
                   interval_text("share", share->total)});
  }
  return heading(in(form, "What they would choose", "旅客的选择"), form) + table.text(form.style);
}

std::string own_table(const Book& book, const ReportForm& form) {
  std::vector<TextTable::Column> columns{{in(form, "", "")}};
  constexpr std::array<const char*, 3> kEnglish{"price", "riding", "waiting"};
  constexpr std::array<const char*, 3> kChinese{"价格", "乘行时间", "等候与衔接"};
  for (std::size_t a = 0; a < kEnglish.size(); ++a) {
    columns.push_back({in(form, kEnglish[a], kChinese[a]), Align::kRight});
    columns.push_back({in(form, "95 %", "95 %"), Align::kRight});
  }
  TextTable table(columns);
  for (const Word& group : kGroups) {
    if (group.id == "all" || book.find("persons", group.id, "") == nullptr) continue;
    table.add({name_of(group, form), "", "", "", "", "", ""});
    for (std::size_t k = 0; k < kWays.size(); ++k) {
      const Word& way = kWays[k];
      if (book.find("share", group.id, way.id) == nullptr) continue;
      std::vector<std::string> row{"  " + name_of(way, form)};
      const auto kind = static_cast<simulation::WayKind>(k);
      const auto lever = simulation::kLevers[static_cast<std::size_t>(simulation::lever_of(kind))];
      for (const std::string_view attribute : simulation::kAttributes) {
        const Asked* const own =
            book.find("elasticity", group.id, way.id, fmt::format("{} of {}", attribute, lever));
        row.push_back(own == nullptr ? "–" : number_text(own->simulation.value));
        row.push_back(own == nullptr ? "" : number_interval(widest(*own)));
      }
      table.add(row);
    }
  }
  return heading(
             in(form, "Own elasticities: per cent of change for a per cent more on all its ways",
                "自弹性：该类方案全部提高 1 % 时选择量变化的百分数"),
             form) +
         table.text(form.style);
}

std::string cross_table(const Book& book, const Word& group, const ReportForm& form) {
  std::vector<const Word*> ways;
  for (const Word& way : kWays)
    if (book.find("share", group.id, way.id) != nullptr) ways.push_back(&way);
  if (ways.size() < 2) return {};
  std::vector<TextTable::Column> columns{{in(form, "price of", "价格变动")}};
  for (const Word* const way : ways)
    columns.push_back({in(form, way->id, way->chinese), Align::kRight});
  TextTable table(columns);
  for (const Word& changed : kLevers) {
    if (book.find("elasticity", group.id, ways.front()->id,
                  fmt::format("price of {}", changed.id)) == nullptr)
      continue;
    std::vector<std::string> row{"  " + name_of(changed, form)};
    for (const Word* const of : ways) {
      const Asked* const cross =
          book.find("elasticity", group.id, of->id, fmt::format("price of {}", changed.id));
      row.push_back(number_text(cross == nullptr ? 0.0 : cross->simulation.value));
    }
    table.add(row);
  }
  return heading(say(form, "{}: elasticities to prices", "{}：价格弹性", name_of(group, form)),
                 form) +
         table.text(form.style);
}

std::string worth_table(const Book& book, const ReportForm& form) {
  TextTable table({{in(form, "", "")},
                   {in(form, "yuan", "元"), Align::kRight},
                   {in(form, "95 % total", "95 % 总区间"), Align::kRight}});
  for (const Word& worth : kWorths)
    if (const Asked* const a = book.find("worth", "all", worth.id))
      table.add({"  " + name_of(worth, form), fmt::format("{:.0f}", a->simulation.value),
                 widest(*a) ? fmt::format("{:.0f} … {:.0f}", std::max(0.0, widest(*a)->low),
                                          widest(*a)->high)
                            : "–"});
  return heading(in(form, "What an hour is worth, in the mean of all travellers",
                    "一小时的价值（全部旅客平均）"),
                 form) +
         table.text(form.style);
}

nlohmann::ordered_json interval_json(const std::optional<stats::Interval>& interval) {
  if (!interval) return nullptr;
  return {interval->low, interval->high};
}

}  // namespace

std::string choices_text(const std::vector<Asked>& asked, const ReportForm& form) {
  const Book book(asked);
  std::string out = shares_table(book, form) + own_table(book, form);
  for (const Word& group : kGroups)
    if (group.id != "all") out += cross_table(book, group, form);
  return out + worth_table(book, form);
}

std::string surplus_text(const std::vector<Asked>& asked, const ReportForm& form) {
  const Book book(asked);
  TextTable table({{in(form, "", "")},
                   {in(form, "yuan/day", "元/日"), Align::kRight},
                   {in(form, "95 % total", "95 % 总区间"), Align::kRight},
                   {in(form, "rule of a half", "半数法则"), Align::kRight},
                   {in(form, "in both", "共有"), Align::kRight}});
  for (const Word& group : kGroups) {
    const Asked* const surplus = book.find("surplus", group.id, "");
    if (surplus == nullptr) continue;
    const Asked* const half = book.find("surplus_by_half", group.id, "");
    const Asked* const matched = book.find("surplus_matched", group.id, "");
    const double covered = matched == nullptr ? 0.0 : matched->simulation.value;
    table.add({"  " + name_of(group, form), change_text("yuan/day", surplus->simulation.value),
               change_interval_text("yuan/day", widest(*surplus)),
               half == nullptr || covered < kHalfHolds
                   ? "–"
                   : change_text("yuan/day", half->simulation.value),
               figure_text("share", covered)});
  }
  const std::string title = in(form, "What the variant is worth to travellers (consumer surplus)",
                               "对比情景对旅客的价值（消费者剩余）");
  if (table.empty())
    return heading(title, form) +
           in(form, "Nothing: nobody's choice changes.\n", "无：没有人的选择发生变化。\n");
  return heading(title, form) + table.text(form.style) +
         in(form,
            "The rule of a half knows only ways that both scenarios offer. \"In both\" is the "
            "share\n"
            "of choices that are such; below 99 % the rule says nothing of the whole.\n",
            "半数法则只计两情景共有的方案；“共有”为此类选择所占的比例，低于 99 % 时该法则不能\n"
            "代表整体。\n");
}

nlohmann::ordered_json asked_json(const std::vector<Asked>& asked) {
  nlohmann::ordered_json all = nlohmann::ordered_json::array();
  for (const Asked& a : asked) {
    nlohmann::ordered_json row;
    row["id"] = a.id;
    row["group"] = a.group;
    if (!a.of.empty()) row["of"] = a.of;
    if (!a.by.empty()) row["by"] = a.by;
    if (!a.unit.empty()) row["unit"] = a.unit;
    row["value"] = a.simulation.value;
    row["simulation_95"] = interval_json(a.simulation.interval);
    row["total_95"] = interval_json(a.total);
    all.push_back(std::move(row));
  }
  return all;
}

}  // namespace stopover::tool
