// SPDX-License-Identifier: Apache-2.0
// JSON, GeoJSON and iCalendar of `stopover visit`.
#include <string>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "tools/stopover/visit_report.hpp"

namespace stopover::tool {
namespace {

using visit::PlannedStop;
using visit::SiteOf;
using visit::VisitItinerary;
using visit::WayLeg;

constexpr std::size_t kCalendarOctets = 75;

const char* kind_word(const WayLeg& leg) {
  switch (leg.kind) {
    case WayLeg::Kind::kRide:
      return "ride";
    case WayLeg::Kind::kRoad:
      return "road";
    case WayLeg::Kind::kFormalities:
      return "formalities";
    case WayLeg::Kind::kWalk:
      return "walk";
    case WayLeg::Kind::kLocal:
      return "local";
  }
  return "";
}

const visit::Spot& spot_of(const VisitFinding& f, const PlannedStop& stop) {
  return stop.of.kind == SiteOf::Kind::kSight ? f.book.sights[stop.of.sight].spot
                                              : f.book.meals[stop.of.meal].spot;
}

const std::string& key_of(const VisitFinding& f, const PlannedStop& stop) {
  return stop.of.kind == SiteOf::Kind::kSight ? f.book.sights[stop.of.sight].key
                                              : f.book.meals[stop.of.meal].key;
}

const char* stop_word(const PlannedStop& stop) {
  return stop.of.kind == SiteOf::Kind::kSight   ? "sight"
         : stop.of.kind == SiteOf::Kind::kLunch ? "lunch"
                                                : "dinner";
}

nlohmann::json leg_json(const VisitFinding& f, const WayLeg& leg) {
  nlohmann::json out{{"kind", kind_word(leg)},
                     {"from", nullptr},
                     {"to", nullptr},
                     {"depart", iso_text(leg.depart, f.world.zone)},
                     {"arrive", iso_text(leg.arrive, f.world.zone)}};
  if (!leg.from.is_none()) out["from"] = f.world.places[leg.from].key;
  if (!leg.to.is_none()) out["to"] = f.world.places[leg.to].key;
  if (!leg.line.empty()) out["line"] = leg.line;
  return out;
}

nlohmann::json way_json(const VisitFinding& f, const visit::Way& way) {
  nlohmann::json legs = nlohmann::json::array();
  for (const WayLeg& leg : way.legs) legs.push_back(leg_json(f, leg));
  return {{"depart", iso_text(way.depart, f.world.zone)},
          {"arrive", iso_text(way.arrive, f.world.zone)},
          {"fare_fen", way.fare.count()},
          {"walk_metres", way.walk_m},
          {"legs", legs}};
}

nlohmann::json stop_json(const VisitFinding& f, const PlannedStop& stop) {
  const visit::Spot& spot = spot_of(f, stop);
  nlohmann::json out{{"kind", stop_word(stop)},
                     {"id", key_of(f, stop)},
                     {"name", stop_name(f, stop, Language::kEnglish)},
                     {"name_zh", stop_name(f, stop, Language::kChinese)},
                     {"lon", spot.lon},
                     {"lat", spot.lat},
                     {"arrive", iso_text(stop.arrive, f.world.zone)},
                     {"start", iso_text(stop.start, f.world.zone)},
                     {"leave", iso_text(stop.leave, f.world.zone)},
                     {"price_fen", stop.price.count()}};
  if (stop.of.kind == SiteOf::Kind::kSight)
    out["confidence"] = f.book.sights[stop.of.sight].confidence;
  return out;
}

nlohmann::json itinerary_json(const VisitFinding& f, const VisitItinerary& one) {
  nlohmann::json days = nlohmann::json::array();
  for (const visit::PlannedDay& day : one.days) {
    nlohmann::json stops = nlohmann::json::array();
    nlohmann::json ways = nlohmann::json::array();
    for (const PlannedStop& stop : day.stops) stops.push_back(stop_json(f, stop));
    for (const visit::Way& way : day.ways) ways.push_back(way_json(f, way));
    days.push_back({{"date", day.date.text()}, {"stops", stops}, {"ways", ways}});
  }
  nlohmann::json missing = nlohmann::json::array();
  for (const visit::SightId must : one.must_missing) missing.push_back(f.book.sights[must].key);
  nlohmann::json out{
      {"worth_yuan", one.worth},
      {"price_fen", one.price().count()},
      {"tickets_fen", one.tickets.count()},
      {"meals_fen", one.meals.count()},
      {"fares_fen", one.fares.count()},
      {"lodging_fen", one.lodging.count()},
      {"nights", one.nights},
      {"hotel", nullptr},
      {"visiting_seconds", one.visiting.count()},
      {"slack_seconds", one.slack.count()},
      {"leave_latest", iso_text(one.leave_latest, f.world.zone)},
      {"miss", {{"share", one.miss.share}, {"low", one.miss.low}, {"high", one.miss.high}}},
      {"must_missing", missing},
      {"days", days}};
  if (one.hotel) out["hotel"] = f.book.hotels[*one.hotel].key;
  return out;
}

// Text of a property: RFC 5545, 3.3.11.
std::string escaped(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c == '\\' || c == ';' || c == ',') out += '\\';
    if (c == '\n')
      out += "\\n";
    else
      out += c;
  }
  return out;
}

// Lines of at most 75 octets, not cut inside a character: 3.1.
std::string folded(const std::string& line) {
  std::string out;
  std::size_t width = 0;
  for (std::size_t i = 0; i < line.size();) {
    std::size_t length = 1;
    while (i + length < line.size() &&
           (static_cast<unsigned char>(line[i + length]) & 0xC0U) == 0x80U)
      ++length;
    if (width + length > kCalendarOctets) {
      out += "\r\n ";
      width = 1;
    }
    out.append(line, i, length);
    width += length;
    i += length;
  }
  return out + "\r\n";
}

std::string utc_text(Instant t) {
  std::string text;
  for (const char c : TimeZone::utc().civil(t).text())
    if (c != '-' && c != ':') text += c;
  return text + "Z";
}

class Calendar {
 public:
  Calendar(const VisitFinding& f, const ReportForm& form) : f_(f), form_(form) {}

  std::string whole() {
    for (const char* line :
         {"BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//stopover//visit//EN", "CALSCALE:GREGORIAN"})
      out_ += folded(line);
    for (std::size_t i = 0; i < f_.itineraries.size(); ++i) itinerary(f_.itineraries[i], i + 1);
    return out_ + folded("END:VCALENDAR");
  }

 private:
  struct Event {
    Instant from{};
    Instant until{};
    std::string title;
    std::string text{};
    const visit::Spot* spot = nullptr;
  };

  void itinerary(const VisitItinerary& one, std::size_t number) {
    for (std::size_t d = 0; d < one.days.size(); ++d)
      for (std::size_t w = 0; w < one.days[d].ways.size(); ++w) {
        const visit::Way& way = one.days[d].ways[w];
        std::string how;
        for (const WayLeg& leg : way.legs)
          how += (how.empty() ? "" : "\n") + leg_name(f_, leg, form_.language);
        if (way.arrive > way.depart)
          event({way.depart, way.arrive, "→ " + end_name(f_, one, d, w, form_.language), how},
                number);
        if (w >= one.days[d].stops.size()) continue;
        const PlannedStop& stop = one.days[d].stops[w];
        event({stop.start, stop.leave, stop_name(f_, stop, form_.language),
               fmt::format("¥{}", stop.price.count() / 100), &spot_of(f_, stop)},
              number);
      }
  }

  void event(const Event& e, std::size_t number) {
    out_ += folded("BEGIN:VEVENT");
    out_ += folded(fmt::format("UID:{}-{}-{}@stopover", f_.scenario.id(), number, ++events_));
    out_ += folded("DTSTAMP:" + utc_text(f_.arrive));
    out_ += folded("DTSTART:" + utc_text(e.from));
    out_ += folded("DTEND:" + utc_text(e.until));
    out_ += folded("SUMMARY:" + escaped(fmt::format("{}. {}", number, e.title)));
    if (!e.text.empty()) out_ += folded("DESCRIPTION:" + escaped(e.text));
    if (e.spot != nullptr) out_ += folded(fmt::format("GEO:{};{}", e.spot->lat, e.spot->lon));
    out_ += folded("END:VEVENT");
  }

  const VisitFinding& f_;
  const ReportForm& form_;
  std::string out_;
  std::size_t events_ = 0;
};

nlohmann::json head_json(const VisitFinding& f, const char* format) {
  return {{"format", format},
          {"scenario", f.scenario.id()},
          {"segment", f.segment.id()},
          {"from", f.world.places[f.from].key},
          {"to", f.world.places[f.to].key},
          {"most_missed", f.most_missed}};
}

}  // namespace

nlohmann::json visit_json(const VisitFinding& finding) {
  nlohmann::json list = nlohmann::json::array();
  for (const VisitItinerary& one : finding.itineraries)
    list.push_back(itinerary_json(finding, one));
  nlohmann::json out = head_json(finding, "stopover-visit-1");
  out["arrive"] = iso_text(finding.arrive, finding.world.zone);
  out["depart"] = iso_text(finding.depart, finding.world.zone);
  out["gate_closes"] = iso_text(finding.gate, finding.world.zone);
  out["itineraries"] = list;
  return out;
}

nlohmann::json visit_geojson(const VisitFinding& finding) {
  nlohmann::json features = nlohmann::json::array();
  const auto point = [](double lon, double lat) { return nlohmann::json::array({lon, lat}); };
  const auto place = [&](network::PlaceId id) {
    return point(finding.world.places[id].lon, finding.world.places[id].lat);
  };
  for (std::size_t i = 0; i < finding.itineraries.size(); ++i) {
    const VisitItinerary& one = finding.itineraries[i];
    for (std::size_t d = 0; d < one.days.size(); ++d) {
      const visit::PlannedDay& day = one.days[d];
      const auto bed = [&] {
        const visit::Spot& spot = finding.book.hotels[*one.hotel].spot;
        return point(spot.lon, spot.lat);
      };
      nlohmann::json at = d == 0 ? place(finding.from) : bed();
      for (std::size_t w = 0; w < day.ways.size(); ++w) {
        const bool stops = w < day.stops.size();
        nlohmann::json to =
            stops ? point(spot_of(finding, day.stops[w]).lon, spot_of(finding, day.stops[w]).lat)
            : d + 1 < one.days.size() ? bed()
                                      : place(finding.to);
        nlohmann::json way = way_json(finding, day.ways[w]);
        way["itinerary"] = i + 1;
        if (at != to)
          features.push_back(
              {{"type", "Feature"},
               {"properties", way},
               {"geometry",
                {{"type", "LineString"}, {"coordinates", nlohmann::json::array({at, to})}}}});
        if (stops) {
          nlohmann::json stop = stop_json(finding, day.stops[w]);
          stop["itinerary"] = i + 1;
          features.push_back({{"type", "Feature"},
                              {"properties", stop},
                              {"geometry", {{"type", "Point"}, {"coordinates", to}}}});
        }
        at = to;
      }
    }
  }
  return {{"type", "FeatureCollection"}, {"features", features}};
}

std::string visit_calendar(const VisitFinding& finding, const ReportForm& form) {
  return Calendar(finding, form).whole();
}

nlohmann::json visit_table_json(const VisitFinding& finding, const VisitTable& table) {
  nlohmann::json cells = nlohmann::json::array();
  for (std::size_t l = 0; l < table.lengths.size(); ++l)
    for (std::size_t s = 0; s < table.slots.size(); ++s) {
      const visit::VisitValue& value = table.values[l * table.slots.size() + s];
      cells.push_back({{"hours", table.lengths[l]},
                       {"arrival_hour", table.slots[s]},
                       {"feasible", value.feasible},
                       {"usable_hours", static_cast<double>(value.usable.count()) / 3600},
                       {"best_yuan", value.best},
                       {"sights", value.sights},
                       {"expected_maximum_yuan", value.yuan},
                       {"expected_maximum_minutes", value.minutes}});
    }
  nlohmann::json out = head_json(finding, "stopover-visit-table-1");
  out["day"] = table.day.text();
  out["windows"] = cells;
  return out;
}

}  // namespace stopover::tool
