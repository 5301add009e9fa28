// SPDX-License-Identifier: Apache-2.0
#include "tools/stopover/visit_report.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "tools/stopover/figures.hpp"
#include "tools/stopover/journey_source.hpp"
#include "tools/stopover/text_table.hpp"

namespace stopover::tool {
namespace {

using visit::PlannedDay;
using visit::PlannedStop;
using visit::SiteOf;
using visit::VisitItinerary;
using visit::WayLeg;

constexpr std::size_t kNameWidth = 34;
constexpr std::size_t kWayWidth = 44;

std::string yuan_text(Fen fen) {
  return "¥" + whole_text((fen.count() + 50) / 100);
}

std::string span_text(Seconds span, const ReportForm& form) {
  const std::int64_t minutes = (span.count() + 30) / 60;
  if (minutes < 60) return say(form, "{} min", "{} 分", minutes);
  return say(form, "{} h {:02} min", "{} 小时 {:02} 分", minutes / 60, minutes % 60);
}

template <class Named>
std::string name_of(const Named& named, Language language) {
  return language == Language::kChinese && !named.name_zh.empty() ? named.name_zh : named.name;
}

class VisitText {
 public:
  VisitText(const VisitFinding& f, const ReportForm& form) : f_(f), form_(form) {}

  std::string whole() {
    head();
    if (f_.itineraries.empty()) {
      out_ += in(
          form_,
          "No way out and back to the gate in time, over the nights and within the budget. "
          "--taxi,\nanother class of passengers, another hotel or more money may help.\n",
          "在过夜安排与预算之内无法按时返回登机口。可试 --taxi、换旅客类别、换酒店或提高预算。\n");
      return std::move(out_);
    }
    if (f_.itineraries[0].worth == 0 && f_.itineraries[0].price() == Fen(0)) {
      out_ += in(form_, "No visit fits: the hours are those of the airport.\n",
                 "时间不足以外出游览，请留在机场。\n");
      missing(f_.itineraries[0]);
      return std::move(out_);
    }
    for (std::size_t i = 0; i < f_.itineraries.size(); ++i) itinerary(f_.itineraries[i], i + 1);
    foot();
    return std::move(out_);
  }

 private:
  [[nodiscard]] std::string clock(Instant t) const {
    return f_.world.zone.civil(t).text().substr(11, 5);
  }
  [[nodiscard]] std::string stamp(Instant t) const {
    const std::string text = f_.world.zone.civil(t).text();
    return text.substr(0, 10) + " " + text.substr(11, 5);
  }

  void head() {
    const auto& places = f_.world.places;
    out_ += form_.style.paint(Colour::kBold,
                              fmt::format("{} {} → {} {}", name_of(places[f_.from], form_.language),
                                          stamp(f_.arrive), name_of(places[f_.to], form_.language),
                                          stamp(f_.depart))) +
            "\n";
    out_ += say(form_, "Gate closes {}; missed with at most {:.4g} %; ",
                "登机口 {} 关闭；误机概率不超过 {:.4g} %；", clock(f_.gate), f_.most_missed * 100);
    out_ += in(form_, f_.taxi ? "by taxi too" : "without taxis",
               f_.taxi ? "可乘出租车" : "不乘出租车") +
            "\n";
    if (!f_.luggage) return;
    if (f_.storage != nullptr)
      out_ += say(form_, "Luggage: {}, {} a person\n", "行李：{}，每人 {}\n",
                  name_of(*f_.storage, form_.language), yuan_text(f_.storage->price));
    else
      out_ += in(form_, "Luggage: no storage at the way back; it is carried\n",
                 "行李：返程处无寄存点，需随身携带\n");
  }

  void itinerary(const VisitItinerary& one, std::size_t number) {
    out_ +=
        "\n" +
        form_.style.paint(Colour::kBold,
                          say(form_, "{}. worth ¥{}, costs {} a person; {} at sights",
                              "{}. 价值 ¥{}，每人花费 {}；游览 {}", number, whole_text(one.worth),
                              yuan_text(one.price()), span_text(one.visiting, form_))) +
        "\n";
    for (std::size_t d = 0; d < one.days.size(); ++d) day(one, d);
    out_ += say(form_, "  at the gate {} before it closes; missed {}; leave the last stop by {}\n",
                "  提前 {} 到登机口；误机概率 {}；最迟 {} 离开最后一站\n",
                span_text(one.slack, form_), miss_text(one.miss), clock(one.leave_latest));
    missing(one);
  }

  void missing(const VisitItinerary& one) {
    for (const visit::SightId must : one.must_missing)
      out_ += say(form_, "  does not fit: {}\n", "  无法安排：{}\n",
                  name_of(f_.book.sights[must], form_.language));
  }

  static std::string miss_text(const visit::MissChance& miss) {
    return fmt::format("{:.2f} % ({:.2f} … {:.2f})", miss.share * 100, miss.low * 100,
                       miss.high * 100);
  }

  void day(const VisitItinerary& one, std::size_t d) {
    const PlannedDay& day = one.days[d];
    if (one.days.size() > 1) out_ += "  " + day.date.text() + "\n";
    TextTable table({{in(form_, "from", "起"), Align::kRight},
                     {in(form_, "until", "止"), Align::kRight},
                     {in(form_, "what", "内容"), Align::kLeft, kNameWidth},
                     {in(form_, "how", "方式"), Align::kLeft, kWayWidth},
                     {in(form_, "yuan", "元"), Align::kRight}});
    for (std::size_t w = 0; w < day.ways.size(); ++w) {
      way(one, d, w, table);
      if (w >= day.stops.size()) continue;
      const PlannedStop& stop = day.stops[w];
      table.add({clock(stop.start), clock(stop.leave), stop_name(f_, stop, form_.language),
                 span_text(stop.leave - stop.start, form_), whole_text(stop.price.count() / 100)});
    }
    out_ += table.text(form_.style);
  }

  void way(const VisitItinerary& one, std::size_t d, std::size_t w, TextTable& table) {
    const visit::Way& way = one.days[d].ways[w];
    if (way.legs.empty()) return;
    std::string how;
    for (const WayLeg& leg : way.legs) {
      const std::string name = leg_name(f_, leg, form_.language);
      if (how.ends_with(name)) continue;
      how += (how.empty() ? "" : ", ") + name;
    }
    table.add({clock(way.depart), clock(way.arrive), "→ " + end_name(f_, one, d, w, form_.language),
               how, whole_text((way.fare.count() + 50) / 100)});
  }

  void foot() {
    const VisitItinerary& best = f_.itineraries.front();
    if (best.hotel)
      out_ += say(form_, "\nHotel: {}, {} a room and night\n", "\n酒店：{}，每间每晚 {}\n",
                  name_of(f_.book.hotels[*best.hotel], form_.language),
                  yuan_text(f_.book.hotels[*best.hotel].room));
    out_ += in(form_,
               "\nWorth: hours at the segment's value of time by assumed appeal and interest, less "
               "tickets.\nNear ways and prices are partly assumed: docs/models/visit.md.\n",
               "\n价值：按客群时间价值与假定的吸引力、兴趣折算，已扣门票。\n"
               "近距离交通与部分价格为假设：见 docs/models/visit.md。\n");
  }

  const VisitFinding& f_;
  const ReportForm& form_;
  std::string out_;
};

std::string grid(const VisitTable& table, const ReportForm& form, const std::string& title,
                 const auto& cell) {
  std::vector<TextTable::Column> columns{{in(form, "hours", "小时"), Align::kRight}};
  for (const int slot : table.slots)
    columns.push_back({fmt::format("{:02}:00", slot), Align::kRight});
  TextTable text(columns);
  for (std::size_t l = 0; l < table.lengths.size(); ++l) {
    std::vector<std::string> row{std::to_string(table.lengths[l])};
    for (std::size_t s = 0; s < table.slots.size(); ++s) {
      const visit::VisitValue& value = table.values[l * table.slots.size() + s];
      row.push_back(value.feasible ? cell(value) : "–");
    }
    text.add(row);
  }
  return heading(title, form) + text.text(form.style);
}

}  // namespace

std::string stop_name(const VisitFinding& finding, const PlannedStop& stop, Language language) {
  const bool zh = language == Language::kChinese;
  if (stop.of.kind == SiteOf::Kind::kSight)
    return name_of(finding.book.sights[stop.of.sight], language);
  const std::string meal = stop.of.kind == SiteOf::Kind::kLunch ? (zh ? "午餐：" : "lunch: ")
                                                                : (zh ? "晚餐：" : "dinner: ");
  return meal + name_of(finding.book.meals[stop.of.meal], language);
}

std::string leg_name(const VisitFinding& finding, const WayLeg& leg, Language language) {
  const bool zh = language == Language::kChinese;
  switch (leg.kind) {
    case WayLeg::Kind::kRide:
      for (const auto& line : finding.scenario.elements().line())
        if (line.id() == leg.line)
          return zh && !line.name_zh().empty() ? line.name_zh() : line.name();
      return scenario_mode(leg.mode, language) + " " + leg.line;
    case WayLeg::Kind::kRoad:
      return leg.mode == scenario::CAR ? (zh ? "汽车" : "car") : (zh ? "出租车" : "taxi");
    case WayLeg::Kind::kFormalities:
      return leg.from == leg.to ? (zh ? "进出站" : "station") : (zh ? "手续与步行" : "formalities");
    case WayLeg::Kind::kWalk:
      return zh ? "步行" : "on foot";
    case WayLeg::Kind::kLocal:
      return zh ? "市内公交" : "city transport";
  }
  return {};
}

std::string end_name(const VisitFinding& finding, const VisitItinerary& itinerary, std::size_t day,
                     std::size_t way, Language language) {
  const PlannedDay& planned = itinerary.days[day];
  if (way < planned.stops.size()) return stop_name(finding, planned.stops[way], language);
  if (day + 1 < itinerary.days.size() && itinerary.hotel)
    return name_of(finding.book.hotels[*itinerary.hotel], language);
  return name_of(finding.world.places[finding.to], language);
}

std::string visit_text(const VisitFinding& finding, const ReportForm& form) {
  return VisitText(finding, form).whole();
}

std::string visit_table_text(const VisitFinding& finding, const VisitTable& table,
                             const ReportForm& form) {
  std::string out =
      say(form, "{}, arrivals of {}: layovers by length and hour of arrival\n",
          "{}，{} 到达：按停留时长与到达时刻\n",
          name_of(finding.world.places[finding.from], form.language), table.day.text());
  out += grid(table, form, in(form, "Usable hours", "可用小时数"), [](const auto& value) {
    return fmt::format("{:.1f}", static_cast<double>(value.usable.count()) / 3600);
  });
  out += grid(table, form,
              in(form, "Worth of the best itinerary, yuan a person", "最佳行程价值，元/人"),
              [](const auto& value) { return whole_text(value.best); });
  out +=
      grid(table, form,
           in(form, "Expected maximum, minutes of the value of time", "期望最大值，时间价值分钟"),
           [](const auto& value) { return fmt::format("{:.0f}", value.minutes); });
  return out;
}

}  // namespace stopover::tool
