// SPDX-License-Identifier: Apache-2.0
// One start of the search (search.hpp). Private to engine/orienteering.
#pragma once

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

#include "engine/orienteering/search.hpp"
#include "engine/orienteering/search_state.hpp"
#include "engine/random/portable_math.hpp"
#include "engine/random/uniform.hpp"

namespace stopover::orienteering::detail {

// First guesses that were kept. Ten variants, one change each, on every third published instance
// (150 ms, one seed): mean gaps 0.40 to 0.67 %, 0.45 % as here; four were lower, by 0.05 at most,
// and one seed does not tell them apart. `shut` came later.
struct Tuning {
  double hot = 0.5;    // temperature at the start of a cycle, of the mean score of a site
  double cold = 0.02;  // and at its end
  std::int64_t first_cycle = 2000;  // steps
  double force = 0.3;               // share of steps that begin with a site forced in
  double second_string = 0.6;       // of those with several routes that take out two strings
  std::size_t longest = 8;          // visits of a string
  double noise = 0.3;               // of a candidate's value, either way
  double skip = 0.02;               // of candidates left out of a step
  double shut = 0.1;                // of steps that insert on all routes but one
  double move = 0.1;                // of steps that move a terminal, where one can be moved
};
inline constexpr Tuning kTuning;

template <class Ways>
class Search {
 public:
  Search(const Problem& problem, std::uint64_t seed, std::uint32_t start)
      : problem_(problem),
        routes_(problem),
        luck_({.seed = seed, .replication = start, .entity = 0, .purpose = kPurpose}) {
    current_ = routes_.empty();
    choose_first_options();
    trial_ = current_;
    best_ = current_;
    for (std::size_t t = 0; t < problem.spec().terminals.size(); ++t)
      if (problem.spec().terminals[t].options.size() > 1) open_terminals_.push_back(t);
    const std::size_t n = problem.sites();
    const std::size_t m = problem.routes();
    cells_.resize(n * m);
    cell_version_.assign(n * m, 0);
    fresh_.resize(n * m);
    touched_.assign(m, 1);
    for (std::size_t i = 0; i < n; ++i) {
      std::int64_t most = 0;
      for (std::size_t r = 0; r < m; ++r) most = std::max(most, problem.worth(i, r));
      mean_score_ += static_cast<double>(problem.score_of(most)) / static_cast<double>(n);
    }
    for (const std::size_t k : problem.on_ways())
      ways_over_all_ |= !problem.spec().resources[k].on_each_route;
    measure_nearness();
    for (std::size_t r = 0; r < m; ++r) trial_.version[r] = ++last_version_;
    recreate();
    keep_trial();
    offer_best();
  }

  void run(std::int64_t steps) {
    for (std::int64_t i = 0; i < steps; ++i) step();
  }
  [[nodiscard]] std::int64_t steps() const { return steps_; }
  [[nodiscard]] const State& best() const { return best_; }
  [[nodiscard]] bool feasible() const {
    for (std::size_t r = 0; r < problem_.routes(); ++r)
      if (!routes_.in_time(best_, r) || !routes_.within_resources(best_, r)) return false;
    return true;
  }

 private:
  static constexpr random::Purpose kPurpose = random::purpose("orienteering.search");
  static constexpr std::size_t kNear = 24;
  static constexpr int kFirstTries = 100'000;

  struct Candidate {
    std::uint32_t site;
    std::uint32_t route;
    double value;
    double weight;
  };

  double uniform() { return random::unit(luck_); }
  std::size_t below(std::size_t n) { return static_cast<std::size_t>(random::below(luck_, n)); }

  void measure_nearness() {
    const std::size_t n = problem_.sites();
    const TravelTimes& travel = problem_.spec().travel[0];
    const std::size_t count = std::min(kNear, n > 0 ? n - 1 : 0);
    std::vector<std::pair<Tick, std::uint32_t>> order;
    for (std::size_t i = 0; i < n; ++i) {
      order.clear();
      for (std::size_t j = 0; j < n; ++j)
        if (j != i)
          order.emplace_back(travel.shortest(problem_.place(i), problem_.place(j)),
                             static_cast<std::uint32_t>(j));
      std::partial_sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(count),
                        order.end());
      for (std::size_t k = 0; k < count; ++k) near_.push_back(order[k].second);
    }
    near_count_ = count;
  }

  void step() {
    begin_cycle_when_due();
    std::fill(touched_.begin(), touched_.end(), 0);
    if (!open_terminals_.empty() && uniform() < kTuning.move)
      move_terminal();
    else if (uniform() < kTuning.force)
      force();
    else
      ruin_strings();
    mend();
    recreate();
    const double heat =
        hot_ * random::portable::exp(cooling_ * static_cast<double>(steps_ - cycle_start_));
    const auto change = static_cast<double>(trial_.worth - current_.worth);
    const bool accept =
        change >= 0 || (change > -20 * heat && uniform() < random::portable::exp(change / heat));
    if (accept && sound()) {
      keep_trial();
      offer_best();
    } else {
      restore_trial();
    }
    ++steps_;
  }

  void begin_cycle_when_due() {
    if (steps_ < cycle_end_) return;
    cycle_length_ = cycle_length_ == 0 ? kTuning.first_cycle : 2 * cycle_length_;
    cycle_start_ = cycle_end_;
    cycle_end_ += cycle_length_;
    hot_ = std::max(1e-9, kTuning.hot * mean_score_);
    cooling_ = random::portable::log_of_normal(kTuning.cold / kTuning.hot) /
               static_cast<double>(cycle_length_);
  }

  [[nodiscard]] bool sound() const {
    for (std::size_t r = 0; r < touched_.size(); ++r)
      if (touched_[r] != 0 && (!routes_.in_time(trial_, r) || !routes_.within_resources(trial_, r)))
        return false;
    return true;
  }

  void touch(std::size_t r) {
    touched_[r] = 1;
    trial_.version[r] = ++last_version_;
  }

  // --- ruin

  void remove(std::size_t r, std::size_t from, std::size_t until) {
    touch(r);
    routes_.remove(trial_, r, from, until);
  }

  [[nodiscard]] std::size_t length(std::size_t r) const { return trial_.tours[r].size() - 2; }

  void remove_string_around(std::size_t r, std::size_t position) {
    const std::size_t visits = length(r);
    const std::size_t most = std::min(visits, kTuning.longest);
    const std::size_t count = 1 + below(most);
    const std::size_t shift = below(count);
    std::size_t from = position > shift ? position - shift : 1;
    if (from + count > visits + 1) from = visits + 1 - count;
    remove(r, from, from + count);
  }

  [[nodiscard]] std::size_t position_of(std::size_t r, std::uint32_t site) const {
    const Tour& tour = trial_.tours[r];
    std::size_t p = 1;
    while (tour[p].node != site) ++p;
    return p;
  }

  void ruin_strings() {
    const std::size_t m = problem_.routes();
    std::size_t visits = 0;
    for (std::size_t r = 0; r < m; ++r) visits += length(r);
    if (visits == 0) return;
    std::size_t nth = below(visits);
    std::size_t r = 0;
    while (nth >= length(r)) nth -= length(r++);
    const std::uint32_t seed = trial_.tours[r][nth + 1].node;
    remove_string_around(r, nth + 1);
    if (m == 1 || uniform() >= kTuning.second_string) return;
    for (std::size_t k = 0; k < near_count_; ++k) {
      const std::uint32_t site = near_[seed * near_count_ + k];
      const std::uint8_t other = trial_.where[site];
      if (other == kUnvisited || touched_[other] != 0) continue;
      if (uniform() < 0.3) continue;
      remove_string_around(other, position_of(other, site));
      return;
    }
  }

  // Options with which the empty routes can be carried out, by depth first; the first ones when
  // there are none within the limit.
  void choose_first_options() {
    int tries = kFirstTries;
    if (choose_option_of(0, tries)) return;
    std::fill(current_.option.begin(), current_.option.end(), 0);
    reset_terminals(current_);
  }
  bool choose_option_of(std::size_t t, int& tries) {
    if (t == current_.option.size()) {
      reset_terminals(current_);
      return routes_.within_resources(current_, 0);
    }
    for (std::uint32_t o = 0; o < problem_.spec().terminals[t].options.size(); ++o) {
      if (--tries < 0) return false;
      current_.option[t] = o;
      if (empties_hold(t) && choose_option_of(t + 1, tries)) return true;
    }
    return false;
  }
  // Of routes whose terminals are both chosen when `newest` is.
  bool empties_hold(std::size_t newest) {
    for (std::size_t r = 0; r < problem_.routes(); ++r) {
      const Route& route = problem_.spec().routes[r];
      if (std::max(route.start, route.end) != newest) continue;
      routes_.set_terminals(current_, r);
      if (!routes_.in_time(current_, r)) return false;
    }
    return true;
  }
  void reset_terminals(State& state) const {
    for (std::size_t r = 0; r < problem_.routes(); ++r) routes_.set_terminals(state, r);
    routes_.recount(state);
  }

  // Another option of a terminal: its routes keep what they can.
  void move_terminal() {
    std::size_t at = below(open_terminals_.size());
    for (int more = 0; more < 2 && at < open_terminals_.size(); ++more, ++at) {
      const std::size_t t = open_terminals_[at];
      trial_.option[t] =
          static_cast<std::uint32_t>(below(problem_.spec().terminals[t].options.size()));
      for (std::size_t r = 0; r < problem_.routes(); ++r) {
        const Route& route = problem_.spec().routes[r];
        if (route.start != t && route.end != t) continue;
        touch(r);
        routes_.set_terminals(trial_, r);
      }
      if (uniform() < 0.5) break;
    }
    routes_.recount(trial_);
  }

  // Ways need not be shorter past a site than through it: what is late, or beyond a resource, loses
  // visits until it is not.
  void mend() {
    for (std::size_t r = 0; r < problem_.routes(); ++r) {
      if (touched_[r] == 0) continue;
      while (length(r) > 0 &&
             !(routes_.in_time(trial_, r) && routes_.within_resources(trial_, r))) {
        const std::size_t p = 1 + below(length(r));
        remove(r, p, p + 1);
      }
    }
  }

  // An unvisited site takes the place of those that cost least.
  void force() {
    const std::size_t n = problem_.sites();
    if (n == 0) return;
    std::size_t site = n;
    for (int tries = 0; tries < 20; ++tries) {
      const std::size_t j = below(n);
      if (trial_.where[j] != kUnvisited) continue;
      site = j;
      break;
    }
    if (site == n) return ruin_strings();
    const std::size_t r = below(problem_.routes());
    const Tour& tour = trial_.tours[r];
    const auto& way = routes_.ways(r);
    double least = 1e300;
    std::size_t best_from = 0;
    std::size_t best_until = 0;
    for (std::size_t p = 0; p + 1 < tour.size(); ++p) {
      const Tick arrival = way.into(site, tour[p].node, tour[p].departure);
      if (tour[p].departure > problem_.last_close(site, r)) break;
      const Tick start = arrival < kNever ? problem_.start_of(site, r, arrival) : kNever;
      if (start == kNever) continue;
      const Tick leave = start + problem_.duration(site);
      double loss = 0;
      for (std::size_t q = p + 1; q < tour.size(); ++q) {
        if (q > p + 1) loss += static_cast<double>(problem_.worth(tour[q - 1].node, r));
        if (loss >= least) break;
        if (way.out_of(site, tour[q].node, leave) > tour[q].latest) continue;
        const double noisy = loss * (0.8 + 0.4 * uniform());
        if (noisy < least) {
          least = noisy;
          best_from = p + 1;
          best_until = q;
        }
        break;
      }
    }
    if (best_from == 0) return ruin_strings();
    if (best_until > best_from)
      remove(r, best_from, best_until);
    else
      touch(r);
    if (!routes_.fits(trial_, r, site) || !routes_.fits(trial_, problem_.routes(), site)) return;
    routes_.insert(trial_, r, best_from, site);
  }

  // --- recreate

  [[nodiscard]] Insertion find(std::size_t r, std::size_t site) const {
    if (problem_.last_close(site, r) < 0 || !routes_.fits(trial_, r, site)) return {};
    return routes_.best_insertion(trial_, r, site);
  }

  const Insertion& cell(std::size_t r, std::size_t site) {
    const std::size_t at = r * problem_.sites() + site;
    if (touched_[r] != 0) return fresh_[at];
    if (cell_version_[at] != trial_.version[r] || ways_over_all_) {
      cells_[at] = find(r, site);
      cell_version_[at] = trial_.version[r];
    }
    return cells_[at];
  }

  void rate(Candidate& c) {
    c.value = -1;
    for (std::size_t r = 0; r < problem_.routes(); ++r) {
      const Insertion& i = cell(r, c.site);
      if (!i.feasible() || r == shut_) continue;
      const auto worth = static_cast<double>(problem_.worth(c.site, r));
      const double value =
          worth * worth * c.weight / static_cast<double>(std::max<Tick>(i.cost, 1));
      if (value <= c.value) continue;
      c.value = value;
      c.route = static_cast<std::uint32_t>(r);
    }
  }

  void recreate() {
    const std::size_t n = problem_.sites();
    const std::size_t m = problem_.routes();
    candidates_.clear();
    shut_ = m > 1 && uniform() < kTuning.shut ? below(m) : m;
    for (std::size_t j = 0; j < n; ++j) {
      if (trial_.where[j] != kUnvisited || !routes_.fits(trial_, m, j)) continue;
      bool any = false;
      for (std::size_t r = 0; r < m; ++r) {
        if (touched_[r] == 0) {
          any |= cell(r, j).feasible();
          continue;
        }
        Insertion& fresh = fresh_[r * n + j];
        fresh = find(r, j);
        any |= fresh.feasible();
      }
      if (!any) continue;
      if (uniform() < kTuning.skip) continue;
      Candidate c{static_cast<std::uint32_t>(j), 0, -1, 1 + kTuning.noise * (2 * uniform() - 1)};
      rate(c);
      if (c.value >= 0) candidates_.push_back(c);
    }
    while (!candidates_.empty()) insert_best();
  }

  void insert_best() {
    const std::size_t n = problem_.sites();
    const std::size_t m = problem_.routes();
    std::size_t best = 0;
    for (std::size_t i = 1; i < candidates_.size(); ++i)
      if (candidates_[i].value > candidates_[best].value) best = i;
    const Candidate chosen = candidates_[best];
    const std::size_t r = chosen.route;
    const Insertion where = cell(r, chosen.site);
    if (touched_[r] == 0) {
      // From here on the cells of this route are of the trial.
      for (const Candidate& c : candidates_) fresh_[r * n + c.site] = cell(r, c.site);
    }
    touch(r);
    routes_.insert(trial_, r, static_cast<std::size_t>(where.before), chosen.site);
    std::size_t kept = 0;
    for (std::size_t i = 0; i < candidates_.size(); ++i) {
      Candidate c = candidates_[i];
      if (i == best || !routes_.fits(trial_, m, c.site)) continue;
      if (ways_over_all_) {
        for (std::size_t q = 0; q < m; ++q)
          if (touched_[q] != 0) fresh_[q * n + c.site] = find(q, c.site);
        rate(c);
      } else if (fresh_[r * n + c.site].feasible()) {
        fresh_[r * n + c.site] = find(r, c.site);
        rate(c);
      }
      if (c.value < 0) continue;
      candidates_[kept++] = c;
    }
    candidates_.resize(kept);
  }

  // --- accept

  void copy_touched(State& to, const State& from) {
    for (std::size_t r = 0; r < touched_.size(); ++r) {
      if (touched_[r] == 0) continue;
      to.tours[r] = from.tours[r];
      to.version[r] = from.version[r];
    }
    to.where = from.where;
    to.left = from.left;
    to.option = from.option;
    to.worth = from.worth;
  }
  void keep_trial() { copy_touched(current_, trial_); }
  void restore_trial() { copy_touched(trial_, current_); }

  void offer_best() {
    if (current_.worth > best_.worth || steps_ == 0) best_ = current_;
  }

  const Problem& problem_;
  Routes<Ways> routes_;
  random::Stream luck_;
  State current_{};
  State trial_{};
  State best_{};
  std::vector<Insertion> cells_{};  // of routes as they are in current_
  std::vector<std::uint64_t> cell_version_{};
  std::vector<Insertion> fresh_{};  // of routes that the trial changed
  std::vector<std::uint8_t> touched_{};
  std::vector<Candidate> candidates_{};
  std::vector<std::uint32_t> near_{};
  std::size_t near_count_ = 0;
  std::vector<std::size_t> open_terminals_{};
  std::uint64_t last_version_ = 0;
  bool ways_over_all_ = false;  // a cell then depends on all routes
  std::size_t shut_ = 0;        // a route, or none
  double mean_score_ = 0;
  double hot_ = 1;
  double cooling_ = 0;
  std::int64_t steps_ = 0;
  std::int64_t cycle_start_ = 0;
  std::int64_t cycle_end_ = 0;
  std::int64_t cycle_length_ = 0;
};

}  // namespace stopover::orienteering::detail
