// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <filesystem>
#include <optional>
#include <string>

#include <fmt/format.h>

#include "tools/stopover/commands.hpp"
#include "tools/stopover/frame.hpp"
#include "tools/stopover/network_export.hpp"
#include "tools/stopover/output_file.hpp"
#include "tools/stopover/output_folder.hpp"
#include "tools/stopover/session.hpp"
#include "tools/stopover/signals.hpp"

namespace stopover::tool {

namespace {

// The folder is replaced as a whole, and each of its files is listed in its manifest.
void refuse_nested(const std::string& gtfs, const std::string& gmns) {
  std::filesystem::path folder = true_path(gmns);
  if (!folder.has_filename()) folder = folder.parent_path();  // "net/"
  const std::filesystem::path file = true_path(gtfs);
  if (std::ranges::mismatch(folder, file).in1 == folder.end())
    throw UsageError("export", "--gtfs names a file inside the folder of --gmns");
}

}  // namespace

int export_command(const Options& options) {
  if (!options.gtfs && !options.gmns)
    throw UsageError("export", "--gtfs or --gmns is missing: what is to be written, and where");
  if (options.gtfs) check_output_file(*options.gtfs, options.force);
  if (options.gtfs && options.gmns) refuse_nested(*options.gtfs, *options.gmns);
  auto existing = io::Existing::kRefuse;
  if (options.gmns) existing = check_output_folder(*options.gmns, options.force);
  const auto executor = tbb_executor(settle_threads(options));
  const Session session = open_session(options.arguments[0], std::nullopt, *executor);
  remark_warnings(session.faults, options);
  const ReportForm form = report_form(options);
  if (options.gtfs) {
    write_gtfs(session.world, *options.gtfs);
    if (!options.quiet) print(say(form, "Timetable: {}\n", "时刻表：{}\n", *options.gtfs));
  }
  if (options.gmns) {
    const WritingResults writing;
    write_gmns(session.world, *options.gmns, existing);
    if (!options.quiet) print(say(form, "Network: {}\n", "网络：{}\n", *options.gmns));
  }
  return kExitOk;
}

}  // namespace stopover::tool
