// SPDX-License-Identifier: Apache-2.0
#include "tests/engine/flow/small_world.hpp"

#include <algorithm>
#include <numeric>

#include <fmt/format.h>

#include "engine/base/stable_hash.hpp"
#include "engine/random/transforms.hpp"

namespace stopover::flow::testing {

Outcome SmallWorld::sweep_serially() const {
  const auto executor = serial_executor();
  return sweep(plans, setting(), stage_order(setting()), *executor);
}

void add_party(Plans& plans, const NewParty& party) {
  plans.key.push_back(party.key);
  plans.size.push_back(party.size);
  plans.route.push_back(party.route);
  plans.release.push_back(party.release);
  plans.planned_run.insert(plans.planned_run.end(), party.planned.begin(), party.planned.end());
  plans.ride_offset.push_back(static_cast<std::uint32_t>(plans.planned_run.size()));
  plans.stay_until.insert(plans.stay_until.end(), party.stays.begin(), party.stays.end());
  plans.stay_offset.push_back(static_cast<std::uint32_t>(plans.stay_until.size()));
}

NewParty party_of(const Plans& plans, std::size_t index) {
  const PartyIndex p(static_cast<std::uint32_t>(index));
  NewParty party{plans.key[p], plans.size[p], plans.route[p], plans.release[p], {}, {}};
  for (auto i = plans.ride_offset[index]; i < plans.ride_offset[index + 1]; ++i)
    party.planned.push_back(plans.planned_run[i]);
  for (auto i = plans.stay_offset[index]; i < plans.stay_offset[index + 1]; ++i)
    party.stays.push_back(plans.stay_until[i]);
  return party;
}

Step walk(int mean, int sd) {
  Step step;
  step.mean = Seconds(mean);
  step.sd = Seconds(sd);
  return step;
}
Step queue(std::uint32_t checkpoint) {
  Step step;
  step.kind = Step::Kind::kQueue;
  step.checkpoint = CheckpointId(checkpoint);
  return step;
}
Step ride(std::uint32_t service, int board, int alight) {
  Step step;
  step.kind = Step::Kind::kRide;
  step.service = ServiceId(service);
  step.board = static_cast<std::uint16_t>(board);
  step.alight = static_cast<std::uint16_t>(alight);
  return step;
}
Step stay() {
  Step step;
  step.kind = Step::Kind::kStay;
  return step;
}

void add_service(timetable::TimetableBuilder& builder, const NewService& service) {
  timetable::Service s;
  s.key = service.key;
  s.line = service.key;
  for (std::uint32_t stop = 0; stop < service.stops; ++stop)
    s.stops.push_back(network::PlaceId(stop));
  s.reserved = service.reserved;
  s.boarding_closes = service.boarding_closes;
  s.delay = service.delay;
  const ServiceId id = builder.add_service(s);
  timetable::Offsets offsets;
  for (std::size_t stop = 0; stop < service.stops; ++stop) {
    offsets.arrive.push_back(static_cast<std::int32_t>(stop) * service.hop);
    offsets.depart.push_back(static_cast<std::int32_t>(stop) * service.hop);
  }
  for (const std::int64_t departure : service.departures)
    builder.add_run(id, {Instant(departure), service.places, service.background}, offsets);
}

namespace {

// Small round numbers, so that ties are frequent.
class Dice {
 public:
  explicit Dice(std::uint64_t seed)
      : stream_({.seed = seed, .purpose = random::purpose("test.world")}) {}
  int roll(int least, int most) { return static_cast<int>(random::between(stream_, least, most)); }
  bool one_in(int n) { return roll(1, n) == 1; }

 private:
  random::Stream stream_;
};

std::vector<StaffPeriod> draw_staffing(Dice& dice) {
  std::vector<StaffPeriod> staffing;
  std::int64_t at = dice.roll(0, 3) * 600;
  for (int period = dice.roll(1, 4); period > 0; --period) {
    const std::int64_t length = dice.roll(1, 6) * 1800;
    staffing.push_back({Instant(at), Instant(at + length), dice.roll(0, 4)});
    at += length + (dice.one_in(3) ? 1200 : 0);
  }
  return staffing;
}

// Desk types, rules, a hall, patience: each or none.
void draw_lines(Dice& dice, Checkpoint& c) {
  for (int type = dice.roll(0, 2); type > 0; --type) {
    DeskType more;
    more.staffing = draw_staffing(dice);
    more.service = {Distribution::kConstant, static_cast<double>(dice.roll(1, 3) * 10), 0};
    if (dice.one_in(2)) more.serves = static_cast<ClassMask>(dice.roll(1, 7));
    more.eligible_share = dice.roll(1, 4) / 4.0;
    if (dice.one_in(2)) more.refusal_share = dice.roll(0, 4) / 8.0;
    c.desk_types.push_back(more);
  }
  for (int rule = dice.roll(0, 2); rule > 0; --rule) {
    PassengerRule more;
    more.classes = static_cast<ClassMask>(dice.roll(1, 7));
    more.level = dice.roll(-1, 1);
    more.weight = dice.roll(1, 4);
    if (dice.one_in(2))
      more.service = {Distribution::kConstant, static_cast<double>(dice.roll(1, 4) * 15), 0};
    c.rules.push_back(more);
  }
  if (dice.one_in(3)) c.room = dice.roll(1, 12);
  if (dice.one_in(3))
    c.patience = {{Distribution::kConstant, static_cast<double>(dice.roll(1, 20) * 60), 0},
                  Seconds(dice.roll(0, 30) * 60)};
}

void draw_dwell(Dice& dice, Checkpoint& c) {
  c.unlimited = true;
  c.visit_share = dice.roll(1, 4) / 4.0;
  if (dice.one_in(2))
    c.bags = {Seconds(dice.roll(0, 20) * 60), Seconds(dice.roll(0, 20) * 60),
              dice.roll(0, 4) / 4.0};
}

Checkpoint draw_checkpoint(Dice& dice, int number) {
  Checkpoint c;
  c.key = fmt::format("desk{}", number);
  c.service = {static_cast<Distribution>(dice.roll(0, 3)), static_cast<double>(dice.roll(1, 90)),
               dice.roll(1, 12) / 8.0};
  if (c.service.distribution == Distribution::kConstant) c.service.mean_seconds = 30;
  c.staffing = draw_staffing(dice);
  if (dice.one_in(2)) c.closes_before = Seconds(dice.roll(0, 30) * 60);
  for (int flow = dice.roll(0, 2); flow > 0; --flow) {
    const std::int64_t from = dice.roll(0, 4) * 900;
    c.background.push_back({Instant(from), Instant(from + 900), dice.roll(0, 20),
                            static_cast<std::uint8_t>(dice.roll(0, 2))});
  }
  const int kind = dice.roll(0, 4);
  if (kind < 2) draw_lines(dice, c);
  if (kind == 2) draw_dwell(dice, c);
  return c;
}

void draw_service(Dice& dice, int number, timetable::TimetableBuilder& builder) {
  NewService s;
  s.key = fmt::format("line{}", number);
  s.stops = static_cast<std::size_t>(dice.roll(2, 4));
  s.reserved = dice.one_in(2);
  s.boarding_closes = Seconds(dice.roll(0, 2) * 60);
  if (!dice.one_in(3)) s.delay = timetable::DelayId(static_cast<std::uint32_t>(dice.roll(0, 1)));
  s.places = dice.roll(0, 12);
  s.background = dice.roll(0, s.places / 2);
  s.hop = dice.roll(0, 10) * 60;
  const int headway = dice.roll(1, 6) * 300;
  for (int run = dice.roll(1, 14); run > 0; --run)
    s.departures.push_back(dice.roll(0, 3) + run * headway);
  add_service(builder, s);
}

// Stages are visited in the order of their numbers: even checkpoints, odd services.
Route draw_route(Dice& dice, const SmallWorld& world, int stages) {
  Route route;
  const auto perhaps_walk = [&] {
    if (dice.one_in(2))
      route.steps.push_back(walk(dice.roll(0, 8) * 60, dice.one_in(2) ? 0 : dice.roll(0, 90)));
    if (dice.one_in(6)) route.steps.push_back(stay());
  };
  perhaps_walk();
  for (int stage = 0; stage < stages; ++stage) {
    if (!dice.one_in(2)) continue;
    const auto id = static_cast<std::uint32_t>(stage / 2);
    if (stage % 2 == 0) {
      route.steps.push_back(queue(id));
      route.steps.back().passenger_class = static_cast<std::uint8_t>(dice.roll(0, 2));
    } else {
      const int stops = static_cast<int>(world.timetable.services()[ServiceId(id)].stops.size());
      const int board = dice.roll(0, stops - 2);
      route.steps.push_back(ride(id, board, dice.roll(board + 1, stops - 1)));
    }
    perhaps_walk();
  }
  return route;
}

NewParty draw_party(Dice& dice, const SmallWorld& world, std::uint64_t key) {
  NewParty party;
  party.key = key;
  party.size = static_cast<std::int16_t>(dice.one_in(2) ? 1 : dice.roll(1, 5));
  party.route =
      RouteId(static_cast<std::uint32_t>(dice.roll(0, static_cast<int>(world.routes.size()) - 1)));
  party.release = Instant(dice.roll(0, 40) * 60);
  std::int64_t guess = party.release.unix_seconds();  // of where the party is in time
  for (const Step& step : world.routes[party.route].steps) {
    guess += dice.roll(0, 6) * 60;
    if (step.kind == Step::Kind::kStay) {
      party.stays.emplace_back(guess);
    } else if (step.kind == Step::Kind::kRide) {
      const auto run = world.timetable.first_departing(step.service, step.board, Instant(guess));
      party.planned.push_back(dice.one_in(8) ? RunId::none() : run.value_or(RunId::none()));
      if (run) guess = world.timetable.arrival(*run, step.alight).unix_seconds();
    }
  }
  return party;
}

}  // namespace

SmallWorld draw_world(std::uint64_t seed, const WorldSize& size) {
  Dice dice(seed);
  SmallWorld world;
  world.seed = seed;
  world.delays.push_back({0.5, Seconds(300), Seconds(1200)});
  world.delays.push_back({0, Seconds(60), Seconds(600)});
  timetable::TimetableBuilder builder;
  for (int stage = 0; stage < size.stages; ++stage) {
    if (stage % 2 == 0) {
      world.checkpoints.push_back(draw_checkpoint(dice, stage));
    } else {
      draw_service(dice, stage, builder);
    }
  }
  world.timetable = std::move(builder).build();
  for (int n = 0; n < size.routes; ++n) {
    Route route = draw_route(dice, world, size.stages);
    if (size.circles && dice.one_in(2)) {
      const Route again = draw_route(dice, world, size.stages);
      route.steps.push_back(walk(dice.roll(1, 9) * 60, dice.one_in(2) ? 0 : 20));
      route.steps.insert(route.steps.end(), again.steps.begin(), again.steps.end());
    }
    world.routes.push_back(std::move(route));
  }
  for (int party = 0; party < size.parties; ++party)
    add_party(world.plans, draw_party(dice, world, stable_hash(seed, party)));
  return world;
}

void disrupt(SmallWorld& world, std::uint64_t seed) {
  Dice dice(~seed);
  for (std::size_t run = 0; run < world.timetable.runs().size(); ++run) {
    RunCondition& c = world.conditions.emplace_back();
    c.cancelled = dice.one_in(3);
    if (!c.cancelled && dice.one_in(2)) c.delay = dice.roll(1, 60) * 60;
  }
}

std::uint64_t fingerprint(const Outcome& outcome) {
  std::uint64_t h = 0;
  const auto add = [&](std::integral auto... words) { h = stable_hash(h, words...); };
  for (const RideOutcome& ride : outcome.rides)
    add(ride.run.value(), static_cast<int>(ride.cause), ride.queued);
  for (const Instant t : outcome.finished) add(t.unix_seconds());
  for (const std::uint8_t stranded : outcome.stranded) add(stranded);
  for (const CheckpointOutcome& seen : outcome.checkpoints) {
    add(seen.wait.size());
    for (std::size_t i = 0; i < seen.wait.size(); ++i)
      add(seen.wait[i], seen.persons[i], seen.joined[i].unix_seconds());
    for (const QueueIncident& incident : seen.incidents)
      add(incident.joined.unix_seconds(), incident.seconds, incident.persons,
          static_cast<int>(incident.kind));
  }
  for (const std::int32_t delay : outcome.run_delay) add(delay);
  for (const std::int32_t boarded : outcome.run_boarded) add(boarded);
  return h;
}

}  // namespace stopover::flow::testing
