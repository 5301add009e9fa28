// SPDX-License-Identifier: Apache-2.0
// Reads a scenario: its chain of bases, its tables, its elements and its changes, into one message.
//
//   FaultList faults;
//   const LoadedScenario loaded = load("scenarios/shanghai/2027", faults);
//   validate(loaded, faults);  // as far as it was read
//   if (faults.has_errors()) throw InputError(faults);
//
// Order: the base first, whole; then this scenario's own fields (a field left out keeps the base's,
// a list is replaced whole); then its tables and elements, whose ids must be new; then its changes,
// top to bottom. `alter` changes the fields that are written, also to zero or an empty list; a
// hub's checkpoints are matched by id (named ones altered, new ones added), every other list is
// replaced whole.
//
// What it is not: a check of meaning, which is validate.hpp. Feeds and schedules are only found,
// not read.
//
// Errors: what a person can mend goes to `faults` (rules 0xx). EnvironmentError if the scenario
// itself is not there or a file cannot be read.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/fault.hpp"
#include "models/scenario/scenario.pb.h"
#include "models/scenario/source_map.hpp"

namespace stopover::scenario {

struct InputFile {
  std::string path;    // as the user wrote it or as the scenario names it, joined
  std::string sha256;  // of its bytes
  std::uint64_t bytes = 0;
  friend bool operator==(const InputFile&, const InputFile&) = default;
};

// A decision that was applied, for reports.
struct AppliedChange {
  std::string scenario;  // whose it is
  Change change;         // with what it added, altered or removed
  SourcePlace place;
};

struct LoadedScenario {
  // Resolved: no base, no tables, no changes; elements sorted by id; the paths of feeds are
  // absolute or relative to the working directory.
  Scenario scenario;
  SourceMap sources;
  // Of files.gtfs, ssim, flight_schedules and rail, by path: sha256 of the file's bytes, or over
  // names and bytes inside.
  std::map<std::string, std::string> feed_contents;
  std::vector<AppliedChange> changes;
  std::vector<std::string> chain;  // ids, the root base first
  std::vector<InputFile> inputs;   // every file read, by path
  std::string hash;                // content_hash of this scenario
  // Everything could be read. If not, one of these says what may be missing, so that what is there
  // is checked without false alarms:
  bool complete = false;
  bool text_broken = false;   // a text ends early for its reader: elements may be half, or missing
  bool base_missing = false;  // own elements are whole, any other may be missing
  std::set<std::string, std::less<>> unread;  // kinds that lack a table or rows; "feed": a feed

  // Whether every element of the kind is there.
  [[nodiscard]] bool has_all(std::string_view kind) const {
    return !text_broken && !base_missing && !unread.contains(kind);
  }
};

// A folder with `scenario.txtpb`, or a text file. A base that is not found relative to the file
// that names it is looked for below the shelves, in order.
[[nodiscard]] LoadedScenario load(const std::filesystem::path& folder_or_file, FaultList& faults,
                                  const std::vector<std::filesystem::path>& shelves = {});

// The same, and over it the changes of other files, in order: each is read as a scenario whose base
// is what lies below it, so it names none (E-SCN-010). The id stays the first's.
[[nodiscard]] LoadedScenario load_changed(const std::filesystem::path& folder_or_file,
                                          const std::vector<std::filesystem::path>& changes,
                                          FaultList& faults,
                                          const std::vector<std::filesystem::path>& shelves = {});

// The scenario file that a file in `folder` means by `name`: relative to it, else below the
// shelves. Empty: there is none.
[[nodiscard]] std::filesystem::path find_base(const std::filesystem::path& folder,
                                              const std::string& name,
                                              const std::vector<std::filesystem::path>& shelves);

}  // namespace stopover::scenario
