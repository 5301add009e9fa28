// SPDX-License-Identifier: Apache-2.0
// What the simulating commands have in common around the work: progress, remarks, form.
#pragma once

#include <functional>
#include <string>

#include "engine/base/fault.hpp"
#include "tools/stopover/fault_words.hpp"
#include "tools/stopover/options.hpp"
#include "tools/stopover/progress.hpp"
#include "tools/stopover/report.hpp"

namespace stopover::tool {

[[nodiscard]] inline ProgressForm progress_form(const Options& options) {
  if (options.quiet) return ProgressForm::kNone;
  return stderr_is_terminal() ? ProgressForm::kBar : ProgressForm::kLines;
}

[[nodiscard]] inline ReportForm report_form(const Options& options) {
  return {language_of(options), stdout_style(options.no_color)};
}

// Warnings of the input, unless --quiet.
inline void remark_warnings(const FaultList& faults, const Options& options) {
  if (!options.quiet && !faults.empty()) remark(faults_text(faults, language_of(options)));
}

// On standard output, after the folder of results is complete: a failure now does not undo it.
inline void print_results(const Options& options, const std::string& folder,
                          const std::function<void()>& print_all) {
  if (options.json && !options.quiet) remark("Results: " + folder);
  try {
    print_all();
  } catch (const EnvironmentError&) {
    remark("stopover: the folder of results is complete: " + folder);
    throw;
  }
}

// Exit code 5, said in words, when a precision was asked for and missed.
[[nodiscard]] inline int precision_code(bool precise, std::uint32_t replications) {
  if (precise) return kExitOk;
  remark("stopover: the precision was not reached in " + std::to_string(replications) +
         " replications; the results are complete: raise --replications or --precision");
  return kExitPrecision;
}

}  // namespace stopover::tool
