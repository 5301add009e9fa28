// SPDX-License-Identifier: Apache-2.0
// What a party spends in the gateway city: a two-part lognormal model by visitor and category
// (two-part models: Cragg 1971; Duan, Manning, Morris & Newhouse 1983).
//
// In each category a party either spends nothing (with 1 - probability) or a lognormal amount whose
// arithmetic mean, per person and unit (visit, day or night), is given. One draw decides whether
// and one how much, per party and category, so a longer stay scales what the same party spends.
//
// What it is not: correlated across categories, bounded by opening hours, or estimated here.
// Units: fen, rounded once per party and category, half away from zero.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/units.hpp"
#include "engine/random/stream.hpp"

namespace stopover::spending {

enum class Visitor : std::uint8_t { kAirside, kStepOut, kStopover, kVisitor, kResident };
inline constexpr std::array<std::string_view, 5> kVisitorNames{"airside", "step-out", "stopover",
                                                               "visitor", "resident"};

enum class Category : std::uint8_t {
  kAccommodation,
  kFood,
  kShopping,
  kLocalTransport,
  kSights,
  kOther
};
inline constexpr std::array<std::string_view, 6> kCategoryNames{
    "accommodation", "food", "shopping", "local-transport", "sights", "other"};

enum class Per : std::uint8_t { kVisit, kDay, kNight };
inline constexpr std::array<std::string_view, 3> kPerNames{"visit", "day", "night"};

[[nodiscard]] std::optional<Visitor> parse_visitor(std::string_view text);
[[nodiscard]] std::optional<Category> parse_category(std::string_view text);
[[nodiscard]] std::optional<Per> parse_per(std::string_view text);

struct Rule {
  double probability = 0;
  double mean_yuan = 0;
  double sigma = 0;
  Per per = Per::kVisit;
  // Range of the mean, low <= mean <= high; equal bounds are no range.
  double mean_low = mean_yuan;
  double mean_high = mean_yuan;
};

struct Stay {
  Visitor visitor = Visitor::kVisitor;
  std::int64_t persons = 1;
  double days = 0;  // days or parts of a day spent outside
  double nights = 0;
};

using Amounts = std::array<Fen, kCategoryNames.size()>;

class Model {
 public:
  void set(Visitor visitor, Category category, Rule rule);
  [[nodiscard]] const std::vector<Rule>& rules(Visitor visitor, Category category) const;

  // `luck.purpose` is overwritten; the entity is the party.
  [[nodiscard]] Amounts spend(const Stay& stay, random::StreamKey luck) const;
  // The same rules with each mean drawn from its range: triangular, its mode the mean. One draw a
  // visitor, category and rule, so that scenarios which share them meet the same; the entity and
  // purpose of `luck` are overwritten.
  [[nodiscard]] Model drawn(random::StreamKey luck) const;
  // Expected amounts per category in fen, for checks.
  [[nodiscard]] std::array<double, kCategoryNames.size()> expected(const Stay& stay) const;

 private:
  // Several rules of a pair add up (a fixed part per visit and one per night).
  std::array<std::array<std::vector<Rule>, kCategoryNames.size()>, kVisitorNames.size()> rules_;
};

}  // namespace stopover::spending
