// SPDX-License-Identifier: Apache-2.0
// write_whole_file: at every operation that may fail the old file stands, whole, or the new one.
#include <cerrno>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include <gtest/gtest.h>

#include "engine/base/fault.hpp"
#include "engine/io/file_ops.hpp"
#include "tests/engine/io/result_ops.hpp"
#include "tests/engine/io/temp_folder.hpp"

namespace stopover::io {
namespace {

std::string content(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

TEST(WholeFile, OldOrNewAtEveryFailure) {
  const std::string fresh(100'000, 'n');
  int failures = 0;
  for (int n = 1;; ++n) {
    const TempFolder folder;
    folder.write("page.html", "old");
    const std::string path = folder.file("page.html");
    FailingOps ops(n, false, ENOSPC);
    try {
      write_whole_file(ops, path, fresh);
      EXPECT_EQ(content(path), fresh);
    } catch (const EnvironmentError&) {
      ++failures;
      EXPECT_EQ(content(path), "old") << "operation " << n << ": " << ops.failed();
    }
    const auto files = std::distance(std::filesystem::directory_iterator(folder.path()), {});
    EXPECT_EQ(files, 1) << "operation " << n << ": " << ops.failed();
    if (!ops.was_reached()) break;
  }
  EXPECT_GE(failures, 5) << "open, write, fsync, close, rename";
}

}  // namespace
}  // namespace stopover::io
