// SPDX-License-Identifier: Apache-2.0
// A folder of results that appears whole or not at all.
//
//   io::ResultFolder out("runs/2027-plan");
//   out.write_file("csv/kpi.csv", csv);
//   { io::SqliteWriter db(out.path_for("results.sqlite"), ...); ... }  // a library writes the file
//   out.adopt("results.sqlite");
//   out.publish({{"seed", 7}});   // manifest last, then one rename
//
// How: files are written into `.<name>.stopover-partial-<pid>` beside the target, each write, fsync
// and close checked; `publish` writes manifest.json (the caller's fields, size and SHA-256 of each
// output, a checksum of itself), syncs the folders, renames, syncs the parent. A writer holds a
// lock (`.<name>.stopover-lock`, flock) as long as it lives: whoever holds it knows that partial
// folders of that name are dead. Starting a writer also sweeps dead ones of other names beside it.
//
// After a kill at any moment the target is absent, or complete; with kReplace it may also be the
// old result, complete (where the file system cannot exchange two folders: moved aside for a moment
// and put back by the next writer).
//
// Errors: EnvironmentError for the system; InputError E-RES-006 (target exists), E-RES-007 (another
// writer holds the name). Dropped without `publish`, also by an exception: nothing is left behind
// but folders that were made above the target.
// Not for network file systems without flock. One thread at a time.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

#include "engine/base/fault.hpp"
#include "engine/io/file_ops.hpp"
#include "engine/io/sha256.hpp"

namespace stopover::io {

enum class Existing : std::uint8_t {
  kRefuse,
  kReplace,  // only a folder that stopover wrote, with no file added by others; or an empty one
};

class ResultFolder {
 public:
  explicit ResultFolder(const std::string& path, Existing existing = Existing::kRefuse,
                        std::shared_ptr<FileOps> ops = std::make_shared<FileOps>());
  ~ResultFolder();
  ResultFolder(ResultFolder&&) noexcept;
  ResultFolder& operator=(ResultFolder&&) noexcept;
  ResultFolder(const ResultFolder&) = delete;
  ResultFolder& operator=(const ResultFolder&) = delete;

  // `name` is relative ("csv/kpi.csv"); its folders are made. Twice the same name is a bug.
  void write_file(std::string_view name, std::string_view bytes);

  // Where a library may write the file itself; `adopt` once it is closed.
  [[nodiscard]] std::string path_for(std::string_view name);
  void adopt(std::string_view name);

  // Ends the folder. `fields` go to the top of the manifest beside "result_format", "outputs" and
  // "manifest_sha256", which are the folder's own.
  void publish(const nlohmann::json& fields);

  [[nodiscard]] const std::string& path() const;  // the target

 private:
  friend class OutputFile;
  class Impl;
  std::unique_ptr<Impl> impl_;
};

// A large output, written in pieces. Dropped without `close` the folder cannot be published.
class OutputFile {
 public:
  OutputFile(ResultFolder& folder, std::string_view name);
  void write(std::string_view bytes);
  void close();

 private:
  void flush();
  ResultFolder::Impl* folder_;
  std::string name_;
  OpenFile file_;
  Sha256 hash_;
  std::uint64_t bytes_ = 0;
  std::string buffer_;
};

// Rechecks a published folder: E-RES-001 … 005 for a missing or damaged manifest and for missing,
// extra and changed files. No faults: the folder is what its manifest says.
[[nodiscard]] FaultList verify_result_folder(const std::string& path);

}  // namespace stopover::io
