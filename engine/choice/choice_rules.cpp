// SPDX-License-Identifier: Apache-2.0
#include "engine/choice/choice_rules.hpp"

#include <array>

namespace stopover::choice {
namespace {

constexpr std::array<Rule, 18> kRules{{
    {"E-CHO-001", "An expression cannot be read", "表达式无法解析",
     "The message shows where reading stopped. Names in expressions are columns, parameters, "
     "definitions and random coefficients; other names go in single quotes.",
     "提示中给出出错位置。表达式中的名称可以是数据列、参数、定义或随机系数；其他名称请用单引号。"},
    {"E-CHO-002", "An unknown name, or one that is not allowed here", "名称未知或此处不可用",
     "Columns are those of the data file. Availability, weights and exclusions read data only, "
     "nests read parameters only.",
     "数据列以数据文件为准。可用性、权重和排除条件只能使用数据列，嵌套结构只能使用参数。"},
    {"E-CHO-003", "A name or code is used twice", "名称或代码重复",
     "Parameters, random coefficients and columns share one list of names; a definition stands for "
     "whatever has its name.",
     "参数、随机系数和数据列共用同一名称空间；定义会取代同名者。"},
    {"E-CHO-004", "A random coefficient does not enter linearly", "随机系数未以线性方式进入",
     "It may be multiplied with data, not with parameters, and not go through a function. Choose "
     "its shape (exponential, bounded) instead.",
     "随机系数只能与数据相乘，不能与参数相乘或经过函数；请改用其分布形状。"},
    {"E-CHO-005", "Parts that do not go together", "模型部件不能同时使用",
     "A model is a logit, a network of nests, a mixed logit or a latent-class model. The message "
     "says what is missing or too many.",
     "模型只能是 logit、嵌套网络、混合 logit 或潜在类别之一；提示说明缺少或多余的部分。"},
    {"E-CHO-006", "The nests are no network", "嵌套结构不成网络",
     "Members are alternatives or nests; a member of several nests needs a share in each; nests "
     "must not hold each other.",
     "成员须为备选方案或嵌套；属于多个嵌套的成员须写明份额；嵌套不得互相包含。"},
    {"E-CHO-007", "A parameter or coefficient is not used", "参数或系数未被使用",
     "It could take any value. Remove it, or look for a misspelt name.",
     "其取值任意。请删除，或检查名称拼写。"},
    {"E-CHO-008", "A start value outside its bounds", "初值超出界限",
     "Give a start between lower and upper.", "初值须在下界与上界之间。"},
    {"E-CHO-010", "A value is missing or no number", "缺值或不是数字",
     "A utility, weight or condition reads an empty cell, or its value is infinite (log of 0, "
     "division by 0). Exclude the row or guard with if(…). The field names the alternative.",
     "效用、权重或条件读到空单元格，或结果无穷（log 0、除以 0）。请排除该行或用 if(…) 保护。"},
    {"E-CHO-011", "An alternative was chosen that was not available", "选择了不可用的备选方案",
     "Either the condition or the choice is wrong; its probability is 0 under every parameter.",
     "可用性条件或选择记录有误；其概率恒为 0。"},
    {"E-CHO-012", "The choice is not an alternative", "选择代码不是任何备选方案",
     "Give the alternative's code, or exclude rows with an unknown choice.",
     "请填写备选方案的代码，或排除选择未知的行。"},
    {"E-CHO-013", "No choices are left", "没有可用的选择记录",
     "All rows are excluded, or the file has none.", "所有行都被排除，或文件为空。"},
    {"E-CHO-014", "A weight is negative or no number", "权重为负或不是数字",
     "Weights multiply the log-likelihood of a choice.", "权重与该次选择的对数似然相乘。"},
    {"E-CHO-015", "A choice set without one choice", "选择集中没有（唯一的）选择",
     "Long data: at least one row of a set has a positive count; for a mixed logit exactly one row "
     "has a 1.",
     "长格式：每个选择集至少一行计数为正；混合 logit 须恰有一行为 1。"},
    {"W-CHO-020", "An alternative is never chosen", "某备选方案从未被选择",
     "Its constant runs to minus infinity. Leave the alternative or its constant out.",
     "其常数项趋于负无穷。请删除该方案或其常数项。"},
    {"W-CHO-021", "Parameters cannot be told apart", "参数无法识别",
     "Along this direction the likelihood does not change: collinear columns, a constant in every "
     "alternative, or a spread that starts at 0. These have no standard error.",
     "沿该方向似然不变：列共线、每个方案都有常数项，或离散度初值为 0。这些参数没有标准误。"},
    {"W-CHO-022", "The model predicts every choice", "模型完全预测所有选择",
     "Probabilities of what was chosen are 1 in the limit, estimates grow without end (perfect "
     "separation).",
     "所选方案概率趋于 1，参数无界增长（完全分离）。"},
    {"W-CHO-023", "The estimate did not converge", "估计未收敛",
     "The figures are those of the best point found. Try other start values or units that make "
     "parameters alike in size.",
     "结果为已找到的最优点。请更换初值，或调整单位使参数量级相近。"},
}};

}  // namespace

std::span<const Rule> choice_rules() {
  return kRules;
}

}  // namespace stopover::choice
