// SPDX-License-Identifier: Apache-2.0
// Runs the built `stopover` as a person does: a process of its own, real files, real signals.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <sys/types.h>

namespace stopover::system_test {

// A folder of its own, gone at the end.
class Scratch {
 public:
  Scratch();
  ~Scratch();
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  Scratch(Scratch&&) = delete;
  Scratch& operator=(Scratch&&) = delete;
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  [[nodiscard]] std::string operator/(const std::string& name) const { return path_ / name; }

 private:
  std::filesystem::path path_;
};

struct Outcome {
  int code = -1;   // exit code; -1 if a signal ended it
  int signal = 0;  // 0 if it exited
  std::string out;
  std::string err;
};

struct Call {
  std::vector<std::string> arguments;
  // Added to a plain environment: PATH, HOME, LC_ALL=C, no TERM.
  std::map<std::string, std::string> environment;
  std::filesystem::path folder;            // working directory; empty: a scratch folder
  std::optional<std::string> stdout_file;  // instead of capturing
  std::string program;                     // empty: the built program
};

// A process that has been started.
class Running {
 public:
  explicit Running(const Call& call);
  ~Running();
  Running(const Running&) = delete;
  Running& operator=(const Running&) = delete;
  Running(Running&&) = delete;
  Running& operator=(Running&&) = delete;

  void send(int signal) const;
  [[nodiscard]] pid_t pid() const { return pid_; }
  [[nodiscard]] Outcome wait();

 private:
  Scratch scratch_;
  pid_t pid_ = -1;
};

[[nodiscard]] Outcome run(const Call& call);
[[nodiscard]] Outcome run(std::vector<std::string> arguments);

[[nodiscard]] std::string slurp(const std::filesystem::path& path);
// "name sha256" of every file below, in order of names: equal texts, equal folders.
[[nodiscard]] std::string fingerprint(const std::filesystem::path& folder);
[[nodiscard]] std::vector<std::string> names_in(const std::filesystem::path& folder);  // hidden too

// A writable copy of a scenario of the source tree.
[[nodiscard]] std::string copy_of_scenario(const std::string& name, const Scratch& scratch);

// STOPOVER_FULL=1: whole sweeps instead of samples.
[[nodiscard]] bool full_sweeps();

extern const std::string kProgram;
extern const std::string kScenarios;

}  // namespace stopover::system_test
