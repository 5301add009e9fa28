// SPDX-License-Identifier: Apache-2.0
// Private to models/simulation: how indicators are listed, one call each.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "models/simulation/indicators.hpp"
#include "models/simulation/world.hpp"

namespace stopover::simulation::indicator_list {

using Getter = std::function<std::int64_t(const Tally&)>;

struct Title {
  std::string id;
  std::string group;
  std::string name;
  std::string name_zh;
};

class List {
 public:
  explicit List(const World& world) : world_(world) {}

  [[nodiscard]] const World& world() const { return world_; }
  [[nodiscard]] std::vector<Indicator> take() && { return std::move(all_); }

  void rate(Title title, Getter numerator, Getter denominator) {
    add(std::move(title), "share", std::move(numerator)).denominator = std::move(denominator);
  }
  // A mean per counted day; `per` further divides (100 for fen to yuan).
  void per_day(Title title, std::string unit, Getter amount, double per = 1) {
    add(std::move(title), std::move(unit), std::move(amount)).scale = per * world_.days;
  }
  void mean(Title title, std::string unit, Getter amount, Getter among, double per) {
    Indicator& added = add(std::move(title), std::move(unit), std::move(amount));
    added.denominator = std::move(among);
    added.scale = per;
  }
  void headline() { all_.back().headline = true; }

 private:
  Indicator& add(Title title, std::string unit, Getter numerator) {
    return all_.emplace_back(Indicator{.id = std::move(title.id),
                                       .group = std::move(title.group),
                                       .unit = std::move(unit),
                                       .name = std::move(title.name),
                                       .name_zh = std::move(title.name_zh),
                                       .numerator = std::move(numerator)});
  }

  const World& world_;
  std::vector<Indicator> all_;
};

// Of each product: how many buy it, what it gains, who pays.
void add_products(List& l);
// What spending makes, a multiplier each.
void add_economy(List& l);

}  // namespace stopover::simulation::indicator_list
