// SPDX-License-Identifier: Apache-2.0
// What made a result: everything that may change its bytes.
#include <boost/version.hpp>
#include <fmt/format.h>
#include <google/protobuf/stubs/common.h>
#include <nlohmann/json.hpp>
#include <sqlite3.h>
#include <tbb/version.h>

#include "engine/base/time.hpp"
#include "tools/stopover/build_info.hpp"
#include "tools/stopover/git_commit.hpp"
#include "tools/stopover/result_table.hpp"

namespace stopover::tool {

nlohmann::json build_json() {
  return {
      {"version", kVersion},
      {"commit", kGitCommit},
      {"compiler", kCompiler},
      {"tz_database", tz_database_version()},
      {"libraries",
       {{"boost", BOOST_LIB_VERSION},
        {"onetbb", TBB_runtime_version()},
        {"protobuf", google::protobuf::internal::VersionString(GOOGLE_PROTOBUF_VERSION)},
        {"sqlite", sqlite3_libversion()},
        {"date", kDateVersion},
        {"eigen", kEigenVersion},
        {"nlopt", kNloptVersion},
        {"fmt", FMT_VERSION},
        {"nlohmann_json", fmt::format("{}.{}.{}", NLOHMANN_JSON_VERSION_MAJOR,
                                      NLOHMANN_JSON_VERSION_MINOR, NLOHMANN_JSON_VERSION_PATCH)}}}};
}

}  // namespace stopover::tool
