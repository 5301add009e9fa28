// SPDX-License-Identifier: Apache-2.0
// Logs of real sweeps: on random small worlds, on the scenarios of the tree. The verifier, which
// shares no code with the sweep, must find nothing; and what is planted into them it must find.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <memory>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <rapidcheck/gtest.h>
#include <unistd.h>

#include "engine/io/result_folder.hpp"
#include "models/simulation/event_log.hpp"
#include "models/simulation/run.hpp"
#include "tests/engine/flow/small_world.hpp"
#include "tests/models/simulation/small_scenarios.hpp"
#include "tools/verify_events/verify.hpp"

namespace stopover::verify_events {
namespace {

namespace fs = std::filesystem;
using flow::testing::SmallWorld;
using simulation::ToldReplication;
using simulation::World;
using ::testing::IsEmpty;

// A log in a folder of its own, gone at the end.
class WrittenLog {
 public:
  WrittenLog(const World& world, const ToldReplication& told) {
    static int count = 0;
    folder_ = fs::temp_directory_path() /
              ("run_log_test-" + std::to_string(::getpid()) + "-" + std::to_string(++count));
    io::ResultFolder out(folder_);
    simulation::write_event_log(out, world, told);
    out.publish(nlohmann::json::object());
  }
  ~WrittenLog() { fs::remove_all(folder_); }
  WrittenLog(const WrittenLog&) = delete;
  WrittenLog& operator=(const WrittenLog&) = delete;
  WrittenLog(WrittenLog&&) = delete;
  WrittenLog& operator=(WrittenLog&&) = delete;

  // One line a fault.
  [[nodiscard]] std::string faults() const {
    std::string out;
    for (const Fault& fault : verify(folder_).sorted()) out += fault_line(fault, false) + "\n";
    return out.substr(0, 4000);
  }
  void replace(const std::string& name, const std::string& text) const {
    std::ofstream(folder_ / name) << text;
  }
  [[nodiscard]] std::vector<std::string> tables() const {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(folder_))
      if (entry.path().extension() == ".csv") names.push_back(entry.path().filename().string());
    return names;
  }
  [[nodiscard]] std::string text(const std::string& name) const {
    std::ifstream file(folder_ / name);
    return {std::istreambuf_iterator<char>(file), {}};
  }

 private:
  fs::path folder_;
};

// As much of a world as a log names: a sweep's tables, one place, market and journey.
World world_around(const SmallWorld& small) {
  World world;
  world.id = "small";
  world.timetable = small.timetable;
  world.checkpoints = small.checkpoints;
  world.alternatives.routes = small.routes;
  world.alternatives.journeys.push_back({});
  world.alternatives.journeys[simulation::JourneyId(0)].legs.from = network::PlaceId(0);
  for (int n = 0; n < 8; ++n) world.places.push_back({.key = fmt::format("place{}", n)});
  world.demand.segments.push_back({.key = "segment"});
  world.demand.markets.push_back({.key = "market", .segment = demand::SegmentId(0)});
  return world;
}

// Another way: the route of one ride whose first run with places closes soonest.
class FirstWithPlaces final : public flow::Rerouter {
 public:
  explicit FirstWithPlaces(const SmallWorld& world) : world_(world) {}

  [[nodiscard]] std::optional<flow::WayOn> way_on(const flow::Stuck& stuck, Instant now,
                                                  const flow::PlacesLeft& left) const override {
    std::optional<flow::WayOn> best;
    std::optional<Instant> soonest;
    for (const flow::RouteId route : ids_of(world_.routes)) {
      const flow::Step* ride = nullptr;
      std::size_t rides = 0;
      bool stays = false;
      for (const flow::Step& step : world_.routes[route].steps) {
        stays = stays || step.kind == flow::Step::Kind::kStay;
        if (step.kind != flow::Step::Kind::kRide) continue;
        ride = &step;
        ++rides;
      }
      if (rides != 1 || stays) continue;
      const timetable::Service& service = world_.timetable.services()[ride->service];
      for (auto n = service.first_run; n < service.first_run + service.run_count; ++n) {
        const flow::RunId run(n);
        const Instant closing = left.closing(run, ride->board);
        if (closing < now + Seconds(120) || (soonest && closing >= *soonest)) continue;
        if (left.places(run, ride->board, ride->alight) < stuck.size) continue;
        soonest = closing;
        best = flow::WayOn{route, {run}, now + Seconds(stuck.key % 120)};
      }
    }
    return stuck.key % 4 == 0 ? std::nullopt : best;
  }

 private:
  const SmallWorld& world_;
};

struct HowToSweep {
  std::optional<Seconds> longest_wait = std::nullopt;
  const flow::Rerouter* rerouter = nullptr;
};
ToldReplication tell_small(const SmallWorld& small, const World& world, Executor& executor,
                           const HowToSweep& how = {}) {
  ToldReplication told{.luck = {small.seed, small.replication},
                       .longest_wait = how.longest_wait,
                       .days = {},
                       .journal = flow::Journal(),
                       .run_delay = {},
                       .cancelled = {},
                       .tally = simulation::empty_tally(world)};
  flow::Setting setting = small.setting();
  setting.journal = &told.journal;
  setting.longest_wait = how.longest_wait;
  setting.rerouter = how.rerouter;
  setting.rerouting_every = Seconds(300);
  flow::Outcome outcome = flow::sweep(small.plans, setting, flow::stage_order(setting), executor);
  told.run_delay = outcome.run_delay;
  for (const flow::RunCondition& run : small.conditions) told.cancelled.push_back(run.cancelled);
  simulation::PlansOfReplication plans;
  plans.flow = small.plans;
  auto& counts = told.tally.counts[demand::SegmentId(0)];
  const auto count = [&](simulation::Count c) -> std::int64_t& {
    return counts[static_cast<std::size_t>(c)];
  };
  for (const flow::PartyIndex i : ids_of(small.plans.key)) {
    plans.parties.push_back({.market = demand::MarketId(0),
                             .journey = simulation::JourneyId(0),
                             .size = small.plans.size[i],
                             .to = network::PlaceId(0)});
    count(simulation::Count::kParties) += 1;
    count(simulation::Count::kPersons) += small.plans.size[i];
    if (outcome.stranded[i] != 0) count(simulation::Count::kStranded) += small.plans.size[i];
  }
  told.days.push_back({0, std::make_shared<const simulation::PlansOfReplication>(std::move(plans)),
                       std::move(outcome)});
  return told;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line + "\n");
  return lines;
}
// Field by number, from 0; the log of a small world quotes none.
std::string field(const std::string& line, int number) {
  std::size_t from = 0;
  for (; number > 0; --number) from = line.find(',', from) + 1;
  return line.substr(from, line.find_first_of(",\n", from) - from);
}
constexpr int kOther = 3;  // of events.csv
bool is(const std::string& line, const std::string& event) {
  return line.find("," + event + ",") != std::string::npos;
}

RC_GTEST_PROP(RunLog, OfARandomWorldIsPossible, (std::uint64_t seed)) {
  const SmallWorld small = flow::testing::draw_world(seed, {});
  const World world = world_around(small);
  const auto executor = serial_executor();
  const std::optional<Seconds> waits =
      seed % 2 == 0 ? std::nullopt : std::optional(Seconds(seed / 2 % 5 * 1200));
  const FirstWithPlaces rerouter(small);
  const flow::Rerouter* const asked = seed % 3 == 0 ? nullptr : &rerouter;
  const WrittenLog log(world, tell_small(small, world, *executor, {waits, asked}));
  RC_ASSERT(log.faults() == "");
}

// Take one line of a party away, and it is not possible any more.
RC_GTEST_PROP(RunLog, OfARandomWorldHasNoLineTooMany, (std::uint64_t seed)) {
  const SmallWorld small = flow::testing::draw_world(seed, {});
  const World world = world_around(small);
  const auto executor = serial_executor();
  const WrittenLog log(world, tell_small(small, world, *executor));
  std::vector<std::string> lines = lines_of(log.text("events.csv"));
  const auto out = *rc::gen::inRange<std::size_t>(1, lines.size());
  RC_PRE(field(lines[out], kOther).empty());  // who waits to no end in one line is told by it alone
  lines.erase(lines.begin() + static_cast<std::ptrdiff_t>(out));
  std::string shorter;
  for (const std::string& line : lines) shorter += line;
  log.replace("events.csv", shorter);
  RC_ASSERT(log.faults() != "");
}

// At several lines whatever begins a millisecond later, or at another type of desk, is seen; of the
// others too.
RC_GTEST_PROP(RunLog, OfARandomWorldHasNoOtherTimeOrDeskAtLines, (std::uint64_t seed, bool desk)) {
  const SmallWorld small = flow::testing::draw_world(seed, {});
  const World world = world_around(small);
  const auto executor = serial_executor();
  const WrittenLog log(world, tell_small(small, world, *executor));
  std::vector<std::string> lines = lines_of(log.text("events.csv"));
  const auto time = [&](std::size_t at) { return std::stoll(lines[at]); };
  std::vector<std::size_t> can;  // be changed
  for (std::size_t i = 1; i + 1 < lines.size(); ++i) {
    const bool service = is(lines[i], "tries") || (is(lines[i], "service_starts") &&
                                                   lines[i].find(",\n") == std::string::npos);
    const bool begins = service || is(lines[i], "enters") || is(lines[i], "gave_up");
    if (desk ? service : begins && time(i + 1) > time(i)) can.push_back(i);
  }
  RC_PRE(!can.empty());
  const std::size_t at = can[*rc::gen::inRange<std::size_t>(0, can.size())];
  std::string& line = lines[at];
  char& type = line[line.size() - 2];
  if (desk)
    type = type == '0' ? '1' : '0';
  else
    line = std::to_string(time(at) + 1) + line.substr(line.find(','));
  std::string changed;
  for (const std::string& each : lines) changed += each;
  log.replace("events.csv", changed);
  RC_ASSERT(log.faults() != "");
}

// The worlds above do miss runs, find other ways, and wait on where there is none.
TEST(RunLog, TellsOfOtherWays) {
  std::string all;
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const SmallWorld small = flow::testing::draw_world(seed, {});
    const World world = world_around(small);
    const auto executor = serial_executor();
    const FirstWithPlaces rerouter(small);
    const WrittenLog log(world, tell_small(small, world, *executor, {std::nullopt, &rerouter}));
    EXPECT_THAT(log.faults(), IsEmpty()) << "seed " << seed;
    all += log.text("events.csv");
  }
  EXPECT_NE(all.find(",rerouted,"), std::string::npos);
}

TEST(RunLog, DoesNotDependOnTheExecutor) {
  const SmallWorld small =
      flow::testing::draw_world(3, {.parties = 400, .stages = 9, .routes = 30});
  const World world = world_around(small);
  const auto serial = serial_executor();
  const WrittenLog wanted(world, tell_small(small, world, *serial));
  EXPECT_THAT(wanted.faults(), IsEmpty());
  EXPECT_EQ(wanted.tables().size(), 15U);
  for (const auto& executor : {tbb_executor(3), thread_executor(4), shuffled_executor(5)}) {
    const WrittenLog log(world, tell_small(small, world, *executor));
    for (const std::string& name : wanted.tables()) EXPECT_EQ(log.text(name), wanted.text(name));
  }
}

TEST(RunLog, OfMinimalIsPossible) {
  for (const bool soft : {false, true}) {
    const World world = simulation::minimal_world(
        soft ? simulation::soften : std::function<void(scenario::Scenario&)>{});
    const auto executor = serial_executor();
    const ToldReplication told =
        simulation::tell(world, simulation::central(world), {7, 0}, {.everybody = true}, *executor);
    EXPECT_EQ(told.tally, simulation::simulate(world, simulation::central(world), {7, 0}));
    EXPECT_GT(told.journal.passages().size(), 100U);
    const WrittenLog log(world, told);
    EXPECT_THAT(log.faults(), IsEmpty());
    EXPECT_NE(log.text("events.csv").find(",boards,"), std::string::npos);
  }
}

// Gates that refuse, a full hall, lost patience; and a party that leaves a desk it never came to.
TEST(RunLog, OfGatesIsPossible) {
  const World world = simulation::minimal_world(simulation::crowd_at_gates);
  const auto executor = serial_executor();
  const ToldReplication told =
      simulation::tell(world, simulation::central(world), {7, 0}, {.everybody = true}, *executor);
  EXPECT_EQ(told.tally, simulation::simulate(world, simulation::central(world), {7, 0}));
  std::int64_t incidents = 0;
  for (const simulation::QueueTally& queue : told.tally.queues)
    incidents += std::min({queue.gave_up, queue.refused, queue.held});
  EXPECT_GT(incidents, 0);
  const WrittenLog log(world, told);
  EXPECT_THAT(log.faults(), IsEmpty());
  EXPECT_NE(log.text("checkpoints.csv").find("security,lines,"), std::string::npos);

  std::string events;
  bool taken = false;
  std::istringstream text(log.text("events.csv"));
  for (std::string line; std::getline(text, line);) {
    const bool start = line.find(",service_starts,") != std::string::npos &&
                       line.find(",security,") != std::string::npos &&
                       line.find(",service_starts,,") == std::string::npos;
    if (start && !taken)
      taken = true;
    else
      events += line + "\n";
  }
  ASSERT_TRUE(taken);
  log.replace("events.csv", events);
  EXPECT_NE(log.faults(), "");
}

// The staffing told is that of the day, and a closure that was longer is found out.
TEST(RunLog, OfClosedGatesIsPossible) {
  const World world = simulation::minimal_world([](scenario::Scenario& s) {
    simulation::crowd_at_gates(s);
    scenario::Restriction& strike = *s.mutable_elements()->add_restriction();
    strike.set_id("strike");
    strike.set_name("Strike");
    strike.set_target("security");
    strike.set_desk_type("gate");
    strike.set_desks(0);
    strike.set_from("10:00");
    strike.set_until("12:00");
  });
  const auto executor = serial_executor();
  const WrittenLog log(world, simulation::tell(world, simulation::central(world), {7, 0},
                                               {.everybody = true}, *executor));
  EXPECT_THAT(log.faults(), IsEmpty());
  std::string closures = log.text("closures.csv");
  const std::size_t row = closures.find("strike,security,1,");
  ASSERT_NE(row, std::string::npos);
  const std::size_t from = row + std::string_view("strike,security,1,").size();
  const std::int64_t start = std::stoll(closures.substr(from));
  closures.replace(from, std::to_string(start).size(), std::to_string(start - 1));
  log.replace("closures.csv", closures);
  EXPECT_NE(log.faults().find("E-EVT-062"), std::string::npos);
}

std::int64_t saved_by_products(const WrittenLog& log) {
  std::istringstream text(log.text("parties.csv"));
  std::string line;
  std::getline(text, line);
  std::int64_t sum = 0;
  while (std::getline(text, line)) sum += std::stoll(line.substr(line.rfind(',') + 1));
  return sum;
}

// With products: their prices save on rides, and their holders walk and queue on their own.
TEST(RunLog, OfSampledShanghaiIsPossible) {
  scenario::Scenario scenario = simulation::scenario_of("shanghai/2024-products");
  scenario.mutable_run()->set_sample(0.02);
  FaultList faults;
  const World world = simulation::world_of(scenario, faults);
  ASSERT_FALSE(faults.has_errors()) << faults.text();
  const auto executor = tbb_executor(2);
  const ToldReplication told = simulation::tell(world, simulation::central(world), {20240603, 0},
                                                {.everybody = true}, *executor);
  EXPECT_GT(told.tally.total(simulation::Count::kMissed), 0);
  const WrittenLog log(world, told);
  EXPECT_THAT(log.faults(), IsEmpty());
  for (const char* const name : {"missed", "boards", "stay_starts", "service_starts", "refused"})
    EXPECT_NE(log.text("events.csv").find(name), std::string::npos) << name;
  EXPECT_GT(saved_by_products(log), 0);
}

}  // namespace
}  // namespace stopover::verify_events
