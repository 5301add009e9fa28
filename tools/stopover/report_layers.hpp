// SPDX-License-Identifier: Apache-2.0
// Places and flows of one result as layers of a map and as matrices, for other programs.
//
//   const Layers layers = layers_of(read_whole_tables(folder, kLayerTables), summary,
//                                   folder + "/results.sqlite");
//   write_geojson(layers, "plan.geojson");
//   write_geopackage(layers, "plan.gpkg");
//   write_open_matrix(layers, "plan.omx");
//
// Units: people and runs a usual day: what the result has as sums over replications and counted
// days, divided by both; of a sample they are the sample's, not scaled up. WGS-84 degrees,
// longitude first. Of a comparison each figure stands three times: base, variant, and their
// difference; a link that one side lacks is 0 there.
//
// GeoJSON is RFC 7946, one FeatureCollection, a property `layer` tells places from links. The
// GeoPackage is version 1.3 (OGC 12-128r18), written with SQLite alone, without a spatial index;
// layers `places` and `links`, and a table `about`. A line that passes 180° is cut there.
// The open matrix is OMX 0.2 on HDF5: float64, a chunk a row, the same zones in each; `trips` from
// door to door, `rides_<mode>` from boarding to leaving, and the lookups zone_no and zone_id.
//
// What they are not: tracks (lines join stops straight), all passengers of trains and roads
// (travellers of the simulation alone), intervals.
//
// The same result makes the same bytes (for one version of each library). Errors:
// EnvironmentError; InputError E-RES-009 of tables that are not as a run writes them (a place that
// is unknown, a column or a figure that is missing). A file that is there is replaced.
#pragma once

#include <array>
#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "engine/base/position.hpp"

namespace stopover::tool {

inline constexpr std::array<std::string_view, 4> kLayerTables{"places", "links", "rides", "trips"};

struct LayerPlace {
  std::string id;
  std::string name;
  std::string name_zh;
  std::string kind;
  std::string hub;  // empty: none
  bool in_gateway = false;
  Position at;
};

struct LayerLink {
  std::size_t from = 0;  // into Layers::places
  std::size_t to = 0;
  std::string mode;
  std::map<std::string, double> figures;  // by name, with the unit in it
};

struct Matrix {
  std::string name;      // "trips", "rides_air"; of a comparison "trips_base", …
  std::string scenario;  // id
  std::map<std::pair<std::size_t, std::size_t>, double> cells;  // people a day; absent: 0
};

struct Layers {
  std::vector<LayerPlace> places;  // by id
  std::vector<LayerLink> links;
  std::vector<std::string> figures;  // names of all figures of links, in order
  std::vector<Matrix> matrices;
  std::vector<std::pair<std::string, std::string>> about;  // scenario, seed, command, units, …
};

// `summary`: of the result, as read_result gives it. `source`: the file that faults name.
[[nodiscard]] Layers layers_of(const nlohmann::json& tables, const nlohmann::json& summary,
                               const std::string& source);

// The straight line, in two where it passes 180°.
using Line = std::vector<Position>;
[[nodiscard]] std::vector<Line> parted_line(Position from, Position to);

void write_geojson(const Layers& layers, const std::string& file);
void write_geopackage(const Layers& layers, const std::string& file);
void write_open_matrix(const Layers& layers, const std::string& file);

}  // namespace stopover::tool
