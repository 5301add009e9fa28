// SPDX-License-Identifier: Apache-2.0
#include "engine/flow/checkpoint_lines.hpp"

#include "engine/base/check.hpp"

namespace stopover::flow {
namespace {

static_assert(kMostExtraDesks + 1 <= std::size_t{kMostDeskTypes});
static_assert((1U << kMostExtraDesks) * (kMostRules + 1) <= std::size_t{kMostLines});

}  // namespace

std::vector<DeskPeriod> desk_periods(const std::vector<StaffPeriod>& staffing) {
  std::vector<DeskPeriod> periods;
  for (const StaffPeriod& staff : staffing) {
    const DeskPeriod period{ticks(staff.from), ticks(staff.until), staff.desks};
    if (period.desks > 0 && period.from < period.until) periods.push_back(period);
  }
  return periods;
}

CheckpointLines::CheckpointLines(const Checkpoint& checkpoint, const CheckpointTimes& times)
    : checkpoint_(checkpoint), times_(times) {
  STOPOVER_CHECK(
      checkpoint.desk_types.size() <= kMostExtraDesks && checkpoint.rules.size() <= kMostRules,
      "at most 3 more types of desk, and 3 rules");
  rules_.desks.push_back(desk_periods(checkpoint.staffing));
  for (const DeskType& type : checkpoint.desk_types) {
    STOPOVER_CHECK(type.eligible_share >= 0 && type.eligible_share <= 1 &&
                       type.refusal_share >= 0 && type.refusal_share <= 1,
                   "shares from 0 to 1");
    rules_.desks.push_back(desk_periods(type.staffing));
  }
  rules_.room = checkpoint.room;
  for (std::size_t rule = 0; rule <= checkpoint.rules.size(); ++rule)
    for (Subset usable = 0; usable < Subset{1} << checkpoint.desk_types.size(); ++usable)
      line_[rule][usable] = add_line(rule, usable);
}

std::uint8_t CheckpointLines::add_line(std::size_t rule, Subset usable) {
  QueueLine line;
  if (rule < checkpoint_.rules.size()) {
    line.level = checkpoint_.rules[rule].level;
    line.weight = checkpoint_.rules[rule].weight;
  }
  line.impatient = checkpoint_.patience.has_value();
  for (std::size_t k = 0; k < checkpoint_.desk_types.size(); ++k) {
    if ((usable >> k & 1U) == 0) continue;
    line.desks.push_back(static_cast<std::uint8_t>(k + 1));
    if (checkpoint_.desk_types[k].refusal_share > 0) line.after_refusal = line_[rule][0];
  }
  line.desks.push_back(0);
  rules_.lines.push_back(line);
  return static_cast<std::uint8_t>(rules_.lines.size() - 1);
}

std::uint8_t CheckpointLines::may_use(std::uint8_t line) const {
  std::uint8_t types = 0;
  for (const std::uint8_t desk : rules_.lines[line].desks)
    if (desk > 0) types = static_cast<std::uint8_t>(types | 1U << (desk - 1U));
  return types;
}

std::size_t CheckpointLines::rule_of(std::uint8_t passenger_class) const {
  std::size_t rule = 0;
  while (rule < checkpoint_.rules.size() &&
         (checkpoint_.rules[rule].classes >> passenger_class & 1U) == 0)
    ++rule;
  return rule;
}

void CheckpointLines::add(const LineCustomer& customer, const SweepLuck& luck,
                          LineColumns& columns) const {
  const std::size_t rule = rule_of(customer.passenger_class);
  const random::Purpose service = customer.background ? kBackgroundService : kServicePurpose;
  const DeskTime& ordinary =
      rule < checkpoint_.rules.size() ? times_.by_rule[rule] : times_.ordinary;
  columns.service.push_back(ordinary.draw(luck.stream(service, customer.luck), customer.size));

  random::Stream eligible = luck.stream(kEligiblePurpose, customer.luck);
  random::Stream refusal = luck.stream(kRefusalPurpose, customer.luck);
  Subset usable = 0;
  std::uint8_t refused = 0;
  for (std::size_t k = 0; k < checkpoint_.desk_types.size(); ++k) {
    const DeskType& type = checkpoint_.desk_types[k];
    if (random::chance(eligible, type.eligible_share) &&
        (type.serves >> customer.passenger_class & 1U) != 0)
      usable |= Subset{1} << k;
    if (random::chance(refusal, type.refusal_share))
      refused = static_cast<std::uint8_t>(refused | 1U << (k + 1));
    columns.service.push_back(times_.by_type[k].draw(
        luck.stream(service, stable_hash(customer.luck, k + 1)), customer.size));
  }
  columns.arrival.push_back(customer.arrival);
  columns.line.push_back(line_[rule][usable]);
  columns.persons.push_back(customer.size);
  columns.refused.push_back(refused);
  columns.patience.push_back(
      times_.patience ? times_.patience->draw(luck.stream(kPatiencePurpose, customer.luck), 1)
                      : kNever);
}

}  // namespace stopover::flow
