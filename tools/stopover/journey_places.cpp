// SPDX-License-Identifier: Apache-2.0
#include "tools/stopover/journey_places.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string>

#include "engine/io/csv.hpp"
#include "engine/io/csv_fields.hpp"
#include "engine/io/file_source.hpp"
#include "engine/io/text.hpp"
#include "engine/journeys/journey_rules.hpp"
#include "engine/network/coordinates.hpp"
#include "engine/network/coordinates_check.hpp"

namespace stopover::tool {
namespace {

using network::CoordinateSystem;
using network::NamedPosition;

class Placing {
 public:
  Placing(const std::vector<PlacedFeed>& feeds, FaultList& faults) : faults_(faults) {
    // As `stopover journeys` calls them: the second of a key is 2:KEY.
    std::map<std::string, std::vector<std::string>> owners;
    for (std::size_t i = 0; i < feeds.size(); ++i) {
      const std::string owner = feeds[i].family.empty() ? std::to_string(i) : feeds[i].family;
      for (io::gtfs::Stop& stop : feeds[i].feed->stops) {
        std::vector<std::string>& known = owners[stop.key];
        auto at = std::ranges::find(known, owner);
        if (at == known.end()) at = known.insert(known.end(), owner);
        const auto number = at - known.begin() + 1;
        by_key_[number == 1 ? stop.key : std::to_string(number) + ":" + stop.key].push_back(&stop);
        if (!stop.name.empty()) by_name_[stop.name].push_back(&stop);
      }
    }
  }

  void read(const std::string& path) {
    const io::CsvSpec spec{
        .columns = {{.name = "id", .type = io::TextField{}},
                    {.name = "lon", .type = io::DecimalField{.min = -180, .max = 180}},
                    {.name = "lat", .type = io::DecimalField{.min = -90, .max = 90}},
                    {.name = "system",
                     .type = io::ChoiceField{{"WGS-84", "GCJ-02", "BD-09"}},
                     .need = io::Need::kOptional}},
        .key = {"id"}};
    auto bytes = io::read_unpacked(path, faults_);
    if (!bytes) return;
    const io::CsvTable table = io::read_csv(*std::move(bytes), path, spec, faults_);
    if (!io::has_needed_columns(table, spec)) return;
    for (const io::CsvRow row : table)
      if (!row.faulty()) take(row);
    check(path);
  }

 private:
  void take(const io::CsvRow& row) {
    const std::string id(row.text("id"));
    const auto by_key = by_key_.find(id);
    const auto by_name = by_name_.find(id);
    if (by_key == by_key_.end() && by_name == by_name_.end()) {
      std::vector<std::string> known;
      for (const auto* names : {&by_key_, &by_name_})
        for (const auto& [name, stops] : *names) known.push_back(name);
      faults_.add(row.fault(journeys::rule::kPlaceNowhere, "id", id,
                            "an id or a name of a place" + io::did_you_mean(id, known)));
      return;
    }
    const auto system =
        row.has("system") ? row.choice<CoordinateSystem>("system") : CoordinateSystem::kWgs84;
    const Position stated{row.decimal("lon"), row.decimal("lat")};
    for (io::gtfs::Stop* stop : by_key == by_key_.end() ? by_name->second : by_key->second) {
      if (!placed_.insert(stop).second) {
        faults_.add(row.fault(journeys::rule::kPlaceTwice, "id", id,
                              "a place that no row above positions, by its id or its name"));
        return;
      }
      if (stop->position) {
        stated_[system].push_back({id, stated});
        known_[system].push_back({id, *stop->position});
      }
      stop->position = network::converted(stated, system, CoordinateSystem::kWgs84);
    }
  }

  void check(const std::string& path) {
    for (const auto& [system, points] : stated_) {
      const network::PositionSet set{points, system};
      network::report(network::check_system(set, {known_[system], CoordinateSystem::kWgs84}, {}),
                      set, path, faults_);
    }
  }

  FaultList& faults_;
  std::set<const io::gtfs::Stop*> placed_;
  std::map<std::string, std::vector<io::gtfs::Stop*>> by_key_;
  std::map<std::string, std::vector<io::gtfs::Stop*>> by_name_;
  std::map<CoordinateSystem, std::vector<NamedPosition>> stated_;  // also in a feed
  std::map<CoordinateSystem, std::vector<NamedPosition>> known_;   // what it says
};

}  // namespace

void place_stops(const Options& options, const std::vector<PlacedFeed>& feeds, FaultList& faults) {
  if (options.places) Placing(feeds, faults).read(*options.places);
}

}  // namespace stopover::tool
