// SPDX-License-Identifier: Apache-2.0
// A log in which everything happens that can, by hand, in milliseconds that fit on paper.
//
//   sec    one desk, closes 30 before the planned departure
//   perm   one desk until 100
//   visa   one desk
//   gate   one desk and one e-gate, 700 to 800; room for three; who passes airside goes first;
//          who loses patience is through 7 later
//   mt     A 100, B 110, C 120 and every 30 later; two places free; no reservation
//   fl     A 200 → B 300 and A 400 → B 500, boarding closes 10 before; reserved
//   co     A 600 → B 610 → C 620, one place, reserved
//
//   a1, a2  through sec to the first flight      a3  too late at sec: closed
//   b1      by mt, waits outside, flies          b2  finds mt full: no seat
//   b3      by a late mt: misses the flight      c1  queues too long at visa
//   c2      walks too long                       d1  comes when perm has closed for good
//   g1      through the e-gate that has refused 91; g2 waits outside, then behind 94 and 91; 93
//           gives up outside
//   d2      comes after the last flight          e1, e2  share the coach's place, A → B, B → C
#pragma once

#include <map>
#include <string>

namespace stopover::verify_events::testing {

// Text of each table, by file name.
using LogText = std::map<std::string, std::string>;

[[nodiscard]] LogText good_log();

}  // namespace stopover::verify_events::testing
