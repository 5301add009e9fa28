// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>

#include <fmt/format.h>

#include "engine/base/check.hpp"
#include "tests/engine/orienteering/published.hpp"

namespace stopover::orienteering::testing {
namespace {

constexpr Tick kFirstSlot = 21'600'000;  // 6:00 in milliseconds
constexpr Tick kSlot = 900'000;
constexpr std::size_t kSlots = 56;

std::string text_of(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  STOPOVER_CHECK(in.good(), "a published instance that can be read");
  return {std::istreambuf_iterator<char>(in), {}};
}

// Every number of a text, whatever stands between them.
std::vector<double> numbers_of(std::string text) {
  for (char& c : text)
    if (c == ';') c = ' ';
  std::istringstream in(text);
  std::vector<double> out;
  for (double x = 0; in >> x;) out.push_back(x);
  return out;
}

std::vector<double> slots_of(const std::string& folder, const std::string& name) {
  return numbers_of(text_of(folder + "tdoptw/tt" + name.substr(0, name.find('.')) + ".TXT"));
}

// Rows of id, score, penalty, service, opening, closing after two lines.
std::vector<double> tdoptw_rows(const std::string& folder, const std::string& name) {
  return numbers_of(text_of(folder + "tdoptw/" + name + ".TXT"));
}

}  // namespace

std::vector<std::string> tdoptw_names() {
  std::vector<std::string> names;
  for (const char* set : {"20.1", "20.2", "20.3", "20.4", "50.1", "50.2"})
    for (const char* number : {".1", ".2", ".3"}) names.push_back(std::string(set) + number);
  return names;
}

TimedInstance read_tdoptw(const std::string& folder, const std::string& name) {
  const std::vector<double> rows = tdoptw_rows(folder, name);
  const std::vector<double> slots = slots_of(folder, name);
  const auto count = static_cast<std::size_t>(rows.at(0));
  TravelProfiles profiles;
  profiles.places = count;
  profiles.first.push_back(0);
  for (std::size_t pair = 0; pair < count * count; ++pair) {
    for (std::size_t k = 0; k < kSlots; ++k) {
      const Tick departure = kFirstSlot + static_cast<Tick>(k) * kSlot;
      profiles.points.push_back(
          {departure, departure + static_cast<Tick>(slots.at(pair * kSlots + k))});
    }
    profiles.first.push_back(static_cast<std::uint32_t>(profiles.points.size()));
  }
  STOPOVER_CHECK(unsound(profiles).empty(), "slots that are FIFO");
  Spec spec;
  spec.travel.push_back(TravelTimes::by_departure(std::move(profiles)));
  for (std::size_t i = 1; i + 1 < count; ++i) {
    const double* row = rows.data() + 2 + i * 6;
    spec.sites.push_back({.place = i,
                          .duration = static_cast<Tick>(row[3]),
                          .score = static_cast<std::int32_t>(row[1]),
                          .windows = {{{static_cast<Tick>(row[4]), static_cast<Tick>(row[5])}}}});
  }
  spec.terminals.push_back({{{.place = 0}}});
  spec.terminals.push_back({{{.place = count - 1}}});
  const auto open = static_cast<Tick>(rows[2 + 4]);
  spec.routes.push_back(
      {.start = 0, .end = 1, .earliest = open, .deadline = open + static_cast<Tick>(rows.at(1))});
  return {name, std::move(spec)};
}

std::vector<std::string> faults_of_tdoptw(const std::string& folder, const std::string& name,
                                          const Solution& solution) {
  const std::vector<double> rows = tdoptw_rows(folder, name);
  const std::vector<double> slots = slots_of(folder, name);
  const auto count = static_cast<std::size_t>(rows.at(0));
  const auto travel = [&](std::size_t from, std::size_t to, double t) {
    const double at = std::clamp((t - kFirstSlot) / kSlot, 0.0, double{kSlots - 1});
    const auto slot = std::min(static_cast<std::size_t>(at), kSlots - 2);
    const double* pair = slots.data() + (from * count + to) * kSlots;
    return pair[slot] + (pair[slot + 1] - pair[slot]) * (at - static_cast<double>(slot));
  };
  std::vector<std::string> faults;
  std::size_t at = 0;
  double now = rows[2 + 4];
  const double deadline = now + rows[1];
  double score = 0;
  for (const Visit& visit : solution.routes.at(0).visits) {
    const std::size_t i = visit.site + 1;
    const double* row = rows.data() + 2 + i * 6;
    now += travel(at, i, now);
    if (now > row[5] + 1) faults.push_back(fmt::format("point {}: too late", i));
    now = std::max(now, row[4]) + row[3];
    score += row[1];
    at = i;
  }
  now += travel(at, count - 1, now);
  if (now > deadline + 1) faults.push_back(fmt::format("ends at {}", now));
  if (score != static_cast<double>(solution.score))
    faults.push_back(fmt::format("scores {}", score));
  return faults;
}

namespace {

constexpr Tick kTicksAnHour = 360'000;
constexpr double kStartHour = 7;
constexpr std::array<double, 3> kPeriodEnds = {9, 17, 19};

std::size_t period_of(double hour) {
  std::size_t period = 0;
  while (period < kPeriodEnds.size() && hour >= kPeriodEnds[period]) ++period;
  return period;
}

double length_of(const SpeedInstance& instance, std::size_t from, std::size_t to) {
  const PublishedPoint& a = instance.points[from];
  const PublishedPoint& b = instance.points[to];
  return std::hypot(a.x - b.x, a.y - b.y) / 5;
}

// Drives period by period (Ichoua, Gendreau and Potvin 2003). Hours of the day.
double drive(const SpeedInstance& instance, std::size_t from, std::size_t to, double hour) {
  double left = length_of(instance, from, to);
  const auto kind = static_cast<std::size_t>(instance.kind[from * instance.points.size() + to]);
  for (std::size_t period = period_of(hour); period < kPeriodEnds.size(); ++period) {
    const double reach = (kPeriodEnds[period] - hour) * instance.speed[kind][period];
    if (reach >= left) return hour + left / instance.speed[kind][period];
    left -= reach;
    hour = kPeriodEnds[period];
  }
  return hour + left / instance.speed[kind][kPeriodEnds.size()];
}

// The same backwards: when to leave to arrive at that hour.
double leave(const SpeedInstance& instance, std::size_t from, std::size_t to, double hour) {
  double left = length_of(instance, from, to);
  const auto kind = static_cast<std::size_t>(instance.kind[from * instance.points.size() + to]);
  for (std::size_t period = period_of(hour - 1e-9); period > 0; --period) {
    const double reach = (hour - kPeriodEnds[period - 1]) * instance.speed[kind][period];
    if (reach >= left) return hour - left / instance.speed[kind][period];
    left -= reach;
    hour = kPeriodEnds[period - 1];
  }
  return hour - left / instance.speed[kind][0];
}

}  // namespace

std::vector<std::string> tdop_names(const std::string& folder) {
  std::vector<std::string> names;
  for (const char* set : {"1", "2", "3", "4"}) {
    const auto path = folder + "tdop/dataset" + set + "/OP_instances";
    for (const auto& entry : std::filesystem::directory_iterator(path))
      names.push_back(entry.path().stem().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

SpeedInstance read_tdop(const std::string& folder, const std::string& name) {
  const std::string set(1, name.at(1));
  SpeedInstance out{.name = name};
  std::ifstream in(folder + "tdop/dataset" + set + "/OP_instances/" + name + ".txt");
  std::string word;
  std::size_t count = 0;
  int tours = 0;
  in >> word >> count >> word >> tours >> word >> out.tmax;
  for (std::size_t i = 0; i < count; ++i) {
    PublishedPoint p;
    in >> p.x >> p.y >> p.score;
    out.points.push_back(p);
  }
  STOPOVER_CHECK(!in.fail() && tours == 1, "a published instance that can be read");
  for (const double k :
       numbers_of(text_of(folder + "tdop/dataset" + set + "/arc_cat_" + set + ".txt")))
    out.kind.push_back(static_cast<int>(k));
  STOPOVER_CHECK(out.kind.size() >= count * count, "a kind for each way");
  const auto speeds = numbers_of(text_of(folder + "tdop/speedmatrix.txt"));
  for (std::size_t kind = 0; kind < 5; ++kind)
    out.speed.emplace_back(speeds.begin() + static_cast<std::ptrdiff_t>(kind * 4),
                           speeds.begin() + static_cast<std::ptrdiff_t>(kind * 4 + 4));
  return out;
}

// Ticks of a hundredth of a second from 7:00. The arrival is a broken line; its corners that are
// no whole tick stand between two points, and every arrival is rounded up.
Spec spec_of(const SpeedInstance& instance) {
  const std::size_t count = instance.points.size();
  const auto last = static_cast<Tick>(std::lround(instance.tmax * kTicksAnHour));
  TravelProfiles profiles;
  profiles.places = count;
  profiles.first.push_back(0);
  for (std::size_t i = 0; i < count; ++i)
    for (std::size_t j = 0; j < count; ++j) {
      std::vector<Tick> corners = {0, last};
      for (const double end : kPeriodEnds) {
        const double before = (leave(instance, i, j, end) - kStartHour) * kTicksAnHour;
        corners.push_back(static_cast<Tick>(std::lround((end - kStartHour) * kTicksAnHour)));
        corners.push_back(static_cast<Tick>(std::floor(before)));
        corners.push_back(static_cast<Tick>(std::ceil(before)));
      }
      std::sort(corners.begin(), corners.end());
      corners.erase(std::unique(corners.begin(), corners.end()), corners.end());
      for (const Tick t : corners) {
        if (t < 0 || t > last) continue;
        const double hour =
            drive(instance, i, j, kStartHour + static_cast<double>(t) / kTicksAnHour);
        profiles.points.push_back(
            {t, static_cast<Tick>(std::ceil((hour - kStartHour) * kTicksAnHour - 1e-6))});
      }
      profiles.first.push_back(static_cast<std::uint32_t>(profiles.points.size()));
    }
  STOPOVER_CHECK(unsound(profiles).empty(), "speeds make FIFO travel");
  Spec spec;
  spec.travel.push_back(TravelTimes::by_departure(std::move(profiles)));
  for (std::size_t i = 1; i + 1 < count; ++i)
    spec.sites.push_back({.place = i, .score = instance.points[i].score, .windows = {{{0, last}}}});
  spec.terminals.push_back({{{.place = 0}}});
  spec.terminals.push_back({{{.place = count - 1}}});
  spec.routes.push_back({.start = 0, .end = 1, .earliest = 0, .deadline = last});
  return spec;
}

std::vector<std::string> faults_of(const SpeedInstance& instance, const Solution& solution) {
  std::vector<std::string> faults;
  std::vector<int> times(instance.points.size(), 0);
  double hour = kStartHour;
  std::size_t at = 0;
  std::int64_t score = 0;
  for (const Visit& visit : solution.routes.at(0).visits) {
    const std::size_t i = visit.site + 1;
    hour = drive(instance, at, i, hour);
    if (++times.at(i) > 1) faults.push_back(fmt::format("point {}: twice", i));
    score += instance.points[i].score;
    at = i;
  }
  hour = drive(instance, at, instance.points.size() - 1, hour);
  if (hour > kStartHour + instance.tmax + 1e-9) faults.push_back(fmt::format("ends at {}", hour));
  if (score != solution.score) faults.push_back(fmt::format("scores {}", score));
  return faults;
}

}  // namespace stopover::orienteering::testing
