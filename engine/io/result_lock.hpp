// SPDX-License-Identifier: Apache-2.0
// The lock, the temporary names and the sweep of dead writers. Part of result_folder.cpp.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/io/file_ops.hpp"

namespace stopover::io {

// Where a target and its temporary neighbours are. All hidden, all beginning `.<stem>.stopover-`.
struct ResultNames {
  explicit ResultNames(std::string path);
  std::string target;   // without a slash at the end
  std::string parent;   // "." if the target has none
  std::string stem;     // the target's last name, shortened if long
  std::string lock;     // path
  std::string partial;  // path, with this process' number
  std::string aside;    // path: an old result moved out of the way

  [[nodiscard]] static std::string lock_path(const std::string& parent, const std::string& stem);
};

// Held while it lives; `release` removes the file too.
class ResultLock {
 public:
  // nullopt if another writer holds it. Waits half a second first, as a sweep may hold it briefly.
  static std::optional<ResultLock> take(FileOps& ops, const std::string& path, bool wait);
  void release();

 private:
  ResultLock(FileOps& ops, OpenFile file) : ops_(&ops), file_(std::move(file)) {}
  FileOps* ops_;
  OpenFile file_;
};

// Removes what dead writers of `names.stem` left; puts an old result back if the target is gone.
// The caller holds the lock.
void clean_own_remains(FileOps& ops, const ResultNames& names);
// The same for every other name in the folder whose lock is free. Failures are let pass.
void sweep_dead_neighbours(FileOps& ops, const ResultNames& names);

// Removes a file, link or folder with all in it; links are not followed. Absent is fine.
void remove_tree(FileOps& ops, const std::string& path);
// Creates the folder and those above it.
void make_folders(FileOps& ops, const std::string& path);
// Something has this name, even a link to nothing.
[[nodiscard]] bool name_taken(const std::string& path);
// Relative names of all that is not a folder, sorted.
[[nodiscard]] std::vector<std::string> files_below(const std::string& path);

}  // namespace stopover::io
