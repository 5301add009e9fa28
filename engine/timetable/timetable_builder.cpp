// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <numeric>
#include <tuple>
#include <utility>

#include "engine/timetable/timetable.hpp"

namespace stopover::timetable {
namespace {

bool in_time_order(const Offsets& times) {
  if (times.depart.front() != 0) return false;
  for (std::size_t i = 0; i < times.arrive.size(); ++i) {
    if (times.arrive[i] > times.depart[i]) return false;
    if (i > 0 && times.depart[i - 1] > times.arrive[i]) return false;
  }
  return true;
}

// The later run is nowhere earlier. Transitive, so a run is compared with a part's last run only.
bool keeps_order(Instant earlier, const Offsets& a, Instant later, const Offsets& b) {
  const std::int64_t gap = (later - earlier).count();
  for (std::size_t i = 0; i < a.arrive.size(); ++i) {
    if (gap + b.arrive[i] < a.arrive[i] || gap + b.depart[i] < a.depart[i]) return false;
  }
  return true;
}

}  // namespace

ServiceId TimetableBuilder::add_service(Service service) {
  const std::size_t stops = service.stops.size();
  STOPOVER_CHECK(stops >= 2, "a service has two stops or more");
  STOPOVER_CHECK(stops <= 0xFFFF, "stop numbers fit 16 bits");
  STOPOVER_CHECK(service.fare.empty() || service.fare.size() == stops * stops,
                 "fares for each pair of stops");
  STOPOVER_CHECK(service.boarding_closes >= Seconds(0), "boarding closes before departure");
  service.first_run = 0;
  service.run_count = 0;
  return services_.push_back(std::move(service));
}

void TimetableBuilder::add_run(ServiceId service, const NewRun& run, const Offsets& offsets) {
  const std::size_t stops = services_[service].stops.size();
  STOPOVER_CHECK(offsets.arrive.size() == stops && offsets.depart.size() == stops,
                 "one arrival and departure a stop");
  STOPOVER_CHECK(run.background >= 0 && run.background <= run.places, "0 <= background <= places");
  auto [entry, added] = offsets_index_.try_emplace(offsets);
  if (added) {
    STOPOVER_CHECK(in_time_order(offsets), "a run starts at 0 and never goes back in time");
    entry->second = offsets_.push_back(offsets);
  }
  pending_.push_back({service, run, entry->second});
}

// Moves runs that overtake into further parts of their service. `pending_` is in content order.
void TimetableBuilder::split_overtaking() {
  struct Part {
    ServiceId service;
    std::size_t last;  // its last run so far
  };
  ServiceId at_hand = ServiceId::none();
  std::vector<Part> parts;
  for (std::size_t i = 0; i < pending_.size(); ++i) {
    Pending& next = pending_[i];
    if (next.service != at_hand) {
      at_hand = next.service;
      parts.clear();
    }
    const auto follows = [&](const Part& part) {
      const Pending& before = pending_[part.last];
      return keeps_order(before.run.departure, offsets_[before.offsets], next.run.departure,
                         offsets_[next.offsets]);
    };
    auto part = std::find_if(parts.begin(), parts.end(), follows);
    if (part == parts.end()) {
      ServiceId id = at_hand;
      if (!parts.empty()) {
        Service copy = services_[at_hand];
        copy.key += '#';
        copy.key += std::to_string(parts.size() + 1);
        id = services_.push_back(std::move(copy));
      }
      part = parts.insert(parts.end(), Part{id, i});
    }
    part->last = i;
    next.service = part->service;
  }
}

Timetable TimetableBuilder::build() && {
  const auto content = [this](const Pending& p) {
    return std::tie(p.service, p.run.departure, offsets_[p.offsets], p.run.places,
                    p.run.background);
  };
  std::sort(pending_.begin(), pending_.end(),
            [&](const Pending& a, const Pending& b) { return content(a) < content(b); });
  split_overtaking();
  std::stable_sort(pending_.begin(), pending_.end(),
                   [](const Pending& a, const Pending& b) { return a.service < b.service; });

  Timetable timetable;
  timetable.services_ = std::move(services_);
  timetable.runs_.reserve(pending_.size());
  Table<OffsetsId, OffsetsId> renumbered(offsets_.size());  // by first use
  for (const Pending& p : pending_) {
    OffsetsId& offsets = renumbered[p.offsets];
    if (offsets.is_none()) offsets = timetable.offsets_.push_back(offsets_[p.offsets]);
    const RunId id = timetable.runs_.push_back(
        {p.run.departure, p.service, offsets, p.run.places, p.run.background});
    Service& service = timetable.services_[p.service];
    if (service.run_count++ == 0) service.first_run = id.value();
  }
  return timetable;
}

}  // namespace stopover::timetable
