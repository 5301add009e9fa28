// SPDX-License-Identifier: Apache-2.0
#include "tests/engine/flow/border_waits.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <optional>
#include <utility>

#include "engine/base/time.hpp"
#include "engine/flow/arrivals.hpp"
#include "engine/io/csv.hpp"
#include "engine/io/csv_fields.hpp"
#include "engine/random/transforms.hpp"

namespace stopover::flow::testing {
namespace {

constexpr Tick kHour = 3'600'000;
constexpr double kTicksPerMinute = 60'000;

// ---- reading ----

// "1/31/2015".
std::optional<CivilDate> us_date(std::string_view text) {
  const std::size_t first = text.find('/');
  const std::size_t second = text.find('/', first + 1);
  if (first == std::string_view::npos || second == std::string_view::npos) return std::nullopt;
  const auto month = io::parse_integer(text.substr(0, first));
  const auto day = io::parse_integer(text.substr(first + 1, second - first - 1));
  const auto year = io::parse_integer(text.substr(second + 1));
  if (!month || !day || !year || *year < 1990 || *year > 2100) return std::nullopt;
  if (*month < 1 || *month > 12 || *day < 1 || *day > 31) return std::nullopt;
  return CivilDate::from_ymd(static_cast<int>(*year), static_cast<int>(*month),
                             static_cast<int>(*day));
}
bool is_us_date(std::string_view text) {
  return us_date(text).has_value();
}

// "0700 - 0800", the last "2300 - 0000".
std::optional<int> hour_of(std::string_view text) {
  if (text.size() != 11 || text.substr(2, 5) != "00 - " || text.substr(9) != "00")
    return std::nullopt;
  const auto from = io::parse_integer(text.substr(0, 2));
  const auto until = io::parse_integer(text.substr(7, 2));
  if (!from || !until || *from < 0 || *from > 23 || *until != (*from + 1) % 24) return std::nullopt;
  return static_cast<int>(*from);
}
bool is_hour(std::string_view text) {
  return hour_of(text).has_value();
}

constexpr std::array<const char*, 7> kBands = {"p015",  "p1630",  "p3145",   "p4660",
                                               "p6190", "p91120", "p121Plus"};

io::CsvSpec border_spec() {
  const io::CsvColumn count = {.type = io::IntegerField{0, 100'000}};
  io::CsvSpec spec;
  spec.columns = {
      {.name = "Airport", .type = io::IdField{}},
      {.name = "Terminal"},
      {.name = "Date",
       .type = io::TextField{.check = is_us_date},
       .expected = "a date month/day/year"},
      {.name = "Hour",
       .type = io::TextField{.check = is_hour},
       .expected = "an hour such as 0700 - 0800"},
      {.name = "Average", .type = io::IntegerField{0, 1440}, .unit = "min"},
      {.name = "Max", .type = io::IntegerField{0, 1440}, .unit = "min"},
  };
  const auto add_count = [&](const char* name) {
    spec.columns.push_back(count);
    spec.columns.back().name = name;
  };
  for (const char* band : kBands) add_count(band);
  for (const char* name : {"Excluded", "Total", "Flights", "Booths"}) add_count(name);
  spec.key = {"Terminal", "Date", "Hour"};
  spec.comments = false;
  spec.footer = io::Footer::kNone;
  return spec;
}

// What no cell shows alone.
std::optional<InputFault> fault_of(const io::CsvRow& row) {
  const auto differs = [&](const char* field, std::string_view expected) {
    return row.fault("E-CSV-049", field, std::to_string(row.integer(field)), expected);
  };
  std::int64_t persons = row.integer("Excluded");
  for (const char* band : kBands) persons += row.integer(band);
  if (row.integer("Total") != persons) return differs("Total", "the sum of all bands and Excluded");
  if (row.integer("Average") > row.integer("Max")) return differs("Average", "at most Max");
  if (row.integer("Flights") == 0) return differs("Flights", "at least one flight");
  return std::nullopt;
}

// ---- the model ----

// The passengers of all hours in their order of coming to the line.
class Passengers {
 public:
  Passengers(std::span<const BorderHour> hours, double between, std::uint32_t replication) {
    random::Stream gates = stream("border.gates", replication);
    for (std::uint32_t h = 0; h < hours.size(); ++h)
      for (std::int64_t flight = 0; flight < hours[h].flights; ++flight)
        add_flight(hours[h], h, flight, between, gates);
    std::vector<Arrival> scratch;
    sort_arrivals(line_, scratch);
    random::Stream luck = stream("border.service", replication);
    const random::Exponential one(1);
    unit_service_.resize(line_.size());
    for (double& unit : unit_service_) unit = one(luck);
    arrival_.resize(line_.size());
    service_.resize(line_.size());
    start_.resize(line_.size());
  }

  // Adds each hour's total wait in ticks.
  void serve(std::span<const BorderHour> hours, std::span<const DeskPeriod> desks,
             const BorderModel& model, std::span<Tick> waited) {
    std::vector<double> service_of(hours.size());
    for (std::size_t h = 0; h < hours.size(); ++h) {
      const auto part = std::ranges::upper_bound(BorderModel::kPartEnds, hours[h].hour);
      const bool night = hours[h].hour < 5;  // of the evening before
      service_of[h] =
          night ? model.service.back()
                : model.service[static_cast<std::size_t>(part - BorderModel::kPartEnds.begin())];
    }
    const Tick first = ticks_of_draw(model.first);
    for (std::size_t i = 0; i < line_.size(); ++i) {
      arrival_[i] = line_[i].time + first;
      service_[i] = ticks_of_draw(unit_service_[line_[i].key] * service_of[line_[i].party]);
    }
    checkpoint_starts(desks, arrival_, service_, start_);
    for (std::size_t i = 0; i < line_.size(); ++i)
      waited[line_[i].party] += start_[i] + service_[i] - gate_[line_[i].step];
  }

 private:
  static random::Stream stream(std::string_view what, std::uint32_t replication) {
    return random::Stream(
        {.seed = 2015, .replication = replication, .purpose = random::purpose(what)});
  }
  void add_flight(const BorderHour& hour, std::uint32_t index, std::int64_t flight, double between,
                  random::Stream& gates) {
    const Tick gate = hour.from + random::between(gates, 0, kHour - 1);
    const std::int64_t seats =
        hour.passengers / hour.flights + (flight < hour.passengers % hour.flights ? 1 : 0);
    for (std::int64_t k = 0; k < seats; ++k)
      line_.push_back({gate + ticks_of_draw((static_cast<double>(k) + 0.5) * between), line_.size(),
                       index, static_cast<std::uint32_t>(gate_.size())});
    gate_.push_back(gate);
  }

  std::vector<Arrival> line_;  // key: number of the passenger, party: hour, step: flight
  std::vector<Tick> gate_;
  std::vector<double> unit_service_;
  std::vector<Tick> arrival_;
  std::vector<Tick> service_;
  std::vector<Tick> start_;
};

std::vector<DeskPeriod> desks_of(std::span<const BorderHour> hours) {
  std::vector<DeskPeriod> desks;
  const BorderHour* before = nullptr;
  for (const BorderHour& hour : hours) {
    if (hour.booths == 0) continue;
    const bool next_to = before != nullptr && hour.from - before->from == kHour;
    const std::int64_t booths = std::max(hour.booths, next_to ? before->booths : 0);
    const Tick from = desks.empty() ? hours.front().from : hour.from;
    if (!desks.empty()) desks.back().until = from;
    desks.push_back({from, kNever, static_cast<int>(booths)});
    before = &hour;
  }
  return desks;
}

std::vector<double> means(std::span<const BorderHour> hours, std::span<const Tick> waited,
                          std::uint32_t replications) {
  std::vector<double> mean(hours.size());
  for (std::size_t h = 0; h < hours.size(); ++h)
    if (hours[h].passengers > 0)
      mean[h] = static_cast<double>(waited[h]) / kTicksPerMinute /
                static_cast<double>(hours[h].passengers * replications);
  return mean;
}

// What a model leaves unexplained; keeps the passengers while only desks and services change. Over
// several replications: with one, its flights stand at other times than the true ones did, and the
// fit would blame the queue and make it too short.
class Misfit {
 public:
  explicit Misfit(std::span<const BorderHour> hours) : hours_(hours), desks_(desks_of(hours)) {}

  [[nodiscard]] double of(const BorderModel& model) {
    if (*std::ranges::min_element(model.service) < 5 || model.first < 0 || model.between < 0.2)
      return std::numeric_limits<double>::infinity();
    if (model.between != between_) {
      passengers_.clear();
      for (std::uint32_t r = 0; r < kReplications; ++r)
        passengers_.emplace_back(hours_, model.between, r);
      between_ = model.between;
    }
    std::vector<Tick> waited(hours_.size());
    for (Passengers& passengers : passengers_) passengers.serve(hours_, desks_, model, waited);
    const std::vector<double> predicted = means(hours_, waited, kReplications);
    return score(hours_, predicted, [](const BorderHour&) { return true; }).square;
  }

 private:
  static constexpr std::uint32_t kReplications = 4;
  std::span<const BorderHour> hours_;
  std::vector<DeskPeriod> desks_;
  std::vector<Passengers> passengers_;
  double between_ = 0;
};

}  // namespace

std::vector<BorderTerminal> read_border_waits(std::string bytes, std::string file,
                                              FaultList& faults) {
  const io::CsvTable table = io::read_csv(std::move(bytes), std::move(file), border_spec(), faults);
  std::map<std::string, std::vector<BorderHour>, std::less<>> terminals;
  for (const io::CsvRow row : table) {
    if (row.faulty()) continue;
    if (std::optional<InputFault> fault = fault_of(row)) {
      faults.add(*std::move(fault));
      continue;
    }
    const CivilDate date = us_date(row.text("Date")).value();
    BorderHour hour;
    hour.hour = hour_of(row.text("Hour")).value();
    hour.month = date.month();
    hour.from = (Tick{date.days_since_epoch()} * 24 + hour.hour) * kHour;
    hour.average = static_cast<double>(row.integer("Average"));
    hour.longest = static_cast<double>(row.integer("Max"));
    hour.passengers = row.integer("Total") - row.integer("Excluded");
    hour.flights = row.integer("Flights");
    hour.booths = row.integer("Booths");
    terminals[std::string(row.text("Terminal"))].push_back(hour);
  }
  std::vector<BorderTerminal> sorted;
  for (auto& [name, hours] : terminals) {
    std::ranges::sort(hours, {}, &BorderHour::from);
    sorted.push_back({name, std::move(hours)});
  }
  return sorted;
}

std::vector<double> replay(std::span<const BorderHour> hours, const BorderModel& model,
                           std::uint32_t replications) {
  const std::vector<DeskPeriod> desks = desks_of(hours);
  std::vector<Tick> waited(hours.size());
  for (std::uint32_t r = 0; r < replications; ++r)
    Passengers(hours, model.between, r).serve(hours, desks, model, waited);
  return means(hours, waited, replications);
}

Score score(std::span<const BorderHour> hours, std::span<const double> predicted,
            const std::function<bool(const BorderHour&)>& which) {
  Score s;
  double sum = 0;
  double product = 0;
  double observed_squares = 0;
  double predicted_squares = 0;
  for (std::size_t h = 0; h < hours.size(); ++h) {
    if (hours[h].booths == 0 || !which(hours[h])) continue;
    const double x = predicted[h];
    const double y = hours[h].average;
    ++s.hours;
    s.observed += y;
    sum += x;
    product += x * y;
    observed_squares += y * y;
    predicted_squares += x * x;
    s.absolute += std::abs(x - y);
    s.square += (x - y) * (x - y);
    s.within_5 += std::abs(x - y) <= 5 ? 1 : 0;
    s.within_10 += std::abs(x - y) <= 10 ? 1 : 0;
  }
  const auto n = static_cast<double>(s.hours);
  for (double* mean : {&s.observed, &sum, &product, &observed_squares, &predicted_squares,
                       &s.absolute, &s.square, &s.within_5, &s.within_10})
    *mean /= n;
  s.bias = sum - s.observed;
  s.square = std::sqrt(s.square);
  s.correlation =
      (product - sum * s.observed) /
      std::sqrt((predicted_squares - sum * sum) * (observed_squares - s.observed * s.observed));
  return s;
}

BorderModel fit(std::span<const BorderHour> hours, const BorderModel& start, bool one_service) {
  struct Step {
    std::function<void(BorderModel&, double)> move;
    double size;
  };
  std::vector<Step> steps;
  if (one_service) {
    steps.push_back({[](BorderModel& m, double by) {
                       for (double& service : m.service) service += by;
                     },
                     start.service[0] / 4});
  } else {
    for (std::size_t k = 0; k < start.service.size(); ++k)
      steps.push_back(
          {[k](BorderModel& m, double by) { m.service[k] += by; }, start.service[k] / 4});
  }
  steps.push_back({[](BorderModel& m, double by) { m.first += by; }, start.first / 4});
  steps.push_back({[](BorderModel& m, double by) { m.between += by; }, start.between / 4});

  Misfit misfit(hours);
  BorderModel best = start;
  double least = misfit.of(best);
  for (double scale = 1; scale > 0.1; scale /= 2) {
    for (bool better = true; better;) {
      better = false;
      for (Step& step : steps) {
        for (const double way : {1.0, -1.0}) {
          BorderModel moved = best;
          step.move(moved, way * scale * step.size);
          const double left = misfit.of(moved);
          if (!(left < least)) continue;
          least = left;
          best = moved;
          better = true;
          step.size *= way;  // the same way first next time
          break;
        }
      }
    }
  }
  return best;
}

}  // namespace stopover::flow::testing
