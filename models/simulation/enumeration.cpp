// SPDX-License-Identifier: Apache-2.0
#include "models/simulation/enumeration.hpp"

#include "models/simulation/departures.hpp"
#include "models/simulation/learning_days.hpp"

namespace stopover::simulation {

void enumerate(const World& world, const Behaviour& behaviour, const Enumeration& how,
               Executor& executor,
               const std::function<void(demand::MarketId, const EnumeratedParty&)>& visit) {
  const std::vector<CivilDate> dates = world.demand_days();
  LearningDays days = learning_days(world, how.days);
  days.times = 1;
  const double parties = static_cast<double>(how.parties_a_day) * days.counted();
  for (const Stretch& stretch : days.stretches) {
    Departures departures(world);
    for (std::uint16_t d = stretch.counted.from; d < stretch.counted.until; ++d) {
      departures.slide(anchors_of_day(world, dates[d]), executor);
      const Planning planning{world, departures, behaviour, how.luck, nullptr, how.levels};
      executor.run(world.demand.markets.size(), [&](std::size_t m) {
        const demand::MarketId id(static_cast<demand::MarketId::Rep>(m));
        const demand::Market& market = world.demand.markets[id];
        if (market.persons_per_day <= 0) return;
        const double mean_size = world.demand.segments[market.segment].mean_party_size;
        for (std::int64_t k = 0; k < how.parties_a_day; ++k) {
          const demand::Party party = demand::draw_party(world.demand, id, dates[d], k, how.luck);
          visit(id,
                {planning, party,
                 market.persons_per_day * static_cast<double>(party.size) / (mean_size * parties)});
        }
      });
    }
  }
}

}  // namespace stopover::simulation
