// SPDX-License-Identifier: Apache-2.0
// A small result, a folder of its own for each test, and what a reader may find afterwards.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <memory>
#include <string>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

#include "engine/io/result_folder.hpp"

namespace stopover::io {

namespace fs = std::filesystem;

// Relative name to bytes, of everything that is not a folder; folders have "" and end in '/'.
using Tree = std::map<std::string, std::string>;

inline std::string bytes_of(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

inline void put(const fs::path& path, const std::string& bytes) {
  fs::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << bytes;
}

inline Tree tree_of(const fs::path& root) {
  Tree tree;
  if (!fs::exists(root)) return tree;
  for (const auto& entry : fs::recursive_directory_iterator(root)) {
    const std::string name = entry.path().lexically_relative(root).generic_string();
    if (entry.is_directory())
      tree[name + "/"];
    else
      tree[name] = bytes_of(entry.path());
  }
  return tree;
}

// In memory where there is such a place, as fsync takes its time elsewhere; TMPDIR says otherwise.
inline fs::path scratch_root() {
  const fs::path memory = "/dev/shm";
  const bool use = std::getenv("TMPDIR") == nullptr && ::access(memory.c_str(), W_OK | X_OK) == 0;
  return use ? memory : fs::temp_directory_path();
}

// An empty folder, removed with all in it.
class ScratchFolder {
 public:
  ScratchFolder() {
    std::string pattern = (scratch_root() / "stopover-test-XXXXXX").string();
    EXPECT_NE(::mkdtemp(pattern.data()), nullptr);
    path_ = pattern;
  }
  ~ScratchFolder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;
  ScratchFolder(ScratchFolder&&) = delete;
  ScratchFolder& operator=(ScratchFolder&&) = delete;

  [[nodiscard]] std::string operator/(const std::string& name) const {
    return (path_ / name).string();
  }
  [[nodiscard]] const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

// All three ways of writing: whole, in pieces beyond the buffer, and adopted.
inline void write_sample(const std::string& path, int version, Existing existing,
                         const std::shared_ptr<FileOps>& ops = std::make_shared<FileOps>()) {
  ResultFolder out(path, existing, ops);
  out.write_file("summary.json", "{\"version\": " + std::to_string(version) + "}\n");
  {
    OutputFile large(out, "csv/replications.csv");
    for (int i = 0; i < 5; ++i) large.write(std::string(70'000, static_cast<char>('a' + version)));
    large.close();
  }
  out.write_file("csv/kpi.csv", "");
  std::ofstream(out.path_for("results.sqlite"), std::ios::binary)
      << "made by a library " << version;
  out.adopt("results.sqlite");
  out.publish({{"seed", version}});
}

// What write_sample leaves, made once in a quiet place.
inline Tree sample_tree(int version) {
  const ScratchFolder quiet;
  write_sample(quiet / "r", version, Existing::kRefuse);
  return tree_of(quiet / "r");
}

// The rule of the first fault, "" for none.
inline std::string rule_of(const FaultList& faults) {
  return faults.empty() ? "" : faults.kept().front().rule;
}

// Runs `write` and returns the rule of the InputError it throws, "" for none.
template <class Write>
std::string refusal(Write write) {
  try {
    write();
  } catch (const InputError& error) {
    return rule_of(error.faults());
  }
  return "";
}

// Names in `folder` that begin with a point: locks and temporary folders.
inline std::string remains_in(const fs::path& folder) {
  std::string found;
  for (const auto& entry : fs::directory_iterator(folder))
    if (entry.path().filename().string().starts_with('.')) found += entry.path().string() + " ";
  return found;
}

}  // namespace stopover::io
