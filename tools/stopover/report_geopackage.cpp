// SPDX-License-Identifier: Apache-2.0
// The GeoPackage of a result: tables and blobs as OGC 12-128r18 lays them down.
#include <algorithm>
#include <bit>
#include <cstdint>
#include <limits>
#include <string>
#include <type_traits>
#include <vector>

#include <SQLiteCpp/SQLiteCpp.h>
#include <fmt/format.h>

#include "engine/base/fault.hpp"
#include "tools/stopover/library_file.hpp"
#include "tools/stopover/report_layers.hpp"

namespace stopover::tool {
namespace {

constexpr int kWgs84 = 4326;
constexpr std::uint32_t kPoint = 1;
constexpr std::uint32_t kLine = 2;
constexpr std::uint32_t kLines = 5;

// No clock in a result: `last_change` is the same always.
constexpr const char* kSchema = R"sql(
CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT NOT NULL, srs_id INTEGER NOT NULL PRIMARY KEY,
  organization TEXT NOT NULL, organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL,
  description TEXT);
CREATE TABLE gpkg_contents (table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL,
  identifier TEXT UNIQUE, description TEXT DEFAULT '', last_change DATETIME NOT NULL DEFAULT
  (strftime('%Y-%m-%dT%H:%M:%fZ','now')), min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE,
  srs_id INTEGER, CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id)
  REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_geometry_columns (table_name TEXT NOT NULL, column_name TEXT NOT NULL,
  geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL, z TINYINT NOT NULL, m TINYINT NOT NULL,
  CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name),
  CONSTRAINT uk_gc_table_name UNIQUE (table_name),
  CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
  CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id));
INSERT INTO gpkg_spatial_ref_sys VALUES
  ('Undefined cartesian SRS', -1, 'NONE', -1, 'undefined', 'undefined cartesian coordinates'),
  ('Undefined geographic SRS', 0, 'NONE', 0, 'undefined', 'undefined geographic coordinates'),
  ('WGS 84 geodetic', 4326, 'EPSG', 4326,
   'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,' ||
   'AUTHORITY["EPSG","7030"]],AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,' ||
   'AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],' ||
   'AUTHORITY["EPSG","4326"]]',
   'longitude and latitude in degrees');
CREATE TABLE places (fid INTEGER PRIMARY KEY NOT NULL, geom POINT NOT NULL, place TEXT NOT NULL,
  name TEXT, name_zh TEXT, kind TEXT, hub TEXT, in_gateway INTEGER);
CREATE TABLE about (id INTEGER PRIMARY KEY NOT NULL, key TEXT NOT NULL, value TEXT);
)sql";

// Little-endian, whatever the machine.
template <class T>
void put(std::string& out, T value) {
  using Bits = std::conditional_t<sizeof(T) == 8, std::uint64_t, std::uint32_t>;
  const auto bits = std::bit_cast<Bits>(value);
  for (std::size_t i = 0; i < sizeof(T); ++i)
    out.push_back(static_cast<char>((bits >> (8 * i)) & 0xFFU));
}

// Header of a geometry without an envelope, then well-known binary.
std::string blob_header() {
  std::string out("GP\0\1", 4);
  put(out, std::uint32_t{kWgs84});
  return out;
}
void put_kind(std::string& out, std::uint32_t kind) {
  out.push_back('\1');
  put(out, kind);
}
void put_position(std::string& out, Position at) {
  put(out, at.lon);
  put(out, at.lat);
}

std::string point_blob(Position at) {
  std::string out = blob_header();
  put_kind(out, kPoint);
  put_position(out, at);
  return out;
}

std::string lines_blob(const std::vector<Line>& lines) {
  std::string out = blob_header();
  put_kind(out, kLines);
  put(out, static_cast<std::uint32_t>(lines.size()));
  for (const Line& line : lines) {
    put_kind(out, kLine);
    put(out, static_cast<std::uint32_t>(line.size()));
    for (const Position at : line) put_position(out, at);
  }
  return out;
}

struct Extent {
  Position low{std::numeric_limits<double>::infinity(), std::numeric_limits<double>::infinity()};
  Position high{-std::numeric_limits<double>::infinity(), -std::numeric_limits<double>::infinity()};
  void add(Position at) {
    low = {std::min(low.lon, at.lon), std::min(low.lat, at.lat)};
    high = {std::max(high.lon, at.lon), std::max(high.lat, at.lat)};
  }
};

struct Content {
  const char* table = nullptr;
  const char* description = nullptr;
  const char* geometry = nullptr;  // nullptr: a table without
  Extent extent{};
};

void add_content(SQLite::Database& db, const Content& content) {
  SQLite::Statement row(db,
                        "INSERT INTO gpkg_contents VALUES (?, ?, ?, ?, "
                        "'2000-01-01T00:00:00.000Z', ?, ?, ?, ?, ?)");
  row.bind(1, content.table);
  row.bind(2, content.geometry == nullptr ? "attributes" : "features");
  row.bind(3, content.table);
  row.bind(4, content.description);
  if (content.geometry != nullptr && content.extent.low.lon <= content.extent.high.lon) {
    row.bind(5, content.extent.low.lon);
    row.bind(6, content.extent.low.lat);
    row.bind(7, content.extent.high.lon);
    row.bind(8, content.extent.high.lat);
  }
  if (content.geometry != nullptr) row.bind(9, kWgs84);
  row.exec();
  if (content.geometry == nullptr) return;
  SQLite::Statement column(db, "INSERT INTO gpkg_geometry_columns VALUES (?, 'geom', ?, ?, 0, 0)");
  column.bind(1, content.table);
  column.bind(2, content.geometry);
  column.bind(3, kWgs84);
  column.exec();
}

void bind_blob(SQLite::Statement& row, int at, const std::string& blob) {
  row.bind(at, blob.data(), static_cast<int>(blob.size()));
}

void add_places(SQLite::Database& db, const Layers& layers) {
  Content content{"places", "places of the network", "POINT"};
  SQLite::Statement row(db, "INSERT INTO places VALUES (NULL, ?, ?, ?, ?, ?, ?, ?)");
  for (const LayerPlace& place : layers.places) {
    bind_blob(row, 1, point_blob(place.at));
    row.bind(2, place.id);
    row.bind(3, place.name);
    row.bind(4, place.name_zh);
    row.bind(5, place.kind);
    row.bind(6, place.hub);
    row.bind(7, place.in_gateway ? 1 : 0);
    row.exec();
    row.reset();
    content.extent.add(place.at);
  }
  add_content(db, content);
}

void add_links(SQLite::Database& db, const Layers& layers) {
  Content content{"links", "travellers and runs a usual day from one stop to the next, by mode",
                  "MULTILINESTRING"};
  std::string columns;
  std::string marks;
  for (const std::string& name : layers.figures) {
    columns += fmt::format(", {} DOUBLE", name);
    marks += ", ?";
  }
  db.exec(
      fmt::format("CREATE TABLE links (fid INTEGER PRIMARY KEY NOT NULL, geom MULTILINESTRING "
                  "NOT NULL, from_place TEXT NOT NULL, to_place TEXT NOT NULL, mode TEXT NOT "
                  "NULL{})",
                  columns));
  SQLite::Statement row(db, fmt::format("INSERT INTO links VALUES (NULL, ?, ?, ?, ?{})", marks));
  for (const LayerLink& link : layers.links) {
    const std::vector<Line> lines =
        parted_line(layers.places[link.from].at, layers.places[link.to].at);
    for (const Line& line : lines)
      for (const Position at : line) content.extent.add(at);
    bind_blob(row, 1, lines_blob(lines));
    row.bind(2, layers.places[link.from].id);
    row.bind(3, layers.places[link.to].id);
    row.bind(4, link.mode);
    for (std::size_t i = 0; i < layers.figures.size(); ++i)
      if (const auto found = link.figures.find(layers.figures[i]); found != link.figures.end())
        row.bind(static_cast<int>(i) + 5, found->second);
    row.exec();
    row.reset();
    row.clearBindings();
  }
  add_content(db, content);
}

void add_about(SQLite::Database& db, const Layers& layers) {
  SQLite::Statement row(db, "INSERT INTO about VALUES (NULL, ?, ?)");
  for (const auto& [key, value] : layers.about) {
    row.bind(1, key);
    row.bind(2, value);
    row.exec();
    row.reset();
  }
  add_content(db, {"about", "what the layers were made of", nullptr});
}

void fill_package(const std::string& path, const Layers& layers) {
  SQLite::Database db(path, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
  db.exec(
      "PRAGMA page_size = 4096; PRAGMA application_id = 0x47504B47; PRAGMA user_version = 10300");
  SQLite::Transaction all(db);
  db.exec(kSchema);
  add_places(db, layers);
  add_links(db, layers);
  add_about(db, layers);
  all.commit();
}

}  // namespace

void write_geopackage(const Layers& layers, const std::string& file) {
  write_by_library(file, [&](const std::string& path) {
    try {
      fill_package(path, layers);
    } catch (const SQLite::Exception& fault) {
      throw EnvironmentError(file, "write", fault.what());
    }
  });
}

}  // namespace stopover::tool
