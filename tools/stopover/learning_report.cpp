// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <string_view>

#include <fmt/format.h>

#include "tools/stopover/report.hpp"

namespace stopover::tool {
namespace {

constexpr double kPercent = 100;

using simulation::LearningRound;

// What is left of the gap moves a rate by about so much, in points.
struct Bias {
  std::string_view indicator;
  double LearningRound::* shift;
};
constexpr Bias kBiases[] = {{"air_transfer_rate", &LearningRound::transfer_shift},
                            {"air_rail_rate", &LearningRound::air_rail_shift}};

double bias_of(const simulation::Learned& learned, const Bias& bias, double rate) {
  return learned.rounds.back().*bias.shift * rate;
}

std::string bias_line(const CompareResults& results, const simulation::Compared& c,
                      const Bias& bias, const ReportForm& form) {
  const stats::PairedDifference& d = c.difference;
  // Both learnt from the same luck, so that what is left in common cancels.
  const double left = std::abs(bias_of(*results.variant.learned, bias, d.variant.value) -
                               bias_of(*results.base.learned, bias, d.base.value));
  if (!d.difference.interval) return {};
  const double half = (d.difference.interval->high - d.difference.interval->low) / 2;
  const std::string name = indicator_name(*c.indicator, form);
  return left < half
             ? say(form,
                   "  {}: by {:.3f} points, less than the ± {:.3f} of its difference\n",
                   "  {}：{:.3f} 个百分点，小于其差值的 ± {:.3f}\n", name, kPercent * left,
                   kPercent * half)
             : say(form,
                   "  {}: by {:.3f} points, more than the ± {:.3f} of its difference: learn "
                   "longer (--learn)\n",
                   "  {}：{:.3f} 个百分点，超过其差值的 ± {:.3f}：请增加学习轮数（--learn）\n",
                   name, kPercent * left, kPercent * half);
}

std::string rounds_line(const simulation::Learned& learned, const ReportForm& form) {
  const LearningRound& last = learned.rounds.back();
  std::string out = say(
      form, "Travellers learnt for {} of {} days: relative gap {:.2f} % (tolerance {:.2f} %)",
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
             ".\nChoosing anew, {:.1f} % would do otherwise: {:+.1f} % of those who connect by air, "
             "{:+.1f} % of air-rail.\n",
             "。\n若重新选择，{:.1f} % 的旅客会改变：航空中转人数 {:+.1f} %，空铁联运人数 {:+.1f} %。\n",
             kPercent * last.changed, kPercent * last.transfer_shift,
             kPercent * last.air_rail_shift);
}

std::string learning_text(const CompareResults& results, const ReportForm& form) {
  if (results.base.learned->rounds.empty()) return {};
  std::string out = in(form, "Base:    ", "基础情景：") +
                    rounds_line(*results.base.learned, form) + "\n" +
                    in(form, "Variant: ", "对比情景：") +
                    rounds_line(*results.variant.learned, form) + "\n";
  std::string biases;
  for (const Bias& bias : kBiases) {
    const auto found = std::ranges::find_if(*results.compared, [&](const simulation::Compared& c) {
      return c.indicator->id == bias.indicator;
    });
    if (found != results.compared->end()) biases += bias_line(results, *found, bias, form);
  }
  if (!biases.empty())
    out += in(form, "What is left of the gaps may move the difference of the\n", "残余间隙可能使差值偏移\n") + biases;
  return out;
}

}  // namespace stopover::tool
