// SPDX-License-Identifier: Apache-2.0
// Scenarios as text in a test: a folder that is removed afterwards and a small sound scenario.
#pragma once

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

#include <unistd.h>

#include "engine/base/fault.hpp"

namespace stopover::scenario {

class TempFolder {
 public:
  TempFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "stopover_scn_XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
    path_ = name;
  }
  ~TempFolder() {
    std::error_code error;
    std::filesystem::remove_all(path_, error);
  }
  TempFolder(const TempFolder&) = delete;
  TempFolder& operator=(const TempFolder&) = delete;

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  std::filesystem::path write(const std::string& name, std::string_view text) const {
    const std::filesystem::path file = path_ / name;
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << text;
    return file;
  }

 private:
  std::filesystem::path path_;
};

inline std::string read_all(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

// "E-SCN-105 b.csv:3 from" for each fault, sorted: what a test compares.
inline std::vector<std::string> brief(const FaultList& faults) {
  std::vector<std::string> out;
  for (const InputFault& fault : faults.kept())
    out.push_back(fault.rule + " " + std::filesystem::path(fault.file).filename().string() + ":" +
                  std::to_string(fault.line) + " " + fault.field);
  std::sort(out.begin(), out.end());
  return out;
}

}  // namespace stopover::scenario
