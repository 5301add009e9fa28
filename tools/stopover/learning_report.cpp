// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <string>

#include <fmt/format.h>

#include "tools/stopover/learning_bias.hpp"
#include "tools/stopover/report.hpp"

namespace stopover::tool {
namespace {

constexpr double kPercent = 100;

using simulation::LearningRound;

// In percent, to a tenth; nothing is not below nothing.
double tenths(double share) {
  return std::round(10 * kPercent * share) / 10 + 0.0;
}

std::string bias_line(const LearningBias& bias, const ReportForm& form) {
  const std::string name = indicator_name(*bias.compared->indicator, form);
  const std::string line = say(form, "  {}: by some {:.3f} points; luck alone moves it by ± {:.3f}",
                               "  {}：约 {:.3f} 个百分点；随机性本身为 ± {:.3f}", name,
                               kPercent * bias.about, kPercent * bias.half_width);
  if (bias.within()) return line + "\n";
  return line + in(form, ", LESS than that: lower the tolerance or learn on more days\n",
                   "，小于前者：请降低容差或增加学习日数\n");
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
             ".\nChoosing anew, {:.1f} % would do otherwise; air connections would change by "
             "{:+.1f} %, air-rail by {:+.1f} %.\n",
             "。\n若重新选择，{:.1f} % 的旅客会改变；航空中转人数变化 {:+.1f} %，空铁联运人数变化 "
             "{:+.1f} %。\n",
             kPercent * last.changed, tenths(last.transfer.change), tenths(last.air_rail.change));
}

std::string learning_text(const CompareResults& results, const ReportForm& form) {
  if (results.base.learned->rounds.empty()) return {};
  std::string out = in(form, "Base:    ", "基础情景：") + rounds_line(*results.base.learned, form) +
                    "\n" + in(form, "Variant: ", "对比情景：") +
                    rounds_line(*results.variant.learned, form) + "\n";
  std::string biases;
  for (const LearningBias& bias : learning_biases(results)) biases += bias_line(bias, form);
  if (!biases.empty())
    out += in(form, "What is left of the gaps may move these differences:\n",
              "残余间隙可能使以下差值偏移：\n") +
           biases;
  return out;
}

}  // namespace stopover::tool
