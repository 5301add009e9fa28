// SPDX-License-Identifier: Apache-2.0
#include "engine/journeys/transfers.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace stopover::journeys {
namespace {

constexpr std::size_t kRunsPerPackage = 256;

// The earliest arrival at each stop, to end there and to board there; in each slot beyond the
// stops', the earliest arrival. Values of earlier runs are told by their stamp, so that a new run
// costs nothing.
class Labels {
 public:
  explicit Labels(std::size_t slots) : label_(slots) {}
  void start() { ++stamp_; }
  // Whether either got earlier.
  bool improve(std::uint32_t slot, std::int32_t end, std::int32_t board) {
    Label& label = label_[slot];
    if (label.stamp != stamp_) {
      label = {end, board, stamp_};
      return true;
    }
    const bool better = end < label.end || board < label.board;
    label.end = std::min(label.end, end);
    label.board = std::min(label.board, board);
    return better;
  }

 private:
  struct Label {
    std::int32_t end = kNever;
    std::int32_t board = kNever;
    std::uint32_t stamp = 0;
  };
  std::vector<Label> label_;
  std::uint32_t stamp_ = 0;
};

class Finder {
 public:
  Finder(const Window& window, bool reduce)
      : w_(window), reduce_(reduce), labels_(window.slot_count()), ridden_(window.line_count()) {}

  // The transfers of a run, `counts[i]` of them at its i-th call.
  void find(std::uint32_t run, std::vector<std::uint32_t>& counts, std::vector<Transfer>& found) {
    const Window::Run& r = w_.runs()[run];
    const std::uint32_t calls = w_.call_count(r.line);
    at_.resize(calls);
    labels_.start();
    ++stamp_;
    // From a through service's end backwards would need its own pass: what lies beyond only makes
    // more transfers worth keeping, never fewer.
    for (std::uint32_t i = calls - 1; i >= 1; --i) {
      at_[i].clear();
      if (!w_.may_alight(w_.first_call(r.line) + i)) continue;
      generate(run, i);
      if (reduce_) keep_useful(run, i);
    }
    counts.push_back(0);
    for (std::uint32_t i = 1; i < calls; ++i) {
      counts.push_back(static_cast<std::uint32_t>(at_[i].size()));
      found.insert(found.end(), at_[i].begin(), at_[i].end());
    }
  }

 private:
  void generate(std::uint32_t run, std::uint32_t position) {
    const Window::Run& r = w_.runs()[run];
    const std::uint32_t call = w_.first_call(r.line) + position;
    const std::uint32_t stop = w_.call_stop()[call];
    const std::int32_t arrive = w_.arrive()[r.first_event + position];
    if (w_.ruled(call)) {
      for (const PairChanges::Target& target : w_.pairs().targets(w_.slot(call)))
        for (const Boarding& b : w_.boardings_at(target.stop))
          to_line(run, position, b, arrive + w_.pairs().seconds(target, w_.side(b.line)));
      return;
    }
    to_lines(run, position, stop, arrive + w_.change(stop));
    for (const Link& link : w_.transit().links_of(StopId(stop)))
      to_lines(run, position, link.to.value(), arrive + link.seconds);
  }

  void to_lines(std::uint32_t run, std::uint32_t position, std::uint32_t stop, std::int32_t t) {
    for (const Boarding& b : w_.boardings_at(stop)) to_line(run, position, b, t);
  }

  void to_line(std::uint32_t run, std::uint32_t position, const Boarding& b, std::int32_t t) {
    const Window::Run& r = w_.runs()[run];
    const std::uint32_t next = w_.first_boarded(b.line, b.position, t);
    if (next == w_.end_run(b.line)) return;
    if (b.line == r.line && next >= run && b.position >= position) return;
    if (turns_back(r, position, {next, b.position})) return;
    at_[position].emplace_back(next, b.position);
  }

  // To where the run just came from, with time to have changed there. Where one may walk on from
  // there, coming back is a way to walk twice, so that it counts. Where a rule asks who arrives or
  // who boards, it counts too: by another line one may change sooner, and who could board the run
  // there need not have been able to board the other.
  [[nodiscard]] bool turns_back(const Window::Run& r, std::uint32_t position, Transfer to) const {
    const Window::Run& u = w_.runs()[to.run()];
    const std::uint32_t before = w_.first_call(r.line) + position - 1;
    const std::uint32_t after = w_.first_call(u.line) + to.position() + 1;
    const std::uint32_t stop = w_.call_stop()[before];
    return stop == w_.call_stop()[after] && w_.transit().links_of(StopId(stop)).empty() &&
           !w_.pairs().touches(stop) && w_.may_alight(before) && position >= 2 &&
           to.position() + 2 < w_.call_count(u.line) && w_.may_board(after) &&
           w_.arrive()[r.first_event + position - 1] + w_.change(stop) + w_.closes(u.line) <=
               w_.depart()[u.first_event + to.position() + 1];
  }

  // Arrivals of one slot alone compare for what can be boarded after them.
  bool reach(std::uint32_t call, std::int32_t arrive) {
    const std::uint32_t stop = w_.call_stop()[call];
    if (w_.ruled(call)) {
      bool better = labels_.improve(w_.slot(call), arrive, arrive);
      better = labels_.improve(stop, arrive, kNever) || better;
      for (const Link& link : w_.transit().links_of(StopId(stop)))
        better = labels_.improve(link.to.value(), arrive + link.seconds, kNever) || better;
      return better;
    }
    bool better = labels_.improve(stop, arrive, arrive + w_.change(stop));
    for (const Link& link : w_.transit().links_of(StopId(stop))) {
      const std::int32_t there = arrive + link.seconds;
      better = labels_.improve(link.to.value(), there, there) || better;
    }
    return better;
  }

  // Whether riding on from the position brings anything; every stop on the way counts. What was
  // ridden before for the run at hand, at the position or ahead of it, brings nothing more.
  bool ride(std::uint32_t run, std::uint32_t position) {
    bool better = false;
    for (; run != kNone; run = w_.runs()[run].then, position = 0) {
      const Window::Run& u = w_.runs()[run];
      Ridden& ridden = ridden_[u.line];
      if (ridden.stamp == stamp_ && ridden.run <= run && ridden.position <= position) break;
      ridden = {stamp_, run, position};
      const std::uint32_t calls = w_.call_count(u.line);
      const std::uint32_t first = w_.first_call(u.line);
      for (std::uint32_t i = position + 1; i < calls; ++i)
        if (w_.may_alight(first + i))
          better = reach(first + i, w_.arrive()[u.first_event + i]) || better;
    }
    return better;
  }

  void keep_useful(std::uint32_t run, std::uint32_t position) {
    const Window::Run& r = w_.runs()[run];
    reach(w_.first_call(r.line) + position, w_.arrive()[r.first_event + position]);
    std::vector<Transfer>& found = at_[position];
    // Early departures first: they leave less for the others to improve.
    std::sort(found.begin(), found.end(), [&](Transfer a, Transfer b) {
      const std::int32_t x = w_.depart()[w_.runs()[a.run()].first_event + a.position()];
      const std::int32_t y = w_.depart()[w_.runs()[b.run()].first_event + b.position()];
      return x != y ? x < y : a < b;
    });
    const auto useless = [&](Transfer t) { return !ride(t.run(), t.position()); };
    found.erase(std::remove_if(found.begin(), found.end(), useless), found.end());
  }

  // Of a line, what was ridden last; an earlier run is as good all the way.
  struct Ridden {
    std::uint32_t stamp = 0;
    std::uint32_t run = 0;
    std::uint32_t position = 0;
  };

  const Window& w_;
  bool reduce_;
  Labels labels_;
  std::vector<Ridden> ridden_;  // by line
  std::uint32_t stamp_ = 0;
  std::vector<std::vector<Transfer>> at_;  // by position of the run at hand
};

}  // namespace

Transfers find_transfers(const Window& window, Executor& executor, bool reduce) {
  STOPOVER_CHECK(!window.transit().has_times_by_hour(), "links take the same time at all hours");
  struct Part {
    std::vector<std::uint32_t> counts;
    std::vector<Transfer> found;
  };
  std::vector<Part> parts(package_count(window.run_count(), kRunsPerPackage));
  executor.run(parts.size(), [&](std::size_t package) {
    Finder finder(window, reduce);
    const std::size_t from = package * kRunsPerPackage;
    const std::size_t until = std::min<std::size_t>(from + kRunsPerPackage, window.run_count());
    for (std::size_t run = from; run < until; ++run)
      finder.find(static_cast<std::uint32_t>(run), parts[package].counts, parts[package].found);
  });
  Transfers out;
  out.first.reserve(window.event_count() + std::size_t{1});
  out.first.push_back(0);
  for (Part& part : parts) {
    for (const std::uint32_t count : part.counts) out.first.push_back(out.first.back() + count);
    out.all.insert(out.all.end(), part.found.begin(), part.found.end());
    part = Part();
  }
  return out;
}

}  // namespace stopover::journeys
