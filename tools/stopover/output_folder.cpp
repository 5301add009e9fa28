// SPDX-License-Identifier: Apache-2.0
#include "tools/stopover/output_folder.hpp"

#include <cerrno>
#include <filesystem>
#include <system_error>

#include <unistd.h>

#include "engine/base/fault.hpp"
#include "engine/io/file_ops.hpp"

namespace stopover::tool {
namespace {

namespace fs = std::filesystem;

// The nearest folder above that exists: what is missing will be made in it.
fs::path existing_parent(const fs::path& folder) {
  fs::path parent = fs::absolute(folder).lexically_normal();
  if (!parent.has_filename()) parent = parent.parent_path();  // "out/"
  std::error_code error;
  do parent = parent.parent_path();
  while (!fs::exists(parent, error) && parent.has_relative_path());
  return parent;
}

struct Occupied {
  const char* found;
  const char* expected;
};

Occupied what_is_there(const std::string& folder) {
  std::error_code error;
  if (!fs::is_directory(folder, error))
    return {"something that is no folder", "a name that is free"};
  if (fs::is_empty(folder, error))
    return {"an empty folder", "a name that is free; --force takes the folder's place"};
  if (io::verify_result_folder(folder).has_errors())
    return {"a folder that is not a complete result", "a name that is free"};
  return {"a complete result", "a name that is free; --force replaces it"};
}

}  // namespace

io::Existing check_output_folder(const std::string& folder, bool force) {
  std::error_code error;
  const fs::file_type there = fs::symlink_status(folder, error).type();
  if (there == fs::file_type::none) {  // a name too long, a folder above that may not be entered
    errno = error.value();
    io::throw_errno(folder, "write results to");
  }
  if (!force && there != fs::file_type::not_found) {
    const Occupied there_now = what_is_there(folder);
    refuse_file("E-RES-006", folder, there_now.found, there_now.expected);
  }
  const fs::path parent = existing_parent(folder);
  if (!fs::is_directory(parent, error)) {
    errno = ENOTDIR;
    io::throw_errno(parent.string(), "write results below");
  }
  if (::access(parent.c_str(), W_OK | X_OK) != 0)
    io::throw_errno(parent.string(), "write results below");
  return force ? io::Existing::kReplace : io::Existing::kRefuse;
}

}  // namespace stopover::tool
