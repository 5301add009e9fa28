// SPDX-License-Identifier: Apache-2.0
// A terminal as a stream: three checkpoints and the two walks between them, of the engine's parts.
//
// What it is: passengers come at random (Poisson), wait at desks (exponential services, first come,
// first served), walk (normal, kept above a third of its mean, as flow::WalkTime), and so on. By
// Burke (1956) each checkpoint is M/M/c, so Erlang's C says what its mean wait must be. Every draw
// is keyed by the passenger's number; times are ticks; waits are tallied as whole numbers.
// What it is not: the day sweep, which holds a day's parties with routes, classes and events.
//
// Passengers come in batches. A batch hands on those who reach the next checkpoint before anybody
// of a later batch can; the others wait for the next batch. So any size of batch gives the same
// waits, and memory is a few batches, whatever the number of passengers.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/flow/arrivals.hpp"
#include "engine/flow/checkpoint_queue.hpp"
#include "engine/flow/clock.hpp"
#include "engine/random/transforms.hpp"
#include "engine/stats/tally.hpp"

namespace stopover::bench {

struct Terminal {
  int desks = 10;  // at each checkpoint
  double load = 0.9;
  double service = 30;  // seconds, mean
  double walk = 240;
  double walk_sd = 60;
  std::uint64_t seed = 1;
};

// Where the time of a thread goes.
enum class Part : std::uint8_t { kBits, kVariates, kQueue, kSort, kHandOn, kTally };
inline constexpr std::size_t kParts = 6;

class TerminalPipeline {
 public:
  static constexpr std::size_t kStages = 3;
  static constexpr std::size_t kDraws = 6;  // gap, service, walk, service, walk, service
  using Waits = std::array<stats::IntegerTally, kStages>;

  TerminalPipeline(const Terminal& terminal, std::size_t batch);

  // The next n passengers, from an empty terminal until the last has left.
  void run(std::uint64_t n);

  [[nodiscard]] const Waits& waits() const { return waits_; }  // ticks
  [[nodiscard]] double seconds(Part part) const { return seconds_[static_cast<std::size_t>(part)]; }

  [[nodiscard]] static random::StreamKey key(const Terminal& terminal, std::uint64_t passenger) {
    return {
        .seed = terminal.seed, .entity = passenger, .purpose = random::purpose("bench.terminal")};
  }
  [[nodiscard]] static random::Exponential gap(const Terminal& terminal) {
    return random::Exponential(terminal.service / (terminal.desks * terminal.load));
  }
  [[nodiscard]] static random::TruncatedNormal walk(const Terminal& terminal) {
    return {terminal.walk, terminal.walk_sd, terminal.walk / 3, 10 * terminal.walk};
  }

 private:
  struct Stage {
    flow::FifoQueue queue;
    std::vector<flow::Arrival> coming;
    flow::Tick horizon = 0;  // nobody comes before it any more
  };

  void draw(std::uint64_t first, std::size_t n);
  void come(std::uint64_t first, std::size_t n);
  void take_those_before_horizon(Stage& stage);
  void serve(std::size_t k, bool last_batch);
  void lap(Part part);

  Terminal terminal_;
  random::Exponential gap_;
  random::Exponential service_;
  random::Tabulated<random::TruncatedNormal> walk_;
  std::size_t batch_;
  std::vector<Stage> stages_;
  Waits waits_;

  // By passenger, modulo their number: what a batch drew, until it is used.
  std::uint64_t mask_;
  std::array<std::vector<std::int32_t>, kDraws> drawn_;  // ticks
  std::array<std::vector<std::uint64_t>, kDraws> bits_;
  std::vector<std::uint64_t> passenger_;
  std::vector<double> variate_;

  // Of the batch at work, in order of arrival.
  std::vector<flow::Arrival> now_;
  std::vector<flow::Arrival> scratch_;
  std::vector<flow::Tick> arrival_;
  std::vector<flow::Tick> desk_time_;
  std::vector<flow::Tick> start_;
  flow::Tick last_arrival_ = 0;
  std::uint64_t come_ = 0;

  std::array<double, kParts> seconds_{};
  double lap_start_ = 0;
};

}  // namespace stopover::bench
