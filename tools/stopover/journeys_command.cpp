// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "engine/io/text.hpp"
#include "engine/journeys/choose.hpp"
#include "engine/journeys/multi_criteria.hpp"
#include "engine/journeys/via.hpp"
#include "tools/stopover/commands.hpp"
#include "tools/stopover/frame.hpp"
#include "tools/stopover/journey_report.hpp"
#include "tools/stopover/json_output.hpp"
#include "tools/stopover/session.hpp"

namespace stopover::tool {
namespace {

using journeys::Offer;

constexpr int kDefaultWindow = 4;       // hours
constexpr int kArriveByWindow = 24;     // hours
constexpr int kArriveByViaWindow = 48;  // beside the stay
constexpr int kDefaultCount = 5;
constexpr int kDefaultBoardings = 5;
constexpr Seconds kLongest = hours(60);  // for the services that are looked at
constexpr Seconds kMostExtraStay = hours(24);

// "2024-06-03T08:00", or "08:00" of the first day.
Instant time_value(const std::string& flag, const std::string& text, CivilDate first,
                   TimeZone zone) {
  if (const auto civil = parse_civil_time(text))
    return zone.instant_at(civil->date, civil->time_of_day);
  if (const auto time = parse_service_time(text); time && *time < hours(24))
    return zone.instant_at(first, *time);
  throw UsageError("journeys",
                   fmt::format("--{}: found {}, expected a time such as 2024-06-03T08:00, or 08:00 "
                               "on the first day",
                               flag, io::shown_text(text)));
}

JourneyQuestion question_of(const Options& options, const JourneySource& source) {
  JourneyQuestion q;
  q.from = source.find(options.arguments[1]);
  q.to = source.find(options.arguments[2]);
  if (options.via) q.via = source.find(*options.via);
  if (q.from == q.to && !q.via) throw UsageError("journeys", "FROM and TO are one place");
  if (q.via && (*q.via == q.from || *q.via == q.to))
    throw UsageError("journeys", "--via is where the journey starts or ends");
  q.stay = hours(options.stay.value_or(0));
  const TimeZone zone = source.transit.stops()[q.from].zone;
  if (options.depart && options.arrive_by)
    throw UsageError("journeys", "--depart and --arrive-by exclude each other");
  if (options.json && options.geojson)
    throw UsageError("journeys", "--json and --geojson exclude each other");
  if (options.passenger_class && source.is_feed)
    throw UsageError("journeys", "--class is for scenarios: a feed has no classes of passengers");
  if (options.stay && !options.via)
    throw UsageError("journeys", "--stay needs --via, the place of the stay");
  if (source.is_feed && !options.depart && !options.arrive_by)
    throw UsageError("journeys",
                     "--depart is missing: " + service_days_text(source, Language::kEnglish));
  if (options.arrive_by) {
    const TimeZone there = source.transit.stops()[q.to].zone;
    q.arrive_by = time_value("arrive-by", *options.arrive_by, source.first_date, there);
    const int window = options.window.value_or(q.via ? kArriveByViaWindow : kArriveByWindow);
    q.departures = {*q.arrive_by - q.stay - hours(window), *q.arrive_by - q.stay};
  } else {
    const Instant depart =
        time_value("depart", options.depart.value_or("08:00"), source.first_date, zone);
    q.departures = {depart, depart + hours(options.window.value_or(kDefaultWindow))};
  }
  return q;
}

// A stopover as one offer, to be judged with others.
Offer whole(const journeys::StopoverOffer& parts) {
  Offer offer = parts.there;
  offer.journey.point = parts.point();
  const auto& onward = parts.onward.journey.legs;
  offer.journey.legs.insert(offer.journey.legs.end(), onward.begin(), onward.end());
  offer.fare = parts.fare();
  offer.walking = parts.walking();
  return offer;
}

std::vector<FoundJourney> search(const Options& options, const JourneySource& source,
                                 const JourneyQuestion& q, Executor& executor) {
  const journeys::Window window(
      source.transit,
      journeys::Window::span_for(source.transit, q.departures, kLongest + q.stay + kMostExtraStay));
  const journeys::Bounds bounds(window, executor);
  journeys::MultiCriteriaSearch searcher(window, bounds, source.rules);
  journeys::Request request{q.from, q.to, q.departures};
  request.most_boardings = options.boardings.value_or(kDefaultBoardings);
  request.by_fare = source.priced;
  request.arrive_by = q.arrive_by;
  journeys::ChooseOptions choice;
  choice.count = static_cast<std::size_t>(options.count.value_or(kDefaultCount));
  choice.wanted = q.arrive_by ? q.departures.until : q.departures.from;

  std::vector<FoundJourney> all;
  std::vector<Offer> offers;
  if (q.via) {
    for (const auto& offer :
         journeys::profile_via(searcher, request, {*q.via, q.stay, kMostExtraStay})) {
      all.push_back({{offer.there, offer.onward}});
      offers.push_back(whole(offer));
    }
  } else {
    offers = searcher.profile(request);
    if (const auto direct = searcher.direct(q.from, q.to, q.departures.from)) {
      const Seconds late = q.arrive_by ? *q.arrive_by - direct->journey.point.arrive : Seconds(0);
      if (late >= Seconds(0))
        offers.push_back(*searcher.direct(q.from, q.to, q.departures.from + late));
    }
    for (const Offer& offer : offers) all.push_back({{offer}});
  }
  std::vector<FoundJourney> found;
  std::vector<std::uint64_t> kinds;
  kinds.reserve(offers.size());
  for (const Offer& offer : offers)
    kinds.push_back(journeys::kind_of(source.transit, offer.journey));
  for (const std::size_t i : journeys::choose(offers, choice, kinds)) found.push_back(all[i]);
  return found;
}

}  // namespace

int journeys_command(const Options& options) {
  const auto executor = tbb_executor(settle_threads(options));
  const JourneySource source = open_source(options, *executor);
  remark_warnings(source.faults, options);
  const JourneyQuestion question = question_of(options, source);
  const std::vector<FoundJourney> found = search(options, source, question, *executor);
  if (options.geojson)
    print_json(journeys_geojson(source, found));
  else if (options.json)
    print_json(journeys_json(source, question, found));
  else
    print(journeys_text(source, question, found, language_of(options),
                        stdout_style(options.no_color)));
  return kExitOk;
}

}  // namespace stopover::tool
