// SPDX-License-Identifier: Apache-2.0
#include "engine/experiment/fraction.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "engine/base/check.hpp"

namespace stopover::experiment {
namespace {

using Column = std::uint64_t;  // a set of basic factors, by their order among these

struct Columns {
  std::size_t basic = 0;
  std::vector<Column> of;   // by factor
  std::vector<bool> minus;  // by factor
  std::vector<bool> made;   // by factor: by a generator
};

Columns columns_of(const std::vector<Generator>& generators, std::size_t factors) {
  Columns out{.basic = 0,
              .of = std::vector<Column>(factors),
              .minus = std::vector<bool>(factors),
              .made = std::vector<bool>(factors)};
  for (const Generator& generator : generators) out.made[generator.factor] = true;
  for (std::size_t j = 0; j < factors; ++j)
    if (!out.made[j]) out.of[j] = Column{1} << out.basic++;
  for (const Generator& generator : generators) {
    for (const std::size_t j : generator.of) out.of[generator.factor] ^= out.of[j];
    out.minus[generator.factor] = generator.minus;
  }
  return out;
}

// Sums of two columns; false: two of them are equal.
bool pairs_differ(const std::vector<Column>& columns) {
  std::set<Column> sums;
  for (std::size_t a = 0; a < columns.size(); ++a)
    for (std::size_t b = a + 1; b < columns.size(); ++b)
      if (!sums.insert(columns[a] ^ columns[b]).second) return false;
  return true;
}

// Whether the sum of `most` columns or fewer is `wanted`.
bool is_sum(const std::vector<Column>& columns, Column wanted, int most, std::size_t from = 0) {
  if (wanted == 0) return true;
  if (most == 0) return false;
  for (std::size_t j = from; j < columns.size(); ++j)
    if (is_sum(columns, wanted ^ columns[j], most - 1, j + 1)) return true;
  return false;
}

std::optional<std::size_t> factor_named(const std::string& id, const std::vector<Factor>& factors) {
  const auto at = std::ranges::find(factors, id, &Factor::id);
  if (at == factors.end()) return std::nullopt;
  return static_cast<std::size_t>(at - factors.begin());
}

std::string trimmed(const std::string& text) {
  const std::size_t first = text.find_first_not_of(" \t");
  if (first == std::string::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

std::optional<std::vector<Generator>> first_that_fit(std::size_t factors, std::size_t basic,
                                                     int resolution) {
  std::vector<Column> columns;
  for (std::size_t i = 0; i < basic; ++i) columns.push_back(Column{1} << i);
  std::vector<Generator> out;
  for (Column column = 1; columns.size() < factors && column < Column{1} << basic; ++column) {
    if (is_sum(columns, column, resolution - 2)) continue;
    Generator& generator = out.emplace_back(Generator{.factor = columns.size(), .of = {}});
    for (std::size_t i = 0; i < basic; ++i)
      if ((column >> i & 1U) != 0) generator.of.push_back(i);
    columns.push_back(column);
  }
  if (columns.size() < factors) return std::nullopt;
  return out;
}

// The half fraction of the highest resolution.
std::vector<Generator> product_of_all(std::size_t basic) {
  Generator generator{.factor = basic, .of = {}};
  for (std::size_t i = 0; i < basic; ++i) generator.of.push_back(i);
  return {generator};
}

}  // namespace

std::string generator_text(const Generator& generator, const std::vector<Factor>& factors) {
  std::string out = factors[generator.factor].id + " = ";
  if (generator.minus) out += "- ";
  for (std::size_t i = 0; i < generator.of.size(); ++i)
    out += (i == 0 ? "" : "*") + factors[generator.of[i]].id;
  return out;
}

std::optional<Generator> generator_of_text(const std::string& text,
                                           const std::vector<Factor>& factors) {
  const std::size_t equals = text.find('=');
  if (equals == std::string::npos) return std::nullopt;
  const auto made = factor_named(trimmed(text.substr(0, equals)), factors);
  if (!made) return std::nullopt;
  Generator out{.factor = *made, .of = {}};
  std::string rest = trimmed(text.substr(equals + 1));
  // An id may begin with "-" as well.
  const std::string first = trimmed(rest.substr(0, rest.find('*')));
  if (rest.starts_with('-') && !factor_named(first, factors)) {
    out.minus = true;
    rest = rest.substr(1);
  }
  while (true) {
    const std::size_t star = rest.find('*');
    const auto factor = factor_named(trimmed(rest.substr(0, star)), factors);
    if (!factor || std::ranges::find(out.of, *factor) != out.of.end()) return std::nullopt;
    out.of.push_back(*factor);
    if (star == std::string::npos) break;
    rest = rest.substr(star + 1);
  }
  std::ranges::sort(out.of);
  return out;
}

std::optional<FactorFault> generator_fault(const std::vector<Generator>& generators,
                                           const std::vector<Factor>& factors) {
  if (factors.size() > kMostFractionFactors)
    return FactorFault{"factor", std::to_string(factors.size()),
                       "at most " + std::to_string(kMostFractionFactors) + " factors"};
  for (const Factor& factor : factors)
    if (!two_levels_of(factor))
      return FactorFault{"level", std::to_string(levels_of(factor).size()) + " of " + factor.id,
                         "two levels, or two choices, of each factor"};
  std::set<std::size_t> made;
  for (const Generator& generator : generators)
    if (!made.insert(generator.factor).second)
      return FactorFault{"generator", generator_text(generator, factors),
                         "one generator for a factor"};
  for (const Generator& generator : generators) {
    const bool basic =
        std::ranges::none_of(generator.of, [&](std::size_t j) { return made.contains(j); });
    if (!basic || generator.of.size() < 2)
      return FactorFault{"generator", generator_text(generator, factors),
                         "a product of two or more factors that no generator makes"};
  }
  const Columns columns = columns_of(generators, factors.size());
  if (columns.basic > kMostBasicFactors)
    return FactorFault{"generator", std::to_string(generators.size()),
                       "so many that at most " + std::to_string(kMostBasicFactors) +
                           " factors are left to be combined"};
  std::set<Column> seen;
  for (std::size_t j = 0; j < factors.size(); ++j)
    if (!seen.insert(columns.of[j]).second)
      return FactorFault{"generator", factors[j].id,
                         "a product of its own: two factors with one cannot be told apart"};
  return std::nullopt;
}

std::optional<std::vector<Generator>> generators_of_resolution(std::size_t factors,
                                                               int resolution) {
  STOPOVER_CHECK(resolution >= kLeastResolution && resolution <= kMostResolution, "3, 4 or 5");
  if (factors == 0 || factors > kMostFractionFactors) return std::nullopt;
  for (std::size_t basic = 1; basic <= std::min(factors, kMostBasicFactors); ++basic) {
    if (!first_that_fit(factors, basic, resolution)) continue;
    // A higher resolution that as many cells allow costs nothing.
    if (factors == basic + 1 && basic >= 2) return product_of_all(basic);
    for (int higher = kMostResolution; higher > resolution; --higher)
      if (auto found = first_that_fit(factors, basic, higher)) return found;
    return first_that_fit(factors, basic, resolution);
  }
  return std::nullopt;
}

int resolution_of(const std::vector<Generator>& generators, std::size_t factors) {
  const std::vector<Column> columns = columns_of(generators, factors).of;
  const std::set<Column> single(columns.begin(), columns.end());
  for (std::size_t a = 0; a < factors; ++a)
    for (std::size_t b = a + 1; b < factors; ++b)
      if (single.contains(columns[a] ^ columns[b])) return 3;
  if (!pairs_differ(columns)) return 4;
  std::set<Column> pairs;
  for (std::size_t a = 0; a < factors; ++a)
    for (std::size_t b = a + 1; b < factors; ++b) pairs.insert(columns[a] ^ columns[b]);
  for (std::size_t a = 0; a < factors; ++a)
    for (std::size_t b = a + 1; b < factors; ++b)
      for (std::size_t c = b + 1; c < factors; ++c)
        if (pairs.contains(columns[a] ^ columns[b] ^ columns[c])) return 5;
  return 6;
}

std::vector<std::vector<bool>> fraction_runs(const std::vector<Generator>& generators,
                                             std::size_t factors) {
  const Columns columns = columns_of(generators, factors);
  std::vector<std::vector<bool>> runs;
  runs.reserve(std::size_t{1} << columns.basic);
  for (Column r = 0; r < Column{1} << columns.basic; ++r) {
    std::vector<bool>& run = runs.emplace_back(factors);
    std::size_t digit = columns.basic;  // from the highest of r
    for (std::size_t j = 0; j < factors; ++j)
      if (!columns.made[j]) run[j] = (r >> --digit & 1U) != 0;
    for (const Generator& generator : generators) {
      bool minus = generator.minus;
      for (const std::size_t j : generator.of) minus ^= !run[j];
      run[generator.factor] = !minus;
    }
  }
  return runs;
}

std::vector<std::vector<FractionEffect>> alias_sets(const std::vector<Generator>& generators,
                                                    std::size_t factors) {
  const Columns columns = columns_of(generators, factors);
  std::vector<std::vector<FractionEffect>> sets;
  std::map<Column, std::size_t> by_column;
  std::vector<bool> sign;  // of each set's first
  const auto add = [&](FractionEffect effect, Column column, bool minus) {
    const auto [at, is_new] = by_column.try_emplace(column, sets.size());
    if (is_new) {
      sets.emplace_back();
      sign.push_back(minus);
    }
    effect.minus = minus != sign[at->second];
    sets[at->second].push_back(effect);
  };
  for (std::size_t a = 0; a < factors; ++a) add({.a = a, .b = a}, columns.of[a], columns.minus[a]);
  for (std::size_t a = 0; a < factors; ++a)
    for (std::size_t b = a + 1; b < factors; ++b)
      add({.a = a, .b = b}, columns.of[a] ^ columns.of[b], columns.minus[a] != columns.minus[b]);
  return sets;
}

std::optional<TwoLevels> two_levels_of(const Factor& factor) {
  const std::vector<double> levels = levels_of(factor);
  if (!factor.levels.empty() || factor.kind == Kind::kChoice) {
    if (levels.size() != 2) return std::nullopt;
    return TwoLevels{std::min(levels[0], levels[1]), std::max(levels[0], levels[1])};
  }
  if (levels.front() == levels.back()) return std::nullopt;
  return TwoLevels{levels.front(), levels.back()};
}

}  // namespace stopover::experiment
