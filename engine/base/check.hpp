// SPDX-License-Identifier: Apache-2.0
// Assertions for bugs: stay on in release, abort with the place and what was being simulated.
//
// Never for user input (see fault.hpp): a scenario file must not be able to reach one.
//   STOPOVER_CHECK(cond, "what must hold");        cheap, always on
//   STOPOVER_HEAVY_CHECK(cond, "what must hold");  whole-state, on in the dev and sanitizer presets
#pragma once

#include <string_view>

namespace stopover {

// Prints version, place, text and the replay context, then aborts.
[[noreturn]] void bug(std::string_view condition, std::string_view text, std::string_view file,
                      int line) noexcept;

// What this thread is simulating, for the message of a bug (seed, replication, party, replay
// command). A view: the caller keeps the text alive for the guard's life.
class BugContext {
 public:
  explicit BugContext(std::string_view text) noexcept;
  ~BugContext();
  BugContext(const BugContext&) = delete;
  BugContext& operator=(const BugContext&) = delete;
  BugContext(BugContext&&) = delete;
  BugContext& operator=(BugContext&&) = delete;

 private:
  std::string_view previous_;
};

}  // namespace stopover

#define STOPOVER_CHECK(cond, text)                      \
  do {                                                  \
    if (!(cond)) [[unlikely]]                           \
      ::stopover::bug(#cond, text, __FILE__, __LINE__); \
  } while (false)

#ifdef STOPOVER_HEAVY_CHECKS
#define STOPOVER_HEAVY_CHECK(cond, text) STOPOVER_CHECK(cond, text)
#else
// Compiled, never evaluated: a check that no longer builds is found in every preset.
#define STOPOVER_HEAVY_CHECK(cond, text) \
  do {                                   \
    if (false) {                         \
      STOPOVER_CHECK(cond, text);        \
    }                                    \
  } while (false)
#endif
