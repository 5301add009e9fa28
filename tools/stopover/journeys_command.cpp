// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "engine/io/gtfs_fares.hpp"
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
using journeys::StopId;

constexpr int kDefaultWindow = 4;       // hours
constexpr int kArriveByWindow = 24;     // hours
constexpr int kArriveByViaWindow = 48;  // beside the stay
constexpr int kDefaultCount = 5;
constexpr int kDefaultBoardings = 5;
constexpr std::size_t kMostPairs = 10'000;
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

void check_options(const Options& options, const JourneySource& source) {
  if (options.depart && options.arrive_by)
    throw UsageError("journeys", "--depart and --arrive-by exclude each other");
  if (int{options.json} + int{options.geojson} + int{options.lines} > 1)
    throw UsageError("journeys", "--json, --geojson and --lines exclude each other");
  if (options.passenger_class && source.is_feed)
    throw UsageError("journeys", "--class is for scenarios: a feed has no classes of passengers");
  if (options.stay && !options.via)
    throw UsageError("journeys", "--stay needs --via, the place of the stay");
  if (options.visa && options.passenger_class == "airside")
    throw UsageError("journeys",
                     "--visa is for who enters the country: --class airside never does");
  if (options.visa_midnight && !options.visa)
    throw UsageError("journeys", "--visa-midnight needs --visa, the hours");
  if (source.is_feed && !options.depart && !options.arrive_by)
    throw UsageError("journeys",
                     "--depart is missing: " + service_days_text(source, Language::kEnglish));
}

JourneyQuestion question_of(const Options& options, const JourneySource& source, StopId from,
                            StopId to) {
  JourneyQuestion q;
  q.from = from;
  q.to = to;
  if (options.via) q.via = source.find(*options.via);
  if (q.from == q.to && !q.via) throw UsageError("journeys", "FROM and TO are one place");
  if (q.via && (*q.via == q.from || *q.via == q.to))
    throw UsageError("journeys", "--via is where the journey starts or ends");
  q.stay = hours(options.stay.value_or(0));
  const TimeZone zone = source.transit.stops()[q.from].zone;
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

std::vector<StopId> places_of(const JourneySource& source, const std::string& first,
                              const std::vector<std::string>& more) {
  std::vector<StopId> all{source.find(first)};
  for (const std::string& text : more) {
    const StopId place = source.find(text);
    if (std::ranges::find(all, place) == all.end()) all.push_back(place);
  }
  return all;
}

// Each origin with each destination; of several, without those from a place to itself.
std::vector<JourneyQuestion> questions_of(const Options& options, const JourneySource& source) {
  const std::vector<StopId> from = places_of(source, options.arguments[1], options.also_from);
  const std::vector<StopId> to = places_of(source, options.arguments[2], options.also_to);
  if (from.size() * to.size() > kMostPairs)
    throw UsageError("journeys", fmt::format("{} pairs of places, at most {}",
                                             from.size() * to.size(), kMostPairs));
  std::vector<JourneyQuestion> questions;
  questions.reserve(from.size() * to.size());
  for (const StopId a : from)
    for (const StopId b : to)
      if (a != b || options.via || from.size() * to.size() == 1)
        questions.push_back(question_of(options, source, a, b));
  return questions;
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

journeys::Request request_of(const Options& options, const JourneySource& source,
                             const JourneyQuestion& q) {
  journeys::Request request{q.from, q.to, q.departures};
  request.most_boardings = options.boardings.value_or(kDefaultBoardings);
  request.by_fare = source.priced;
  request.arrive_by = q.arrive_by;
  if (options.visa) {
    request.clock = journeys::StayClock{source.inside, hours(*options.visa), {}, {}};
    if (options.visa_midnight) request.clock->midnight = source.zone;
  }
  return request;
}

bool several(const Options& options) {
  return !options.also_from.empty() || !options.also_to.empty();
}

// Minor units of the source's currency in one.
std::int64_t minor_units(const JourneySource& source) {
  std::int64_t unit = 1;
  for (int i = 0; i < io::gtfs::minor_digits(source.currency); ++i) unit *= 10;
  return unit;
}

// All that none beats.
std::vector<FoundJourney> offers_of(const JourneyQuestion& q, const journeys::Request& request,
                                    journeys::MultiCriteriaSearch& searcher) {
  std::vector<FoundJourney> all;
  if (q.via) {
    for (const auto& offer :
         journeys::profile_via(searcher, request, {*q.via, q.stay, kMostExtraStay}))
      all.push_back({{offer.there, offer.onward}});
    return all;
  }
  for (Offer& offer : searcher.profile(request)) all.push_back({{std::move(offer)}});
  const journeys::Transit& transit = searcher.window().transit();
  if (const journeys::Link* link = transit.link(q.from, q.to)) {
    const Instant leaves =
        q.arrive_by ? transit.latest_start(*link, *q.arrive_by) : q.departures.from;
    if (leaves >= q.departures.from) all.push_back({{*searcher.direct(q.from, q.to, leaves)}});
  }
  return all;
}

std::vector<FoundJourney> search(const Options& options, const JourneySource& source,
                                 const JourneyQuestion& q,
                                 journeys::MultiCriteriaSearch& searcher) {
  const std::vector<FoundJourney> all = offers_of(q, request_of(options, source, q), searcher);
  journeys::ChooseOptions choice;
  choice.count =
      static_cast<std::size_t>(options.count.value_or(several(options) ? 1 : kDefaultCount));
  choice.minor_units = minor_units(source);
  choice.wanted = q.arrive_by ? q.departures.until : q.departures.from;
  std::vector<Offer> offers;
  std::vector<std::uint64_t> kinds;
  offers.reserve(all.size());
  kinds.reserve(all.size());
  for (const FoundJourney& found : all) {
    offers.push_back(found.parts.size() == 1 ? found.parts.front()
                                             : whole({found.parts.front(), found.parts.back()}));
    kinds.push_back(journeys::kind_of(source.transit, offers.back().journey));
  }
  std::vector<FoundJourney> found;
  for (const std::size_t i : journeys::choose(offers, choice, kinds)) found.push_back(all[i]);
  return found;
}

// One searcher for each package of questions.
std::vector<JourneyAnswer> search_all(const Options& options, const JourneySource& source,
                                      const std::vector<JourneyQuestion>& questions,
                                      Executor& executor) {
  constexpr std::size_t kPackages = 64;  // so that threads have enough of them
  constexpr std::size_t kMost = 8;       // questions
  HalfOpen<Instant> departures = questions.front().departures;
  for (const JourneyQuestion& q : questions) {
    departures.from = std::min(departures.from, q.departures.from);
    departures.until = std::max(departures.until, q.departures.until);
  }
  const Seconds longest = kLongest + questions.front().stay + kMostExtraStay;
  const journeys::Window window(source.transit,
                                journeys::Window::span_for(source.transit, departures, longest),
                                source.cancelled);
  const journeys::Bounds bounds(window, executor);
  std::vector<JourneyAnswer> answers(questions.size());
  const std::size_t per_package = std::clamp(questions.size() / kPackages, std::size_t{1}, kMost);
  executor.run(package_count(questions.size(), per_package), [&](std::size_t package) {
    journeys::MultiCriteriaSearch searcher(window, bounds, source.rules);
    const std::size_t end = std::min(questions.size(), (package + 1) * per_package);
    for (std::size_t i = package * per_package; i < end; ++i)
      answers[i] = {questions[i], search(options, source, questions[i], searcher)};
  });
  return answers;
}

}  // namespace

int journeys_command(const Options& options) {
  const auto executor = tbb_executor(settle_threads(options));
  const JourneySource source = open_source(options, *executor);
  remark_warnings(source.faults, options);
  check_options(options, source);
  const std::vector<JourneyQuestion> questions = questions_of(options, source);
  if (questions.empty()) throw UsageError("journeys", "FROM and TO are one place");
  const std::vector<JourneyAnswer> answers = search_all(options, source, questions, *executor);
  if (options.geojson)
    print_json(journeys_geojson(source, answers));
  else if (options.json)
    print_json(journeys_json(source, answers, several(options)));
  else if (options.lines)
    print(journeys_lines(source, answers));
  else
    for (const JourneyAnswer& answer : answers)
      print(journeys_text(source, answer.question, answer.found, language_of(options),
                          stdout_style(options.no_color)) +
            (&answer == &answers.back() ? "" : "\n"));
  return kExitOk;
}

}  // namespace stopover::tool
