// SPDX-License-Identifier: Apache-2.0
#include "models/scenario/hub_points.hpp"

#include <algorithm>

namespace stopover::scenario {
namespace {

constexpr std::string_view kArrive = ":arrive";
constexpr std::string_view kDepart = ":depart";

}  // namespace

HubPoint hub_point(std::string_view text) {
  if (text.ends_with(kArrive))
    return {HubPoint::Kind::kArrive, text.substr(0, text.size() - kArrive.size())};
  if (text.ends_with(kDepart))
    return {HubPoint::Kind::kDepart, text.substr(0, text.size() - kDepart.size())};
  return {HubPoint::Kind::kCheckpoint, text};
}

bool is_point_of(const Hub& hub, const HubPoint& point) {
  if (point.kind != HubPoint::Kind::kCheckpoint)
    return std::find(hub.places().begin(), hub.places().end(), point.name) != hub.places().end();
  return std::any_of(hub.checkpoint().begin(), hub.checkpoint().end(),
                     [&](const Checkpoint& checkpoint) { return checkpoint.id() == point.name; });
}

std::vector<std::string> points_of(const Hub& hub) {
  std::vector<std::string> points;
  for (const std::string& place : hub.places())
    for (const std::string_view end : {kArrive, kDepart})
      points.push_back(place + std::string(end));
  for (const Checkpoint& checkpoint : hub.checkpoint()) points.push_back(checkpoint.id());
  return points;
}

}  // namespace stopover::scenario
