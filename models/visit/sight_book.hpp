// SPDX-License-Identifier: Apache-2.0
// A scenario's sights, hotels, meals and luggage storage, made ready for questions: when a sight is
// open on a date, which entries are one sight, how much a purpose cares for a category.
//
// What it is not: checked for what a person can write wrong; `scenario::validate` does that first
// (file, line, field, found, expected, rule code). It knows no journeys and no party.
//
// Units: times of day in seconds of the service day, which may pass 24 h; money in fen.
// Errors: the scenario is validated; what it got wrong is a bug here.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/base/ids.hpp"
#include "engine/base/time.hpp"
#include "engine/base/units.hpp"
#include "models/scenario/scenario.pb.h"

namespace stopover::visit {

using SightId = Id<struct SightTag>;

struct OpenHours {
  Seconds opens{};
  Seconds last_entry{};
  Seconds closes{};
  friend bool operator==(const OpenHours&, const OpenHours&) = default;
};

// Where something is, and the scenario's place in whose area it lies.
struct Spot {
  std::string place;
  double lon = 0;
  double lat = 0;
};

// A row of sight_days. What it does not say is as usual.
struct OtherDays {
  CivilDate from;
  CivilDate until;
  bool every_year = false;
  bool closed = false;
  std::optional<Seconds> opens{};
  std::optional<Seconds> closes{};
  std::optional<Seconds> last_entry{};
  std::optional<std::uint8_t> closed_days{};  // bit 0: Monday

  [[nodiscard]] bool holds_on(CivilDate date) const;
};

struct Sight {
  std::string key;
  std::string name;
  std::string name_zh;
  std::string category;
  Spot spot;
  Seconds opens{};
  Seconds closes{};
  std::optional<Seconds> last_entry{};
  std::uint8_t closed_days = 0;  // bit 0: Monday
  std::vector<OtherDays> other_days{};
  Seconds shortest{};
  Seconds typical{};
  Seconds longest{};
  Fen ticket{};
  double appeal = 1;
  bool outdoors = false;
  std::string confidence;
  // The first entry of the same sight: named by same_as, or of one name in one place.
  SightId identity = SightId::none();

  // Nothing: closed all day. Of several rows of other days the last that holds counts.
  [[nodiscard]] std::optional<OpenHours> hours_on(CivilDate date) const;
};

struct Hotel {
  std::string key;
  std::string name;
  std::string name_zh;
  Spot spot;
  std::string grade;
  Fen room{};
};

struct Point {
  std::string key;
  std::string name;
  std::string name_zh;
  Spot spot;
  Seconds opens{};
  Seconds closes{};
  Seconds takes{};
  Fen price{};
};

struct SightBook {
  Table<SightId, Sight> sights;
  std::vector<Hotel> hotels;
  std::vector<Point> meals;
  std::vector<Point> storages;
  std::map<std::pair<std::string, std::string>, double> interest;  // by purpose and category

  [[nodiscard]] double interest_of(const std::string& purpose, const std::string& category) const;
  [[nodiscard]] std::optional<SightId> find(std::string_view key) const;
};

[[nodiscard]] SightBook sight_book(const scenario::Scenario& scenario);

}  // namespace stopover::visit
