// SPDX-License-Identifier: Apache-2.0
#include <array>

#include "engine/network/coordinates_check.hpp"

namespace stopover::network {
namespace {

constexpr std::array<Rule, 4> kRules{{
    {"E-POS-001", "Points are in another coordinate system", "坐标系与声明不符",
     "They lie on their references when read as the system in the message: GCJ-02 is about 500 m "
     "off WGS-84 in mainland China, BD-09 about 1.2 km. Walks would be wrong by as much. Declare "
     "the system that the points are in.",
     "按提示中的坐标系读取时才与参考点重合：在中国大陆，GCJ-02 与 WGS-84 相差约 500 米，BD-09 约 "
     "1.2 公里，步行距离会随之出错。请改正声明。"},
    {"E-POS-002", "Points of several coordinate systems are mixed", "混用多种坐标系",
     "Some points fit their references in one system, some in another. Keep sources apart and "
     "declare the system of each.",
     "部分点符合一种坐标系，部分符合另一种。请按来源分开并分别声明。"},
    {"W-POS-003", "A point is far from its reference", "点位远离参考点",
     "The reference of the same name is more than some hundred metres away. The point is wrong, or "
     "another place has the same name, or, if the message says so, this one point is in another "
     "coordinate system.",
     "与同名参考点相距数百米以上：点位有误，或为同名异地；若提示注明，则仅此点属于其他坐标系。"},
    {"W-POS-004", "A point is far from its neighbours on a line", "点位远离线路上的相邻站",
     "It lies far from the stations before and after it and off the way between them. The point is "
     "wrong, or the list jumps from one branch to another.",
     "离前后两站都远，且不在两站之间：点位有误，或站序从一条支线跳到另一条。"},
}};

}  // namespace

std::span<const Rule> position_rules() {
  return kRules;
}

}  // namespace stopover::network
