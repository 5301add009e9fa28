// SPDX-License-Identifier: Apache-2.0
#include "models/scenario/holders.hpp"

#include <map>
#include <utility>

namespace stopover::scenario {

namespace {

std::vector<Holders::Rights> granted_by(const Holders::Products& products) {
  std::vector<Holders::Rights> granted;
  for (const Product& product : products)
    granted.emplace_back(product.grants().begin(), product.grants().end());
  return granted;
}

}  // namespace

Holders::Holders(const Products& products) : Holders(granted_by(products)) {}

Holders::Holders(const std::vector<Rights>& granted) {
  std::map<Rights, HolderId> known;
  for (const Rights& rights : granted) {
    HolderId holder = HolderId::none();
    if (!rights.empty()) {
      const auto [at, is_new] = known.try_emplace(rights, HolderId::none());
      if (is_new && rights_.size() < kMostHolders) at->second = rights_.push_back(rights);
      holder = at->second;
    }
    of_product_.push_back(holder);
  }
  sets_ = known.size();
}

bool Holders::has(HolderId holder, std::string_view right) const {
  return !holder.is_none() && rights_[holder].contains(right);
}

int Holders::class_of(int passenger_class, HolderId holder) {
  if (holder.is_none()) return passenger_class;
  return kFirstHolderClass + static_cast<int>(holder.value()) * kClassesOfTravellers +
         passenger_class;
}

ClassMask Holders::open_to(ClassMask classes, std::string_view needs,
                           std::string_view not_with) const {
  const auto bit = [](int passenger_class) {
    return ClassMask{1} << static_cast<unsigned>(passenger_class);
  };
  ClassMask mask = needs.empty() ? classes : 0;
  for (const HolderId holder : ids_of(rights_)) {
    const bool may = (needs.empty() || has(holder, needs)) && !has(holder, not_with);
    for (int one = 0; one < kClassesOfTravellers; ++one) {
      mask &= ~bit(class_of(one, holder));
      if (may && (classes & bit(one)) != 0) mask |= bit(class_of(one, holder));
    }
  }
  return mask;
}

std::string Holders::class_name(int passenger_class) const {
  if (passenger_class < kFirstHolderClass)
    return PassengerClass_IsValid(passenger_class + 1)
               ? PassengerClass_Name(static_cast<PassengerClass>(passenger_class + 1))
               : "";
  const auto holder =
      static_cast<std::size_t>((passenger_class - kFirstHolderClass) / kClassesOfTravellers);
  if (holder >= rights_.size()) return "";
  std::string name = class_name((passenger_class - kFirstHolderClass) % kClassesOfTravellers);
  for (const std::string& right : rights_[HolderId(holder)]) name += "+" + right;
  return name;
}

}  // namespace stopover::scenario
