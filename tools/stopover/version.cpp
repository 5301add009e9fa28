// SPDX-License-Identifier: Apache-2.0
#include <boost/version.hpp>
#include <fmt/format.h>
#include <google/protobuf/stubs/common.h>
#include <nlohmann/json.hpp>
#include <sqlite3.h>
#include <tbb/version.h>

#include "engine/base/time.hpp"
#include "tools/stopover/build_info.hpp"
#include "tools/stopover/git_commit.hpp"

namespace stopover::tool {

std::string version_text() {
  return fmt::format(
      "stopover {} (commit {})\n"
      "compiler: {}\n"
      "tz database: {}, by date {}\n"
      "libraries: Boost {}.{}.{}, oneTBB {}, Protocol Buffers {}, SQLite {}, fmt {}.{}.{}, "
      "JSON {}.{}.{}, Eigen {}, NLopt {}\n"
      "licence: Apache-2.0\n",
      kVersion, kGitCommit, kCompiler, tz_database_version(), kDateVersion, BOOST_VERSION / 100'000,
      BOOST_VERSION / 100 % 1000, BOOST_VERSION % 100, TBB_runtime_version(),
      google::protobuf::internal::VersionString(GOOGLE_PROTOBUF_VERSION), sqlite3_libversion(),
      FMT_VERSION / 10'000, FMT_VERSION / 100 % 100, FMT_VERSION % 100, NLOHMANN_JSON_VERSION_MAJOR,
      NLOHMANN_JSON_VERSION_MINOR, NLOHMANN_JSON_VERSION_PATCH, kEigenVersion, kNloptVersion);
}

}  // namespace stopover::tool
