// SPDX-License-Identifier: Apache-2.0
#include "models/simulation/day_choices.hpp"

#include <algorithm>
#include <tuple>

#include "engine/base/check.hpp"
#include "models/simulation/world.hpp"

namespace stopover::simulation {
namespace {

constexpr std::size_t kJourneysPerPackage = 512;

}  // namespace

DayChoices::DayChoices(const Planning& planning, CivilDate day, Executor& executor)
    : planning_(planning), day_(day), bounds_(planning.behaviour) {
  const World& world = planning.world;
  const auto& journeys = world.alternatives.journeys;
  tables_.terms = Table<JourneyId, JourneyTerms>(journeys.size());
  tables_.first_marks = Table<JourneyId, std::uint32_t>(journeys.size());
  std::uint32_t lists = 0;
  for (const JourneyId id : ids_of(journeys)) {
    tables_.first_marks[id] = lists;
    lists += 1 + static_cast<std::uint32_t>(planning.departures[id].nights.size());
  }
  tables_.marks.resize(lists);
  const auto prepare = [&](JourneyId id) {
    const Journey& j = journeys[id];
    const JourneyDepartures& departures = planning.departures[id];
    const Instant midnight = world.network.places[j.legs.from].zone.instant_at(day, Seconds(0));
    tables_.terms[id] = terms_of(planning.behaviour, j);
    HourMarks* marks = &tables_.marks[tables_.first_marks[id]];
    *marks++ = HourMarks::of(departures.direct[j.direct[1] ? 1 : 0], midnight);
    for (const DatedOptions& nights : departures.nights) *marks++ = HourMarks::of(nights, midnight);
  };
  executor.run(package_count(journeys.size(), kJourneysPerPackage), [&](std::size_t package) {
    const std::size_t end = std::min(journeys.size(), (package + 1) * kJourneysPerPackage);
    for (std::size_t i = package * kJourneysPerPackage; i < end; ++i)
      prepare(JourneyId(static_cast<std::uint32_t>(i)));
  });
  index_pairs();
}

void DayChoices::index_pairs() {
  const World& world = planning_.world;
  first_pair_.assign(world.places.size() + 1, 0);
  pairs_.reserve(world.alternatives.pairs.size());
  for (const auto& [key, pair] : world.alternatives.pairs) {  // by (from, to, group)
    const auto& [from, to, group] = key;
    pairs_.push_back({to, group, pair});
    first_pair_[from.value() + 1] = static_cast<std::uint32_t>(pairs_.size());
  }
  for (std::size_t p = 1; p < first_pair_.size(); ++p)
    first_pair_[p] = std::max(first_pair_[p], first_pair_[p - 1]);
}

PairId DayChoices::pair_of(const demand::Party& party, Group group) const {
  const auto first = pairs_.begin() + first_pair_[party.from.value()];
  const auto last = pairs_.begin() + first_pair_[party.from.value() + 1];
  const auto wanted = std::tuple(party.to, group);
  const auto found = std::lower_bound(first, last, wanted, [](const PairTo& row, const auto& key) {
    return std::tuple(row.to, row.group) < key;
  });
  return found != last && std::tuple(found->to, found->group) == wanted ? found->pair
                                                                        : PairId::none();
}

DayChoices::Room::Room(const DayChoices& choices, demand::Luck luck)
    : luck_(luck), best_(choices.bounds_, luck), shares_(choices.bounds_.dissimilarity()) {}

const Candidate* DayChoices::choose(const demand::Party& party, Room& room,
                                    Offered* offered) const {
  STOPOVER_CHECK(party.day == day_, "a party of the day");
  const World& world = planning_.world;
  ChoiceList& list = room.list_;
  list.clear();
  Chooser chooser = chooser_of(planning_, party);
  chooser.luck = room.luck_;
  chooser.tables = &tables_;
  std::optional<PartyProducts> products;
  if (!world.shelf.empty() && planning_.on_sale) {
    products.emplace(world, levels_of(planning_), planning_.stock, party, room.luck_);
    chooser.products = &*products;
  }
  const PairId pair = pair_of(party, group_of(chooser.own_class));
  if (!pair.is_none()) list_alternatives(chooser, world.alternatives.journeys_of[pair], list);
  if (offered != nullptr) {
    const std::size_t count = world.shelf.products.size();
    *offered = products ? products->offered()
                        : Offered{std::vector<bool>(count), std::vector<bool>(count)};
  }
  if (list.size() == 0) return nullptr;
  room.taken_ = room.best_.of(party.key, list.utility, list.entity, list.nest);
  return &list.candidates[room.taken_];
}

Chances DayChoices::chances(Room& room) const {
  return chances_of(planning_.world, room.list_.candidates,
                    room.shares_.of(room.list_.utility, room.list_.nest));
}

}  // namespace stopover::simulation
