// SPDX-License-Identifier: Apache-2.0
// Expressions made by chance: a tree, its text with no more parentheses than the grammar asks for,
// and its value by plain recursion with <cmath>. Nothing here uses the parser or `Program`.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "engine/choice/expression.hpp"
#include "tests/engine/choice/luck.hpp"

namespace stopover::choice::testing {

struct Tree {
  std::string op;  // "+", "log", … ; "number", "name"
  std::vector<Tree> parts = {};
  double number = 0;
  std::string name = {};
};

using NameValues = std::map<std::string, double, std::less<>>;

[[nodiscard]] std::string text_of(const Tree& tree);
[[nodiscard]] double value_of(const Tree& tree, const NameValues& names);

struct TreeForm {
  std::vector<std::string> names;
  int depth = 5;
  bool conditions = true;  // comparisons, and, or, not, if
};
[[nodiscard]] Tree random_tree(Luck& luck, const TreeForm& form);

[[nodiscard]] Tree leaf(double number);
[[nodiscard]] Tree leaf(const std::string& name);

// Parses what must be right.
[[nodiscard]] Expression parsed(const std::string& text);
// The value of an Expression, by recursion over its nodes.
[[nodiscard]] double value_of(const Expression& expression, const NameValues& names);

}  // namespace stopover::choice::testing
