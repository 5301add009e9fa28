// SPDX-License-Identifier: Apache-2.0
// The events of one party with what belongs to them: where it is, which vehicle, how long, why.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "models/simulation/told.hpp"

namespace stopover::tool {

// What the time between setting out and the end went into.
enum class Spent : std::uint8_t { kWalk, kRoad, kQueue, kDesk, kWait, kRide, kStay };
inline constexpr std::size_t kSpentKinds = 7;

struct StoryEvent {
  flow::Event event;
  network::PlaceId place;                          // where it is
  network::PlaceId to = network::PlaceId::none();  // of a walk by road, of a ride
  network::RoadId road = network::RoadId::none();  // of a walk
  flow::Tick lasts = 0;                            // what starts here, or was waited until now
  flow::Tick also = 0;  // service_starts, tries: the service; gave_up: what it did instead
  timetable::RunId planned =
      timetable::RunId::none();         // ready; a checkpoint that had closed for it
  flow::Tick closed_at = flow::kNever;  // joins, missed: when it had closed
  network::CheckpointId closed_by = network::CheckpointId::none();  // missed: closed
  bool cancelled = false;        // left_behind: the run does not run
  std::int64_t places_left = 0;  // left_behind, boards: as it departs
  flow::Tick late = 0;  // boards: the run; alights: against the plan; missed: at its closing
};

class Story {
 public:
  Story(const simulation::World& world, const simulation::ToldReplication& told,
        std::size_t number);

  [[nodiscard]] const simulation::ToldParty& party() const { return party_; }
  [[nodiscard]] const std::vector<StoryEvent>& events() const { return events_; }
  [[nodiscard]] flow::Tick spent(Spent kind) const {
    return spent_[static_cast<std::size_t>(kind)];
  }
  // At the destination, against the plan; at least 0. 0 if it never came there.
  [[nodiscard]] flow::Tick late() const { return late_in_all_; }
  // Of the way that an event is on.
  [[nodiscard]] const flow::Step& step(const flow::Event& event) const {
    return (*ways_[event.way].steps)[event.step];
  }

 private:
  // The plan, or another way on.
  struct Way {
    const std::vector<flow::Step>* steps = nullptr;
    std::vector<network::RoadId> roads;  // by step
    std::vector<network::PlaceId> here;  // by step, before it
    std::vector<timetable::RunId> planned;
    std::size_t first_ride = 0;  // in the outcome
  };
  void find_ways();
  void add_way(flow::RouteId route, std::vector<network::RoadId> roads, std::size_t first_ride,
               network::PlaceId from);
  [[nodiscard]] flow::Tick end_of(const Way& plan) const;
  [[nodiscard]] std::vector<network::PlaceId> places_of(const Way& way,
                                                        network::PlaceId from) const;
  // The step of a way's n-th ride.
  [[nodiscard]] std::size_t step_of(const Way& way, std::size_t ride) const;
  void add(const flow::Event& event, std::vector<StoryEvent>& out);
  void tell_join(StoryEvent& told);
  void tell_missed(StoryEvent& told) const;
  void tell_boards(StoryEvent& told);
  void tell_alights(StoryEvent& told);
  void tell_rerouted(StoryEvent& told);
  void tell_queue(StoryEvent& told, std::vector<StoryEvent>& out);
  void tell_left_behind(StoryEvent& told) const;
  void tell_stranded(const StoryEvent& told);
  // What begins now is told by event `number`.
  void open_at(flow::Tick now, std::size_t number);
  // How long what began has lasted, which it adds to what was spent so.
  flow::Tick spent_until(Spent on, flow::Tick now);
  void spend(Spent kind, flow::Tick from, flow::Tick until);
  [[nodiscard]] std::int64_t places_left(timetable::RunId run, std::size_t stop) const;
  [[nodiscard]] Seconds delay_of(timetable::RunId run) const;
  // Planned run and boarding stop of the next ride from an event's step on.
  [[nodiscard]] std::pair<timetable::RunId, std::size_t> next_plan(const flow::Event& event) const;
  [[nodiscard]] std::size_t ride_number(const Way& way, std::size_t step) const;
  [[nodiscard]] network::RoadId road_of(const flow::Event& event) const;

  const simulation::World& world_;
  const simulation::ToldReplication& told_;
  simulation::ToldParty party_;
  std::vector<Way> ways_;
  std::vector<std::vector<std::int32_t>> aboard_;
  std::vector<StoryEvent> events_;
  std::array<flow::Tick, kSpentKinds> spent_{};
  flow::Tick late_ = 0;  // by the ride before, against its plan
  flow::Tick planned_end_ = flow::kNever;
  flow::Tick late_in_all_ = 0;
  flow::Tick begun_ = 0;    // what is under way
  std::size_t opener_ = 0;  // the event that began it
  flow::Tick closed_at_ = flow::kNever;
  network::CheckpointId closed_by_ = network::CheckpointId::none();
};

}  // namespace stopover::tool
