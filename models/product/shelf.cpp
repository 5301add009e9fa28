// SPDX-License-Identifier: Apache-2.0
#include "models/product/shelf.hpp"

#include <algorithm>

#include "engine/base/check.hpp"

namespace stopover::product {
namespace {

template <class T>
bool admits(const std::vector<T>& list, const T& one) {
  return list.empty() || std::ranges::find(list, one) != list.end();
}

bool between(double value, double low, double high) {
  return low <= value && value <= high;
}

bool on_weekday(const std::string& weekdays, CivilDate day) {
  return weekdays.empty() ||
         weekdays.find(static_cast<char>('1' + day.weekday())) != std::string::npos;
}

bool right_visitor(const Terms& terms, const Use& use) {
  if (terms.visitors.empty()) return use.visitor || !terms.needs_visitor;
  return use.visitor && admits(terms.visitors, *use.visitor);
}

bool right_layover(const Terms& terms, const Use& use) {
  if (!terms.needs_layover) return true;
  return use.layover_hours && between(*use.layover_hours, terms.layover_min, terms.layover_max);
}

}  // namespace

bool admits(const Terms& terms, demand::SegmentId segment, policy::Country nationality) {
  return admits(terms.segments, segment) && admits(terms.nationalities, nationality);
}

Bar bar(const Terms& terms, const Use& use) {
  if (!admits(terms.segments, use.segment)) return Bar::kSegment;
  if (!admits(terms.nationalities, use.nationality)) return Bar::kNationality;
  if (!right_visitor(terms, use)) return Bar::kVisitor;
  if (!between(use.persons, terms.persons_min, terms.persons_max)) return Bar::kPersons;
  if (!between(use.nights, terms.nights_min, terms.nights_max)) return Bar::kNights;
  if (!right_layover(terms, use)) return Bar::kLayover;
  if (!terms.days_of_use.contains(use.day) || !on_weekday(terms.weekdays, use.day))
    return Bar::kDate;
  if (use.lead_days < terms.cutoff_days) return Bar::kCutoff;
  if (!admits(terms.regimes, use.regime)) return Bar::kRegime;
  return Bar::kNone;
}

int units(const Good& good, const GoodPart& part, int nights) {
  if (!good.per_night) return part.count == 0 ? 1 : part.count;
  return part.count == 0 ? nights : std::min(part.count, nights);
}

Quote quote(const Shelf& shelf, const Product& product, Fen rides, int nights) {
  Quote q{.singly = rides};
  for (const GoodPart& part : product.goods) {
    const Good& good = shelf.goods[part.good];
    q.singly += good.price * units(good, part, nights);
  }
  q.price = product.price
                ? *product.price
                : round_to<Fen>((1 - product.off) * static_cast<double>(q.singly.count()));
  return q;
}

std::vector<Fen> split_saving(const Product& product, Fen saving) {
  if (product.bearers.empty()) return {saving};
  // The shares up to and with each bearer are rounded, so that the last gets what is left.
  std::vector<Fen> parts;
  double share = 0;
  Fen given{};
  for (const Bearer& bearer : product.bearers) {
    share += bearer.share;
    const bool last = parts.size() + 1 == product.bearers.size();
    const Fen up_to = last ? saving : round_to<Fen>(share * static_cast<double>(saving.count()));
    parts.push_back(up_to - given);
    given = up_to;
  }
  STOPOVER_CHECK(given == saving, "every fen is borne by somebody");
  return parts;
}

}  // namespace stopover::product
