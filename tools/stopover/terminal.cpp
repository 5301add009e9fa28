// SPDX-License-Identifier: Apache-2.0
#include "tools/stopover/terminal.hpp"

#include <cerrno>
#include <csignal>

#include <unistd.h>

#include "engine/io/file_ops.hpp"
#include "tools/stopover/options.hpp"

namespace stopover::tool {
namespace {

bool colours_wanted(int fd, bool no_color) {
  if (no_color || environment("NO_COLOR") || environment("TERM").value_or("dumb") == "dumb")
    return false;
  return ::isatty(fd) == 1;
}

// False: errno says why.
bool write_to(int fd, std::string_view text) {
  while (!text.empty()) {
    const ssize_t n = ::write(fd, text.data(), text.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return false;
    text.remove_prefix(static_cast<std::size_t>(n));
  }
  return true;
}

}  // namespace

std::string Style::paint(Colour colour, std::string_view text) const {
  if (!colours_ || colour == Colour::kPlain) return std::string(text);
  constexpr std::string_view kCodes[] = {"", "1", "2", "31", "32", "33"};
  return "\033[" + std::string(kCodes[static_cast<std::size_t>(colour)]) + "m" + std::string(text) +
         "\033[0m";
}

Style stdout_style(bool no_color) {
  return Style(colours_wanted(STDOUT_FILENO, no_color));
}
Style stderr_style(bool no_color) {
  return Style(colours_wanted(STDERR_FILENO, no_color));
}

bool stderr_is_terminal() {
  return ::isatty(STDERR_FILENO) == 1 && environment("TERM").value_or("dumb") != "dumb";
}

void print(std::string_view text) {
  if (!write_to(STDOUT_FILENO, text) && errno != EPIPE) io::throw_errno("standard output", "write");
}

void remark(std::string_view text) noexcept {
  // Nobody is left to tell when stderr fails.
  (void)(write_to(STDERR_FILENO, text) && write_to(STDERR_FILENO, "\n"));
}

void ignore_closed_pipes() {
  (void)std::signal(SIGPIPE, SIG_IGN);
}

}  // namespace stopover::tool
