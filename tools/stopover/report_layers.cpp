// SPDX-License-Identifier: Apache-2.0
#include "tools/stopover/report_layers.hpp"

#include <algorithm>
#include <iterator>
#include <tuple>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "engine/base/fault.hpp"
#include "engine/io/file_ops.hpp"
#include "engine/io/text.hpp"

namespace stopover::tool {
namespace {

using nlohmann::json;
using Places = std::map<std::string, std::size_t>;

// A table that the reader gave, row by row.
class Rows {
 public:
  Rows(const json& table, const std::string& source) : table_(table), source_(source) {
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
    if (found == at_.end())
      refuse_file("E-RES-009", source_, fmt::format("no column {}", column), "a table with it");
    return row[found->second];
  }
  [[nodiscard]] std::string text(const json& row, const char* column) const {
    return cell(row, column).get<std::string>();
  }
  [[nodiscard]] double number(const json& row, const char* column) const {
    return cell(row, column).get<double>();
  }

  // Of a place that the row names.
  [[nodiscard]] std::size_t place(const json& row, const char* column, const Places& places) const {
    const std::string id = text(row, column);
    const auto found = places.find(id);
    if (found == places.end())
      refuse_file("E-RES-009", source_, fmt::format("{} {}", column, id), "an id of table places");
    return found->second;
  }

 private:
  const json& table_;
  const std::string& source_;
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
    const json& head = summary.at(part);
    const double days = head.at("days").get<double>();
    return Side{name, head.at("id").get<std::string>(), days,
                days * summary.at("replications").get<double>(), name.empty() ? "" : "_" + name};
  };
  if (summary.at("kind") == "compare") return {side("base", "base"), side("variant", "variant")};
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

void add_links(Layers& layers, const Rows& rows, const std::vector<Side>& sides, const Places& at) {
  std::map<std::tuple<std::size_t, std::size_t, std::string>, std::map<std::string, double>> links;
  for (const Side& side : sides) {
    const std::string people = "people_per_day" + side.suffix;
    const std::string runs = "runs_per_day" + side.suffix;
    rows.each(side.name, [&](const json& row) {
      auto& figures = links[{rows.place(row, "from_place", at), rows.place(row, "to_place", at),
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

// Each kind of matrix of each side, also where nobody went, and the difference of two sides.
void add_matrices(Layers& layers, const Rows& trips, const Rows& rides,
                  const std::vector<Side>& sides, const Places& at) {
  std::map<std::string, std::vector<Matrix>> by_stem;
  const auto of_stem = [&](const std::string& stem) -> std::vector<Matrix>& {
    std::vector<Matrix>& out = by_stem[stem];
    if (out.empty())
      for (const Side& side : sides) out.push_back({stem + side.suffix, side.scenario, {}});
    return out;
  };
  const auto add = [&](const Rows& rows, const json& row, std::size_t side,
                       const std::string& stem) {
    of_stem(stem)[side]
        .cells[{rows.place(row, "from_place", at), rows.place(row, "to_place", at)}] +=
        rows.number(row, "people") / sides[side].day_count;
  };
  (void)of_stem("trips");
  for (std::size_t i = 0; i < sides.size(); ++i) {
    trips.each(sides[i].name, [&](const json& row) { add(trips, row, i, "trips"); });
    rides.each(sides[i].name, [&](const json& row) {
      add(rides, row, i, "rides_" + io::lower(rides.text(row, "mode")));
    });
  }
  for (auto& [stem, matrices] : by_stem) {
    if (sides.size() > 1) {
      Matrix difference{stem + "_difference",
                        fmt::format("{} - {}", sides[1].scenario, sides[0].scenario),
                        matrices[1].cells};
      for (const auto& [cell, people] : matrices[0].cells) difference.cells[cell] -= people;
      matrices.push_back(std::move(difference));
    }
    std::ranges::move(matrices, std::back_inserter(layers.matrices));
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

void add_about(Layers& layers, const json& summary, const std::vector<Side>& sides) {
  for (const Side& side : sides) {
    layers.about.emplace_back(side.name.empty() ? "scenario" : side.name, side.scenario);
    const json& head = summary.at(side.name.empty() ? "scenario" : side.name);
    for (const char* const key : {"first_day", "days", "sample"})
      if (const json value = head.value(key, json()); !value.is_null())
        layers.about.emplace_back(key + side.suffix,
                                  value.is_string() ? value.get<std::string>() : value.dump());
  }
  layers.about.emplace_back("replications", summary.at("replications").dump());
  layers.about.emplace_back("seed", summary.value("seed", ""));
  layers.about.emplace_back("command", summary.value("command", ""));
  layers.about.emplace_back("stopover_version", summary.value("stopover_version", ""));
  layers.about.emplace_back("coordinates", "WGS-84 (EPSG:4326), longitude first");
  layers.about.emplace_back("figures",
                            "simulated travellers (of the sample, not scaled up) and scheduled "
                            "runs a usual day, in one direction; lines join stops straight and "
                            "are no tracks");
}

}  // namespace

Layers layers_of(const json& tables, const json& summary, const std::string& source) try {
  Layers layers;
  layers.places = places_of(Rows(tables.at("places"), source));
  Places at;
  for (std::size_t i = 0; i < layers.places.size(); ++i) at[layers.places[i].id] = i;
  const std::vector<Side> sides = sides_of(summary);
  add_links(layers, Rows(tables.at("links"), source), sides, at);
  add_matrices(layers, Rows(tables.at("trips"), source), Rows(tables.at("rides"), source), sides,
               at);
  add_about(layers, summary, sides);
  return layers;
} catch (const json::exception& fault) {  // a cell that is empty, a text where a number belongs
  refuse_file("E-RES-009", source, fault.what(), "what run or compare wrote");
}

std::vector<Line> parted_line(Position from, Position to) {
  const double step = to.lon - from.lon;
  if (step >= -180 && step <= 180) return {{from, to}};
  const double edge = step > 180 ? -180 : 180;                 // of `from`'s side
  const double ahead = to.lon + (step > 180 ? -360 : 360);     // as seen from there
  if (ahead == from.lon) return {{from, {from.lon, to.lat}}};  // one meridian, two names
  const double lat = from.lat + (to.lat - from.lat) * (edge - from.lon) / (ahead - from.lon);
  std::vector<Line> out{{from, {edge, lat}}, {{-edge, lat}, to}};
  std::erase_if(out, [](const Line& line) { return line.front() == line.back(); });
  return out;
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
