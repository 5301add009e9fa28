// SPDX-License-Identifier: Apache-2.0
#include "tools/stopover/result_table.hpp"

namespace stopover::tool {
ResultTable learning_table(const RunResults& run) {
  ResultTable table{
      .name = "learning",
      .meaning =
          "How far from what they met travellers chose, round by round before the "
          "replications; no rows where nobody learnt",
      .meaning_zh = "正式重复之前各轮学习中，旅客预期与实际经历的差距；未学习则无记录",
      .columns =
          {scenario_column(),
           whole_column("round", "from 1", "the last one's expectations are used",
                        "轮次，采用最后一轮所依据的预期"),
           whole_column("days", "days", "counted in each", "每轮计入日数"),
           real_column("relative_gap", "h/h",
                       "hours that travellers would gain by choosing anew, by hours travelled",
                       "重新选择可节省小时数与行程小时数之比"),
           real_column("would_choose_otherwise", "share", "of persons", "会改变选择的人数占比"),
           real_column(
               "transfer_shift", "share",
               "change of those who plan to connect between flights at the gateway without nights, "
               "relative to their number",
               "计划经本口岸中转人数的相对变化"),
           real_column("transfer_shift_error", "share", "its standard error", "其标准误"),
           real_column(
               "air_rail_shift", "share",
               "change of those who plan a train next to a flight, relative to their number",
               "计划空铁联运人数的相对变化"),
           real_column("air_rail_shift_error", "share", "its standard error", "其标准误")},
      .key = {"scenario", "round"}};
  table.rows = [&run](const RowSink& sink) {
    std::int64_t number = 0;
    for (const simulation::LearningRound& round : run.learned->rounds)
      sink({run.loaded->scenario.id(), ++number, std::int64_t{run.learned->days}, round.gap + 0.0,
            round.changed + 0.0, round.transfer.change + 0.0, round.transfer.error,
            round.air_rail.change + 0.0, round.air_rail.error});
  };
  return table;
}

}  // namespace stopover::tool
