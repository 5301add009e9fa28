// SPDX-License-Identifier: Apache-2.0
#include "models/spending/spending.hpp"

#include "engine/base/names.hpp"
#include "engine/base/stable_hash.hpp"
#include "engine/random/continuous.hpp"
#include "engine/random/uniform.hpp"

namespace stopover::spending {
namespace {

constexpr random::Purpose kSpending = random::purpose("spending");
constexpr random::Purpose kSpendingMean = random::purpose("spending mean");

double units(const Rule& rule, const Stay& stay) {
  switch (rule.per) {
    case Per::kVisit:
      return 1;
    case Per::kDay:
      return stay.days;
    case Per::kNight:
      return stay.nights;
  }
  return 0;
}

}  // namespace

std::optional<Visitor> parse_visitor(std::string_view text) {
  return enumerator_called<Visitor>(text, kVisitorNames);
}
std::optional<Category> parse_category(std::string_view text) {
  return enumerator_called<Category>(text, kCategoryNames);
}
std::optional<Per> parse_per(std::string_view text) {
  return enumerator_called<Per>(text, kPerNames);
}

void Model::set(Visitor visitor, Category category, Rule rule) {
  rules_[static_cast<std::size_t>(visitor)][static_cast<std::size_t>(category)].push_back(rule);
}

const std::vector<Rule>& Model::rules(Visitor visitor, Category category) const {
  return rules_[static_cast<std::size_t>(visitor)][static_cast<std::size_t>(category)];
}

Amounts Model::spend(const Stay& stay, random::StreamKey luck) const {
  luck.purpose = kSpending;
  const random::Stream stream(luck);
  Amounts amounts{};
  for (std::size_t c = 0; c < kCategoryNames.size(); ++c) {
    std::uint32_t draw = static_cast<std::uint32_t>(c) * 64;  // room for 32 rules a category
    for (const Rule& rule : rules(stay.visitor, static_cast<Category>(c))) {
      const double whether = random::unit(stream.at(draw));
      const double how_much = random::open_unit(stream.at(draw + 1));
      draw += 2;
      const double scale = units(rule, stay) * static_cast<double>(stay.persons);
      if (scale <= 0 || whether >= rule.probability || rule.mean_yuan <= 0) continue;
      const double log_mean = -0.5 * rule.sigma * rule.sigma;
      const double factor =
          random::portable::exp(log_mean + rule.sigma * random::normal_quantile(how_much));
      amounts[c] += round_to<Fen>(kFenPerYuan * rule.mean_yuan * scale * factor);
    }
  }
  return amounts;
}

Model Model::drawn(random::StreamKey luck) const {
  luck.purpose = kSpendingMean;
  Model out = *this;
  for (std::size_t v = 0; v < kVisitorNames.size(); ++v) {
    for (std::size_t c = 0; c < kCategoryNames.size(); ++c) {
      luck.entity = stable_hash(stable_hash(kVisitorNames[v]), stable_hash(kCategoryNames[c]));
      std::uint32_t draw = 0;
      for (Rule& rule : out.rules_[v][c]) {
        const double u = random::open_unit(random::Stream(luck).at(draw++));
        if (!(rule.mean_low < rule.mean_high)) continue;
        rule.mean_yuan =
            random::Triangular(rule.mean_low, rule.mean_yuan, rule.mean_high).quantile(u);
      }
    }
  }
  return out;
}

std::array<double, kCategoryNames.size()> Model::expected(const Stay& stay) const {
  std::array<double, kCategoryNames.size()> fen{};
  for (std::size_t c = 0; c < kCategoryNames.size(); ++c)
    for (const Rule& rule : rules(stay.visitor, static_cast<Category>(c)))
      fen[c] += kFenPerYuan * rule.probability * rule.mean_yuan * units(rule, stay) *
                static_cast<double>(stay.persons);
  return fen;
}

}  // namespace stopover::spending
