// SPDX-License-Identifier: Apache-2.0
#include "tools/stopover/output_file.hpp"

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <system_error>

#include "engine/base/fault.hpp"
#include "engine/io/file_ops.hpp"

namespace stopover::tool {

namespace fs = std::filesystem;

fs::path true_path(const std::string& file) {
  std::error_code error;
  const fs::path whole = fs::absolute(file, error);
  if (error) return file;
  const fs::path out = fs::weakly_canonical(whole, error);
  return error ? whole.lexically_normal() : out;
}

void check_output_file(const std::string& file, bool force) {
  std::error_code error;
  const fs::file_type there = fs::status(file, error).type();
  if (there == fs::file_type::none) {  // a name too long, a folder above that may not be entered
    errno = error.value();
    io::throw_errno(file, "write to");
  }
  if (there == fs::file_type::not_found) return;
  if (there == fs::file_type::directory)
    refuse_file("E-RES-010", file, "a folder", "the name of a file");
  if (!force) refuse_file("E-RES-010", file, "exists", "a name that is free; --force replaces it");
}

void check_outside_results(const std::string& file, const std::vector<std::string>& results) {
  std::error_code error;
  const fs::path own = fs::weakly_canonical(file, error);
  if (error) return;  // writing it will tell
  for (const std::string& result : results) {
    const fs::path folder = fs::canonical(result, error);
    if (error) continue;  // reading it will tell
    const auto [rest, unused] = std::ranges::mismatch(folder, own);
    if (rest == folder.end())
      refuse_file("E-RES-010", file, "inside the result " + result,
                  "a place outside it: a result stays as it was written");
  }
}

}  // namespace stopover::tool
