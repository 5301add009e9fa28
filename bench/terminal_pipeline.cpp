// SPDX-License-Identifier: Apache-2.0
#include "bench/terminal_pipeline.hpp"

#include <algorithm>
#include <bit>
#include <ctime>
#include <numeric>
#include <span>
#include <utility>

#include "engine/base/check.hpp"
#include "engine/random/bulk.hpp"

namespace stopover::bench {
namespace {

using flow::Arrival;
using flow::Tick;

// Of this thread; what other programs take does not count. About 0.2 us a call.
double thread_seconds() {
  std::timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

}  // namespace

TerminalPipeline::TerminalPipeline(const Terminal& terminal, std::size_t batch)
    : terminal_(terminal),
      gap_(gap(terminal)),
      service_(terminal.service),
      walk_(walk(terminal)),
      batch_(batch),
      mask_(std::bit_ceil(std::max<std::uint64_t>(4 * batch, 4096)) - 1) {
  const std::vector<flow::DeskPeriod> always = {{0, flow::kNever, terminal.desks}};
  for (std::size_t k = 0; k < kStages; ++k) stages_.push_back({flow::FifoQueue(always), {}, 0});
  for (auto& column : drawn_) column.resize(mask_ + 1);
  for (auto& column : bits_) column.resize(batch);
  passenger_.resize(batch);
  variate_.resize(batch);
}

void TerminalPipeline::lap(Part part) {
  const double now = thread_seconds();
  seconds_[static_cast<std::size_t>(part)] += now - lap_start_;
  lap_start_ = now;
}

void TerminalPipeline::run(std::uint64_t n) {
  lap_start_ = thread_seconds();
  const std::uint64_t end = come_ + n;
  while (come_ < end) {
    const std::uint64_t first = come_;
    const std::size_t count = std::min<std::uint64_t>(batch_, end - first);
    draw(first, count);
    come(first, count);
    for (std::size_t k = 0; k < kStages; ++k) {
      if (k > 0) take_those_before_horizon(stages_[k]);
      serve(k, come_ == end);
    }
  }
  if (!arrival_.empty()) last_arrival_ = arrival_.back();  // at the last checkpoint
}

void TerminalPipeline::draw(std::uint64_t first, std::size_t n) {
  std::iota(passenger_.begin(), passenger_.end(), first);
  const std::span<const std::uint64_t> entities = std::span(passenger_).first(n);
  const auto part = [n](auto& column) { return std::span(column).first(n); };
  for (std::uint32_t block = 0; 2 * block < kDraws; ++block)
    random::draw_blocks(key(terminal_, first), block, entities, part(bits_[2 * block]),
                        part(bits_[2 * block + 1]));
  lap(Part::kBits);
  for (std::size_t draw = 0; draw < kDraws; ++draw) {
    if (draw == 2 || draw == 4) {
      for (std::size_t i = 0; i < n; ++i)
        variate_[i] = walk_.quantile(random::open_unit(bits_[draw][i]));
    } else {
      random::quantiles(draw == 0 ? gap_ : service_, part(bits_[draw]), part(variate_));
    }
    for (std::size_t i = 0; i < n; ++i)
      drawn_[draw][(first + i) & mask_] =
          static_cast<std::int32_t>(flow::ticks_of_draw(variate_[i]));
  }
  lap(Part::kVariates);
}

void TerminalPipeline::come(std::uint64_t first, std::size_t n) {
  now_.resize(n);
  for (std::size_t i = 0; i < n; ++i) {
    last_arrival_ += drawn_[0][(first + i) & mask_];
    now_[i] = {last_arrival_, first + i, 0, 0};
  }
  come_ = first + n;
  lap(Part::kHandOn);
}

void TerminalPipeline::take_those_before_horizon(Stage& stage) {
  now_.clear();
  std::size_t left = 0;
  for (const Arrival& arrival : stage.coming) {
    if (arrival.time < stage.horizon)
      now_.push_back(arrival);
    else
      stage.coming[left++] = arrival;
  }
  stage.coming.resize(left);
  lap(Part::kHandOn);
  flow::sort_arrivals(now_, scratch_);
  lap(Part::kSort);
}

void TerminalPipeline::serve(std::size_t k, bool last_batch) {
  const std::size_t n = now_.size();
  for (auto* column : {&arrival_, &desk_time_, &start_}) column->resize(n);
  const std::vector<std::int32_t>& services = drawn_[2 * k + 1];
  for (std::size_t i = 0; i < n; ++i) {
    STOPOVER_CHECK(come_ - now_[i].key <= mask_ + 1, "what a passenger drew is still there");
    arrival_[i] = now_[i].time;
    desk_time_[i] = services[now_[i].key & mask_];
  }
  lap(Part::kHandOn);
  stages_[k].queue.serve(arrival_, desk_time_, start_);
  lap(Part::kQueue);
  if (k + 1 < kStages) {
    Stage& next = stages_[k + 1];
    const std::vector<std::int32_t>& walks = drawn_[2 * k + 2];
    const std::size_t before = next.coming.size();
    next.coming.resize(before + n);
    for (std::size_t i = 0; i < n; ++i)
      next.coming[before + i] = {start_[i] + desk_time_[i] + walks[now_[i].key & mask_],
                                 now_[i].key, 0, static_cast<std::uint32_t>(k + 1)};
    // Starts do not go back, and no walk is shorter than a third of the mean.
    if (last_batch)
      next.horizon = flow::kNever;
    else if (n > 0)
      next.horizon = start_[n - 1] + flow::ticks_of_draw(terminal_.walk / 3);
    lap(Part::kHandOn);
  }
  for (std::size_t i = 0; i < n; ++i) start_[i] -= arrival_[i];
  waits_[k].add(start_);
  lap(Part::kTally);
}

}  // namespace stopover::bench
