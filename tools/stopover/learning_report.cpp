// SPDX-License-Identifier: Apache-2.0
#include <string>

#include <fmt/format.h>

#include "tools/stopover/learning_bias.hpp"
#include "tools/stopover/report.hpp"

namespace stopover::tool {
namespace {

constexpr double kPercent = 100;

using simulation::LearningRound;

std::string bias_line(const LearningBias& bias, const ReportForm& form) {
  const std::string name = indicator_name(*bias.compared->indicator, form);
  return bias.within()
             ? say(form, "  {}: by some {:.3f} points, within the ± {:.3f} of its luck\n",
                   "  {}：约 {:.3f} 个百分点，不超过其随机误差 ± {:.3f}\n", name,
                   kPercent * bias.about, kPercent * bias.half_width)
             : say(form,
                   "  {}: by some {:.3f} points, more than the ± {:.3f} of its luck; a lower "
                   "tolerance or more days help\n",
                   "  {}：约 {:.3f} 个百分点，超过其随机误差 ± "
                   "{:.3f}；可降低容差或增加学习日数\n",
                   name, kPercent * bias.about, kPercent * bias.half_width);
}

std::string rounds_line(const simulation::Learned& learned, const ReportForm& form) {
  const LearningRound& last = learned.rounds.back();
  std::string out = say(
      form, "Travellers lived through {} of {} days: relative gap {:.2f} % (tolerance {:.2f} %)",
      "旅客学习 {} 轮，每轮 {} 日：相对间隙 {:.2f} %（容差 {:.2f} %）",
      form.language == Language::kChinese ? fmt::to_string(learned.rounds.size())
                                          : counted(learned.rounds.size(), "round"),
      learned.days, kPercent * last.gap, kPercent * learned.tolerance);
  if (!learned.settled())
    out += in(form, ", NOT within tolerance: see --learn", "，未达容差：见 --learn");
  return out;
}

}  // namespace

std::string learning_text(const RunResults& run, const ReportForm& form) {
  if (run.learned->rounds.empty()) return {};
  const LearningRound& last = run.learned->rounds.back();
  return rounds_line(*run.learned, form) +
         say(form,
             ".\nChoosing anew, {:.1f} % would do otherwise: {:+.1f} % of those who connect by "
             "air, "
             "{:+.1f} % of air-rail.\n",
             "。\n若重新选择，{:.1f} % 的旅客会改变：航空中转人数 {:+.1f} %，空铁联运人数 {:+.1f} "
             "%。\n",
             kPercent * last.changed, kPercent * last.transfer.change,
             kPercent * last.air_rail.change);
}

std::string learning_text(const CompareResults& results, const ReportForm& form) {
  if (results.base.learned->rounds.empty()) return {};
  std::string out = in(form, "Base:    ", "基础情景：") + rounds_line(*results.base.learned, form) +
                    "\n" + in(form, "Variant: ", "对比情景：") +
                    rounds_line(*results.variant.learned, form) + "\n";
  std::string biases;
  for (const LearningBias& bias : learning_biases(results)) biases += bias_line(bias, form);
  if (!biases.empty())
    out += in(form, "What is left of the gaps may move the difference of the\n",
              "残余间隙可能使差值偏移\n") +
           biases;
  return out;
}

}  // namespace stopover::tool
