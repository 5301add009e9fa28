// SPDX-License-Identifier: Apache-2.0
// Rights that products grant and hubs ask for: either has the other, and what asks can be met.
#include <algorithm>
#include <set>
#include <string>

#include <fmt/format.h>

#include "models/scenario/checking.hpp"
#include "models/scenario/holders.hpp"
#include "models/scenario/rules.hpp"

namespace stopover::scenario {
namespace {

using Classes = google::protobuf::RepeatedField<int>;

// Of a walk, a type of desk or a passenger rule.
struct Asking {
  Spot spot;
  const std::string& needs;
  const std::string& not_with;
  const Classes& classes;
};

template <class Visit>
void each_asking(const Checking& c, const Visit& visit) {
  static const std::string kNone;
  for (const Hub& hub : c.elements().hub()) {
    const auto spot = [&](const std::string& path) { return Spot{"hub", hub.id(), path}; };
    for (int i = 0; i < hub.walk_size(); ++i) {
      const Walk& walk = hub.walk(i);
      visit(Asking{spot(indexed("walk", i)), walk.needs(), walk.not_with(), walk.only()});
    }
    for (int i = 0; i < hub.checkpoint_size(); ++i) {
      const Checkpoint& checkpoint = hub.checkpoint(i);
      const Spot at = spot(indexed("checkpoint", i));
      for (int k = 0; k < checkpoint.desk_type_size(); ++k) {
        const DeskType& type = checkpoint.desk_type(k);
        visit(Asking{at.at(indexed("desk_type", k)), type.needs(), kNone, type.serves()});
      }
      for (int k = 0; k < checkpoint.passenger_rule_size(); ++k) {
        const PassengerRule& rule = checkpoint.passenger_rule(k);
        visit(Asking{at.at(indexed("passenger_rule", k)), rule.needs(), kNone, rule.of()});
      }
    }
  }
}

bool only_crews(const Classes& classes) {
  return !classes.empty() && std::ranges::all_of(classes, [](int one) { return one == CREW; });
}

void check_asking(Checking& c, const Asking& asking, const std::set<std::string>& granted) {
  if (asking.needs.empty()) return;
  const Spot spot = asking.spot.at("needs");
  if (asking.needs == asking.not_with)
    c.fault(rule::kRightAgainstItself, spot, asking.needs, "another right than not_with");
  else if (only_crews(asking.classes))
    c.fault(rule::kRightAgainstItself, spot, asking.needs,
            "nothing where only crews may go: they hold no product");
  else if (c.has_all("product") && c.knows("right", asking.needs) &&
           !granted.contains(asking.needs))
    c.fault(rule::kRightNotSold, spot, asking.needs, "a right that some product grants");
}

void check_granting(Checking& c, const Holders& holders, const std::set<std::string>& asked) {
  for (int k = 0; k < c.elements().product_size(); ++k) {
    const Product& product = c.elements().product(k);
    const Spot spot{"product", product.id(), ""};
    for (int i = 0; i < product.grants_size(); ++i)
      if (c.has_all("hub") && c.knows("right", product.grants(i)) &&
          !asked.contains(product.grants(i)))
        c.fault(rule::kIdleRight, spot.at(indexed("grants", i)), product.grants(i),
                "a right that a walk, a type of desk or a rule of a hub asks for");
    if (product.grants_size() > 0 && holders.sets() > kMostHolders &&
        holders.of_product(static_cast<std::size_t>(k)).is_none())
      c.fault(rule::kManyHolders, spot.at("grants"),
              fmt::format("{} different sets of rights", holders.sets()),
              fmt::format("at most {} among all products", kMostHolders));
  }
}

// The first rule that names a class counts.
void check_rule_order(Checking& c, const Holders& holders) {
  for (const Hub& hub : c.elements().hub())
    for (int i = 0; i < hub.checkpoint_size(); ++i) {
      ClassMask covered = 0;
      for (int k = 0; k < hub.checkpoint(i).passenger_rule_size(); ++k) {
        const PassengerRule& rule = hub.checkpoint(i).passenger_rule(k);
        const ClassMask mask = holders.open_to(class_mask(rule.of()), rule.needs());
        if (mask != 0 && (mask & ~covered) == 0)
          c.fault(rule::kDeadRule,
                  Spot{"hub", hub.id(), indexed("checkpoint", i)}.at(indexed("passenger_rule", k)),
                  "", "a class that no rule above names; the first that names it counts");
        covered |= mask;
      }
    }
}

}  // namespace

void check_rights(Checking& c) {
  std::set<std::string> granted;
  for (const Product& product : c.elements().product())
    granted.insert(product.grants().begin(), product.grants().end());
  std::set<std::string> asked;
  each_asking(c, [&](const Asking& asking) {
    asked.insert({asking.needs, asking.not_with});
    check_asking(c, asking, granted);
  });
  const Holders holders(c.elements().product());
  check_granting(c, holders, asked);
  check_rule_order(c, holders);
}

}  // namespace stopover::scenario
