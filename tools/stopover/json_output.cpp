// SPDX-License-Identifier: Apache-2.0
#include "tools/stopover/json_output.hpp"

#include <nlohmann/json.hpp>

#include "tools/stopover/terminal.hpp"

namespace stopover::tool {

nlohmann::json faults_json(const FaultList& faults) {
  nlohmann::json kept = nlohmann::json::array();
  for (const InputFault& f : faults.kept())
    kept.push_back({{"rule", f.rule},
                    {"file", f.file},
                    {"line", f.line},
                    {"field", f.field},
                    {"found", f.found},
                    {"expected", f.expected}});
  return {{"errors", faults.errors()}, {"warnings", faults.warnings()}, {"kept", kept}};
}

void print_json(const nlohmann::json& document) {
  print(document.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n");
}

}  // namespace stopover::tool
