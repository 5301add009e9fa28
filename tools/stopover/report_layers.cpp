// SPDX-License-Identifier: Apache-2.0
#include "tools/stopover/report_layers.hpp"

#include <algorithm>
#include <tuple>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "engine/base/check.hpp"
#include "engine/io/file_ops.hpp"

namespace stopover::tool {
namespace {

using nlohmann::json;
using Places = std::map<std::string, std::size_t>;

// A table that the reader gave, row by row.
class Rows {
 public:
  explicit Rows(const json& table) : table_(table) {
    for (std::size_t i = 0; i < table["columns"].size(); ++i)
      at_[table["columns"][i]["name"].get<std::string>()] = i;
  }
  template <class Take>
  void each(std::string_view side, const Take& take) const {
    const auto of = at_.find("side");
    for (const json& row : table_["rows"])
      if (side.empty() || of == at_.end() || row[of->second] == side) take(row);
  }
  [[nodiscard]] const json& cell(const json& row, const char* column) const {
    const auto found = at_.find(column);
    STOPOVER_CHECK(found != at_.end(), "a table of the result has its columns");
    return row[found->second];
  }
  [[nodiscard]] std::string text(const json& row, const char* column) const {
    return cell(row, column).get<std::string>();
  }
  [[nodiscard]] double number(const json& row, const char* column) const {
    return cell(row, column).get<double>();
  }

 private:
  const json& table_;
  std::map<std::string, std::size_t> at_;
};

struct Side {
  std::string name;  // empty: of a run
  std::string scenario;
  double days = 1;          // counted
  double day_count = 1;     // times replications
  std::string suffix = {};  // of the names of figures
};

std::vector<Side> sides_of(const json& summary) {
  const auto side = [&](const char* part, const std::string& name) {
    const json& head = summary[part];
    const double days = head["days"].get<double>();
    return Side{name, head["id"].get<std::string>(), days,
                days * summary["replications"].get<double>(), name.empty() ? "" : "_" + name};
  };
  if (summary["kind"] == "compare") return {side("base", "base"), side("variant", "variant")};
  return {side("scenario", "")};
}

std::vector<LayerPlace> places_of(const Rows& rows) {
  std::map<std::string, LayerPlace> by_id;
  rows.each("", [&](const json& row) {
    LayerPlace place{
        .id = rows.text(row, "place"),
        .name = rows.text(row, "name"),
        .name_zh = rows.text(row, "name_zh"),
        .kind = rows.text(row, "kind"),
        .hub = rows.text(row, "hub"),
        .in_gateway = rows.number(row, "in_gateway") != 0,
        .at = {rows.number(row, "longitude_degrees"), rows.number(row, "latitude_degrees")}};
    by_id[place.id] = place;  // of a comparison the variant's, which comes later
  });
  std::vector<LayerPlace> out;
  out.reserve(by_id.size());
  for (auto& [id, place] : by_id) out.push_back(std::move(place));
  return out;
}

std::string lower(std::string text) {
  std::ranges::transform(text, text.begin(), [](unsigned char c) {
    return static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
  });
  return text;
}

void add_links(Layers& layers, const Rows& rows, const std::vector<Side>& sides, const Places& at) {
  std::map<std::tuple<std::size_t, std::size_t, std::string>, std::map<std::string, double>> links;
  for (const Side& side : sides) {
    const std::string people = "people_per_day" + side.suffix;
    const std::string runs = "runs_per_day" + side.suffix;
    rows.each(side.name, [&](const json& row) {
      auto& figures = links[{at.at(rows.text(row, "from_place")), at.at(rows.text(row, "to_place")),
                             rows.text(row, "mode")}];
      figures[people] = rows.number(row, "people") / side.day_count;
      if (const json& scheduled = rows.cell(row, "scheduled_runs"); !scheduled.is_null())
        figures[runs] = scheduled.get<double>() / side.days;
    });
  }
  for (const char* const name : {"people_per_day", "runs_per_day"}) {
    for (const Side& side : sides) layers.figures.push_back(name + side.suffix);
    if (sides.size() > 1) layers.figures.push_back(std::string(name) + "_difference");
  }
  for (auto& [key, figures] : links) {
    const auto& [from, to, mode] = key;
    if (sides.size() > 1)
      for (const char* const name : {"people_per_day", "runs_per_day"}) {
        const std::string stem = name;
        const bool known = figures.contains(stem + "_base") || figures.contains(stem + "_variant");
        if (known)
          figures[stem + "_difference"] = figures[stem + "_variant"] - figures[stem + "_base"];
      }
    layers.links.push_back({from, to, mode, std::move(figures)});
  }
}

void add_matrices(Layers& layers, const json& tables, const std::vector<Side>& sides,
                  const Places& at) {
  for (const Side& side : sides) {
    std::map<std::string, Matrix> by_name;
    const auto add = [&](const Rows& rows, const json& row, const std::string& stem) {
      const std::string name = stem + side.suffix;
      Matrix& matrix = by_name.try_emplace(name, Matrix{name, side.scenario, {}}).first->second;
      matrix.cells[{at.at(rows.text(row, "from_place")), at.at(rows.text(row, "to_place"))}] +=
          rows.number(row, "people") / side.day_count;
    };
    const Rows trips(tables["trips"]);
    trips.each(side.name, [&](const json& row) { add(trips, row, "trips"); });
    const Rows rides(tables["rides"]);
    rides.each(side.name, [&](const json& row) {
      add(rides, row, "rides_" + lower(rides.text(row, "mode")));
    });
    for (auto& [name, matrix] : by_name) layers.matrices.push_back(std::move(matrix));
  }
}

json point_of(Position at) {
  return json::array({at.lon, at.lat});
}

json link_feature(const Layers& layers, const LayerLink& link) {
  const LayerPlace& from = layers.places[link.from];
  const LayerPlace& to = layers.places[link.to];
  json lines = json::array();
  for (const Line& line : parted_line(from.at, to.at)) {
    json points = json::array();
    for (const Position at : line) points.push_back(point_of(at));
    lines.push_back(std::move(points));
  }
  json properties{
      {"layer", "links"}, {"from_place", from.id}, {"to_place", to.id}, {"mode", link.mode}};
  for (const std::string& name : layers.figures) {
    const auto found = link.figures.find(name);
    properties[name] = found == link.figures.end() ? json() : json(found->second);
  }
  const bool parted = lines.size() > 1;
  return {{"type", "Feature"},
          {"geometry",
           {{"type", parted ? "MultiLineString" : "LineString"},
            {"coordinates", parted ? lines : lines.front()}}},
          {"properties", std::move(properties)}};
}

}  // namespace

Layers layers_of(const json& tables, const json& summary) {
  Layers layers;
  layers.places = places_of(Rows(tables["places"]));
  Places at;
  for (std::size_t i = 0; i < layers.places.size(); ++i) at[layers.places[i].id] = i;
  const std::vector<Side> sides = sides_of(summary);
  add_links(layers, Rows(tables["links"]), sides, at);
  add_matrices(layers, tables, sides, at);
  for (const Side& side : sides)
    layers.about.emplace_back(side.name.empty() ? "scenario" : side.name, side.scenario);
  layers.about.emplace_back("replications", summary["replications"].dump());
  layers.about.emplace_back("seed", summary.value("seed", ""));
  layers.about.emplace_back("command", summary.value("command", ""));
  layers.about.emplace_back("coordinates", "WGS-84 (EPSG:4326), longitude first");
  layers.about.emplace_back("figures",
                            "simulated travellers and scheduled runs a usual day, in one "
                            "direction; lines join stops straight and are no tracks");
  return layers;
}

std::vector<Line> parted_line(Position from, Position to) {
  const double step = to.lon - from.lon;
  if (step >= -180 && step <= 180) return {{from, to}};
  const double edge = step > 180 ? -180 : 180;              // of `from`'s side
  const double ahead = to.lon + (step > 180 ? -360 : 360);  // as seen from there
  const double lat = from.lat + (to.lat - from.lat) * (edge - from.lon) / (ahead - from.lon);
  return {{from, {edge, lat}}, {{-edge, lat}, to}};
}

void write_geojson(const Layers& layers, const std::string& file) {
  json features = json::array();
  for (const LayerPlace& place : layers.places)
    features.push_back({{"type", "Feature"},
                        {"geometry", {{"type", "Point"}, {"coordinates", point_of(place.at)}}},
                        {"properties",
                         {{"layer", "places"},
                          {"place", place.id},
                          {"name", place.name},
                          {"name_zh", place.name_zh},
                          {"kind", place.kind},
                          {"hub", place.hub},
                          {"in_gateway", place.in_gateway}}}});
  for (const LayerLink& link : layers.links) features.push_back(link_feature(layers, link));
  json about = json::object();
  for (const auto& [key, value] : layers.about) about[key] = value;
  const json out{{"type", "FeatureCollection"},
                 {"stopover", std::move(about)},
                 {"features", std::move(features)}};
  io::FileOps files;
  io::write_whole_file(files, file,
                       out.dump(-1, ' ', false, json::error_handler_t::replace) + "\n");
}

}  // namespace stopover::tool
