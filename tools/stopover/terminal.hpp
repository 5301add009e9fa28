// SPDX-License-Identifier: Apache-2.0
// Standard output and standard error as the person has them: terminal or not, colours or not,
// closed or full.
//
// stdout carries data, in one piece and checked; stderr carries everything else.
//
// Errors: EnvironmentError if stdout cannot be written (full disk). A reader who has closed the
// pipe (`| head`) is not an error: what is left is dropped.
#pragma once

#include <string>
#include <string_view>

namespace stopover::tool {

enum class Colour : unsigned char { kPlain, kBold, kDim, kRed, kGreen, kYellow };

// How text for one of the two is dressed.
class Style {
 public:
  Style() = default;  // plain
  explicit Style(bool colours) : colours_(colours) {}
  [[nodiscard]] std::string paint(Colour colour, std::string_view text) const;

 private:
  bool colours_ = false;
};

// Colours only on a terminal, and not with --no-color, NO_COLOR or TERM=dumb.
[[nodiscard]] Style stdout_style(bool no_color);
[[nodiscard]] Style stderr_style(bool no_color);
[[nodiscard]] bool stderr_is_terminal();

void print(std::string_view text);            // to stdout
void remark(std::string_view text) noexcept;  // a line to stderr; failures are let pass
void ignore_closed_pipes();                   // once, at the start

}  // namespace stopover::tool
