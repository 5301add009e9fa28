// SPDX-License-Identifier: Apache-2.0
// What a run saw hour by hour: queues, connections that failed, vehicles that left people behind;
// and over all hours who rode where.
//
// Sums over replications with central figures and over counted days, of whole numbers: adding in
// any order gives the same bytes. What it is not: an estimate, so nothing here has an interval.
//
// Queues count everyone who comes on counted days; connections and vehicles count parties of the
// counted days over their whole journey, by the hour of the planned departure at its own place;
// rides and trips count the same parties.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <unordered_map>
#include <utility>
#include <vector>

#include "engine/flow/queue_profile.hpp"
#include "engine/flow/queue_visits.hpp"
#include "engine/flow/sweep.hpp"
#include "models/simulation/made_journey.hpp"
#include "models/simulation/plans.hpp"
#include "models/simulation/world.hpp"

namespace stopover::simulation {

// Persons by cause, [kNone] made.
using MissCounts = std::array<std::int64_t, flow::kMissCauses>;
[[nodiscard]] std::int64_t planned(const MissCounts& counts);
[[nodiscard]] std::int64_t missed(const MissCounts& counts);

// Where the second of the two services is boarded: a hub, or a place outside hubs.
struct Where {
  network::HubId hub;
  network::PlaceId place;  // none inside a hub
  friend auto operator<=>(const Where&, const Where&) = default;
};

// Planned connections between flights and intercity trains.
struct ConnectionKey {
  Where where;
  network::Mode from = 0;
  network::Mode to = 0;
  std::uint8_t hour = 0;
  friend auto operator<=>(const ConnectionKey&, const ConnectionKey&) = default;
};

// The same service by service, all hours; only pairs of which somebody missed one.
struct ServicePair {
  timetable::ServiceId from;
  timetable::ServiceId to;
  Where where;
  friend auto operator<=>(const ServicePair&, const ServicePair&) = default;
};

struct VehicleKey {
  timetable::ServiceId service;
  std::uint8_t hour = 0;
  friend auto operator<=>(const VehicleKey&, const VehicleKey&) = default;
};

// Those who were in time for their run and found no place (MissCause::kNoSeat).
struct LeftBehind {
  std::int64_t departures = 0;    // of vehicles, a stop each, that left somebody
  std::int64_t persons = 0;       // left behind
  std::int64_t rerouted = 0;      // of these went another way
  std::int64_t stranded = 0;      // of these found no later run
  std::int64_t late_seconds = 0;  // persons × how much later the others left
  friend bool operator==(const LeftBehind&, const LeftBehind&) = default;
};

// Where a party's whole journey begins and ends.
struct TripEnds {
  network::PlaceId from;
  network::PlaceId to;
  friend auto operator<=>(const TripEnds&, const TripEnds&) = default;
};

struct Detail {
  Table<network::CheckpointId, flow::QueueProfile> queues;  // slots: hours of the day
  std::map<ConnectionKey, MissCounts> connections;
  std::map<ServicePair, MissCounts> failing;  // [kNone] stays 0
  std::map<VehicleKey, LeftBehind> vehicles;
  std::map<timetable::Leg, std::int64_t> rides;  // persons, of legs that were made, roads too
  std::map<TripEnds, std::int64_t> trips;        // persons, as planned; stranded ones too

  void add(const Detail& other);
  friend bool operator==(const Detail&, const Detail&) = default;
};

[[nodiscard]] Detail empty_detail(const World& world);

// Profiles of all checkpoints of one simulation. Keeps a reference to the world.
class QueueWatch final : public flow::QueueListener {
 public:
  explicit QueueWatch(const World& world);
  void hear(network::CheckpointId checkpoint, const flow::QueueVisits& visits) override;
  [[nodiscard]] Table<network::CheckpointId, flow::QueueProfile> finish() &&;

 private:
  std::vector<flow::QueueProfiler> profilers_;  // by checkpoint
};

// Connections, vehicles, rides and trips of one simulation, batch by batch. Keeps a reference to
// the world.
class ConnectionWatch {
 public:
  explicit ConnectionWatch(const World& world) : world_(world) {}
  void add(const EndedParties& ended);
  // Moves what was seen.
  void finish(Detail& detail) &&;

 private:
  struct LegHash {
    std::size_t operator()(const timetable::Leg& leg) const noexcept;
  };
  [[nodiscard]] Where where(network::PlaceId place) const;
  [[nodiscard]] std::uint8_t hour_of(const MadeLeg& ride) const;
  void count_left_behind(const MadeLeg& ride, std::int64_t persons,
                         const std::vector<std::int32_t>& run_delay);
  void count_connection(const MadeLeg& before, const MadeLeg& ride, std::int64_t persons);

  const World& world_;
  std::map<ConnectionKey, MissCounts> connections_;
  std::map<ServicePair, MissCounts> failing_;
  std::map<VehicleKey, LeftBehind> vehicles_;
  std::unordered_map<timetable::Leg, std::int64_t, LegHash> rides_;
  std::map<TripEnds, std::int64_t> trips_;
  std::set<std::pair<timetable::RunId, std::uint16_t>> full_;  // departures, by run and stop
};

// For whoever wants more of a simulation than its tally; each may be none. Changes nothing in it.
struct Watch {
  flow::QueueListener* queues = nullptr;
  flow::Journal* journal = nullptr;
  // Once a demand day, when all its parties have ended; days may change places.
  std::function<void(const EndedParties&)> seen = {};
  // Each demand day, in order, before any of it happens.
  std::function<void(const PlansOfReplication&)> planned = {};
  // After `seen`, for whoever keeps it.
  std::function<void(std::shared_ptr<const PlansOfReplication>, flow::PartyOutcomes)> ended = {};
};

// All of a detail, of one simulation. Keeps a reference to the world.
class DetailWatch {
 public:
  explicit DetailWatch(const World& world) : queues_(world), connections_(world) {}
  [[nodiscard]] Watch watch() {
    return {.queues = &queues_,
            .seen = [this](const EndedParties& ended) { connections_.add(ended); }};
  }
  [[nodiscard]] Detail finish() &&;

 private:
  QueueWatch queues_;
  ConnectionWatch connections_;
};

}  // namespace stopover::simulation
