// SPDX-License-Identifier: Apache-2.0
#include "engine/experiment/factor.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <system_error>
#include <utility>

#include "engine/base/check.hpp"
#include "engine/io/csv_writer.hpp"
#include "engine/random/continuous.hpp"
#include "engine/random/portable_math.hpp"

namespace stopover::experiment {
namespace {

constexpr double kMostWhole = 1e9;  // both signs; far below where doubles skip whole numbers
constexpr double kFewWhole = 5;     // so many values are levels of their own

double low_of(const Factor& factor) {
  return factor.low.value_or(-std::numeric_limits<double>::infinity());
}
double high_of(const Factor& factor) {
  return factor.high.value_or(std::numeric_limits<double>::infinity());
}

bool is_whole(double x) {
  return std::isfinite(x) && std::abs(x) <= kMostWhole && x == std::floor(x);
}

// Mean and standard deviation of the logarithm.
struct OfLog {
  double mu;
  double sigma;
};
OfLog of_log(const Factor& factor) {
  const double ratio = factor.sd / factor.mean;
  const double variance = random::portable::log1p(ratio * ratio);
  return {random::portable::log(factor.mean) - variance / 2, std::sqrt(variance)};
}

std::optional<FactorFault> fault_of_ends(const Factor& factor) {
  const auto wrong = [](const char* part, double found, const char* expected) {
    return FactorFault{part, std::isfinite(found) ? io::decimal_text(found) : "no finite number",
                       expected};
  };
  for (const auto& [part, end] : {std::pair("low", factor.low), std::pair("high", factor.high)})
    if (end && !std::isfinite(*end)) return wrong(part, *end, "a finite number");
  const bool needs_ends = factor.kind == Kind::kUniform || factor.kind == Kind::kTriangular ||
                          factor.kind == Kind::kWhole;
  if (needs_ends && !factor.low) return FactorFault{"low", "", "the lower end of the range"};
  if (needs_ends && !factor.high) return FactorFault{"high", "", "the upper end of the range"};
  if (factor.low && factor.high && *factor.low >= *factor.high)
    return wrong("high", *factor.high, "a number above low");
  if (factor.low && factor.high && !std::isfinite(*factor.high - *factor.low))
    return wrong("high", *factor.high, "a range that is finite");
  return std::nullopt;
}

// Of a normal or lognormal whose figures are in order one by one.
bool can_be_drawn(const Factor& factor) {
  const bool kept = factor.low || factor.high;
  if (factor.kind == Kind::kNormal)
    return !kept ||
           random::TruncatedNormal::valid(factor.mean, factor.sd, low_of(factor), high_of(factor));
  if (!random::Lognormal::from_mean_sd(factor.mean, factor.sd)) return false;
  const OfLog log = of_log(factor);
  return std::isfinite(log.mu) && std::isfinite(log.sigma) && log.sigma > 0 &&
         (!kept || random::TruncatedLognormal::valid(
                       log.mu, log.sigma, std::max(low_of(factor), 0.0), high_of(factor)));
}

std::optional<FactorFault> fault_of_shape(const Factor& factor) {
  const auto text = [](double x) {
    return std::isfinite(x) ? io::decimal_text(x) : std::string("no finite number");
  };
  switch (factor.kind) {
    case Kind::kTriangular:
      if (!(factor.mode >= *factor.low && factor.mode <= *factor.high))
        return FactorFault{"mode", text(factor.mode), "a number from low to high"};
      return std::nullopt;
    case Kind::kLognormal:
      if (!(std::isfinite(factor.mean) && factor.mean > 0))
        return FactorFault{"mean", text(factor.mean), "a number above 0"};
      [[fallthrough]];
    case Kind::kNormal:
      if (!std::isfinite(factor.mean))
        return FactorFault{"mean", text(factor.mean), "a finite number"};
      if (!(std::isfinite(factor.sd) && factor.sd > 0))
        return FactorFault{"sd", text(factor.sd), "a number above 0"};
      if (factor.kind == Kind::kLognormal && factor.low && *factor.low < 0)
        return FactorFault{"low", text(*factor.low), "a number of at least 0"};
      // A range far out in the tail could only be drawn from with digits that are not there.
      if (factor.low && *factor.low >= factor.mean)
        return FactorFault{"low", text(*factor.low), "a number below the mean"};
      if (factor.high && *factor.high <= factor.mean)
        return FactorFault{"high", text(*factor.high), "a number above the mean"};
      if (!can_be_drawn(factor))
        return FactorFault{"sd", text(factor.sd), "a spread whose figures a computer can hold"};
      return std::nullopt;
    case Kind::kWhole:
      if (!is_whole(*factor.low))
        return FactorFault{"low", text(*factor.low), "a whole number of at most 1e9"};
      if (!is_whole(*factor.high))
        return FactorFault{"high", text(*factor.high), "a whole number of at most 1e9"};
      return std::nullopt;
    case Kind::kChoice:
      if (factor.choices.size() < 2)
        return FactorFault{"choice", std::to_string(factor.choices.size()), "two choices or more"};
      return std::nullopt;
    case Kind::kUniform:
      return std::nullopt;
  }
  return std::nullopt;
}

bool can_be(const Factor& factor, double value) {
  if (factor.kind == Kind::kChoice)
    return is_whole(value) && value >= 0 && value < static_cast<double>(factor.choices.size());
  if (!(value >= low_of(factor) && value <= high_of(factor))) return false;
  return factor.kind == Kind::kWhole ? is_whole(value) : std::isfinite(value);
}

}  // namespace

std::optional<FactorFault> factor_fault(const Factor& factor) {
  if (factor.kind != Kind::kChoice)
    if (auto fault = fault_of_ends(factor)) return fault;
  if (auto fault = fault_of_shape(factor)) return fault;
  for (std::size_t i = 0; i < factor.levels.size(); ++i) {
    const double level = factor.levels[i];
    const std::string found = std::isfinite(level) ? io::decimal_text(level) : "no finite number";
    if (!can_be(factor, level))
      return FactorFault{"level", found,
                         factor.kind == Kind::kChoice  ? "the number of a choice, from 0"
                         : factor.kind == Kind::kWhole ? "a whole number from low to high"
                                                       : "a finite number from low to high"};
    if (std::find(factor.levels.begin(), factor.levels.begin() + static_cast<std::ptrdiff_t>(i),
                  level) != factor.levels.begin() + static_cast<std::ptrdiff_t>(i))
      return FactorFault{"level", found, "each level once"};
  }
  return std::nullopt;
}

double value_at(const Factor& factor, double u) {
  STOPOVER_CHECK(u > 0 && u < 1, "a point inside the unit interval");
  const double low = low_of(factor);
  const double high = high_of(factor);
  const bool kept = factor.low || factor.high;
  const auto inside = [&](double value) { return std::clamp(value, low, high); };  // of rounding
  switch (factor.kind) {
    case Kind::kUniform:
      return inside(low + (high - low) * u);
    case Kind::kTriangular:
      return inside(random::Triangular(low, factor.mode, high).quantile(u));
    case Kind::kNormal:
      if (kept)
        return inside(random::TruncatedNormal(factor.mean, factor.sd, low, high).quantile(u));
      return random::Normal(factor.mean, factor.sd).quantile(u);
    case Kind::kLognormal: {
      const OfLog log = of_log(factor);
      if (kept)
        return inside(
            random::TruncatedLognormal(log.mu, log.sigma, std::max(low, 0.0), high).quantile(u));
      return random::Lognormal(log.mu, log.sigma).quantile(u);
    }
    case Kind::kWhole:
      return inside(low + std::floor((high - low + 1) * u));
    case Kind::kChoice: {
      const auto n = static_cast<double>(factor.choices.size());
      return std::min(std::floor(n * u), n - 1);
    }
  }
  bug("kind", "every kind of factor has values", __FILE__, __LINE__);
}

std::vector<double> levels_of(const Factor& factor) {
  if (!factor.levels.empty()) return factor.levels;
  std::vector<double> levels;
  const auto all_from = [&](double from, double to) {
    const auto steps = static_cast<int>(to - from);
    levels.reserve(static_cast<std::size_t>(steps) + 1);
    for (int i = 0; i <= steps; ++i) levels.push_back(from + i);
    return levels;
  };
  if (factor.kind == Kind::kChoice)
    return all_from(0, static_cast<double>(factor.choices.size()) - 1);
  if (factor.kind == Kind::kWhole) {
    if (*factor.high - *factor.low < kFewWhole) return all_from(*factor.low, *factor.high);
    return {*factor.low, *factor.high};
  }
  return {value_at(factor, 0.05), value_at(factor, 0.5), value_at(factor, 0.95)};
}

std::string setting_text(const Factor& factor, const Setting& setting) {
  if (!setting) return {};
  STOPOVER_CHECK(can_be(factor, *setting), "a setting that the factor can have");
  if (factor.kind == Kind::kChoice) return factor.choices[static_cast<std::size_t>(*setting)];
  return io::decimal_text(*setting);
}

std::optional<Setting> setting_of_text(const Factor& factor, const std::string& text) {
  if (text.empty()) return Setting();
  if (factor.kind == Kind::kChoice) {
    const auto at = std::find(factor.choices.begin(), factor.choices.end(), text);
    if (at == factor.choices.end()) return std::nullopt;
    return Setting(static_cast<double>(at - factor.choices.begin()));
  }
  double value = 0;
  const char* const end = text.data() + text.size();
  const auto [stopped, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc() || stopped != end || !can_be(factor, value)) return std::nullopt;
  return Setting(value);
}

}  // namespace stopover::experiment
