// SPDX-License-Identifier: Apache-2.0
#include "tools/stopover/journey_report.hpp"

#include <algorithm>
#include <cstdint>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "engine/io/gtfs_fares.hpp"
#include "engine/journeys/journey_text.hpp"
#include "tools/stopover/figures.hpp"
#include "tools/stopover/text_table.hpp"

namespace stopover::tool {
namespace {

using journeys::JourneyLeg;
using journeys::StopId;

TimeZone zone_of(const JourneySource& source, StopId stop) {
  return source.transit.stops()[stop].zone;
}

std::string clock(const JourneySource& source, StopId stop, Instant t, CivilDate first) {
  const CivilTime civil = zone_of(source, stop).civil(t);
  const std::string text = civil.text().substr(11, 5);
  const std::int32_t days = days_between(first, civil.date);
  return days == 0 ? text : fmt::format("{} {:+}", text, days);
}

std::string span_text(Seconds span, bool zh) {
  const std::int64_t minutes = (span.count() + 30) / 60;
  if (minutes < 60) return fmt::format("{} {}", minutes, zh ? "分" : "min");
  return zh ? fmt::format("{} 小时 {:02} 分", minutes / 60, minutes % 60)
            : fmt::format("{} h {:02} min", minutes / 60, minutes % 60);
}

// Whole yuan; of another currency all digits, "USD 2.75".
std::string price_text(const JourneySource& source, Fen fare) {
  if (source.currency == "CNY") return "¥" + whole_text((fare.count() + 50) / 100);
  const int digits = io::gtfs::minor_digits(source.currency);
  std::int64_t unit = 1;
  for (int i = 0; i < digits; ++i) unit *= 10;
  if (digits == 0) return fmt::format("{} {}", source.currency, whole_text(fare.count()));
  return fmt::format("{} {}.{:0{}}", source.currency, whole_text(fare.count() / unit),
                     fare.count() % unit, digits);
}

enum class LegKind : std::uint8_t { kRide, kRoad, kWalk };

LegKind leg_kind(const JourneySource& source, const JourneyLeg& leg) {
  if (leg.is_ride()) return LegKind::kRide;
  return source.roads.contains({leg.from, leg.to}) ? LegKind::kRoad : LegKind::kWalk;
}

// Links take no time between a place and its door.
bool is_shown(const JourneyLeg& leg) {
  return leg.is_ride() || leg.arrive != leg.depart;
}

const journeys::LineInfo& line_of(const JourneySource& source, const JourneyLeg& leg) {
  return source.transit.patterns()[source.transit.trips()[leg.trip].pattern].line;
}

std::string means(const JourneySource& source, const JourneyLeg& leg, Language language) {
  const bool zh = language == Language::kChinese;
  switch (leg_kind(source, leg)) {
    case LegKind::kRide: {
      const journeys::LineInfo& line = line_of(source, leg);
      return fmt::format("{} {}{}", source.mode_name(line.mode, language), line.name,
                         leg.stays_on ? (zh ? "(不换车)" : " (stay on board)") : "");
    }
    case LegKind::kRoad:
      return fmt::format("{} {}", zh ? "道路" : "road", source.roads.at({leg.from, leg.to}));
    default:
      if (source.names[leg.from].key != source.names[leg.to].key)
        return source.is_feed ? (zh ? "步行" : "on foot")
                              : (zh ? "步行与手续" : "on foot, formalities");
      return zh ? "市内接驳" : "to or from the door";
  }
}

class Writer {
 public:
  Writer(const JourneySource& source, Language language, const Style& style)
      : source_(source), language_(language), zh_(language == Language::kChinese), style_(style) {}

  std::string journey(const FoundJourney& found, std::size_t number) {
    const journeys::JourneyPoint first = found.parts.front().journey.point;
    const journeys::JourneyPoint last = found.parts.back().journey.point;
    std::int32_t change_count = 0;
    Fen fare{};
    for (const journeys::Offer& part : found.parts) {
      change_count += std::max(0, part.journey.point.boardings - 1);
      fare += part.fare;
    }
    date_ =
        zone_of(source_, found.parts.front().journey.legs.front().from).civil(first.depart).date;
    const StopId origin = found.parts.front().journey.legs.front().from;
    const StopId end = found.parts.back().journey.legs.back().to;
    std::string head = fmt::format(
        "{}. {} {} – {}  {}  {}", number, date_.text(), clock(source_, origin, first.depart, date_),
        clock(source_, end, last.arrive, date_), span_text(last.arrive - first.depart, zh_),
        changes(change_count));
    if (source_.priced) head += "  " + price_text(source_, fare);
    std::string out = style_.paint(Colour::kBold, head) + "\n";
    TextTable table({{zh_ ? "出发" : "leaves", Align::kRight},
                     {zh_ ? "到达" : "arrives", Align::kRight},
                     {zh_ ? "起" : "from"},
                     {zh_ ? "讫" : "to"},
                     {zh_ ? "方式" : "by"},
                     {zh_ ? "用时" : "takes", Align::kRight},
                     {zh_ ? "之前等候" : "wait before", Align::kRight}});
    for (std::size_t i = 0; i < found.parts.size(); ++i) {
      if (i > 0) {
        const journeys::Offer& before = found.parts[i - 1];
        table.add(
            {"", "", place(before.journey.legs.back().to), "", zh_ ? "停留" : "stay",
             span_text(found.parts[i].journey.point.depart - before.journey.point.arrive, zh_),
             ""});
      }
      add_legs(found.parts[i].journey, table);
    }
    return out + table.text(style_);
  }

 private:
  [[nodiscard]] const std::string& place(StopId stop) const {
    return source_.label(stop, language_);
  }
  [[nodiscard]] std::string changes(int count) const {
    if (count == 0) return zh_ ? "直达" : "no change";
    if (zh_) return fmt::format("换乘 {} 次", count);
    return count == 1 ? "1 change" : fmt::format("{} changes", count);
  }

  void add_legs(const journeys::Journey& journey, TextTable& table) {
    std::optional<Instant> at;
    for (const JourneyLeg& leg : journey.legs) {
      if (is_shown(leg))
        table.add({clock(source_, leg.from, leg.depart, date_),
                   clock(source_, leg.to, leg.arrive, date_), place(leg.from), place(leg.to),
                   means(source_, leg, language_), span_text(leg.arrive - leg.depart, zh_),
                   at && leg.depart > *at ? span_text(leg.depart - *at, zh_) : ""});
      at = leg.arrive;
    }
  }

  const JourneySource& source_;
  Language language_;
  bool zh_;
  Style style_;
  CivilDate date_;
};

nlohmann::json leg_json(const JourneySource& source, const JourneyLeg& leg) {
  const LegKind kind = leg_kind(source, leg);
  nlohmann::json out{{"kind", kind == LegKind::kRide   ? "ride"
                              : kind == LegKind::kRoad ? "road"
                                                       : "walk"},
                     {"from", source.names[leg.from].key},
                     {"to", source.names[leg.to].key},
                     {"depart", iso_text(leg.depart, zone_of(source, leg.from))},
                     {"arrive", iso_text(leg.arrive, zone_of(source, leg.to))},
                     {"seconds", (leg.arrive - leg.depart).count()}};
  if (kind == LegKind::kRoad) out["road"] = source.roads.at({leg.from, leg.to});
  if (kind != LegKind::kRide) return out;
  const journeys::LineInfo& line = line_of(source, leg);
  out["line"] = line.name;
  out["mode"] = source.mode_name(line.mode, Language::kEnglish);
  out["trip"] = std::string(source.transit.name_of(leg.trip));
  out["service_day"] = leg.day.date().text();
  out["stays_on"] = leg.stays_on;
  return out;
}

}  // namespace

std::string service_days_text(const JourneySource& source, Language language) {
  const bool zh = language == Language::kChinese;
  const HalfOpen<CivilDate> dates = source.days;
  if (dates.empty()) return zh ? "此输入没有任何班次运行的日期" : "there is no day with services";
  return fmt::format(
      fmt::runtime(zh ? "此输入的班次自 {} 至 {}" : "there are services from {} to {}"),
      dates.from.text(), dates.until.plus_days(-1).text());
}

std::string journeys_text(const JourneySource& source, const JourneyQuestion& question,
                          const std::vector<FoundJourney>& found, Language language,
                          const Style& style) {
  const bool zh = language == Language::kChinese;
  std::string out = fmt::format("{} → {}", source.label(question.from, language),
                                source.label(question.to, language));
  if (question.via)
    out += fmt::format(fmt::runtime(zh ? "，经 {}" : ", by way of {}"),
                       source.label(*question.via, language));
  if (question.via && question.stay > Seconds(0))
    out += fmt::format(fmt::runtime(zh ? "，停留至少 {}" : " for at least {}"),
                       span_text(question.stay, zh));
  const TimeZone zone = zone_of(source, question.arrive_by ? question.to : question.from);
  const auto civil = [&](Instant t) { return zone.civil(t).text().substr(0, 16); };
  const std::string when =
      question.arrive_by
          ? fmt::format(fmt::runtime(zh ? "{} 前到达" : "to arrive by {}"),
                        civil(*question.arrive_by))
          : fmt::format(fmt::runtime(zh ? "{} 至 {} 出发" : "leaving from {} to {}"),
                        civil(question.departures.from), civil(question.departures.until));
  out += fmt::format("\n{} ({})\n", when, zone.name());
  if (found.empty())
    return out +
           fmt::format(
               fmt::runtime(zh ? "没有找到行程。可延长 --window、放宽 --boardings 或换日期：{}。\n"
                               : "No journey found. A longer --window, more --boardings or another "
                                 "day may help: {}.\n"),
               service_days_text(source, language));
  Writer writer(source, language, style);
  for (std::size_t i = 0; i < found.size(); ++i) out += "\n" + writer.journey(found[i], i + 1);
  return out;
}

namespace {

// As the legs have it: Offer.walking counts a link by the hour with its least time.
std::int64_t seconds_beside_rides(const journeys::Journey& journey) {
  Seconds sum{};
  for (const JourneyLeg& leg : journey.legs)
    if (!leg.is_ride()) sum += leg.arrive - leg.depart;
  return sum.count();
}

nlohmann::json answer_json(const JourneySource& source, const JourneyAnswer& answer) {
  nlohmann::json list = nlohmann::json::array();
  const JourneyQuestion& question = answer.question;
  for (const FoundJourney& f : answer.found) {
    nlohmann::json parts = nlohmann::json::array();
    std::int64_t fare = 0;
    for (const journeys::Offer& part : f.parts) {
      nlohmann::json legs = nlohmann::json::array();
      for (const JourneyLeg& leg : part.journey.legs)
        if (is_shown(leg)) legs.push_back(leg_json(source, leg));
      parts.push_back({{"boardings", part.journey.point.boardings},
                       {"walking_seconds", seconds_beside_rides(part.journey)},
                       {"legs", legs}});
      fare += part.fare.count();
    }
    const auto& first = f.parts.front().journey;
    const auto& last = f.parts.back().journey;
    nlohmann::json one{{"depart", iso_text(first.point.depart, zone_of(source, question.from))},
                       {"arrive", iso_text(last.point.arrive, zone_of(source, question.to))},
                       {"seconds", (last.point.arrive - first.point.depart).count()},
                       {"parts", parts}};
    if (source.priced && source.currency == "CNY") one["fare_fen"] = fare;
    if (source.priced && source.currency != "CNY")
      one["fare"] = {{"minor_units", fare}, {"currency", source.currency}};
    list.push_back(one);
  }
  return {{"from", source.names[question.from].key},
          {"to", source.names[question.to].key},
          {"journeys", list}};
}

// Stops of schedules have none.
bool has_position(const journeys::Stop& stop) {
  return stop.lon != 0 || stop.lat != 0;
}

}  // namespace

nlohmann::json journeys_json(const JourneySource& source, const std::vector<JourneyAnswer>& answers,
                             bool pairs) {
  nlohmann::json out{{"format", "stopover-journeys-1"}, {"input", source.name}};
  if (answers.front().question.via) out["via"] = source.names[*answers.front().question.via].key;
  if (!pairs) {
    out.update(answer_json(source, answers.front()));
    return out;
  }
  out["pairs"] = nlohmann::json::array();
  for (const JourneyAnswer& answer : answers) out["pairs"].push_back(answer_json(source, answer));
  return out;
}

nlohmann::json journeys_geojson(const JourneySource& source,
                                const std::vector<JourneyAnswer>& answers) {
  nlohmann::json features = nlohmann::json::array();
  const auto& stops = source.transit.stops();
  const auto point = [&](StopId stop) {
    return nlohmann::json::array({stops[stop].lon, stops[stop].lat});
  };
  const auto add = [&](const JourneyAnswer& answer, std::size_t number, const JourneyLeg& leg) {
    if (!is_shown(leg) || point(leg.from) == point(leg.to)) return;
    if (!has_position(stops[leg.from]) || !has_position(stops[leg.to])) return;
    nlohmann::json properties = leg_json(source, leg);
    properties["journey"] = number;
    if (answers.size() > 1) {
      properties["origin"] = source.names[answer.question.from].key;
      properties["destination"] = source.names[answer.question.to].key;
    }
    features.push_back(
        {{"type", "Feature"},
         {"properties", properties},
         {"geometry",
          {{"type", "LineString"},
           {"coordinates", nlohmann::json::array({point(leg.from), point(leg.to)})}}}});
  };
  for (const JourneyAnswer& answer : answers)
    for (std::size_t i = 0; i < answer.found.size(); ++i)
      for (const journeys::Offer& part : answer.found[i].parts)
        for (const JourneyLeg& leg : part.journey.legs) add(answer, i + 1, leg);
  return {{"type", "FeatureCollection"}, {"features", features}};
}

std::string journeys_lines(const JourneySource& source, const std::vector<JourneyAnswer>& answers) {
  std::string out;
  const journeys::StopWords stops(source.transit);
  for (const JourneyAnswer& answer : answers)
    for (const FoundJourney& found : answer.found) {
      for (const journeys::Offer& part : found.parts)
        out += (&part == &found.parts.front() ? "" : " stay ") +
               journeys::text_of(source.transit, stops, part.journey);
      out += "\n";
    }
  return out;
}

}  // namespace stopover::tool
