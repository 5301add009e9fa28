// SPDX-License-Identifier: Apache-2.0
#include "tests/system/program.hpp"

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "engine/io/sha256.hpp"

namespace stopover::system_test {
namespace fs = std::filesystem;

const std::string kProgram = STOPOVER_PROGRAM;
const std::string kScenarios = STOPOVER_SOURCE_DIR "/scenarios";

Scratch::Scratch() {
  std::string name = (fs::temp_directory_path() / "stopover-system-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no scratch folder");
  path_ = name;
}

Scratch::~Scratch() {
  // A test may have taken the right to write away.
  std::error_code error;
  for (fs::recursive_directory_iterator it(path_, error), end; !error && it != end;
       it.increment(error)) {
    std::error_code unused;
    if (it->is_directory(unused))
      fs::permissions(it->path(), fs::perms::owner_all, fs::perm_options::add, unused);
  }
  fs::remove_all(path_, error);
}

Running::Running(const Call& call) {
  const std::string program = call.program.empty() ? kProgram : call.program;
  std::vector<std::string> words{program};
  words.insert(words.end(), call.arguments.begin(), call.arguments.end());
  std::map<std::string, std::string> variables{
      {"PATH", "/usr/bin:/bin"}, {"HOME", scratch_.path()}, {"LC_ALL", "C"}};
  for (const auto& [name, value] : call.environment) variables[name] = value;
  std::vector<std::string> settings;
  for (const auto& [name, value] : variables) settings.push_back(name + "=" + value);
  const auto pointers = [](std::vector<std::string>& texts) {
    std::vector<char*> out;
    for (std::string& text : texts) out.push_back(text.data());
    out.push_back(nullptr);
    return out;
  };
  const std::vector<char*> argv = pointers(words);
  const std::vector<char*> envp = pointers(settings);
  const std::string folder = call.folder.empty() ? scratch_.path() : call.folder;
  const std::string out = call.stdout_file.value_or(scratch_ / ".out");
  const std::string err = scratch_ / ".err";

  pid_ = ::fork();
  if (pid_ < 0) throw std::runtime_error("fork");
  if (pid_ > 0) return;
  const auto redirect = [](const std::string& path, int flags, int to) {
    const int fd = ::open(path.c_str(), flags, 0600);
    if (fd < 0 || ::dup2(fd, to) < 0) ::_exit(99);
  };
  redirect("/dev/null", O_RDONLY, STDIN_FILENO);
  redirect(out, O_WRONLY | O_CREAT | O_APPEND, STDOUT_FILENO);
  redirect(err, O_WRONLY | O_CREAT | O_APPEND, STDERR_FILENO);
  if (::chdir(folder.c_str()) != 0) ::_exit(98);
  ::execve(program.c_str(), argv.data(), envp.data());
  ::_exit(97);
}

Running::~Running() {
  if (pid_ < 0) return;
  ::kill(pid_, SIGKILL);
  ::waitpid(pid_, nullptr, 0);
}

void Running::send(int signal) const {
  ::kill(pid_, signal);
}

Outcome Running::wait() {
  int status = 0;
  while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
  }
  pid_ = -1;
  Outcome out;
  if (WIFEXITED(status)) out.code = WEXITSTATUS(status);
  if (WIFSIGNALED(status)) out.signal = WTERMSIG(status);
  out.out = slurp(scratch_ / ".out");
  out.err = slurp(scratch_ / ".err");
  return out;
}

Outcome run(const Call& call) {
  return Running(call).wait();
}
Outcome run(std::vector<std::string> arguments) {
  return run(Call{.arguments = std::move(arguments)});
}

std::string slurp(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

std::string fingerprint(const fs::path& folder) {
  std::vector<std::string> lines;
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    if (entry.is_regular_file())
      lines.push_back(entry.path().lexically_relative(folder).string() + " " +
                      io::sha256_hex(slurp(entry.path())));
  std::ranges::sort(lines);
  std::string out;
  for (const std::string& line : lines) out += line + "\n";
  return out;
}

std::vector<std::string> names_in(const fs::path& folder) {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(folder)) names.push_back(entry.path().filename());
  std::ranges::sort(names);
  return names;
}

std::string copy_of_scenario(const std::string& name, const Scratch& scratch) {
  const fs::path to = scratch.path() / fs::path(name).filename();
  fs::copy(fs::path(kScenarios) / name, to, fs::copy_options::recursive);
  return to;
}

bool full_sweeps() {
  const char* const text = std::getenv("STOPOVER_FULL");
  return text != nullptr && std::string(text) == "1";
}

}  // namespace stopover::system_test
