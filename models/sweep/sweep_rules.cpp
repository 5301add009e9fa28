// SPDX-License-Identifier: Apache-2.0
#include "models/sweep/sweep_rules.hpp"

#include <array>

namespace stopover::sweep {
namespace {

constexpr std::array<Rule, 14> kRules{{
    {rule::kMissingPart, "A part of the experiment is missing", "试验缺少一部分",
     "An experiment has an id, a base scenario, at least one factor and a design.",
     "试验须有 id、基础情景（base）、至少一个因素（factor）和一种设计（design）。"},
    {rule::kNoFile, "A file of the experiment is not there", "试验引用的文件不存在",
     "Names are relative to the experiment file; a base scenario may also be one that came with "
     "the program.",
     "文件名相对于试验文件；基础情景也可用程序自带情景的名称。"},
    {rule::kIdOfExperiment, "Not an id", "不是有效的 id",
     "Ids have letters, digits and _ . : - and at most 128 bytes: they name columns and folders.",
     "id 只能含字母、数字和 _ . : -，最多 128 字节；它们用作列名和文件夹名。"},
    {rule::kIdTwice, "An id is used twice", "id 重复",
     "Factors, the choices of one factor, and outputs each have ids of their own; factors and "
     "outputs are columns, so capitals make no difference.",
     "因素、同一因素的各选项、各输出的 id 都不得重复；因素和输出是列名，不区分大小写。"},
    {rule::kOneRange, "A factor has no range, or several", "因素没有取值范围或有多个",
     "Write one of uniform, triangular, normal, lognormal and whole, or two choices or more.",
     "请写 uniform、triangular、normal、lognormal、whole 之一，或两个以上的 choice。"},
    {rule::kRangeOfFactor, "A range is not possible", "取值范围不成立",
     "low is below high, a mode lies between them, a standard deviation is above 0, and levels are "
     "values that the factor can have, inside its range.",
     "low 须小于 high，mode 介于两者之间，sd 大于 0，level 须是该因素可取的值。"},
    {rule::kPath, "A path leads nowhere", "路径无法解析",
     "A path names a kind of element with its id in brackets and then fields: "
     "checkpoint[entry].staffing[*].desks. The message says what there is at this point.",
     "路径先写元素种类和方括号中的 id，再写字段，如 "
     "checkpoint[entry].staffing[*].desks。提示中列出此处"
     "可用的名称。"},
    {rule::kPathValue, "A field cannot have such a value", "字段不能取该值",
     "Whole numbers need whole levels (or TIMES and PLUS, which round), words and times need "
     "choices with a value.",
     "整数字段须取整数（或用会取整的 TIMES、PLUS）；文字和时刻须用带 value 的 choice。"},
    {rule::kFieldVariedTwice, "Two factors vary one field", "两个因素改变同一字段",
     "It would be unclear which one counts. Take it out of one of them.",
     "无法判断以哪一个为准，请从其中之一删除。"},
    {rule::kDesignOfCells, "The design does not fit", "设计不合适",
     "The message says which figure: numbers of points, rows and trajectories are above 0, levels "
     "of morris even and at least as many as a factor has values, factors of a fraction have two "
     "levels, and generators or a resolution are given, and there are at most a million cells, "
     "20 million times factors.",
     "提示指出具体数值：点数、行数、轨迹数须大于 0，morris 的 levels "
     "须为偶数且不少于任一因素的取值个数；部分因子设计的因素须有两个水平，并给出生成元或分辨度；"
     "单元总数不超过一百万，乘以因素数不超过两千万。"},
    {rule::kTableCell, "A value of the table cannot be", "表中的值不可用",
     "A cell holds a number that the factor can have, or the id of one of its choices, or nothing "
     "for the base's own.",
     "单元格须为该因素可取的数、其选项的 id，或留空表示沿用基础情景。"},
    {rule::kUnknownOutput, "There is no such indicator", "没有这个指标",
     "Ids and groups are kpi and kpi_group of csv/indicators.csv of `stopover run` with the base "
     "scenario.",
     "id 与 group 须为基础情景 `stopover run` 结果中 csv/indicators.csv 的 kpi 与 kpi_group。"},
    {rule::kCount, "A number is out of range", "数值超出范围",
     "Replications are 0 (the base scenario's) to 100000; points, rows and trajectories at most a "
     "million.",
     "重复次数为 0（沿用基础情景）至 100000；点数、行数、轨迹数不超过一百万。"},
    {rule::kTooLarge, "The sweep is larger than can be kept", "批量试验过大",
     "The table of results has a column a factor and an output, of which there may be 1999, and "
     "results are held in memory: at most 100 million cells times outputs times replications. Ask "
     "for fewer outputs, or split the experiment.",
     "结果表每个因素和每个输出各占一列，总数不超过 1999；结果保存在内存中：单元数×输出数×重复次数"
     "不超过一亿。请减少输出，或拆分试验。"},
}};

}  // namespace

std::span<const Rule> sweep_rules() {
  return kRules;
}

}  // namespace stopover::sweep
