// SPDX-License-Identifier: Apache-2.0
// All routes as one flat list of steps, and the stages they lead through.
//
// What it is: what a sweep needs to know of routes, checkpoints and the stage order, without
// strings or nested vectors. Private to the folder.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/flow/arrivals.hpp"
#include "engine/flow/draws.hpp"
#include "engine/flow/sweep.hpp"

namespace stopover::flow {

struct FlatStep {
  enum class Kind : std::uint8_t { kWalk, kQueue, kRide, kStay, kEnd };
  Kind kind = Kind::kEnd;
  bool ride_follows = false;         // kQueue: the route has a ride after it
  std::uint16_t ride = 0;            // rides before it: which of the route's rides comes next
  std::uint16_t stay = 0;            // stays before it
  std::uint16_t board = 0;           // kRide; kQueue: of the ride that follows
  std::uint16_t alight = 0;          // kRide; kQueue: of the ride before
  std::uint8_t passenger_class = 0;  // kQueue
  std::uint32_t walk = 0;            // kWalk: into Program::walks
  std::uint32_t stage = 0;           // kQueue, kRide
  std::uint32_t outbox = 0;  // kQueue, kRide: of the stage (or the start) before it; or kBackward
  std::uint64_t luck = 0;    // kWalk, kQueue: what keys its draws (draws.hpp)
};

struct RouteSteps {
  std::uint32_t first = 0;  // among all steps; a kEnd follows the last
  std::uint16_t rides = 0;
  std::uint16_t stays = 0;
};

struct ProgramStage {
  CheckpointId checkpoint = CheckpointId::none();
  ServiceId service = ServiceId::none();
  // Where its arrivals come from: outbox `outbox` of stage `stage` (kStart: of the start).
  struct Source {
    std::uint32_t stage = 0;
    std::uint32_t outbox = 0;
  };
  std::vector<Source> sources;
  std::uint32_t outboxes = 0;
};

// A way to a stage that is worked no later than the one before it: takes a window or longer.
inline constexpr std::uint32_t kBackward = static_cast<std::uint32_t>(-1);
inline constexpr std::uint32_t kStart = static_cast<std::uint32_t>(-1);

struct Program {
  Program(const Setting& setting, const StageOrder& order);

  // The route that a step is of.
  [[nodiscard]] RouteId route_of(std::uint32_t step) const;

  std::vector<FlatStep> steps;  // each route's steps, then one kEnd
  Table<RouteId, RouteSteps> routes;
  std::vector<WalkTime> walks;                       // without doubles
  std::vector<ProgramStage> stages;                  // level by level
  Table<ServiceId, std::uint32_t> stage_of_service;  // kStart: none
  std::vector<std::uint32_t> level_size;             // stages in each level
  std::uint32_t start_outboxes = 0;
};

}  // namespace stopover::flow
