// SPDX-License-Identifier: Apache-2.0
// A flight schedule in the form of IATA's Standard Schedules Information Manual, chapter 7: records
// of 200 bytes, one a line, as plain tables.
//
//   FaultList faults;
//   const ssim::Schedule schedule = ssim::read_schedule("summer.ssim", faults);
//   for (const ssim::Itinerary& itinerary : schedule.itineraries)
//     for (const ssim::FlightLeg& leg : schedule.legs_of(itinerary))
//       if (ssim::operates(leg, day)) use(ssim::instant_of(leg.origin, day));
//
// Read: header (1), carrier (2: time mode, season, validity), leg (3), segment data (4: data
// elements 10 and 50, which name codeshares and duplicate legs; others are counted), trailer (5).
// Not read: booking classes, meals, traffic restrictions, crews, onward flights.
//
// Units: `LegEnd` times are the local clock there, counted from 00:00 of the operating day, which
// is the day (local, or UTC in a file of time mode U) on which the itinerary leaves its first
// airport; they may pass 24 h or, from a UTC file, lie before 0. Shapes: legs of an itinerary are
// contiguous and in order; each leaves where and after the one before arrives, on the same days.
// Blank date variations are filled in: the first time after what comes before.
//
// Errors: nothing throws but EnvironmentError (no such path). Faults name line, columns, what was
// found and expected, with codes E-SSIM-…, W-SSIM-… (ssim_rules.cpp). A leg with a faulty field is
// left out; a schedule read with errors must not be used.
// Method: SSIM, edition of March 2011. Years 80 … 99 are of the 20th century.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/fault.hpp"
#include "engine/base/time.hpp"
#include "engine/base/units.hpp"

namespace stopover::io::ssim {

// With which a file of this form begins.
inline constexpr std::string_view kTitle = "1AIRLINE STANDARD SCHEDULE DATA SET";

enum class TimeMode : std::uint8_t { kLocal, kUtc };

struct Period {
  CivilDate first{};
  std::optional<CivilDate> last;  // absent: until further notice
  [[nodiscard]] bool contains(CivilDate day) const {
    return first <= day && (!last || day <= *last);
  }
  friend bool operator==(const Period&, const Period&) = default;
};

// A carrier record: what holds for the legs after it.
struct Carrier {
  std::string code;
  TimeMode mode = TimeMode::kLocal;
  std::string season;  // "S05", or ""
  Period validity;
};

struct FlightName {
  std::string carrier;
  int number = 0;
  char suffix = ' ';
  friend auto operator<=>(const FlightName&, const FlightName&) = default;
  [[nodiscard]] std::string text() const;  // "MU5101", "XX12A"
};

struct LegEnd {
  std::string airport;   // of three letters
  std::string terminal;  // or ""
  Seconds passenger{};   // the published time
  Seconds aircraft{};    // not before it at departure, not after it at arrival
  Seconds utc_offset{};  // local minus UTC
  friend bool operator==(const LegEnd&, const LegEnd&) = default;
};

struct FlightLeg {
  std::uint32_t carrier = 0;  // position in Schedule::carriers
  FlightName flight;
  int variation = 1;  // of the itinerary
  int sequence = 1;   // of the leg in it
  char service = 'J';
  Period period;
  std::uint8_t weekdays = 0;  // of the operating day; bit 0 is Monday; one or more
  bool fortnightly = false;   // every other week, from that of the first day it operates
  LegEnd origin;
  LegEnd destination;
  std::string aircraft;                   // "733"
  Places seats{};                         // all classes of the configuration; 0: not stated
  std::optional<FlightName> operated_as;  // data element 50: this leg only sells another
  std::vector<FlightName> also_sold_as;   // data element 10: codeshares of this leg
  int line = 0;                           // of the file
  friend bool operator==(const FlightLeg&, const FlightLeg&) = default;
};

struct Itinerary {
  std::uint32_t first_leg = 0;
  std::uint32_t legs = 0;
};

struct Schedule {
  std::vector<Carrier> carriers;
  std::vector<FlightLeg> legs;
  std::vector<Itinerary> itineraries;
  std::size_t segment_records = 0;

  [[nodiscard]] std::span<const FlightLeg> legs_of(const Itinerary& itinerary) const {
    return std::span(legs).subspan(itinerary.first_leg, itinerary.legs);
  }
};

// `operating_day` as in the header above.
[[nodiscard]] bool operates(const FlightLeg& leg, CivilDate operating_day);
[[nodiscard]] Instant instant_of(const LegEnd& end, CivilDate operating_day);  // passengers' time

// `file` names it in messages.
[[nodiscard]] Schedule parse_schedule(std::string_view bytes, const std::string& file,
                                      FaultList& faults);
[[nodiscard]] Schedule read_schedule(const std::string& path, FaultList& faults);

}  // namespace stopover::io::ssim
