// SPDX-License-Identifier: Apache-2.0
// Tables of choice/ in STOPOVER_SHARED_DATA, and designs made of their columns, for tests.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/regression/design.hpp"

namespace stopover::regression::testing {

class DataTable {
 public:
  // Fields may be quoted; a blank as the separator may be repeated.
  static DataTable parse(const std::string& text, char separator);

  [[nodiscard]] std::size_t rows() const { return rows_.size(); }
  [[nodiscard]] std::vector<std::string> texts(const std::string& column) const;
  [[nodiscard]] Vector numbers(const std::string& column) const;

 private:
  std::vector<std::string> header_;
  std::vector<std::vector<std::string>> rows_;
};

inline constexpr const char* kNoData = "STOPOVER_SHARED_DATA is not set, or has no such file";
// Nothing, with the reason printed, if the variable is not set or the file is not there.
[[nodiscard]] std::optional<DataTable> choice_table(const std::string& name, char separator);

// Adds the columns of a design one after another; the first is the intercept.
class DesignBuilder {
 public:
  explicit DesignBuilder(std::size_t rows, std::string intercept = "Intercept");
  DesignBuilder& number(const std::string& term, const Vector& values);
  // One column a level but for the first in alphabetical order, "C(name)[T.level]".
  DesignBuilder& levels(const std::string& name, const std::vector<std::string>& values);
  [[nodiscard]] Design design() const;

 private:
  std::vector<std::string> terms_;
  std::vector<Vector> columns_;
};

// A reference figure: estimate and errors, NaN where none is printed.
struct Figure {
  double estimate;
  double error;
  double robust_error;
};

}  // namespace stopover::regression::testing
