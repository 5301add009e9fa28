// SPDX-License-Identifier: Apache-2.0
#include "engine/flow/program.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "engine/base/check.hpp"

namespace stopover::flow {
namespace {

class Compiler {
 public:
  Compiler(const Setting& setting, Program& program)
      : setting_(setting), program_(program), luck_(setting) {}

  void add_stages(const StageOrder& order) {
    windows_ = order.window.has_value();
    stage_of_checkpoint_ = Table<CheckpointId, std::uint32_t>(setting_.checkpoints->size(), kStart);
    program_.stage_of_service =
        Table<ServiceId, std::uint32_t>(setting_.timetable->services().size(), kStart);
    for (const std::vector<StageOrder::Stage>& level : order.levels) {
      program_.level_size.push_back(static_cast<std::uint32_t>(level.size()));
      for (const StageOrder::Stage& stage : level) {
        const auto number = static_cast<std::uint32_t>(program_.stages.size());
        if (stage.checkpoint.is_none()) {
          program_.stage_of_service[stage.service] = number;
        } else {
          stage_of_checkpoint_[stage.checkpoint] = number;
        }
        program_.stages.push_back({stage.checkpoint, stage.service, {}, 0});
        level_.push_back(static_cast<std::uint32_t>(program_.level_size.size()));
      }
    }
  }

  void add_route(const Route& route) {
    STOPOVER_CHECK(route.steps.size() < 0xffff,
                   "rides and stays of a route are numbered by 16 bits");
    const std::vector<std::uint64_t> luck = luck_.of(route);
    const std::size_t begin = program_.steps.size();
    RouteSteps counts{static_cast<std::uint32_t>(begin), 0, 0};
    std::uint32_t producer = kStart;
    for (std::size_t i = 0; i < luck.size(); ++i) {
      FlatStep flat = numbered(counts);
      flat.luck = luck[i];
      add_what_is_done(route.steps[i], flat);
      if (is_stage(flat)) {
        flat.outbox = outbox(producer, flat.stage);
        producer = flat.stage;
      }
      if (flat.kind == FlatStep::Kind::kRide) ++counts.rides;
      if (flat.kind == FlatStep::Kind::kStay) ++counts.stays;
      program_.steps.push_back(flat);
    }
    look_ahead(begin);
    look_back(begin);
    program_.steps.push_back(numbered(counts));
    program_.routes.push_back(counts);
  }

 private:
  // The step that comes next, still without a kind (kEnd).
  [[nodiscard]] static FlatStep numbered(const RouteSteps& counts) {
    FlatStep flat;
    flat.ride = counts.rides;
    flat.stay = counts.stays;
    return flat;
  }

  [[nodiscard]] static bool is_stage(const FlatStep& flat) {
    return flat.kind == FlatStep::Kind::kQueue || flat.kind == FlatStep::Kind::kRide;
  }

  void add_what_is_done(const Step& step, FlatStep& flat) {
    switch (step.kind) {
      case Step::Kind::kWalk:
        flat.kind = FlatStep::Kind::kWalk;
        flat.walk = walk(step.mean, step.sd);
        break;
      case Step::Kind::kStay:
        flat.kind = FlatStep::Kind::kStay;
        break;
      case Step::Kind::kQueue:
        flat.kind = FlatStep::Kind::kQueue;
        flat.passenger_class = step.passenger_class;
        flat.stage = stage_of_checkpoint_[step.checkpoint];
        break;
      case Step::Kind::kRide: {
        const std::size_t stops = setting_.timetable->services()[step.service].stops.size();
        STOPOVER_CHECK(step.board < step.alight && step.alight < stops,
                       "a ride goes forward along the stops");
        flat.kind = FlatStep::Kind::kRide;
        flat.stage = program_.stage_of_service[step.service];
        flat.board = step.board;
        flat.alight = step.alight;
        break;
      }
    }
    STOPOVER_CHECK(!is_stage(flat) || flat.stage != kStart,
                   "the stage order knows every stage of the routes");
  }

  std::uint32_t walk(Seconds mean, Seconds sd) {
    const auto [entry, added] =
        walk_number_.try_emplace({mean, sd}, static_cast<std::uint32_t>(program_.walks.size()));
    if (added) program_.walks.emplace_back(mean, sd);
    return entry->second;
  }

  // The outbox of `producer` for `consumer`, which lies in a level behind it.
  std::uint32_t outbox(std::uint32_t producer, std::uint32_t consumer) {
    if (producer != kStart && level_[producer] >= level_[consumer]) {
      STOPOVER_CHECK(windows_, "stages are visited in their order");
      return kBackward;
    }
    std::uint32_t& count =
        producer == kStart ? program_.start_outboxes : program_.stages[producer].outboxes;
    const auto [entry, added] = outbox_number_.try_emplace({producer, consumer}, count);
    if (added) {
      program_.stages[consumer].sources.push_back({producer, count});
      ++count;
    }
    return entry->second;
  }

  // Tells each queue step which ride follows.
  void look_ahead(std::size_t begin) {
    const FlatStep* next_ride = nullptr;
    for (std::size_t i = program_.steps.size(); i-- > begin;) {
      FlatStep& step = program_.steps[i];
      if (step.kind == FlatStep::Kind::kRide) {
        next_ride = &step;
      } else if (next_ride != nullptr) {
        step.ride_follows = true;
        step.board = next_ride->board;
      }
    }
  }

  // Tells each queue step where the ride before it was left.
  void look_back(std::size_t begin) {
    std::uint16_t alight = 0;
    for (std::size_t i = begin; i < program_.steps.size(); ++i) {
      FlatStep& step = program_.steps[i];
      if (step.kind == FlatStep::Kind::kRide) alight = step.alight;
      if (step.kind == FlatStep::Kind::kQueue) step.alight = alight;
    }
  }

  const Setting& setting_;
  Program& program_;
  StepLuck luck_;
  bool windows_ = false;
  std::vector<std::uint32_t> level_;  // by stage
  Table<CheckpointId, std::uint32_t> stage_of_checkpoint_;
  std::map<std::pair<Seconds, Seconds>, std::uint32_t> walk_number_;
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::uint32_t> outbox_number_;
};

}  // namespace

Program::Program(const Setting& setting, const StageOrder& order) {
  Compiler compiler(setting, *this);
  compiler.add_stages(order);
  routes.reserve(setting.routes->size());
  for (const Route& route : *setting.routes) compiler.add_route(route);
}

RouteId Program::route_of(std::uint32_t step) const {
  const auto after =
      std::upper_bound(routes.begin(), routes.end(), step,
                       [](std::uint32_t s, const RouteSteps& route) { return s < route.first; });
  return RouteId(static_cast<std::uint32_t>(after - routes.begin() - 1));
}

}  // namespace stopover::flow
