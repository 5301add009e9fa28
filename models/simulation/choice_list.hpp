// SPDX-License-Identifier: Apache-2.0
// Private to models/simulation: the alternatives of one party, listed with their utilities and
// without their errors.
//
// One enumeration serves both ways of choosing: candidates() with every error worked out, and
// DayChoices, which lists for many parties of a day and works out few errors.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "engine/choice/nested.hpp"
#include "models/simulation/candidates.hpp"
#include "models/simulation/parameters.hpp"
#include "models/simulation/products.hpp"

namespace stopover::simulation {

// What a journey brings to its utility whoever travels and whenever it departs.
struct JourneyTerms {
  double overlap_and_constants = 0;
  double changing = 0;  // generalised hours
  choice::NestName nest;
};
[[nodiscard]] JourneyTerms terms_of(const Behaviour& behaviour, const Journey& journey);

// Where in a list of departures those at or after each hour of a day begin.
struct HourMarks {
  static constexpr std::size_t kMarks = 27;  // a day has up to 25 hours
  Instant midnight{};
  std::array<std::uint32_t, kMarks> first{};

  [[nodiscard]] static HourMarks of(const DatedOptions& options, Instant midnight);
  // As std::lower_bound over all anchors.
  [[nodiscard]] std::size_t at_or_after(const DatedOptions& options, Instant t) const;
};

// What DayChoices has ready for every journey; by JourneyId.
struct DayTables {
  Table<JourneyId, JourneyTerms> terms;
  Table<JourneyId, std::uint32_t> first_marks;  // of its direct departures; then nights 1, 2, …
  std::vector<HourMarks> marks;
};

// What a party brings to every comparison.
struct Chooser {
  const World& world;
  const Departures& departures;
  const Behaviour& behaviour;
  const demand::Party& party;
  const demand::Segment& segment;
  demand::Luck luck;
  Instant wanted;
  PassengerClass own_class{};
  PartyProducts* products = nullptr;  // none: nothing is on sale
  const DayTables* tables = nullptr;  // none: worked out as asked for
};
[[nodiscard]] Chooser chooser_of(const Planning& planning, const demand::Party& party);

// Columns, kept from party to party for their room.
struct ChoiceList {
  std::vector<Candidate> candidates;
  std::vector<double> utility;        // theirs
  std::vector<std::uint64_t> entity;  // keys the error
  std::vector<choice::NestName> nest;

  void clear();
  void add(const Chooser& c, const JourneyTerms& terms, Candidate candidate, int variant);
  [[nodiscard]] std::size_t size() const { return candidates.size(); }
};

// Appends the alternatives of the journeys, in a fixed order.
void list_alternatives(const Chooser& c, const std::vector<JourneyId>& journeys, ChoiceList& list);

// How likely each kind is, by the shares of the list.
[[nodiscard]] Chances chances_of(const World& world, const std::vector<Candidate>& all,
                                 std::span<const double> share);
[[nodiscard]] Group group_of(PassengerClass passenger_class);
[[nodiscard]] UtilityParts parts_of(const Chooser& c, const Journey& j, const Option& o,
                                    double waiting);
// Under which class the party may be outside between the flights; nullopt: not at all.
[[nodiscard]] std::optional<PassengerClass> entry_class(const Chooser& c, const Journey& j,
                                                        const Option& o);
// Under which regime it enters between its flights; none: it does not, or by other rights.
[[nodiscard]] policy::RegimeId regime_of(const Chooser& c, const Journey& j, const Candidate& a);

}  // namespace stopover::simulation
