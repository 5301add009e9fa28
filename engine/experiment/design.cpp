// SPDX-License-Identifier: Apache-2.0
#include "engine/experiment/design.hpp"

#include <algorithm>
#include <array>
#include <numeric>
#include <span>

#include <boost/random/sobol.hpp>

#include "engine/base/check.hpp"
#include "engine/io/csv_writer.hpp"
#include "engine/random/stream.hpp"
#include "engine/random/uniform.hpp"

namespace stopover::experiment {
namespace {

constexpr std::array<std::string_view, kDesignKinds> kWords{
    "full_factorial", "one_at_a_time", "latin_hypercube", "sobol",
    "saltelli",       "morris",        "custom",          "fractional_factorial"};

constexpr std::uint64_t kMostLevels = 100;

constexpr random::Purpose kHypercube = random::purpose("experiment.latin_hypercube");
constexpr random::Purpose kShift = random::purpose("experiment.digital_shift");
constexpr random::Purpose kTrajectory = random::purpose("experiment.morris");

using Points = std::vector<std::vector<double>>;  // by row, by column, inside (0, 1)

random::Stream stream_of(const Design& design, std::uint64_t entity, random::Purpose purpose) {
  return random::Stream({.seed = design.seed, .entity = entity, .purpose = purpose});
}

Points hypercube(const Design& design, std::size_t columns) {
  Points points(design.n, std::vector<double>(columns));
  std::vector<std::uint64_t> part(design.n);
  for (std::size_t j = 0; j < columns; ++j) {
    random::Stream stream = stream_of(design, j, kHypercube);
    std::iota(part.begin(), part.end(), std::uint64_t{0});
    random::shuffle(std::span(part), stream);
    for (std::size_t i = 0; i < design.n; ++i) {
      const double u = (static_cast<double>(part[i]) + random::open_unit(stream)) /
                       static_cast<double>(design.n);
      points[i][j] = std::min(u, random::kLargestOpenUnit);  // rounding may reach 1
    }
  }
  return points;
}

Points sobol_points(const Design& design, std::size_t columns) {
  std::vector<std::uint64_t> shift(columns);
  for (std::size_t j = 0; j < columns; ++j) shift[j] = stream_of(design, j, kShift).next64();
  boost::random::sobol engine(columns);
  Points points(design.n, std::vector<double>(columns));
  for (std::size_t i = 0; i < design.n; ++i)
    for (std::size_t j = 0; j < columns; ++j) {
      // The engine leaves out the zero point, with which the others make a net.
      const std::uint64_t digits = i == 0 ? 0 : engine();
      points[i][j] = random::open_unit(digits ^ shift[j]);
    }
  return points;
}

Settings values_at(const std::vector<Factor>& factors, std::span<const double> point) {
  Settings settings;
  settings.reserve(factors.size());
  for (std::size_t j = 0; j < factors.size(); ++j)
    settings.emplace_back(value_at(factors[j], point[j]));
  return settings;
}

void add_points(const Points& points, const std::vector<Factor>& factors,
                std::vector<Settings>& cells) {
  for (const std::vector<double>& point : points) cells.push_back(values_at(factors, point));
}

void add_full_factorial(const std::vector<Factor>& factors, std::vector<Settings>& cells) {
  std::vector<std::vector<double>> levels;
  levels.reserve(factors.size());
  for (const Factor& factor : factors) levels.push_back(levels_of(factor));
  std::vector<std::size_t> at(factors.size(), 0);
  while (true) {
    Settings settings;
    settings.reserve(factors.size());
    for (std::size_t j = 0; j < factors.size(); ++j) settings.emplace_back(levels[j][at[j]]);
    cells.push_back(std::move(settings));
    std::size_t j = factors.size();
    while (j > 0 && ++at[j - 1] == levels[j - 1].size()) at[--j] = 0;
    if (j == 0) return;
  }
}

void add_one_at_a_time(const std::vector<Factor>& factors, std::vector<Settings>& cells) {
  for (std::size_t j = 0; j < factors.size(); ++j)
    for (const double level : levels_of(factors[j])) {
      Settings settings(factors.size());
      settings[j] = level;
      cells.push_back(std::move(settings));
    }
}

void add_saltelli(const Design& design, const std::vector<Factor>& factors,
                  std::vector<Settings>& cells) {
  const std::size_t k = factors.size();
  for (const std::vector<double>& point : sobol_points(design, 2 * k)) {
    const Settings a = values_at(factors, std::span(point).first(k));
    const Settings b = values_at(factors, std::span(point).last(k));
    cells.push_back(a);
    for (std::size_t j = 0; j < k; ++j) {
      Settings ab = a;
      ab[j] = b[j];
      cells.push_back(std::move(ab));
    }
    cells.push_back(b);
    for (std::size_t j = 0; design.second_order && j < k; ++j) {
      Settings ba = b;
      ba[j] = a[j];
      cells.push_back(std::move(ba));
    }
  }
}

std::uint64_t saltelli_cells(std::size_t factors, bool second_order) {
  return (second_order ? 2 * factors : factors) + 2;
}

void add_fraction(const Design& design, const std::vector<Factor>& factors,
                  std::vector<Settings>& cells) {
  std::vector<TwoLevels> levels;
  levels.reserve(factors.size());
  for (const Factor& factor : factors) levels.push_back(two_levels_of(factor).value());
  for (const std::vector<bool>& run : fraction_runs(design.generators, factors.size())) {
    Settings& settings = cells.emplace_back();
    settings.reserve(factors.size());
    for (std::size_t j = 0; j < factors.size(); ++j)
      settings.emplace_back(run[j] ? levels[j].high : levels[j].low);
  }
}

// Product or sum of the numbers of levels.
std::uint64_t level_cells(const std::vector<Factor>& factors, bool crossed) {
  std::uint64_t cells = crossed ? 1 : 0;
  for (const Factor& factor : factors) {
    const std::uint64_t levels = levels_of(factor).size();
    cells = std::min(crossed ? cells * levels : cells + levels, kMostCells);
  }
  return cells;
}

// Values that a factor can have, where they can be counted.
std::optional<double> values_of(const Factor& factor) {
  if (factor.kind == Kind::kChoice) return static_cast<double>(factor.choices.size());
  if (factor.kind == Kind::kWhole) return *factor.high - *factor.low + 1;
  return std::nullopt;
}

// Of `levels` equal parts the middles meet each of as many values or fewer, and no more.
std::optional<FactorFault> levels_fault(const Design& design, const std::vector<Factor>& factors) {
  if (design.levels < 2 || design.levels > kMostLevels || design.levels % 2 != 0)
    return FactorFault{"levels", std::to_string(design.levels), "an even number from 2 to 100"};
  for (const Factor& factor : factors) {
    const std::optional<double> values = values_of(factor);
    if (!values || *values <= static_cast<double>(design.levels)) continue;
    const bool many = *values > static_cast<double>(kMostLevels);
    return FactorFault{"levels", std::to_string(design.levels),
                       "at least as many as factor " + factor.id + " has values, which is " +
                           io::decimal_text(*values) +
                           (many ? "; give it fewer, or a uniform range" : "")};
  }
  return std::nullopt;
}

}  // namespace

std::string_view design_word(DesignKind kind) {
  return kWords.at(static_cast<std::size_t>(kind));
}

std::optional<DesignKind> design_of_word(std::string_view word) {
  const auto* const at = std::find(kWords.begin(), kWords.end(), word);
  if (at == kWords.end()) return std::nullopt;
  return static_cast<DesignKind>(at - kWords.begin());
}

std::uint64_t cell_count(const Design& design, const std::vector<Factor>& factors) {
  const std::uint64_t n = std::min(design.n, kMostCells);
  const std::uint64_t k = factors.size();
  switch (design.kind) {
    case DesignKind::kFullFactorial:
      return 1 + level_cells(factors, true);
    case DesignKind::kOneAtATime:
      return 1 + level_cells(factors, false);
    case DesignKind::kLatinHypercube:
    case DesignKind::kSobol:
      return 1 + n;
    case DesignKind::kSaltelli:
      return 1 + std::min(n * saltelli_cells(k, design.second_order), kMostCells);
    case DesignKind::kMorris:
      return 1 + std::min(n * (k + 1), kMostCells);
    case DesignKind::kCustom:
      return 1 + std::min<std::uint64_t>(design.rows.size(), kMostCells);
    case DesignKind::kFractionalFactorial: {
      const std::uint64_t basic = k - std::min<std::uint64_t>(k, design.generators.size());
      return 1 + (basic > kMostBasicFactors ? kMostCells : std::uint64_t{1} << basic);
    }
  }
  return 0;
}

std::optional<FactorFault> design_fault(const Design& design, const std::vector<Factor>& factors) {
  if (factors.empty()) return FactorFault{"factor", "none", "at least one factor"};
  if (factors.size() > kMostFactors)
    return FactorFault{"factor", std::to_string(factors.size()),
                       "at most " + std::to_string(kMostFactors) + " factors"};
  const bool by_levels = design.kind == DesignKind::kFullFactorial ||
                         design.kind == DesignKind::kOneAtATime ||
                         design.kind == DesignKind::kFractionalFactorial;
  if (!by_levels && design.kind != DesignKind::kCustom && design.n == 0)
    return FactorFault{"n", "0", "at least one point, row or trajectory"};
  if (design.kind == DesignKind::kCustom && design.rows.empty())
    return FactorFault{"file", "no rows", "a table with a row a cell"};
  if (design.kind == DesignKind::kMorris)
    if (auto fault = levels_fault(design, factors)) return fault;
  if (design.kind == DesignKind::kSaltelli && design.second_order &&
      factors.size() > kMostPairedFactors)
    return FactorFault{
        "second_order", std::to_string(factors.size()) + " factors",
        "at most " + std::to_string(kMostPairedFactors) + ": each pair has an interval of its own"};
  if (design.kind == DesignKind::kFractionalFactorial)
    if (auto fault = generator_fault(design.generators, factors)) return fault;
  if (cell_count(design, factors) > kMostCells)
    return FactorFault{"design", "more than a million cells", "at most 999999 cells and the base"};
  if (cell_count(design, factors) * factors.size() > kMostSettings)
    return FactorFault{"design", "more than 20 million cells times factors",
                       "fewer cells or factors: each of their values is held in memory"};
  return std::nullopt;
}

std::vector<Settings> make_cells(const Design& design, const std::vector<Factor>& factors) {
  STOPOVER_CHECK(!design_fault(design, factors), "a design that was checked");
  std::vector<Settings> cells;
  const std::uint64_t count = cell_count(design, factors);
  cells.reserve(count);
  cells.emplace_back(factors.size());
  switch (design.kind) {
    case DesignKind::kFullFactorial:
      add_full_factorial(factors, cells);
      break;
    case DesignKind::kOneAtATime:
      add_one_at_a_time(factors, cells);
      break;
    case DesignKind::kLatinHypercube:
      add_points(hypercube(design, factors.size()), factors, cells);
      break;
    case DesignKind::kSobol:
      add_points(sobol_points(design, factors.size()), factors, cells);
      break;
    case DesignKind::kSaltelli:
      add_saltelli(design, factors, cells);
      break;
    case DesignKind::kMorris:
      add_points(morris_points(design, factors.size()), factors, cells);
      break;
    case DesignKind::kCustom:
      cells.insert(cells.end(), design.rows.begin(), design.rows.end());
      break;
    case DesignKind::kFractionalFactorial:
      add_fraction(design, factors, cells);
      break;
  }
  STOPOVER_CHECK(cells.size() == count, "as many cells as were counted");
  return cells;
}

SaltelliRow saltelli_row(std::uint64_t row, std::size_t factors, bool second_order) {
  SaltelliRow cells;
  cells.a = 1 + row * saltelli_cells(factors, second_order);
  cells.ab.resize(factors);
  std::iota(cells.ab.begin(), cells.ab.end(), cells.a + 1);
  cells.b = cells.a + factors + 1;
  if (!second_order) return cells;
  cells.ba.resize(factors);
  std::iota(cells.ba.begin(), cells.ba.end(), cells.b + 1);
  return cells;
}

std::vector<std::uint64_t> morris_trajectory(std::uint64_t t, std::size_t factors) {
  std::vector<std::uint64_t> cells(factors + 1);
  std::iota(cells.begin(), cells.end(), 1 + t * (factors + 1));
  return cells;
}

std::vector<std::vector<double>> morris_points(const Design& design, std::size_t factors) {
  const std::uint64_t half = design.levels / 2;
  const auto u_of = [&](std::uint64_t level) {
    return (static_cast<double>(level) + 0.5) / static_cast<double>(design.levels);
  };
  Points points;
  points.reserve(design.n * (factors + 1));
  std::vector<std::uint64_t> level(factors);
  std::vector<std::size_t> order(factors);
  for (std::uint64_t t = 0; t < design.n; ++t) {
    random::Stream stream = stream_of(design, t, kTrajectory);
    for (std::uint64_t& one : level) one = random::below(stream, design.levels);
    std::iota(order.begin(), order.end(), std::size_t{0});
    random::shuffle(std::span(order), stream);
    const auto add = [&] {
      std::vector<double>& point = points.emplace_back(factors);
      for (std::size_t j = 0; j < factors; ++j) point[j] = u_of(level[j]);
    };
    add();
    for (const std::size_t j : order) {
      level[j] = level[j] < half ? level[j] + half : level[j] - half;
      add();
    }
  }
  return points;
}

}  // namespace stopover::experiment
