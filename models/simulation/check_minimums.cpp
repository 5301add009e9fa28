// SPDX-License-Identifier: Apache-2.0
// Rows of minimum connections against the timetable as compiled: carriers of feeds are known only
// now, and so is which rides call at a hub.
#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "engine/io/text.hpp"
#include "models/simulation/compile_parts.hpp"
#include "models/simulation/world_rules.hpp"

namespace stopover::simulation {
namespace {

// What is left or boarded, as a row names it.
struct Side {
  const char* what;
  const char* mode_field;
  const char* carrier_field;
  scenario::Mode mode;
  const std::string& carrier;
  const std::string& place;
  bool arrives;
};

class MinimumRows {
 public:
  MinimumRows(const Compiling& c, const std::set<std::string>& carriers) : c_(c) {
    known_ = carriers;
    for (const auto& flight : c.scenario.elements().flight()) known_.insert(flight.carrier());
    for (const auto& line : c.scenario.elements().line()) known_.insert(line.id());
  }

  void check() const {
    for (const auto& hub : c_.scenario.elements().hub())
      for (int i = 0; i < hub.minimum_connection_size(); ++i) {
        const auto& row = hub.minimum_connection(i);
        const std::string path = fmt::format("minimum_connection[{}].", i);
        check(hub, path,
              {"arrives at", "mode_in", "carrier_in", row.mode_in(), row.carrier_in(), row.from(),
               true});
        check(hub, path,
              {"leaves from", "mode_out", "carrier_out", row.mode_out(), row.carrier_out(),
               row.to(), false});
      }
  }

 private:
  void check(const scenario::Hub& hub, const std::string& path, const Side& side) const {
    if (side.carrier.empty() && side.mode == scenario::MODE_UNSPECIFIED) return;
    if (!side.carrier.empty() && !known_.contains(side.carrier)) {
      c_.add_fault(
          "hub", hub.id(),
          {.rule = std::string(rule::kNoCarrier),
           .field = path + side.carrier_field,
           .found = side.carrier,
           .expected = "the carrier of a flight, the id of a line, or an agency or airline "
                       "of a feed" +
                       io::did_you_mean(side.carrier, std::vector(known_.begin(), known_.end()))});
      return;
    }
    if (calls(hub, side)) return;
    const bool by_mode = side.mode != scenario::MODE_UNSPECIFIED;
    c_.add_fault(
        "hub", hub.id(),
        {.rule = std::string(rule::kIdleMinimum),
         .field = path + (side.carrier.empty() ? side.mode_field : side.carrier_field),
         .found = fmt::format("{}{}{}", by_mode ? scenario::Mode_Name(side.mode) : "",
                              by_mode && !side.carrier.empty() ? " of " : "", side.carrier),
         .expected = fmt::format("a ride that {} {} on the simulated days", side.what,
                                 side.place.empty() ? "a place of the hub" : side.place)});
  }

  [[nodiscard]] bool calls(const scenario::Hub& hub, const Side& side) const {
    const auto meant = [&](network::PlaceId place) {
      const std::string& key = c_.world.network.places[place].key;
      if (!side.place.empty()) return key == side.place;
      return std::find(hub.places().begin(), hub.places().end(), key) != hub.places().end();
    };
    const auto of_mode = [&](network::Mode mode) {
      return side.mode == scenario::MODE_UNSPECIFIED ||
             mode == static_cast<network::Mode>(side.mode);
    };
    for (const timetable::Service& service : c_.world.timetable.services()) {
      if (service.run_count == 0 || !of_mode(service.mode)) continue;
      if (!side.carrier.empty() && service.carrier != side.carrier) continue;
      const auto first = service.stops.begin() + (side.arrives ? 1 : 0);
      const auto last = service.stops.end() - (side.arrives ? 0 : 1);
      if (std::any_of(first, last, meant)) return true;
    }
    const auto& roads = c_.world.network.roads;
    return side.carrier.empty() &&
           std::any_of(roads.begin(), roads.end(), [&](const network::Road& road) {
             return of_mode(road.mode) && meant(side.arrives ? road.to : road.from);
           });
  }

  const Compiling& c_;
  std::set<std::string> known_;
};

}  // namespace

void check_minimum_rows(const Compiling& c, const std::set<std::string>& carriers) {
  if (c.faults.has_errors()) return;  // a feed may not have been read
  MinimumRows(c, carriers).check();
}

}  // namespace stopover::simulation
