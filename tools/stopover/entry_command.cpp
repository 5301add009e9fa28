// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <charconv>
#include <set>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "engine/io/text.hpp"
#include "models/entry/entry_book.hpp"
#include "tools/stopover/commands.hpp"
#include "tools/stopover/entry_report.hpp"
#include "tools/stopover/entry_words.hpp"
#include "tools/stopover/frame.hpp"
#include "tools/stopover/json_output.hpp"
#include "tools/stopover/session.hpp"

namespace stopover::tool {
namespace {

constexpr const char* kDefaultScenario = "shanghai/2024";

[[noreturn]] void refuse(const std::string& flag, const std::string& found,
                         const std::string& expected) {
  throw UsageError(
      "entry", fmt::format("--{}: found {}, expected {}", flag, io::shown_text(found), expected));
}

// ISO 3166-1, alpha-2: the officially assigned codes. Another one is a slip of the hand, and "no
// regime lets this party in" would be the wrong answer to it.
constexpr std::string_view kCountries =
    "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN "
    "BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ "
    "DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL "
    "GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM "
    "JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME "
    "MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP "
    "NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD "
    "SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO "
    "TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW ";

bool is_country(const std::string& text) {
  return text.size() == 2 && text.find(' ') == std::string::npos &&
         kCountries.find(text + " ") != std::string_view::npos;
}

std::vector<std::string> parts_of(const std::string& text) {
  std::vector<std::string> parts;
  for (const std::string_view part : io::split(text, ',')) parts.emplace_back(part);
  return parts;
}

// Makes the question out of the words of the command line.
class Asking {
 public:
  Asking(const scenario::Scenario& scenario, const entry::EntryBook& book, const EntryWords& words,
         TimeZone zone)
      : scenario_(scenario), book_(book), words_(words), zone_(zone) {}

  [[nodiscard]] policy::EntryQuestion question() const {
    policy::EntryQuestion q;
    const std::string nationality =
        needed("nationality", words_.nationality, "the country of the passport, such as US");
    if (!is_country(nationality))
      refuse("nationality", nationality, "a country's code (ISO 3166) such as US, GB, KR");
    q.nationality = policy::Country(nationality);
    q.previous_stop =
        stop("from", needed("from", words_.from, "the last stop before, such as NRT"));
    if (words_.to) q.next_stop = stop("to", *words_.to);
    q.ticket = ticket();
    q.port = book_.port.at(port());
    q.exit_port =
        words_.exit_port ? book_.port.at(known_port("exit-port", *words_.exit_port)) : q.port;
    q.arrival = time("arrive", needed("arrive", words_.arrive, "the time of arrival"));
    if (words_.depart) q.exit = time("depart", *words_.depart);
    if (q.exit && *q.exit < q.arrival) refuse("depart", *words_.depart, "a time after --arrive");
    if (words_.passport) {
      q.passport_until = CivilDate::parse(*words_.passport);
      if (!q.passport_until) refuse("passport", *words_.passport, "a date such as 2026-05-31");
    }
    if (words_.activity) q.activity = activity(*words_.activity);
    q.leaves_port = !words_.inside;
    if (words_.visit) q.visits = regions(*words_.visit);
    if (words_.holds) q.documents |= held(*words_.holds);
    if (words_.group) q.group = group(*words_.group);
    return q;
  }

  // The port that most places of the scenario belong to, unless one is named.
  [[nodiscard]] std::string port() const {
    if (words_.port) return known_port("port", *words_.port);
    const scenario::EntryPort* most = nullptr;
    for (const auto& one : scenario_.elements().entry_port())
      if (most == nullptr || one.places_size() > most->places_size()) most = &one;
    if (most == nullptr)
      throw UsageError("entry",
                       fmt::format("{} has no entry_port: ask a scenario with ports of entry, "
                                   "such as {}",
                                   scenario_.id(), kDefaultScenario));
    return most->id();
  }

 private:
  static std::string needed(const char* flag, const std::optional<std::string>& text,
                            const char* what) {
    if (!text) throw UsageError("entry", fmt::format("--{} is missing: {}", flag, what));
    return *text;
  }

  [[nodiscard]] Instant time(const char* flag, const std::string& text) const {
    const auto civil = parse_civil_time(text);
    if (!civil) refuse(flag, text, "the gateway's civil time, such as 2025-05-06T10:00");
    return zone_.instant_at(civil->date, civil->time_of_day);
  }

  // An airport or harbour by its code, a port or place of the scenario, or a country.
  [[nodiscard]] policy::Country stop(const char* flag, const std::string& text) const {
    const auto& e = scenario_.elements();
    std::vector<std::string> known;
    for (const auto& one : e.entry_stop()) {
      if (one.id() == text) return policy::Country(one.country());
      known.push_back(one.id());
    }
    for (const auto& one : e.place())
      if (one.id() == text) return policy::Country(one.country());
    for (const auto& one : e.entry_port()) {
      if (one.id() == text) return policy::Country(scenario_.gateway().country());
      known.push_back(one.id());
    }
    if (is_country(text)) return policy::Country(text);
    refuse(flag, text,
           "an airport of the scenario's entry_stop list by its code, such as NRT, or the country "
           "of the stop, such as JP" +
               io::did_you_mean(text, known));
  }

  [[nodiscard]] std::string known_port(const char* flag, const std::string& text) const {
    if (book_.port.contains(text)) return text;
    std::vector<std::string> known;
    for (const auto& [id, port] : book_.port) known.push_back(id);
    refuse(flag, text, "a port of entry: " + fmt::format("{}", fmt::join(known, ", ")));
  }

  [[nodiscard]] policy::Ticket ticket() const {
    if (!words_.ticket) return words_.to ? policy::Ticket::kConfirmed : policy::Ticket::kNone;
    if (*words_.ticket == "none") return policy::Ticket::kNone;
    if (*words_.ticket == "open") return policy::Ticket::kOpen;
    if (*words_.ticket == "confirmed") return policy::Ticket::kConfirmed;
    refuse("ticket", *words_.ticket, "confirmed, open (without seat or date) or none");
  }

  static policy::Activity activity(const std::string& text) {
    std::string known;
    for (std::size_t i = 0; i < policy::kActivities; ++i) {
      const auto one = static_cast<policy::Activity>(i);
      if (activity_word(one).key == text) return one;
      known += (i == 0 ? "" : ", ") + std::string(activity_word(one).key);
    }
    refuse("activity", text, "one of " + known);
  }

  [[nodiscard]] policy::RegionSet regions(const std::string& text) const {
    policy::RegionSet set = 0;
    for (const std::string& part : parts_of(text)) {
      const auto at = book_.region.find(part);
      if (at == book_.region.end()) refuse("visit", part, "regions such as SH,JS,BJ");
      set |= policy::region_bit(at->second);
    }
    return set;
  }

  static policy::DocumentSet held(const std::string& text) {
    policy::DocumentSet set = 0;
    for (const std::string& part : parts_of(text)) {
      policy::DocumentSet found = 0;
      std::string known;
      for (std::size_t i = 0; i < policy::kDocuments; ++i) {
        const auto one = static_cast<policy::Document>(i);
        if (document_word(one).key == part) found = document_bit(one);
        known += (i == 0 ? "" : ", ") + std::string(document_word(one).key);
      }
      if (found == 0) refuse("holds", part, "some of " + known);
      set |= found;
    }
    return set;
  }

  static policy::Group group(const std::string& text) {
    policy::Group group;
    const auto number = [&](std::string_view part) {
      int value = 0;
      const auto [end, error] = std::from_chars(part.data(), part.data() + part.size(), value);
      if (error != std::errc() || end != part.data() + part.size() || value < 0 || value > 10'000)
        refuse("group", text, "persons and what holds, such as 12,agency,ship,list=24");
      return static_cast<std::int16_t>(value);
    };
    for (const std::string& part : parts_of(text)) {
      if (part == "agency")
        group.agency = true;
      else if (part == "ship")
        group.same_ship = true;
      else if (part.starts_with("list="))
        group.list_hours_before = number(std::string_view(part).substr(5));
      else
        group.persons = number(part);
    }
    return group;
  }

  const scenario::Scenario& scenario_;
  const entry::EntryBook& book_;
  const EntryWords& words_;
  TimeZone zone_;
};

std::set<std::string> switched(const scenario::Scenario& scenario, const EntryWords& words) {
  std::vector<std::string> known;
  for (const auto& one : scenario.elements().entry_switch()) known.push_back(one.id());
  for (const std::string& id : words.switches)
    if (std::ranges::find(known, id) == known.end())
      refuse("switch", id, fmt::format("one of {}", fmt::join(known, ", ")));
  return {words.switches.begin(), words.switches.end()};
}

}  // namespace

int entry_command(const Options& options) {
  FaultList faults;
  const std::string name = options.arguments.empty() ? kDefaultScenario : options.arguments[0];
  const scenario::LoadedScenario loaded = read_scenario(name, faults);
  if (faults.has_errors()) throw InputError(faults);
  EntryWords words = options.entry;
  words.depart = options.depart;
  const auto zone = TimeZone::find(loaded.scenario.gateway().time_zone());
  STOPOVER_CHECK(zone.has_value(), "validation found the zone");
  const std::set<std::string> turned = switched(loaded.scenario, words);
  const entry::EntryBook book = entry::entry_book(loaded.scenario, turned);
  const Asking asking(loaded.scenario, book, words, *zone);
  const policy::EntryQuestion question = asking.question();
  const EntryFinding finding{.scenario = loaded.scenario,
                             .rules = book.rules,
                             .question = question,
                             .answer = book.rules.decide(question),
                             .port = asking.port(),
                             .switched = turned,
                             .zone = *zone};
  if (options.json)
    print_json(entry_json(finding));
  else
    print(entry_text(finding, report_form(options)));
  return kExitOk;
}

}  // namespace stopover::tool
