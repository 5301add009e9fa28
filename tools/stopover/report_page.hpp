// SPDX-License-Identifier: Apache-2.0
// The page of `stopover report`: one HTML file, built once from tools/report, with an empty place
// for data. Here it is found and filled.
//
//   const ReportPage page = ReportPage::find();
//   write(page.filled({{"format", kReportFormat}, {"results", ...}}));
//
// The data stands in a <script type="application/json">, which a browser does not run; '<' is
// written \u003c there, so that no text of a scenario ends it. The page sets all text as text.
//
// Looked for in: $STOPOVER_REPORT_PAGE (nowhere else where it is set),
// ../share/stopover/report.html from the program, tools/report/dist/report.html of the source tree.
//
// Errors: EnvironmentError if there is no page (it is built by tools/report/build, which needs
// Node.js) or what is there is not the page of this version.
#pragma once

#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

namespace stopover::tool {

// Of the data; the page says which it reads.
inline constexpr int kReportFormat = 1;

class ReportPage {
 public:
  [[nodiscard]] static ReportPage find();
  // `path` is for messages.
  ReportPage(std::string path, std::string html);

  [[nodiscard]] std::string filled(const nlohmann::json& data) const;

 private:
  std::string html_;
  std::size_t place_ = 0;  // where the data goes
};

// JSON that may stand inside a script element: no '<', valid UTF-8.
[[nodiscard]] std::string script_json(const nlohmann::json& data);

}  // namespace stopover::tool
