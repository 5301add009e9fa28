// SPDX-License-Identifier: Apache-2.0
// Strong identifiers and the tables they index.
//
// What it is: `Id<Tag>` is an index into one kind of table; two ids of different kinds do not
// compare, convert or mix. `Table<IdT, T>` is a vector that only its own id type can index.
// What it is not: a stable name. Names that a person wrote (a scenario's "pvg_t2") are strings;
// ids are dense positions given when a world is compiled.
//
// Each kind of id has its own tag: `using PlaceId = Id<struct PlaceTag>;`. Two kinds never share
// a tag (checked by tests/engine/base/ids_test.cpp).
//
// Errors: indexing outside a table is a bug and aborts (STOPOVER_CHECK), in release too; so is a
// row more than the id type can number.
#pragma once

#include <compare>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <utility>
#include <vector>

#include "engine/base/check.hpp"
#include "engine/base/whole_number.hpp"

namespace stopover {

template <class Tag, std::unsigned_integral RepT = std::uint32_t>
class Id {
 public:
  using Rep = RepT;

  constexpr Id() = default;  // none()
  explicit constexpr Id(WholeNumber auto value) : value_(static_cast<Rep>(value)) {
    STOPOVER_CHECK(std::in_range<Rep>(value), "id fits its type");
  }

  // The one sentinel: "no such thing".
  static constexpr Id none() { return Id(); }
  [[nodiscard]] constexpr bool is_none() const { return value_ == kNone; }
  [[nodiscard]] constexpr Rep value() const { return value_; }

  friend constexpr auto operator<=>(Id, Id) = default;

 private:
  static constexpr Rep kNone = static_cast<Rep>(-1);
  Rep value_ = kNone;
};

template <class IdT, class T>
class Table {
 public:
  using value_type = T;

  Table() = default;
  explicit Table(std::size_t size, const T& value = T()) : rows_(size, value) {}
  Table(std::initializer_list<T> rows) : rows_(rows) {}

  [[nodiscard]] std::size_t size() const { return rows_.size(); }
  [[nodiscard]] bool empty() const { return rows_.empty(); }
  friend bool operator==(const Table&, const Table&) = default;
  [[nodiscard]] bool contains(IdT id) const { return id.value() < rows_.size(); }

  decltype(auto) operator[](IdT id) {
    STOPOVER_CHECK(contains(id), "id outside its table");
    return rows_[id.value()];
  }
  decltype(auto) operator[](IdT id) const {
    STOPOVER_CHECK(contains(id), "id outside its table");
    return rows_[id.value()];
  }

  IdT push_back(T row) {
    const IdT id = next_id();
    rows_.push_back(std::move(row));
    return id;
  }
  void reserve(std::size_t n) { rows_.reserve(n); }
  void resize(std::size_t n) { rows_.resize(n); }

  // The id that the next push_back will give. The last value of the type is none().
  [[nodiscard]] IdT next_id() const {
    STOPOVER_CHECK(rows_.size() < IdT::none().value(), "a table holds as many rows as ids exist");
    return IdT(static_cast<typename IdT::Rep>(rows_.size()));
  }

  [[nodiscard]] auto begin() { return rows_.begin(); }
  [[nodiscard]] auto end() { return rows_.end(); }
  [[nodiscard]] auto begin() const { return rows_.begin(); }
  [[nodiscard]] auto end() const { return rows_.end(); }
  [[nodiscard]] const std::vector<T>& rows() const { return rows_; }

 private:
  std::vector<T> rows_;
};

// All ids of a table, in order: `for (PlaceId id : ids_of(places))`.
template <class IdT, class T>
[[nodiscard]] std::vector<IdT> ids_of(const Table<IdT, T>& table) {
  std::vector<IdT> ids;
  ids.reserve(table.size());
  for (std::size_t i = 0; i < table.size(); ++i)
    ids.emplace_back(static_cast<typename IdT::Rep>(i));
  return ids;
}

}  // namespace stopover

template <class Tag, class Rep>
struct std::hash<stopover::Id<Tag, Rep>> {
  std::size_t operator()(stopover::Id<Tag, Rep> id) const noexcept {
    return std::hash<Rep>()(id.value());
  }
};
