// SPDX-License-Identifier: Apache-2.0
#include "engine/flow/queue_visits.hpp"

namespace stopover::flow {

LineVisit line_visit(Tick arrival, const QueueVisit& visit) {
  LineVisit line{.desk = visit.desk, .refused = visit.refused};
  line.gave_up = visit.fate == QueueVisit::Fate::kGaveUp;
  const Tick in = visit.entered != kNever ? visit.entered : visit.end;
  line.held = in == kNever ? 0 : in - arrival;
  return line;
}

void VisitColumns::add(Tick arrival, const QueueVisit& visit, std::int16_t persons, bool own) {
  const bool served = visit.fate == QueueVisit::Fate::kServed;
  const LineVisit& line = lines_.emplace_back(line_visit(arrival, visit));
  arrival_.push_back(arrival);
  start_.push_back(served ? visit.start : line.gave_up ? visit.end : kNever);
  service_.push_back(served ? visit.end - visit.start : 0);
  persons_.push_back(persons);
  own_.push_back(own ? 1 : 0);
}

}  // namespace stopover::flow
