// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "tools/stopover/commands.hpp"
#include "tools/stopover/comparison.hpp"
#include "tools/stopover/frame.hpp"
#include "tools/stopover/scenario_finder.hpp"

namespace stopover::tool {
namespace {

constexpr std::string_view kBase = "minimal";
constexpr std::string_view kVariant = "minimal-tour";
constexpr std::uint32_t kReplications = 40;

constexpr std::string_view kBeforeEn =
    "A gateway city with one airport, one station and two foreign regions (scenario `minimal`,\n"
    "invented, small enough to check on paper). The variant `minimal-tour` is the same with two\n"
    "measures: a city tour that thrifty transfer passengers find worth leaving the airport for,\n"
    "and a second desk for temporary entry permits.\n\n";
constexpr std::string_view kBeforeZh =
    "一座口岸城市：一个机场、一个车站、两个境外地区（情景 minimal，虚构数据，可手工核对）。\n"
    "对比情景 minimal-tour 增加两项措施：吸引节俭中转旅客出机场的城市半日游，以及第二个\n"
    "临时入境许可柜台。\n\n";
constexpr std::string_view kAfterEn =
    "\nWhat to see: the air transfer rate does not move, since the same people change planes; the\n"
    "exit rate and the spending do, and by how much stands with its interval.\n"
    "More people pass the permit desk and security, and none the transfer security.\n"
    "\n"
    "Try next:\n"
    "  stopover run minimal                           all tables and the files behind them\n"
    "  stopover run shanghai/2024 -r 2 --no-drawn --learn 0   a real city, a quick look\n"
    "  stopover validate minimal                      what is checked before a run\n"
    "  stopover explain E-SCN-105                     what a message means\n"
    "Your own plan: a folder with a scenario.txtpb that names its base and lists changes; the\n"
    "variant of this demo is an example of one page:\n"
    "  {}\n";
constexpr std::string_view kAfterZh =
    "\n看点：换机的还是同一批人，航空中转率不变；出机场率与消费上升，幅度及区间如上。\n"
    "经过许可柜台与安检的人数增加，中转安检则无人经过。\n"
    "\n"
    "接下来可以：\n"
    "  stopover run minimal --lang zh                 全部表格与结果文件\n"
    "  stopover run shanghai/2024 -r 2 --no-drawn --learn 0   真实城市，快速查看\n"
    "  stopover validate minimal --lang zh            运行前检查哪些内容\n"
    "  stopover explain E-SCN-105 --lang zh           消息含义\n"
    "自己的方案：一个含 scenario.txtpb 的文件夹，写明基础情景与变更；本演示的对比情景即一页示例：\n"
    "  {}\n";

}  // namespace

int demo_command(const Options& options) {
  Options demo = options;
  demo.replications = kReplications;
  const auto executor = tbb_executor(settle_threads(options));
  Progress progress(progress_form(options));
  progress.stage("reading");
  Comparison c = open_comparison(demo, std::string(kBase), std::string(kVariant), *executor);
  (void)simulate(c, *executor, progress);  // no precision was asked for
  progress.end();

  const ReportForm form = report_form(options);
  print(in(form, kBeforeEn, kBeforeZh) + compare_report(results_of(c, ""), form) +
        fmt::format(fmt::runtime(in(form, kAfterEn, kAfterZh)),
                    (find_scenario(std::string(kVariant)) / "scenario.txtpb").string()));
  return kExitOk;
}

}  // namespace stopover::tool
