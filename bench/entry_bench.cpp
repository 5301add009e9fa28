// SPDX-License-Identifier: Apache-2.0
// Decisions of entry on the rules of scenarios/shanghai: parties of many nationalities, arrivals of
// two years. One thread; `items` are decisions.
#include <array>
#include <vector>

#include <benchmark/benchmark.h>

#include "engine/base/check.hpp"
#include "models/entry/entry_book.hpp"
#include "models/scenario/load.hpp"

namespace stopover::entry {
namespace {

const EntryBook& book() {
  static const EntryBook kBook = [] {
    FaultList faults;
    const auto loaded = scenario::load(STOPOVER_SOURCE_DIR "/scenarios/shanghai/2024", faults);
    STOPOVER_CHECK(!faults.has_errors(), "the scenario is sound");
    return entry_book(loaded.scenario);
  }();
  return kBook;
}

std::vector<policy::EntryQuestion> questions() {
  constexpr std::array kFrom{"US", "GB", "FR", "IN", "KR", "SG", "ID", "SE", "RU", "TH"};
  const TimeZone zone = *TimeZone::find("Asia/Shanghai");
  const Instant first = zone.instant_at(*CivilDate::parse("2024-06-01"), Seconds(0));
  std::vector<policy::EntryQuestion> all;
  for (std::int64_t i = 0; i < 4096; ++i) {
    policy::EntryQuestion q;
    q.nationality = policy::Country(kFrom.at(static_cast<std::size_t>(i) % kFrom.size()));
    q.previous_stop = policy::Country("DE");
    q.next_stop = policy::Country("JP");
    q.ticket = policy::Ticket::kConfirmed;
    q.port = book().port.at("PVG");
    q.exit_port = q.port;
    q.arrival = first + hours(i * 4);
    all.push_back(q);
  }
  return all;
}

template <class Decide>
void decisions(benchmark::State& state, const Decide& decide) {
  const std::vector<policy::EntryQuestion> all = questions();
  std::size_t i = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(decide(all[i]));
    i = (i + 1) % all.size();
  }
  state.SetItemsProcessed(state.iterations());
}

void best_until(benchmark::State& state) {
  decisions(state, [](const policy::EntryQuestion& q) {
    return book().rules.best_until(q, q.arrival + hours(30));
  });
}
BENCHMARK(best_until);

void decide(benchmark::State& state) {
  decisions(state, [](const policy::EntryQuestion& q) { return book().rules.decide(q); });
}
BENCHMARK(decide);

}  // namespace
}  // namespace stopover::entry
