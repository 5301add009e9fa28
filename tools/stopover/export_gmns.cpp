// SPDX-License-Identifier: Apache-2.0
#include <string>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "engine/base/position.hpp"
#include "engine/io/csv_writer.hpp"
#include "engine/io/text.hpp"
#include "tools/stopover/link_loads.hpp"
#include "tools/stopover/network_export.hpp"
#include "tools/stopover/report_layers.hpp"

namespace stopover::tool {
namespace {

using simulation::World;

std::int64_t number_of(network::PlaceId id) {
  return std::int64_t{id.value()} + 1;
}

Position position_of(const World& world, network::PlaceId id) {
  return {world.places[id].lon, world.places[id].lat};
}

std::string line_text(const std::vector<Line>& parts) {
  std::string out;
  for (const Line& part : parts)
    out += fmt::format("{}({} {}, {} {})", out.empty() ? "" : ", ",
                       io::decimal_text(part.front().lon), io::decimal_text(part.front().lat),
                       io::decimal_text(part.back().lon), io::decimal_text(part.back().lat));
  return parts.size() == 1 ? "LINESTRING " + out : "MULTILINESTRING (" + out + ")";
}

std::string nodes_table(const World& world) {
  std::string out;
  io::CsvWriter csv(out, {"node_id", "name", "x_coord", "y_coord", "node_type", "place_id"});
  for (const network::PlaceId id : ids_of(world.places)) {
    const simulation::PlaceInfo& place = world.places[id];
    csv.integer(number_of(id)).text(place.name.empty() ? place.key : place.name);
    csv.decimal(place.lon).decimal(place.lat).text(scenario::PlaceKind_Name(place.kind));
    csv.text(place.key).end_row();
  }
  return out;
}

std::string links_table(const World& world) {
  std::string out;
  io::CsvWriter csv(out, {"link_id", "from_node_id", "to_node_id", "directed", "geometry", "length",
                          "facility_type", "mode", "runs_per_day"});
  std::int64_t number = 0;
  for (const auto& [key, load] : link_loads(world, {})) {
    const Position from = position_of(world, key.from);
    const Position to = position_of(world, key.to);
    csv.integer(++number).integer(number_of(key.from)).integer(number_of(key.to)).text("true");
    csv.text(line_text(parted_line(from, to)));
    csv.decimal(great_circle_metres(from, to) / 1000);
    csv.text(load.runs ? "scheduled" : "road").text(io::lower(mode_word(key.mode)));
    if (load.runs)
      csv.decimal(static_cast<double>(*load.runs) / world.days);
    else
      csv.empty();
    csv.end_row();
  }
  return out;
}

std::string config_table(const World& world) {
  std::string out;
  io::CsvWriter csv(out, {"dataset_name", "short_length", "long_length", "speed", "crs",
                          "geometry_field_format", "currency", "version_number", "id_type"});
  csv.text(world.id).text("m").text("km").text("kph").text("EPSG:4326").text("WKT").text("CNY");
  csv.decimal(0.96).text("integer").end_row();
  return out;
}

}  // namespace

void write_gmns(const World& world, const std::string& folder, io::Existing existing) {
  io::ResultFolder out(folder, existing);
  out.write_file("node.csv", nodes_table(world));
  out.write_file("link.csv", links_table(world));
  out.write_file("config.csv", config_table(world));
  out.publish({{"command", "export --gmns"}, {"scenario", world.id}});
}

}  // namespace stopover::tool
