// SPDX-License-Identifier: Apache-2.0
// Passenger classes as bits, and who holds a product that grants rights at hubs.
//
// The schema's classes are the bits 0 … 5. Holders of products that grant the same set of rights
// are of one kind; a kind has a class of its own beside each that a traveller may be of, and to
// whatever says nothing of rights it is that class.
//
// What it is not: who buys what (models/simulation); a rule of entry.
// Errors: of products that grant more than `kMostHolders` different sets the later ones grant
// nothing here; validation refuses them.
#pragma once

#include <cstddef>
#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/ids.hpp"
#include "engine/network/network.hpp"
#include "models/scenario/scenario.pb.h"

namespace stopover::scenario {

using network::ClassMask;
using HolderId = Id<struct HolderTag>;

inline constexpr int kClassesOfTravellers = 5;  // bits 0 … 4; crews hold no product
inline constexpr int kFirstHolderClass = 6;
inline constexpr std::size_t kMostHolders = 5;  // bits 6 … 30

// All bits for an empty list.
template <class Classes>
[[nodiscard]] ClassMask class_mask(const Classes& classes) {
  if (classes.empty()) return network::kAllClasses;
  ClassMask mask = 0;
  for (const int one : classes)
    if (PassengerClass_IsValid(one) && one > 0)
      mask |= ClassMask{1} << static_cast<unsigned>(one - 1);
  return mask;
}

class Holders {
 public:
  using Rights = std::set<std::string, std::less<>>;
  using Products = google::protobuf::RepeatedPtrField<Product>;

  Holders() = default;                                   // nobody holds anything
  explicit Holders(const std::vector<Rights>& granted);  // a set a product
  explicit Holders(const Products& products);

  // Different sets of rights, too many ones too.
  [[nodiscard]] std::size_t sets() const { return sets_; }
  // By position among the products; none: it grants nothing.
  [[nodiscard]] HolderId of_product(std::size_t product) const { return of_product_[product]; }
  [[nodiscard]] bool has(HolderId holder, std::string_view right) const;
  // `passenger_class` itself for none().
  [[nodiscard]] static int class_of(int passenger_class, HolderId holder);

  // What is open to `classes` is open to holders among them; `needs`: to holders of that right
  // alone; `not_with`: not to those. "": of no right.
  [[nodiscard]] ClassMask open_to(ClassMask classes, std::string_view needs = {},
                                  std::string_view not_with = {}) const;
  // "FOREIGN_ORDINARY", "FOREIGN_ORDINARY+bags_checked"; "": of no class.
  [[nodiscard]] std::string class_name(int passenger_class) const;

 private:
  Table<HolderId, Rights> rights_;
  std::vector<HolderId> of_product_;
  std::size_t sets_ = 0;
};

}  // namespace stopover::scenario
