// SPDX-License-Identifier: Apache-2.0
// fare_attributes.txt and fare_rules.txt.
#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string>
#include <tuple>

#include <fmt/format.h>

#include "engine/io/csv_fields.hpp"
#include "engine/io/gtfs_parts.hpp"

namespace stopover::io::gtfs {
namespace {

class FareReader {
 public:
  FareReader(Reading& reading, FeedTable& fares, FeedTable& rules)
      : reading_(reading), fares_(fares), rules_(rules) {}

  void read() {
    for (const CsvRow row : fares_.rows()) take_fare(row);
    index_.complete = !reading_.has("fare_attributes.txt") || fares_.complete();
    for (const CsvRow row : rules_.rows()) take_rule(row);
    put_rules();
    // A rule that the CSV reader left out may be any fare's: none is for everywhere.
    if (!reading_.has("fare_rules.txt") || rules_.complete()) return;
    for (Fare& fare : reading_.feed.fares) fare.by_rules = true;
  }

 private:
  // A rule without its contains_id.
  using RuleKey = std::tuple<FareId, RouteId, FareZoneId, FareZoneId>;
  // The rows of one key. Those with a contains_id are one rule, which a faulty row would widen or
  // narrow; one without is a rule of its own.
  struct RuleRows {
    std::vector<FareZoneId> contains;
    bool without = false;
    bool spoilt = false;
  };

  void take_fare(const CsvRow& row);
  [[nodiscard]] std::int64_t price_of(const CsvRow& row, std::string_view currency);
  [[nodiscard]] AgencyId agency_of(const CsvRow& row);
  void check_currency(const CsvRow& row, std::string_view currency);
  void take_rule(const CsvRow& row);
  std::optional<FareZoneId> zone(const CsvRow& row, FareRuleColumn column, std::string_view field);
  void put_rules();

  Reading& reading_;
  FeedTable& fares_;
  FeedTable& rules_;
  KeyIndex<FareId> index_;
  std::string currency_;  // of the first fare
  bool several_ = false;
  std::map<RuleKey, RuleRows> rules_of_;
  std::set<FareId> spoilt_;  // none of their rules that name zones passed can be told
  std::map<std::tuple<RuleKey, FareZoneId>, std::size_t> seen_;  // and the row
};

constexpr std::int64_t kHighestPrice = 1'000'000'000;

std::int64_t FareReader::price_of(const CsvRow& row, std::string_view currency) {
  const std::string_view text = row.text(FareColumn::kPrice);
  if (text.empty() || currency.empty()) return 0;  // reported
  std::int64_t scale = 1;
  const int digits = minor_digits(currency);
  for (int i = 0; i < digits; ++i) scale *= 10;
  const auto amount = parse_scaled(text, scale);
  // Fares of a journey are added up.
  if (amount && *amount > kHighestPrice * scale) {
    fares_.fault(row.index(),
                 {rule::kPrice, "price", text, fmt::format("at most {}", kHighestPrice)});
    return 0;
  }
  if (amount && *amount >= 0) return *amount;
  fares_.fault(row.index(), {rule::kPrice, "price", text,
                             fmt::format("a number with at most {} decimals", digits)});
  return 0;
}

AgencyId FareReader::agency_of(const CsvRow& row) {
  const std::string_view key = row.text(FareColumn::kAgency);
  if (key.empty() && reading_.feed.agencies.size() > 1)
    fares_.fault(row.index(), {rule::kAgencyNeeded, "agency_id", "nothing",
                               "one of the feed's agencies, as there are several"});
  return refer_if_any(fares_, {row.index(), "agency_id", key, "agency.txt"}, reading_.agency)
      .value_or(AgencyId::none());
}

void FareReader::check_currency(const CsvRow& row, std::string_view currency) {
  if (currency.empty()) return;
  if (currency_.empty()) currency_ = currency;
  if (currency == currency_ || several_) return;
  several_ = true;
  fares_.warn(row.index(), {rule::kCurrencies, "currency_type", currency, currency_});
}

void FareReader::take_fare(const CsvRow& row) {
  const std::string_view key = row.text(FareColumn::kId);
  const std::string_view currency = row.text(FareColumn::kCurrency);
  const std::int64_t price = price_of(row, currency);
  const AgencyId agency = agency_of(row);
  check_currency(row, currency);
  if (key.empty() ||
      !enter(fares_, row.index(), "fare_id", index_, key, reading_.feed.fares.next_id()))
    return;
  if (fares_.bad(row.index())) return;  // entered as unsound, and its number is free
  Fare fare{.key = std::string(key), .price = price, .currency = std::string(currency)};
  if (row.has(FareColumn::kTransfers))
    fare.transfers = static_cast<int>(row.integer(FareColumn::kTransfers));
  if (row.has(FareColumn::kDuration)) fare.duration = Seconds(row.integer(FareColumn::kDuration));
  fare.agency = agency;
  fare.on_board = row.choice(FareColumn::kPayment) == 0;
  reading_.feed.fares.push_back(std::move(fare));
}

std::optional<FareZoneId> FareReader::zone(const CsvRow& row, FareRuleColumn column,
                                           std::string_view field) {
  return refer_if_any(rules_,
                      {row.index(), field, row.text(column), "the zone_id of a stop in stops.txt"},
                      reading_.fare_zone);
}

void FareReader::take_rule(const CsvRow& row) {
  const std::string_view key = row.text(FareRuleColumn::kFare);
  const auto fare = refer(rules_, {row.index(), "fare_id", key, "fare_attributes.txt"}, index_);
  const auto route = refer_if_any(
      rules_, {row.index(), "route_id", row.text(FareRuleColumn::kRoute), "routes.txt"},
      reading_.route);
  const auto origin = zone(row, FareRuleColumn::kOrigin, "origin_id");
  const auto destination = zone(row, FareRuleColumn::kDestination, "destination_id");
  const auto contains = zone(row, FareRuleColumn::kContains, "contains_id");
  // Even a rule that cannot be used says that the fare is not for everywhere.
  if (fare) reading_.feed.fares[*fare].by_rules = true;
  if (!fare) return;
  if (!route || !origin || !destination) {
    // Of which rule the row is a part is not known: it may be any of the fare's.
    if (row.has(FareRuleColumn::kContains)) spoilt_.insert(*fare);
    return;
  }
  const RuleKey rule{*fare, *route, *origin, *destination};
  if (!contains || rules_.bad(row.index())) {
    rules_of_[rule].spoilt = true;
    return;
  }
  const auto [place, fresh] = seen_.emplace(std::tuple(rule, *contains), row.index());
  if (!fresh) {
    report_twice(rules_, row.index(), place->second, "fare_id", key);
    return;
  }
  RuleRows& rows = rules_of_[rule];
  if (contains->is_none())
    rows.without = true;
  else
    rows.contains.push_back(*contains);
}

void FareReader::put_rules() {
  for (auto& [key, rows] : rules_of_) {
    const auto& [fare, route, origin, destination] = key;
    std::vector<FareRule>& rules = reading_.feed.fares[fare].rules;
    if (rows.without) rules.push_back({route, origin, destination, {}});
    if (rows.contains.empty() || rows.spoilt || spoilt_.contains(fare)) continue;
    std::sort(rows.contains.begin(), rows.contains.end());
    rules.push_back({route, origin, destination, std::move(rows.contains)});
  }
}

}  // namespace

void read_fares(Reading& reading) {
  FeedTable fares = reading.table("fare_attributes.txt", fare_attributes_spec());
  FeedTable rules = reading.table("fare_rules.txt", fare_rules_spec());
  FareReader(reading, fares, rules).read();
  const bool fares_hold = fares.settle_optional(reading.options.bad_row_share, reading.faults);
  const bool rules_hold = rules.settle_optional(reading.options.bad_row_share, reading.faults);
  if (!fares_hold || !rules_hold) reading.feed.fares = {};
}

}  // namespace stopover::io::gtfs
