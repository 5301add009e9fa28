// SPDX-License-Identifier: Apache-2.0
// The records of an SSIM file, one after another. Itineraries: ssim_itineraries.cpp.
#include "engine/io/ssim.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "engine/io/file_source.hpp"
#include "engine/io/ssim_parts.hpp"
#include "engine/io/ssim_record.hpp"
#include "engine/io/ssim_rules.hpp"
#include "engine/io/text.hpp"

namespace stopover::io::ssim {
namespace {

constexpr Columns kWhole{1, 40, "record"};
constexpr Columns kRecordCarrier{3, 5, "airline designator"};
constexpr Columns kSerial{195, 200, "record serial number"};

class Reader {
 public:
  Reader(const std::string& file, FaultList& faults) : file_(file), faults_(faults) {}

  void read(std::string_view bytes);

  [[nodiscard]] Schedule& schedule() { return schedule_; }
  [[nodiscard]] std::vector<LegDraft>& drafts() { return drafts_; }

 private:
  void take(std::string_view text);
  void take_carrier(Record& record);
  void take_leg(Record& record);
  void take_segment(Record& record);
  void take_trailer(Record& record);
  void take_names(Record& record, FlightLeg& leg);
  void check_serial(const Record& record);
  void add(std::string_view rule, std::string found, std::string expected);

  const std::string& file_;
  FaultList& faults_;
  Schedule schedule_;
  std::vector<LegDraft> drafts_;
  // The leg that segment records may follow, and whether it is kept in `drafts_`.
  struct LastLeg {
    FlightName flight;
    int variation = 0;
    int sequence = 0;
    bool kept = false;
  };
  std::optional<LastLeg> last_leg_;
  std::size_t legs_outside_ = 0;  // of the carrier's validity
  int first_outside_ = 0;         // line
  int serial_ = 0;                // of the record before; 0: none
  int line_ = 0;
  bool in_carrier_ = false;
  bool ended_ = false;  // by a trailer
};

void Reader::add(std::string_view rule, std::string found, std::string expected) {
  faults_.add({.rule = std::string(rule),
               .file = file_,
               .line = line_,
               .field = "",
               .found = std::move(found),
               .expected = std::move(expected)});
}

void Reader::read(std::string_view bytes) {
  if (!bytes.starts_with(kTitle)) {
    add(rule::kNotSsim, bare_text(bytes.substr(0, bytes.find('\n'))),
        fmt::format("a first record that begins {}", kTitle));
    return;
  }
  while (!bytes.empty()) {
    const std::size_t end = std::min(bytes.find('\n'), bytes.size());
    std::string_view text = bytes.substr(0, end);
    bytes.remove_prefix(std::min(end + 1, bytes.size()));
    if (text.ends_with('\r')) text.remove_suffix(1);
    ++line_;
    take(text);
  }
  if (!ended_)
    add(rule::kNoTrailer, "the end of the file", "a record of type 5 after the last leg");
}

void Reader::take(std::string_view text) {
  if (text.size() != kRecordBytes) {
    add(rule::kLength, fmt::format("{} bytes", text.size()), "a record of 200 bytes");
    last_leg_.reset();
    return;
  }
  if (text.find_first_not_of('0') == std::string_view::npos) return;  // filler
  Record record(text, line_, file_, faults_);
  const char type = record.type();
  if (type < '1' || type > '5') {
    record.fault(rule::kRecordType, {1, 1, "record type"}, "1, 2, 3, 4 or 5");
  } else if (type == '1' && in_carrier_) {
    record.fault(rule::kRecordOrder, kWhole, "a trailer (type 5) before the next header");
  } else if (type >= '3' && !in_carrier_) {
    record.fault(rule::kRecordOrder, kWhole, "a carrier record (type 2) before it");
  } else if (type == '2') {
    take_carrier(record);
  } else if (type == '3') {
    take_leg(record);
  } else if (type == '4') {
    take_segment(record);
  } else if (type == '5') {
    take_trailer(record);
  }
  check_serial(record);
}

void Reader::check_serial(const Record& record) {
  constexpr int kLast = 999'999;  // numbers begin again after it
  const std::string_view text = record.raw(kSerial);
  int serial = 0;
  for (const char c : text)
    serial = c >= '0' && c <= '9' && serial >= 0 ? serial * 10 + (c - '0') : -1;
  const bool is_header = record.type() == '1';
  if (is_header ? serial != 1 : serial != serial_ + 1 && serial_ != kLast)
    faults_.add({.rule = std::string(rule::kSerial),
                 .file = file_,
                 .line = line_,
                 .field = "columns 195-200 (record serial number)",
                 .found = bare_text(text),
                 .expected = fmt::format("{:06}", is_header ? 1 : serial_ + 1)});
  serial_ = serial < 0 ? serial_ + 1 : serial;
}

void Reader::take_carrier(Record& record) {
  if (in_carrier_)
    record.fault(rule::kRecordOrder, kWhole, "a trailer (type 5) before the next carrier");
  Carrier carrier;
  const char mode = record.raw({2, 2, "time mode"}).front();
  if (mode != 'L' && mode != 'U')
    record.fault(rule::kField, {2, 2, "time mode"}, "L (local) or U (UTC)");
  carrier.mode = mode == 'U' ? TimeMode::kUtc : TimeMode::kLocal;
  carrier.code = record.carrier(kRecordCarrier);
  carrier.season = record.trimmed({11, 13, "season"});
  carrier.validity =
      record.period({15, 21, "first day of validity"}, {22, 28, "last day of validity"});
  schedule_.carriers.push_back(std::move(carrier));
  in_carrier_ = true;
  ended_ = false;
  last_leg_.reset();
}

// Between the passengers' time and the aircraft's at one end, which may lie on either side of
// midnight: more is a time on the wrong side of the other.
constexpr Seconds kLongestOnGround = hours(12);

LegEnd read_departure(Record& record) {
  constexpr Columns kAircraft{44, 47, "aircraft departure time"};
  LegEnd end{record.airport({37, 39, "departure airport"}),
             std::string(record.trimmed({53, 54, "departure terminal"})),
             record.time({40, 43, "passenger departure time"}), record.time(kAircraft),
             record.utc_variation({48, 52, "UTC variation at departure"})};
  if (record.good() && time_until(end.passenger, end.aircraft) > kLongestOnGround)
    record.fault(rule::kTime, kAircraft, "the passengers' time or up to 12 h after it");
  return end;
}

LegEnd read_arrival(Record& record) {
  constexpr Columns kAircraft{58, 61, "aircraft arrival time"};
  LegEnd end{record.airport({55, 57, "arrival airport"}),
             std::string(record.trimmed({71, 72, "arrival terminal"})), Seconds(0),
             record.time(kAircraft), Seconds(0)};
  end.passenger = record.time({62, 65, "passenger arrival time"});
  end.utc_offset = record.utc_variation({66, 70, "UTC variation at arrival"});
  if (record.good() && time_until(end.aircraft, end.passenger) > kLongestOnGround)
    record.fault(rule::kTime, kAircraft, "the passengers' time or up to 12 h before it");
  return end;
}

void Reader::take_leg(Record& record) {
  LegDraft draft;
  FlightLeg& leg = draft.leg;
  leg.line = line_;
  leg.carrier = static_cast<std::uint32_t>(schedule_.carriers.size() - 1);
  leg.flight = record.flight();
  leg.variation = record.variation();
  leg.sequence = record.sequence();
  leg.service = record.raw({14, 14, "service type"}).front();
  if (leg.service < 'A' || leg.service > 'Z')
    record.fault(rule::kField, {14, 14, "service type"}, "a letter");
  leg.period = record.period({15, 21, "first day of operation"}, {22, 28, "last day of operation"});
  leg.weekdays = record.weekdays({29, 35, "days of operation"});
  const char rate = record.raw({36, 36, "frequency rate"}).front();
  if (rate != ' ' && rate != '1' && rate != '2')
    record.fault(rule::kField, {36, 36, "frequency rate"}, "2 (every other week) or a blank");
  leg.fortnightly = rate == '2';
  leg.origin = read_departure(record);
  leg.destination = read_arrival(record);
  leg.aircraft = record.trimmed({73, 75, "aircraft type"});
  leg.seats = seats_of(record.raw({173, 192, "aircraft configuration"}));
  draft.departs = record.date_variation({193, 193, "date variation at departure"});
  draft.arrives = record.date_variation({194, 194, "date variation at arrival"});
  last_leg_ = LastLeg{leg.flight, leg.variation, leg.sequence, record.good()};
  if (!record.good()) return;
  const Period& validity = schedule_.carriers.back().validity;
  if (!validity.contains(leg.period.first) ||
      (validity.last && leg.period.last && *leg.period.last > *validity.last)) {
    if (legs_outside_++ == 0) first_outside_ = line_;
  }
  const bool is_over = validity.last && *validity.last < leg.period.first;
  if (!leg.period.last && !is_over) leg.period.last = validity.last;
  drafts_.push_back(std::move(draft));
}

void Reader::take_segment(Record& record) {
  ++schedule_.segment_records;
  const FlightName flight = record.flight();
  const int variation = record.variation();
  const int sequence = record.sequence();
  if (!last_leg_ || !record.good()) {
    if (record.good()) record.fault(rule::kRecordOrder, kWhole, "a leg (type 3) before it");
    return;
  }
  if (flight != last_leg_->flight || variation != last_leg_->variation ||
      sequence != last_leg_->sequence) {
    record.fault(rule::kSegmentLeg, {3, 13, "flight, itinerary variation and leg"},
                 fmt::format("those of the leg before it, {} {:02}{:02}", last_leg_->flight.text(),
                             last_leg_->variation, last_leg_->sequence));
    return;
  }
  if (last_leg_->kept) take_names(record, drafts_.back().leg);
}

void Reader::take_names(Record& record, FlightLeg& leg) {
  const Columns data{40, 194, "segment data"};
  const int element = record.number({31, 33, "data element identifier"}, 1, 999);
  constexpr int kSoldAs = 10;
  constexpr int kOperatedAs = 50;
  if (element != kSoldAs && element != kOperatedAs) return;
  std::vector<FlightName> names;
  for (const std::string_view part : split(record.trimmed(data), '/')) {
    const auto name = find_flight_name(part);
    if (!name) {
      record.fault(rule::kSegmentLeg, data, "flights like XX 123/YY 4567");
      return;
    }
    names.push_back(*name);
  }
  if (names.empty() || (element == kOperatedAs && names.size() != 1))
    record.fault(rule::kSegmentLeg, data,
                 element == kOperatedAs ? "one flight" : "a flight or several");
  else if (element == kOperatedAs)
    leg.operated_as = names.front();
  else
    leg.also_sold_as.insert(leg.also_sold_as.end(), names.begin(), names.end());
}

void Reader::take_trailer(Record& record) {
  const Columns check{188, 193, "serial number check"};
  const std::string code = record.carrier(kRecordCarrier);
  if (record.good() && code != schedule_.carriers.back().code)
    record.fault(rule::kTrailer, kRecordCarrier,
                 fmt::format("{}, as in the carrier record", schedule_.carriers.back().code));
  if (record.raw(check) != fmt::format("{:06}", serial_))
    record.fault(rule::kTrailer, check,
                 fmt::format("{:06}, the serial number of the record before it", serial_));
  if (legs_outside_ > 0)
    faults_.add({.rule = std::string(rule::kValidity),
                 .file = file_,
                 .line = first_outside_,
                 .field = "columns 15-28 (period of operation)",
                 .found = fmt::format("{} legs, this the first", legs_outside_),
                 .expected = "a period inside that of the carrier record"});
  legs_outside_ = 0;
  in_carrier_ = false;
  ended_ = true;
  last_leg_.reset();
}

bool has_weekday(const FlightLeg& leg, CivilDate day) {
  return (leg.weekdays >> static_cast<unsigned>(day.weekday()) & 1U) != 0;
}

}  // namespace

bool operates(const FlightLeg& leg, CivilDate operating_day) {
  if (!leg.period.contains(operating_day)) return false;
  if (!has_weekday(leg, operating_day)) return false;
  if (!leg.fortnightly) return true;
  CivilDate first = leg.period.first;
  while (!has_weekday(leg, first)) first = first.plus_days(1);
  return days_between(first.plus_days(-first.weekday()), operating_day) / 7 % 2 == 0;
}

Instant instant_of(const LegEnd& end, CivilDate operating_day) {
  constexpr std::int64_t kDay = 86'400;
  return Instant(operating_day.days_since_epoch() * kDay) + end.passenger - end.utc_offset;
}

Schedule parse_schedule(std::string_view bytes, const std::string& file, FaultList& faults) {
  Reader reader(file, faults);
  reader.read(bytes);
  make_itineraries(reader.drafts(), file, reader.schedule(), faults);
  return std::move(reader.schedule());
}

Schedule read_schedule(const std::string& path, FaultList& faults) {
  const auto bytes = read_unpacked(path, faults);
  return bytes ? parse_schedule(*bytes, path, faults) : Schedule();
}

}  // namespace stopover::io::ssim
