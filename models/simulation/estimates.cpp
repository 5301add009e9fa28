// SPDX-License-Identifier: Apache-2.0
// Indicators of replications as estimates, and their differences. The contract is indicators.hpp.
#include <algorithm>
#include <map>

#include "engine/base/check.hpp"
#include "engine/stats/total_interval.hpp"
#include "models/simulation/indicators.hpp"

namespace stopover::simulation {
namespace {

// Without an indicator: zeros.
std::vector<stats::RatioSample> samples(const Indicator* indicator,
                                        const std::vector<Replication>& runs,
                                        Tally Replication::*which) {
  std::vector<stats::RatioSample> out(runs.size(), {0, 1});
  if (indicator == nullptr) return out;
  for (std::size_t r = 0; r < runs.size(); ++r) {
    out[r].numerator = indicator->numerator(runs[r].*which);
    if (indicator->is_ratio()) out[r].denominator = indicator->denominator(runs[r].*which);
  }
  return out;
}

double value_of(const stats::RatioSample& s, double scale) {
  return static_cast<double>(s.numerator) / static_cast<double>(s.denominator) / scale;
}

// Of an indicator without denominator.
std::vector<double> values(const std::vector<stats::RatioSample>& samples, double scale) {
  std::vector<double> out;
  out.reserve(samples.size());
  for (const stats::RatioSample& s : samples) out.push_back(value_of(s, scale));
  return out;
}

void divide(stats::Estimate& e, double scale) {
  e.value /= scale;
  if (e.standard_error) *e.standard_error /= scale;
  if (e.interval) e.interval = stats::Interval{e.interval->low / scale, e.interval->high / scale};
}

bool was_drawn(const std::vector<Replication>& runs) {
  return !runs.empty() && !runs.front().drawn.counts.empty();
}

// What drawing the figures did in each replication, the luck being the same. nullopt where a rate
// has no denominator in one of the two, nobody connecting: that replication says nothing.
using Effects = std::vector<std::optional<double>>;
Effects effects(const std::vector<stats::RatioSample>& central,
                const std::vector<stats::RatioSample>& drawn, double scale) {
  Effects out(central.size());
  for (std::size_t i = 0; i < central.size(); ++i)
    if (central[i].denominator != 0 && drawn[i].denominator != 0)
      out[i] = value_of(drawn[i], scale) - value_of(central[i], scale);
  return out;
}

Effects minus(Effects variant, const Effects& base) {
  for (std::size_t i = 0; i < variant.size(); ++i)
    variant[i] = variant[i] && base[i] ? std::optional(*variant[i] - *base[i]) : std::nullopt;
  return variant;
}

struct Matched {
  const Indicator* base;  // one of the two may be none
  const Indicator* variant;
  [[nodiscard]] const Indicator& any() const { return base != nullptr ? *base : *variant; }
};

// By id and group, in the order of the base, then of the variant.
std::vector<Matched> matched(const std::vector<Indicator>& base,
                             const std::vector<Indicator>& variant) {
  std::vector<Matched> out;
  std::map<std::pair<std::string, std::string>, std::size_t> at;
  for (const Indicator& indicator : base) {
    at[{indicator.id, indicator.group}] = out.size();
    out.push_back({&indicator, nullptr});
  }
  for (const Indicator& indicator : variant) {
    const auto found = at.find({indicator.id, indicator.group});
    if (found == at.end())
      out.push_back({nullptr, &indicator});
    else
      out[found->second].variant = &indicator;
  }
  std::erase_if(out, [](const Matched& m) {
    return (m.base == nullptr || m.variant == nullptr) && m.any().is_ratio();
  });
  return out;
}

}  // namespace

std::vector<Estimated> estimate(const std::vector<Indicator>& indicators,
                                const std::vector<Replication>& replications) {
  std::vector<Estimated> out;
  for (const Indicator& indicator : indicators) {
    const auto central = samples(&indicator, replications, &Replication::central);
    Estimated e{.indicator = &indicator};
    if (indicator.is_ratio()) {
      const auto ratio = stats::ratio_estimate(central);
      if (!ratio) continue;
      e.simulation = *ratio;
      divide(e.simulation, indicator.scale);
    } else {
      e.simulation = stats::mean_estimate(values(central, indicator.scale));
    }
    if (was_drawn(replications))
      e.total = stats::total_interval(
          e.simulation, effects(central, samples(&indicator, replications, &Replication::drawn),
                                indicator.scale));
    out.push_back(e);
  }
  return out;
}

std::vector<Compared> compare(const Side& base, const Side& variant) {
  STOPOVER_CHECK(base.replications.size() == variant.replications.size(), "paired replications");
  std::vector<Compared> out;
  for (const Matched& m : matched(base.indicators, variant.indicators)) {
    const Indicator& indicator = m.any();
    const auto both = [&](Tally Replication::*which) {
      return std::pair(samples(m.base, base.replications, which),
                       samples(m.variant, variant.replications, which));
    };
    const auto [a, b] = both(&Replication::central);
    const double scale_a = indicator.scale;
    const double scale_b = m.variant != nullptr ? m.variant->scale : indicator.scale;
    Compared c{.indicator = &indicator};
    if (indicator.is_ratio()) {
      const auto difference = stats::paired_ratios(a, b);
      if (!difference) continue;
      c.difference = *difference;
      for (stats::Estimate* e :
           {&c.difference.base, &c.difference.variant, &c.difference.difference})
        divide(*e, scale_a);
    } else {
      c.difference = stats::paired_means(values(a, scale_a), values(b, scale_b));
    }
    c.distinguishable = c.difference.distinguishable;
    if (was_drawn(base.replications) && was_drawn(variant.replications)) {
      const auto [drawn_a, drawn_b] = both(&Replication::drawn);
      const Effects on_base = effects(a, drawn_a, scale_a);
      const Effects on_variant = effects(b, drawn_b, scale_b);
      c.total = stats::total_interval(c.difference.difference, minus(on_variant, on_base));
      c.distinguishable = c.distinguishable && c.total && !c.total->contains(0);
    }
    out.push_back(c);
  }
  return out;
}

}  // namespace stopover::simulation
