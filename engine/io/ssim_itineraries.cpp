// SPDX-License-Identifier: Apache-2.0
// Legs of an SSIM file put together to itineraries, with their days.
#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "engine/io/run_spans.hpp"
#include "engine/io/ssim_parts.hpp"
#include "engine/io/ssim_rules.hpp"

namespace stopover::io::ssim {
namespace {

constexpr Seconds kDay = hours(24);
constexpr int kTwoWeeks = 14;

auto itinerary_key(const FlightLeg& leg) {
  return std::tie(leg.carrier, leg.flight, leg.variation);
}

InputFault fault_at(const FlightLeg& leg, std::string_view rule, const std::string& file) {
  InputFault fault;
  fault.rule = rule;
  fault.file = file;
  fault.line = leg.line;
  return fault;
}

// Days to add to `time` so that it is `earliest` or later; fewest, and below 0 where the date line
// was crossed. Offsets are at most 30 h apart.
int days_to(Seconds time, Seconds earliest) {
  int days = -2;
  while (time + kDay * days < earliest) ++days;
  return days;
}

// Times by the file's clock become local and count from the operating day. `free` is the instant,
// in UTC from 00:00 of that day, at which the aircraft is there (nullopt: on the day itself).
// false: the leg arrives before it departs, or more than a day later.
bool place(LegDraft& draft, TimeMode mode, std::optional<Seconds> free) {
  LegEnd& from = draft.leg.origin;
  LegEnd& to = draft.leg.destination;
  const auto utc = [mode](const LegEnd& end, Seconds time) {
    return mode == TimeMode::kUtc ? time : time - end.utc_offset;
  };
  Seconds depart = utc(from, from.passenger);
  depart += kDay * draft.departs.value_or(free ? days_to(depart, *free) : 0);
  Seconds arrive = utc(to, to.passenger);
  if (draft.arrives)
    arrive += kDay * *draft.arrives;
  else {
    // From the eve of the departure: west of it the clock may show an earlier day.
    while (arrive > depart) arrive -= kDay;
    arrive += kDay;
  }
  const Seconds late_boarding = time_until(from.passenger, from.aircraft);
  const Seconds early_landing = time_until(to.aircraft, to.passenger);
  from.passenger = depart + from.utc_offset;
  from.aircraft = from.passenger + late_boarding;
  to.passenger = arrive + to.utc_offset;
  to.aircraft = to.passenger - early_landing;
  return arrive > depart && arrive - depart <= kDay;
}

// The second leg goes on where, on the days and in the order that the first one leads to.
bool joins(const FlightLeg& a, const FlightLeg& b) {
  return b.sequence == a.sequence + 1 && a.destination.airport == b.origin.airport &&
         a.period == b.period && a.weekdays == b.weekdays && a.fortnightly == b.fortnightly;
}

bool ever_operates(const FlightLeg& leg) {
  for (int i = 0; i < kTwoWeeks; ++i)
    if (operates(leg, leg.period.first.plus_days(i))) return true;
  return false;
}

// The first day on which both operate. What repeats every two weeks is seen in two weeks.
std::optional<CivilDate> common_day(const FlightLeg& a, const FlightLeg& b) {
  const CivilDate from = std::max(a.period.first, b.period.first);
  for (int i = 0; i < kTwoWeeks; ++i) {
    const CivilDate day = from.plus_days(i);
    if (operates(a, day) && operates(b, day)) return day;
  }
  return std::nullopt;
}

// Legs of one flight number from one airport at one place in their itineraries, in whatever
// variation and carrier record, are one a day.
void check_days(const Schedule& schedule, const std::string& file, FaultList& faults) {
  std::map<std::tuple<FlightName, int, std::string_view>, std::vector<RunSpan>> legs_of;
  for (std::uint32_t i = 0; i < schedule.legs.size(); ++i) {
    const FlightLeg& leg = schedule.legs[i];
    if (!ever_operates(leg)) continue;
    const CivilDate last = leg.period.last.value_or(CivilDate(CivilDate::kFarthestDay));
    legs_of[{leg.flight, leg.sequence, leg.origin.airport}].push_back(
        {leg.period.first, last, leg.line, i});
  }
  const auto day_of = [&](const RunSpan& a, const RunSpan& b) {
    return common_day(schedule.legs[a.at], schedule.legs[b.at]);
  };
  const auto report = [&](const RunSpan& later, const RunSpan& earlier) {
    const FlightLeg& leg = schedule.legs[later.at];
    InputFault fault = fault_at(leg, rule::kTwiceADay, file);
    fault.field = "columns 15-36 (period and days of operation)";
    fault.found = fmt::format("{} from {} on {}", leg.flight.text(), leg.origin.airport,
                              day_of(later, earlier)->text());
    fault.expected = fmt::format("a flight once a day; line {} has it", earlier.line);
    faults.add(std::move(fault));
  };
  for (auto& [flight, spans] : legs_of)
    find_twice(
        std::move(spans), [&](const auto& a, const auto& b) { return day_of(a, b).has_value(); },
        report);
}

class Maker {
 public:
  Maker(const std::string& file, Schedule& schedule, FaultList& faults)
      : file_(file), schedule_(schedule), faults_(faults) {}

  // Legs of one key, by sequence, none twice.
  void take(std::vector<LegDraft>::iterator first, std::vector<LegDraft>::iterator last) {
    for (auto begin = first; begin != last;) {
      auto end = begin + 1;
      while (end != last && joins((end - 1)->leg, end->leg)) ++end;
      if (begin != first || begin->leg.sequence != 1) {
        InputFault fault = fault_at(begin->leg, rule::kItinerary, file_);
        fault.found =
            fmt::format("{} {:02}, leg {} from {}", begin->leg.flight.text(), begin->leg.variation,
                        begin->leg.sequence, begin->leg.origin.airport);
        fault.expected = begin == first ? "leg 1 first"
                                        : fmt::format("leg {} from {}, on the same days",
                                                      (begin - 1)->leg.sequence + 1,
                                                      (begin - 1)->leg.destination.airport);
        faults_.add(std::move(fault));
      }
      add(begin, end);
      begin = end;
    }
  }

 private:
  void add(std::vector<LegDraft>::iterator first, std::vector<LegDraft>::iterator last) {
    const TimeMode mode = schedule_.carriers[first->leg.carrier].mode;
    std::optional<Seconds> free;
    for (auto at = first; at != last; ++at) {
      if (!place(*at, mode, free) || (free && departure(at->leg) < *free)) {
        refuse(at->leg);
        return;
      }
      free = at->leg.destination.passenger - at->leg.destination.utc_offset;
    }
    if (!ever_operates(first->leg)) {
      InputFault fault = fault_at(first->leg, rule::kNeverOperates, file_);
      fault.field = "columns 15-36 (period and days of operation)";
      fault.found = "none of the days in the period";
      fault.expected = "a day of operation or more";
      faults_.add(std::move(fault));
    }
    schedule_.itineraries.push_back({static_cast<std::uint32_t>(schedule_.legs.size()),
                                     static_cast<std::uint32_t>(last - first)});
    for (auto at = first; at != last; ++at) schedule_.legs.push_back(at->leg);
  }

  static Seconds departure(const FlightLeg& leg) {
    return leg.origin.passenger - leg.origin.utc_offset;
  }

  void refuse(const FlightLeg& leg) {
    InputFault fault = fault_at(leg, rule::kBlockTime, file_);
    fault.field = "columns 40-70 and 193-194 (times, UTC variations, date variations)";
    fault.found =
        fmt::format("departure {}, arrival {} UTC", service_time_text(departure(leg)),
                    service_time_text(leg.destination.passenger - leg.destination.utc_offset));
    fault.expected = "a departure after the leg before, and an arrival in the 24 h after it";
    faults_.add(std::move(fault));
  }

  const std::string& file_;
  Schedule& schedule_;
  FaultList& faults_;
};

}  // namespace

void make_itineraries(std::vector<LegDraft>& drafts, const std::string& file, Schedule& schedule,
                      FaultList& faults) {
  const auto full_key = [](const LegDraft& draft) {
    return std::tuple_cat(itinerary_key(draft.leg), std::tie(draft.leg.sequence));
  };
  std::stable_sort(drafts.begin(), drafts.end(),
                   [&](const LegDraft& a, const LegDraft& b) { return full_key(a) < full_key(b); });
  std::vector<LegDraft> single;
  single.reserve(drafts.size());
  for (LegDraft& draft : drafts) {
    if (single.empty() || full_key(single.back()) != full_key(draft)) {
      single.push_back(std::move(draft));
      continue;
    }
    InputFault fault = fault_at(draft.leg, rule::kLegTwice, file);
    fault.field = "columns 3-13 (flight, itinerary variation and leg)";
    fault.found = fmt::format("{} {:02}{:02}", draft.leg.flight.text(), draft.leg.variation,
                              draft.leg.sequence);
    fault.expected = fmt::format("a leg once; line {} has it", single.back().leg.line);
    faults.add(std::move(fault));
  }
  Maker maker(file, schedule, faults);
  for (auto first = single.begin(); first != single.end();) {
    const auto last = std::find_if(first, single.end(), [&](const LegDraft& draft) {
      return itinerary_key(draft.leg) != itinerary_key(first->leg);
    });
    maker.take(first, last);
    first = last;
  }
  check_days(schedule, file, faults);
}

}  // namespace stopover::io::ssim
