// SPDX-License-Identifier: Apache-2.0
// The answer of `stopover visit`: itineraries of a window, or the table of what windows are worth;
// as text, JSON, GeoJSON and iCalendar (RFC 5545).
#pragma once

#include <map>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "models/scenario/scenario.pb.h"
#include "models/simulation/world.hpp"
#include "models/visit/plan.hpp"
#include "models/visit/value.hpp"
#include "tools/stopover/report.hpp"

namespace stopover::tool {

struct VisitFinding {
  const scenario::Scenario& scenario;
  const simulation::World& world;
  const visit::SightBook& book;
  const visit::Placement& placement;
  const scenario::Segment& segment;
  network::PlaceId from;
  network::PlaceId to;
  Instant arrive{};
  Instant depart{};
  Instant gate{};  // closes
  visit::VisitQuestion question;
  double most_missed = 0;
  bool taxi = false;
  const visit::Point* storage = nullptr;  // where luggage stays
  bool luggage = false;
  std::vector<visit::VisitItinerary> itineraries;
};

[[nodiscard]] std::string visit_text(const VisitFinding& finding, const ReportForm& form);
[[nodiscard]] nlohmann::json visit_json(const VisitFinding& finding);
[[nodiscard]] nlohmann::json visit_geojson(const VisitFinding& finding);
[[nodiscard]] std::string visit_calendar(const VisitFinding& finding, const ReportForm& form);

struct VisitTable {
  CivilDate day;
  std::vector<int> lengths;               // hours
  std::vector<int> slots;                 // hours of the day
  std::vector<visit::VisitValue> values;  // lengths × slots
};

[[nodiscard]] std::string visit_table_text(const VisitFinding& finding, const VisitTable& table,
                                           const ReportForm& form);
[[nodiscard]] nlohmann::json visit_table_json(const VisitFinding& finding, const VisitTable& table);

// Shared by the forms. "Yu Garden", "lunch: Xintiandi".
[[nodiscard]] std::string stop_name(const VisitFinding& finding, const visit::PlannedStop& stop,
                                    Language language);
// "metro line 2", "taxi", "on foot".
[[nodiscard]] std::string leg_name(const VisitFinding& finding, const visit::WayLeg& leg,
                                   Language language);
// Where each way of a day ends: spots, then the hotel or the gate.
[[nodiscard]] std::string end_name(const VisitFinding& finding,
                                   const visit::VisitItinerary& itinerary, std::size_t day,
                                   std::size_t way, Language language);

}  // namespace stopover::tool
