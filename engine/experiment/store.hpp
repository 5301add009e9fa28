// SPDX-License-Identifier: Apache-2.0
// A folder of results of an experiment that can be killed at any moment and gone on with.
//
//   experiment.json       what was asked for. Its SHA-256, without "about", names the experiment
//   cells.csv             every cell with its settings and its key; experiment.json has its SHA-256
//   <writer>.log          one line a file of results: the only word on what is finished
//   <writer>-000001.cells files of results (record.hpp)
//
// A writer is "all", or "2-of-5" for one part of a sharded sweep. Each has files of its own, so
// that parts on several machines can share a folder; `StoreWriter` refuses (E-EXP-003) if another
// process is the same writer, or one with which it would share cells. Writers start one after
// another: each waits for the others, minutes if need be. Folders inside and files of other names
// are left alone.
//
// A file of results is written whole beside its name, synced, renamed, its folder synced; then its
// line (length, CRC-32, size and SHA-256 of the file) is appended to the log and synced. A cell is
// finished when a sound line names a file with that size and SHA-256 that holds it, under the key
// that cells.csv gives it: never because a file exists. Whatever else lies there, a kill left: it
// is removed when its writer, or any later one, starts.
//
// Results that are damaged, or computed from something else, are named (W-EXP-006, 007, 009),
// not used, and computed again.
//
// Errors: EnvironmentError; InputError with E-EXP-001 … 005 and 008. One thread at a time.
// Not for network file systems without flock.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/fault.hpp"
#include "engine/experiment/record.hpp"
#include "engine/io/file_ops.hpp"

namespace stopover::experiment {

// Part `part` of `of`, 1-based; {1, 1} is the whole.
struct Shard {
  std::uint64_t part = 1;
  std::uint64_t of = 1;
  // Cells are dealt out by their number, so that neighbours, which cost alike, are spread.
  [[nodiscard]] bool has(std::uint64_t cell) const { return cell % of == part - 1; }
  friend bool operator==(const Shard&, const Shard&) = default;
};

// What an experiment is.
struct StoreHeader {
  // experiment.json: JSON with a text "cells_sha256", that of `cells`, and "about", which does not
  // decide what comes out: titles, names, units.
  std::string document;
  std::string cells;                     // cells.csv
  std::vector<std::string> keys;         // of the cells, by number
  [[nodiscard]] std::string id() const;  // SHA-256 of the document but for "about"
};

// What is finished in a folder.
struct StoreContents {
  std::string id;
  std::string document;
  std::string cells;
  std::map<std::uint64_t, CellResult> results;  // by cell
  FaultList faults;                             // warnings
};

// E-EXP-001 or 004 where it is none. `keys`: of the cells of this document, by number.
[[nodiscard]] StoreContents read_header(const std::string& folder);
void read_results(const std::string& folder, const std::vector<std::string>& keys,
                  StoreContents& contents);

class StoreWriter {
 public:
  // Makes the folder if there is none; what an earlier writer of this part left half-done is gone
  // afterwards. `waiting` is called about twice a second while another writer is starting; what it
  // throws ends the wait.
  StoreWriter(const std::string& folder, const StoreHeader& header, Shard shard,
              std::shared_ptr<io::FileOps> ops = std::make_shared<io::FileOps>(),
              std::function<void()> waiting = {});
  ~StoreWriter();
  StoreWriter(StoreWriter&&) noexcept;
  StoreWriter& operator=(StoreWriter&&) noexcept;
  StoreWriter(const StoreWriter&) = delete;
  StoreWriter& operator=(const StoreWriter&) = delete;

  // Of all writers, when this one started.
  [[nodiscard]] const StoreContents& before() const;

  // Afterwards they are finished, whatever happens. None: nothing is written.
  void commit(const std::vector<CellResult>& results);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

// SHA-256 over the experiment and every result in order of cells: the same for any number of
// threads, shards, machines and interruptions.
[[nodiscard]] std::string results_hash(const std::string& id,
                                       const std::map<std::uint64_t, CellResult>& results);

// Adds what another folder has. E-EXP-002 if it is of another experiment, E-EXP-008 if a cell has
// another result there.
void add_contents(StoreContents& all, const std::string& folder, const StoreContents& more);

}  // namespace stopover::experiment
