// SPDX-License-Identifier: Apache-2.0
#include "tests/engine/orienteering/published.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <fmt/format.h>

#include "engine/base/check.hpp"

namespace stopover::orienteering::testing {
namespace {

std::vector<double> numbers(const std::string& line) {
  std::istringstream in(line);
  std::vector<double> out;
  for (double x = 0; in >> x;) out.push_back(x);
  return out;
}

std::vector<std::vector<double>> rows_of(const std::string& path) {
  std::ifstream in(path);
  STOPOVER_CHECK(in.good(), "a published instance that can be read");
  std::vector<std::vector<double>> rows;
  for (std::string line; std::getline(in, line);)
    if (auto row = numbers(line); !row.empty()) rows.push_back(std::move(row));
  return rows;
}

std::vector<PublishedReference> references(const std::string& path, bool name_has_tours) {
  std::ifstream in(path);
  STOPOVER_CHECK(in.good(), "published references that can be read");
  std::vector<PublishedReference> out;
  std::string line;
  std::getline(in, line);
  while (std::getline(in, line)) {
    std::vector<std::string> cells;
    std::istringstream row(line);
    for (std::string cell; std::getline(row, cell, ',');) cells.push_back(cell);
    const std::string& best = name_has_tours ? cells.at(7) : cells.at(2);
    out.push_back({cells.at(0), static_cast<std::size_t>(std::stoi(cells.at(1))), std::stoi(best)});
  }
  return out;
}

// One decimal of Solomon's, two of Cordeau's.
Tick ticks_per_unit(const std::string& name) {
  return name.find("pr") != std::string::npos ? 100 : 10;
}

Tick to_ticks(double value, Tick per_unit) {
  return static_cast<Tick>(std::lround(value * per_unit));
}

// Distance cut to the decimals of the set, as the published values have it.
Tick cut_distance(const PublishedPoint& a, const PublishedPoint& b, Tick per_unit) {
  return static_cast<Tick>(std::floor(std::hypot(a.x - b.x, a.y - b.y) * per_unit + 1e-9));
}

}  // namespace

std::optional<std::string> instance_folder() {
  const char* root = std::getenv("STOPOVER_SHARED_DATA");
  if (root == nullptr) return std::nullopt;
  const std::filesystem::path path = std::filesystem::path(root) / "orienteering";
  if (!std::filesystem::exists(path)) return std::nullopt;
  return path.string() + "/";
}

// The better of the two tables, row by row.
std::vector<PublishedReference> toptw_references(const std::string& folder) {
  auto best = references(folder + "best_known.csv", false);
  const auto verified = references(folder + "toptw/reference.csv", false);
  for (PublishedReference& row : best)
    for (const PublishedReference& other : verified)
      if (row.file == other.file && row.tours == other.tours)
        row.best_known = std::max(row.best_known, other.best_known);
  return best;
}

std::vector<PublishedReference> mctopmtw_references(const std::string& folder) {
  return references(folder + "mctopmtw/reference.csv", true);
}

PublishedInstance read_toptw(const std::string& folder, const std::string& name,
                             std::size_t tours) {
  PublishedInstance out{.name = name, .tours = tours, .per_unit = ticks_per_unit(name)};
  const auto rows = rows_of(folder + "toptw/" + name + ".txt");
  for (std::size_t i = 2; i < rows.size(); ++i) {
    const std::vector<double>& row = rows[i];
    const Window window{to_ticks(row[row.size() - 2], out.per_unit),
                        to_ticks(row.back(), out.per_unit)};
    out.points.push_back({.x = row.at(1),
                          .y = row.at(2),
                          .duration = to_ticks(row.at(3), out.per_unit),
                          .score = static_cast<std::int32_t>(std::lround(row.at(4))),
                          .windows = {{window}}});
  }
  out.open = out.points.at(0).windows[0][0].open;
  out.close = out.points[0].windows[0][0].close;
  return out;
}

PublishedInstance read_mctopmtw(const std::string& folder, const std::string& name) {
  PublishedInstance out{.name = name, .per_unit = ticks_per_unit(name)};
  const auto rows = rows_of(folder + "mctopmtw/" + name + ".txt");
  out.tours = static_cast<std::size_t>(rows.at(0).at(0));
  for (std::size_t k = 2; k < rows[0].size(); ++k)
    out.capacities.push_back(std::lround(rows[0][k]));
  const std::vector<double>& depot = rows.at(1);
  out.points.push_back({.x = depot.at(1), .y = depot.at(2)});
  out.open = to_ticks(depot.at(5), out.per_unit);
  out.close = to_ticks(depot.at(6), out.per_unit);
  for (std::size_t i = 2; i < rows.size(); ++i) {
    const std::vector<double>& row = rows[i];
    PublishedPoint point{.x = row.at(1),
                         .y = row.at(2),
                         .duration = to_ticks(row.at(3), out.per_unit),
                         .score = static_cast<std::int32_t>(std::lround(row.at(4)))};
    // Windows 1 … 4 meet end to end; a tour has two of them, turn about.
    const bool odd_first = row.at(10) == 1;
    for (std::size_t tour = 0; tour < out.tours; ++tour) {
      const std::size_t first = (tour % 2 == 0) == odd_first ? 5 : 6;
      std::vector<Window> list;
      for (const std::size_t w : {first, first + 2})
        list.push_back({to_ticks(row.at(w), out.per_unit), to_ticks(row.at(w + 1), out.per_unit)});
      point.windows.push_back(list);
    }
    for (std::size_t k = 11; k < 11 + out.capacities.size(); ++k)
      point.uses.push_back(std::lround(row.at(k)));
    out.points.push_back(point);
  }
  return out;
}

Spec spec_of(const PublishedInstance& instance) {
  Spec spec;
  const std::size_t count = instance.points.size();
  std::vector<Tick> matrix;
  for (const PublishedPoint& a : instance.points)
    for (const PublishedPoint& b : instance.points)
      matrix.push_back(cut_distance(a, b, instance.per_unit));
  spec.travel.push_back(TravelTimes::constant(count, std::move(matrix)));
  for (const std::int64_t capacity : instance.capacities)
    spec.resources.push_back({.capacity = capacity});
  for (std::size_t i = 1; i < count; ++i) {
    const PublishedPoint& p = instance.points[i];
    spec.sites.push_back({.place = i,
                          .duration = p.duration,
                          .score = p.score,
                          .windows = p.windows,
                          .uses = p.uses});
  }
  spec.terminals.push_back({{{.place = 0}}});
  spec.routes.assign(instance.tours, {.earliest = instance.open, .deadline = instance.close});
  return spec;
}

std::vector<std::string> faults_of(const PublishedInstance& instance, const Solution& solution) {
  std::vector<std::string> faults;
  std::vector<int> times(instance.points.size(), 0);
  std::vector<std::int64_t> used(instance.capacities.size(), 0);
  std::int64_t score = 0;
  if (solution.routes.size() != instance.tours) faults.emplace_back("another number of tours");
  for (std::size_t tour = 0; tour < solution.routes.size(); ++tour) {
    std::size_t at = 0;
    Tick now = instance.open;
    for (const Visit& visit : solution.routes[tour].visits) {
      const std::size_t i = visit.site + 1;
      const PublishedPoint& p = instance.points.at(i);
      now += cut_distance(instance.points[at], p, instance.per_unit);
      const auto& windows = p.windows.size() == 1 ? p.windows[0] : p.windows.at(tour);
      const auto window = std::find_if(windows.begin(), windows.end(),
                                       [&](const Window& w) { return now <= w.close; });
      if (window == windows.end()) {
        faults.push_back(fmt::format("point {}: reached at {}, too late", i, now));
        break;
      }
      now = std::max(now, window->open) + p.duration;
      if (++times[i] > 1) faults.push_back(fmt::format("point {}: twice", i));
      score += p.score;
      for (std::size_t k = 0; k < used.size(); ++k) used[k] += p.uses[k];
      at = i;
    }
    now += cut_distance(instance.points[at], instance.points[0], instance.per_unit);
    if (now > instance.close) faults.push_back(fmt::format("tour {}: back at {}", tour, now));
  }
  for (std::size_t k = 0; k < used.size(); ++k)
    if (used[k] > instance.capacities[k]) faults.push_back(fmt::format("too much of {}", k));
  if (score != solution.score) faults.push_back(fmt::format("scores {}", score));
  return faults;
}

}  // namespace stopover::orienteering::testing
