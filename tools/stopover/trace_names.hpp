// SPDX-License-Identifier: Apache-2.0
// How the story of a party calls places, desks, services and times; for trace_*.cpp.
#pragma once

#include <string>

#include "models/simulation/told.hpp"
#include "tools/stopover/journey_source.hpp"
#include "tools/stopover/report.hpp"

namespace stopover::tool {

// Places, desks and runs as a story calls them.
class Names {
 public:
  Names(const simulation::World& world, const ReportForm& form) : world_(world), form_(form) {}

  [[nodiscard]] std::string place(network::PlaceId id) const {
    const simulation::PlaceInfo& info = world_.places[id];
    return first_of(in(form_, info.name, info.name_zh), info.key);
  }
  [[nodiscard]] std::string checkpoint(network::CheckpointId id) const {
    const simulation::CheckpointInfo& info = world_.checkpoint_info[id];
    return first_of(in(form_, info.name, info.name_zh), info.key);
  }
  // 0: an ordinary one.
  [[nodiscard]] std::string desk(network::CheckpointId id, std::size_t type) const {
    if (type == 0) return in(form_, "an ordinary desk", "普通柜台");
    const auto& named = world_.checkpoint_info[id].desk_types[type - 1];
    return first_of(in(form_, named.name, named.name_zh), named.key);
  }
  // "flight mu-pvg-tyo"
  [[nodiscard]] std::string service(timetable::ServiceId id) const {
    const timetable::Service& service = world_.timetable.services()[id];
    return scenario_mode(service.mode, form_.language) + " " + service.line;
  }
  // "08:40": its scheduled departure from a stop.
  [[nodiscard]] std::string run(timetable::RunId run, std::size_t stop) const {
    const timetable::Service& service =
        world_.timetable.services()[world_.timetable.runs()[run].service];
    return clock(flow::ticks(world_.timetable.departure(run, stop)), service.stops[stop]);
  }
  [[nodiscard]] CivilTime civil(flow::Tick time, network::PlaceId place) const {
    return world_.network.places[place].zone.civil(flow::instant_of(time));
  }
  [[nodiscard]] std::string clock(flow::Tick time, network::PlaceId place) const {
    return civil(time, place).text().substr(11, 5);
  }

 private:
  static std::string first_of(const std::string& name, const std::string& key) {
    return name.empty() ? key : name;
  }
  const simulation::World& world_;
  const ReportForm& form_;
};

}  // namespace stopover::tool
