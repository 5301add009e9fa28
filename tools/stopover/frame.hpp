// SPDX-License-Identifier: Apache-2.0
// What the simulating commands have in common around the work: progress, remarks, form.
#pragma once

#include <string>

#include "engine/base/fault.hpp"
#include "tools/stopover/options.hpp"
#include "tools/stopover/progress.hpp"
#include "tools/stopover/report.hpp"

namespace stopover::tool {

[[nodiscard]] inline ProgressForm progress_form(const Options& options) {
  if (options.quiet) return ProgressForm::kNone;
  return stderr_is_terminal() ? ProgressForm::kBar : ProgressForm::kLines;
}

[[nodiscard]] inline ReportForm report_form(const Options& options) {
  return {options.language.value_or(Language::kEnglish), stdout_style(options.no_color)};
}

// Warnings of the input, unless --quiet.
inline void remark_warnings(const FaultList& faults, const Options& options) {
  if (!options.quiet && !faults.empty()) remark(faults.text());
}

// Exit code 5, said in words, when a precision was asked for and missed.
[[nodiscard]] inline int precision_code(bool precise, std::uint32_t replications) {
  if (precise) return kExitOk;
  remark("stopover: the precision was not reached in " + std::to_string(replications) +
         " replications; the results are complete: raise --replications or --precision");
  return kExitPrecision;
}

}  // namespace stopover::tool
