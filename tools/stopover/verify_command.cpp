// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "engine/io/result_folder.hpp"
#include "tools/stopover/commands.hpp"
#include "tools/stopover/fault_words.hpp"
#include "tools/stopover/json_output.hpp"
#include "tools/stopover/terminal.hpp"

namespace stopover::tool {

int verify_command(const Options& options) {
  const std::string& folder = options.arguments[0];
  const FaultList faults = io::verify_result_folder(folder);
  if (options.json)
    print_json({{"folder", folder}, {"faults", faults_json(faults)}});
  else if (!faults.has_errors() && !options.quiet)
    print(fmt::format(language_of(options) == Language::kChinese
                          ? fmt::runtime("{}：各文件均与写入时一致\n")
                          : fmt::runtime("{}: every file is as it was written\n"),
                      folder));
  if (faults.has_errors() && !options.json) remark(faults_text(faults, language_of(options)));
  return faults.has_errors() ? kExitInput : kExitOk;
}

}  // namespace stopover::tool
