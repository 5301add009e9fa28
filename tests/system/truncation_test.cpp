// SPDX-License-Identifier: Apache-2.0
// Damaged input ends in a clear error or a valid load, never in a signal: every file of `minimal`
// cut at every byte (a sample, or all with STOPOVER_FULL=1), and with bytes replaced.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/system/program.hpp"

namespace stopover::system_test {
namespace {

namespace fs = std::filesystem;

std::vector<fs::path> input_files(const std::string& folder) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    if (entry.is_regular_file() && entry.path().extension() != ".md") files.push_back(entry);
  std::ranges::sort(files);
  return files;
}

void write(const fs::path& path, const std::string& bytes) {
  std::ofstream out(path, std::ios::binary | std::ios::trunc);
  out << bytes;
}

// True: refused.
bool expect_answer(const std::string& folder, const std::string& what) {
  const Outcome outcome = run({"validate", folder});
  EXPECT_EQ(outcome.signal, 0) << what << "\n" << outcome.err;
  EXPECT_TRUE(outcome.code == 0 || outcome.code == 3) << what << ": " << outcome.code << "\n"
                                                      << outcome.err;
  if (outcome.code == 3) {
    EXPECT_NE(outcome.err.find("[E-"), std::string::npos) << what;
  }
  return outcome.code == 3;
}

TEST(Truncation, EveryFileOfMinimalCutAnywhere) {
  const std::size_t cuts = full_sweeps() ? std::string::npos : 12;
  const Scratch scratch;
  const std::string folder = copy_of_scenario("minimal", scratch);
  ASSERT_FALSE(expect_answer(folder, "whole"));
  int refused = 0;
  for (const fs::path& path : input_files(folder)) {
    const std::string whole = slurp(path);
    // Spread over the file, the last byte always among them.
    const std::size_t step = std::max<std::size_t>(1, whole.size() / std::min(cuts, whole.size()));
    for (std::size_t at = whole.size() - 1;; at -= step) {
      write(path, whole.substr(0, at));
      refused += expect_answer(folder, path.filename().string() + " cut at " + std::to_string(at));
      if (at < step) break;
    }
    write(path, whole);
  }
  EXPECT_GT(refused, 20);
  EXPECT_FALSE(expect_answer(folder, "whole again"));
}

TEST(Truncation, BytesOfEveryFileOfMinimalReplaced) {
  const int flips = full_sweeps() ? 2000 : 10;
  const Scratch scratch;
  const std::string folder = copy_of_scenario("minimal", scratch);
  std::uint64_t state = 0x9e3779b97f4a7c15;
  const auto next = [&](std::size_t below) {  // a fixed sequence: the same damage every time
    state = state * 6364136223846793005U + 1442695040888963407U;
    return static_cast<std::size_t>(state >> 33U) % below;
  };
  for (const fs::path& path : input_files(folder)) {
    const std::string whole = slurp(path);
    for (int i = 0; i < flips; ++i) {
      std::string damaged = whole;
      const std::size_t at = next(damaged.size());
      damaged[at] = static_cast<char>(next(256));
      write(path, damaged);
      expect_answer(folder, path.filename().string() + " byte " + std::to_string(at));
    }
    write(path, whole);
  }
}

TEST(Truncation, AMissingFileIsNamed) {
  const Scratch scratch;
  const std::string folder = copy_of_scenario("minimal", scratch);
  for (const fs::path& path : input_files(folder)) {
    const std::string whole = slurp(path);
    fs::remove(path);
    const Outcome outcome = run({"validate", folder});
    EXPECT_TRUE(outcome.code == 1 || outcome.code == 3) << path << outcome.err;
    EXPECT_NE(outcome.err.find(path.filename().string()), std::string::npos) << outcome.err;
    write(path, whole);
  }
}

}  // namespace
}  // namespace stopover::system_test
