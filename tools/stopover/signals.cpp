// SPDX-License-Identifier: Apache-2.0
#include "tools/stopover/signals.hpp"

#include <atomic>
#include <csignal>
#include <string_view>

#include <unistd.h>

namespace stopover::tool {
namespace {

// Shared with the handler, which can be reached in no other way.
std::atomic<bool> g_writing{false};  // NOLINT(cppcoreguidelines-avoid-non-const-global-variables)
std::atomic<int> g_received{0};      // NOLINT(cppcoreguidelines-avoid-non-const-global-variables)
// What is said when work is asked to stop; null: no such work.
std::atomic<const char*> g_stopping{
    nullptr};  // NOLINT(cppcoreguidelines-avoid-non-const-global-variables)
static_assert(std::atomic<int>::is_always_lock_free && std::atomic<bool>::is_always_lock_free);

void say(std::string_view text) {
  // Nothing can be done in a handler about a stderr that fails.
  [[maybe_unused]] const ssize_t n = ::write(STDERR_FILENO, text.data(), text.size());
}

void say_how(int signal, std::string_view what_then) {
  say(signal == SIGTERM ? "\nstopover: terminated; " : "\nstopover: interrupted; ");
  say(what_then);
}

[[noreturn]] void leave(int signal) {
  ::_exit(128 + signal);
}

void on_signal(int signal) {
  constexpr unsigned kSecondsToStop = 8;
  if (signal == SIGALRM) leave(g_received.load());  // stopping takes too long
  const bool second = g_received.exchange(signal) != 0;
  if (const char* const text = g_stopping.load(); text != nullptr && !g_writing.load()) {
    if (second) leave(signal);
    say_how(signal, text);
    (void)::alarm(kSecondsToStop);
    return;
  }
  if (!g_writing.load()) {
    say_how(signal, "nothing was written\n");
    leave(signal);
  }
  if (second) leave(signal);
  say_how(signal, "completing the folder of results (again to leave at once)\n");
}

}  // namespace

void handle_signals() {
  struct sigaction action {};
  action.sa_handler = on_signal;
  action.sa_flags = SA_RESTART;
  (void)::sigemptyset(&action.sa_mask);
  for (const int signal : {SIGINT, SIGTERM, SIGALRM}) (void)::sigaction(signal, &action, nullptr);
}

StoppableWork::StoppableWork(const char* text) {
  g_stopping.store(text);
}

StoppableWork::~StoppableWork() {
  (void)::alarm(0);
  g_stopping.store(nullptr);
}

bool StoppableWork::asked_to_stop() {
  return g_received.load() != 0;
}

int stopped_code() {
  const int signal = g_received.load();
  return signal == 0 ? 0 : 128 + signal;
}

WritingResults::WritingResults() {
  g_writing.store(true);
}

WritingResults::~WritingResults() {
  g_writing.store(false);
  if (const int signal = g_received.load(); signal != 0) leave(signal);
}

}  // namespace stopover::tool
