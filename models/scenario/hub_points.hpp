// SPDX-License-Identifier: Apache-2.0
// The points of a hub as walks name them: "<place>:arrive", "<place>:depart", a checkpoint's id.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "models/scenario/scenario.pb.h"

namespace stopover::scenario {

struct HubPoint {
  enum class Kind : std::uint8_t { kArrive, kDepart, kCheckpoint };
  Kind kind = Kind::kCheckpoint;
  std::string_view name;  // of the place or checkpoint; a view into the text
};

[[nodiscard]] HubPoint hub_point(std::string_view text);
[[nodiscard]] bool is_point_of(const Hub& hub, const HubPoint& point);
[[nodiscard]] std::vector<std::string> points_of(const Hub& hub);

}  // namespace stopover::scenario
