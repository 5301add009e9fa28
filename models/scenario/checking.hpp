// SPDX-License-Identifier: Apache-2.0
// Private to the validator: the scenario at hand, what is known by name, how a fault is reported.
#pragma once

#include <cstddef>
#include <initializer_list>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/base/fault.hpp"
#include "engine/base/time.hpp"
#include "models/scenario/load.hpp"

namespace stopover::scenario {

inline constexpr int kHoursOfDay = 24;
inline constexpr int kMonthsOfYear = 12;

// A field of an element: kinds and paths as in SourceMap.
struct Spot {
  std::string_view kind;
  std::string_view id;
  std::string path;

  [[nodiscard]] Spot at(const std::string& inner) const {
    return {kind, id, path.empty() ? inner : path + "." + inner};
  }
};

// "walk[3]"
[[nodiscard]] std::string indexed(std::string_view list, int index);

class Checking {
 public:
  Checking(const LoadedScenario& loaded, FaultList& faults);

  [[nodiscard]] const LoadedScenario& loaded() const { return loaded_; }
  [[nodiscard]] const Elements& elements() const { return loaded_.scenario.elements(); }

  void fault(std::string_view rule, const Spot& spot, std::string found, std::string expected);
  // Of a place that no element has, such as a file that lacks a row.
  void add(InputFault fault) { faults_.add(std::move(fault)); }
  // "flights.csv:7": for a fault that names a second place.
  [[nodiscard]] std::string place_text(const Spot& spot) const;

  // Kinds are those of SourceMap and "checkpoint".
  [[nodiscard]] bool knows(std::string_view kind, std::string_view id) const;
  [[nodiscard]] const Place* place(std::string_view id) const;
  // A place whose row was read whole and whose coordinates are on Earth and not 0, 0; else nullptr.
  [[nodiscard]] const Place* located(std::string_view id) const;
  // False: what is not known may be in a file that could not be read.
  [[nodiscard]] bool has_all(std::string_view kind) const {
    return loaded_.has_all(kind == "checkpoint" ? "hub" : kind);
  }
  // The hub around a place or checkpoint; nullptr if none.
  [[nodiscard]] const Hub* hub_of_place(std::string_view id) const;
  [[nodiscard]] const Hub* hub_of_checkpoint(std::string_view id) const;
  // Begins with the prefix of a GTFS feed, whose routes are not known here.
  [[nodiscard]] bool is_of_feed(std::string_view id) const;
  // `; did you mean "pvg_t2"?` or "".
  [[nodiscard]] std::string did_you_mean(std::string_view id,
                                         const std::vector<std::string_view>& kinds);

  // Calls check(element) for each element whose row was read whole.
  template <class List, class Check>
  void each(std::string_view kind, const List& list, Check check) const {
    for (const auto& element : list)
      if (!loaded_.sources.is_faulty(kind, element.id())) check(element);
  }

 private:
  void index_elements();
  void index_hubs();

  const LoadedScenario& loaded_;
  FaultList& faults_;
  std::map<std::string, std::vector<std::string>, std::less<>> ids_;  // sorted
  std::map<std::string, const Place*, std::less<>> places_;
  std::map<std::string, const Hub*, std::less<>> hub_of_place_;
  std::map<std::string, const Hub*, std::less<>> hub_of_checkpoint_;
  std::size_t suggested_ = 0;
};

// A range around a value; either bound may be absent.
struct Between {
  std::string_view name;
  double value = 0;
  bool has_low = false;
  double low = 0;
  bool has_high = false;
  double high = 0;
};
void check_between(Checking& c, const Spot& spot, const Between& b);

// One idea each; in check_<idea>.cpp.
void check_fields(Checking& c);
void check_services(Checking& c);
void check_disruption(Checking& c);
void check_speeds(Checking& c);
void check_line_shapes(Checking& c);
void check_people(Checking& c);
void check_entry_rules(Checking& c);
void check_visits(Checking& c);
void check_products(Checking& c);
void check_rights(Checking& c);
void check_economy(Checking& c);
void check_cruise(Checking& c);
void check_cruise_calls(Checking& c);
void check_parameters(Checking& c);
void check_hubs(Checking& c);
void check_hub_ways(Checking& c);
void check_feeds(Checking& c);
void check_whole(Checking& c);

// The two checks of [from, until), for elements that have one.
void check_valid_dates(Checking& c, const Spot& element, const std::string& from,
                       const std::string& until);

// Each fare joins two different `stops`, each pair once. `owner`: "line", "feed".
using FareList = google::protobuf::RepeatedPtrField<Fare>;
void check_fares(Checking& c, const FareList& fares, const std::set<std::string>& stops,
                 const Spot& spot, std::string_view owner);

}  // namespace stopover::scenario
