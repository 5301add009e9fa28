// SPDX-License-Identifier: Apache-2.0
#include "engine/journeys/journey_text.hpp"

#include <charconv>
#include <cstdint>
#include <map>
#include <vector>

#include <fmt/format.h>

#include "engine/base/check.hpp"

namespace stopover::journeys {
namespace {

bool is_plain(char c) {
  return c > ' ' && c < 0x7F && std::string_view("+#@/[]%").find(c) == std::string_view::npos;
}

std::string packed(std::string_view text) {
  std::string out;
  for (const char c : text)
    if (is_plain(c))
      out += c;
    else
      out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
  return out;
}

std::optional<std::string> unpacked(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      out += text[i];
      continue;
    }
    unsigned value = 0;
    if (i + 2 >= text.size()) return std::nullopt;
    const char* first = text.data() + i + 1;
    const auto [stopped, error] = std::from_chars(first, first + 2, value, 16);
    if (error != std::errc() || stopped != first + 2) return std::nullopt;
    out += static_cast<char>(value);
    i += 2;
  }
  return out;
}

std::string stop_text(const StopWords& stops, StopId stop, Instant at) {
  const CivilTime utc = TimeZone::utc().civil(at);
  return stops.of(stop) + "@" + utc.text() + "Z";
}

class Reader {
 public:
  Reader(const Transit& transit, const StopWords& stops, std::string_view text)
      : t_(transit), stops_(stops) {
    while (!text.empty()) {
      // A ride has one blank inside its brackets.
      const std::size_t close = text.front() == '[' ? text.find(']') : 0;
      const std::size_t end = close == std::string_view::npos ? close : text.find(' ', close);
      words_.push_back(text.substr(0, end));
      text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
    }
  }

  std::optional<Journey> read() {
    Journey journey;
    std::size_t i = words_.size() > 1 && is_stop(words_[1]) ? 1 : 0;
    while (i + 2 < words_.size()) {
      const auto from = at(words_[i]);
      const auto to = at(words_[i + 2]);
      if (!from || !to) return std::nullopt;
      JourneyLeg leg;
      leg.from = from->stop;
      leg.depart = from->time;
      leg.to = to->stop;
      leg.arrive = to->time;
      if (words_[i + 1] != "walk" && !ride(words_[i + 1], leg)) return std::nullopt;
      if (leg.is_ride() && !leg.stays_on) ++journey.point.boardings;
      journey.legs.push_back(leg);
      i += 2;
      // Where the next leg leaves at another instant.
      if (i + 1 < words_.size() && is_stop(words_[i + 1])) ++i;
    }
    if (journey.legs.empty() || i + 1 != words_.size()) return fail("a stop after each leg");
    const auto begins = at(words_.front());
    if (!begins) return std::nullopt;
    journey.point.depart = begins->time;
    journey.point.arrive = journey.legs.back().arrive;
    fault = fault_of(t_, journey);
    if (!fault.empty()) return std::nullopt;
    return journey;
  }

  std::string fault;

 private:
  struct At {
    StopId stop;
    Instant time{};
  };
  std::nullopt_t fail(std::string_view what) {
    if (fault.empty()) fault = fmt::format("expected {}", what);
    return std::nullopt;
  }

  static bool is_stop(std::string_view word) {
    return !word.empty() && word.front() != '[' && word.find('@') != std::string_view::npos;
  }

  std::optional<At> at(std::string_view word) {
    const std::size_t sign = word.find('@');
    if (sign == std::string_view::npos || word.back() != 'Z')
      return fail(fmt::format("STOP@TIMEZ instead of \"{}\"", word));
    const auto civil = parse_civil_time(std::string(word.substr(sign + 1, word.size() - sign - 2)));
    if (!civil) return fail(fmt::format("STOP@TIMEZ instead of \"{}\"", word));
    const auto found = stops_.find(word.substr(0, sign));
    if (!found) return fail(fmt::format("a stop instead of \"{}\"", word.substr(0, sign)));
    return At{*found, TimeZone::utc().instant_at(civil->date, civil->time_of_day)};
  }

  // Of several trips of one name the one that is at these stops at these times.
  bool ride(std::string_view word, JourneyLeg& leg) {
    const auto wrong = [&] {
      fail(fmt::format("[TRIP/DAY FROM-TO] of a trip that does so instead of \"{}\"", word));
      return false;
    };
    if (word.size() < 2 || word.front() != '[' || word.back() != ']') return wrong();
    word = word.substr(1, word.size() - 2);
    leg.stays_on = word.starts_with('+');
    if (leg.stays_on) word.remove_prefix(1);
    const std::size_t slash = word.find('/');
    const std::size_t blank = word.find(' ');
    const std::size_t dash = word.rfind('-');
    if (slash == std::string_view::npos || blank == std::string_view::npos || blank < slash ||
        dash == std::string_view::npos || dash < blank)
      return wrong();
    const auto name = unpacked(word.substr(0, slash));
    const auto day = CivilDate::parse(word.substr(slash + 1, blank - slash - 1));
    if (!name || !day || !number(word.substr(blank + 1, dash - blank - 1), leg.board) ||
        !number(word.substr(dash + 1), leg.alight))
      return wrong();
    leg.day = ServiceDay(*day);
    for (const TripId trip : ids_of(t_.trips()))
      if (t_.name_of(trip) == *name && fits(trip, leg)) {
        leg.trip = trip;
        return true;
      }
    return wrong();
  }
  static bool number(std::string_view text, std::uint32_t& value) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && end == text.data() + text.size() && !text.empty();
  }
  [[nodiscard]] bool fits(TripId trip, const JourneyLeg& leg) const {
    const auto times = t_.times_of(trip);
    if (leg.board >= leg.alight || leg.alight >= times.size() || !t_.runs_on(trip, leg.day))
      return false;
    const auto calls = t_.calls_of(t_.trips()[trip].pattern);
    if (calls[leg.board].stop != leg.from || calls[leg.alight].stop != leg.to) return false;
    const Instant zero = t_.zone_of(trip).instant_at(leg.day, Seconds(t_.trips()[trip].shift));
    return zero + Seconds(times[leg.board].depart) == leg.depart &&
           zero + Seconds(times[leg.alight].arrive) == leg.arrive;
  }

  const Transit& t_;
  const StopWords& stops_;
  std::vector<std::string_view> words_;
};

}  // namespace

StopWords::StopWords(const Transit& transit) {
  std::map<std::string, int> seen;
  for (const StopId stop : ids_of(transit.stops())) {
    std::string word = packed(transit.stops()[stop].key);
    const int number = ++seen[word];
    if (number > 1) word += fmt::format("#{}", number);
    stop_of_.emplace(word, stop);
    words_.push_back(std::move(word));
  }
}

std::optional<StopId> StopWords::find(std::string_view word) const {
  const auto at = stop_of_.find(word);
  if (at == stop_of_.end()) return std::nullopt;
  return at->second;
}

std::string text_of(const Transit& transit, const Journey& journey) {
  return text_of(transit, StopWords(transit), journey);
}

std::string text_of(const Transit& transit, const StopWords& stops, const Journey& journey) {
  STOPOVER_CHECK(!journey.legs.empty(), "a journey with legs");
  std::string out;
  const JourneyLeg& first = journey.legs.front();
  // Who must be there before the first ride closes.
  if (journey.point.depart != first.depart)
    out = stop_text(stops, first.from, journey.point.depart) + " ";
  const JourneyLeg* before = nullptr;
  for (const JourneyLeg& leg : journey.legs) {
    if (before == nullptr || before->arrive != leg.depart || before->to != leg.from)
      out += (before == nullptr ? "" : " ") + stop_text(stops, leg.from, leg.depart);
    if (leg.is_ride())
      out += fmt::format(" [{}{}/{} {}-{}] ", leg.stays_on ? "+" : "",
                         packed(transit.name_of(leg.trip)), leg.day.date().text(), leg.board,
                         leg.alight);
    else
      out += " walk ";
    out += stop_text(stops, leg.to, leg.arrive);
    before = &leg;
  }
  return out;
}

std::optional<Journey> journey_from(const Transit& transit, std::string_view text,
                                    std::string& fault) {
  const StopWords stops(transit);
  Reader reader(transit, stops, text);
  auto journey = reader.read();
  fault = reader.fault;
  return journey;
}

std::optional<std::vector<Journey>> parts_from(const Transit& transit, std::string_view text,
                                               std::string& fault) {
  constexpr std::string_view kStay = " stay ";
  const StopWords stops(transit);
  std::vector<Journey> parts;
  while (true) {
    const std::size_t end = text.find(kStay);
    Reader reader(transit, stops, text.substr(0, end));
    const auto part = reader.read();
    fault = reader.fault;
    if (!part) return std::nullopt;
    if (!parts.empty() && (parts.back().legs.back().to != part->legs.front().from ||
                           parts.back().point.arrive > part->point.depart)) {
      fault = "expected a part that begins where the one before ends, no earlier";
      return std::nullopt;
    }
    parts.push_back(*part);
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + kStay.size());
  }
}

}  // namespace stopover::journeys
