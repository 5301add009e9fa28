// SPDX-License-Identifier: Apache-2.0
#include "engine/experiment/experiment_rules.hpp"

#include <array>

namespace stopover::experiment {
namespace {

constexpr std::array<Rule, 10> kRules{{
    {rule::kNoStore, "Not a folder of a sweep", "不是批量试验的文件夹",
     "Give a folder that `stopover sweep run` wrote: it holds experiment.json and cells.csv.",
     "请给出 `stopover sweep run` 写出的文件夹，其中应有 experiment.json 与 cells.csv。"},
    {rule::kOtherExperiment, "The folder belongs to another experiment", "文件夹属于另一个试验",
     "Something that decides the results differs: the experiment file, the base scenario, a change "
     "file, or the version of the program. Write into another folder; what is there stays valid "
     "for what it was made from.",
     "决定结果的内容有变化：试验文件、基础情景、改动文件或程序版本。请写入另一个文件夹；原有结果对"
     "其原来的输入仍然有效。"},
    {rule::kInUse, "The folder is in use", "文件夹正在使用",
     "Another run is writing there. Wait for it, or give each part of a sharded sweep its own "
     "--shard i/N with the same N.",
     "另一次运行正在写入。请等待其结束；分片运行时各部分须用相同的 N、不同的 --shard i/N。"},
    {rule::kHeaderDamaged, "What the sweep is cannot be read any more", "试验说明已损坏",
     "experiment.json or cells.csv is missing or not as it was written. Restore both from a copy; "
     "without them results cannot be told apart, and a new folder is needed.",
     "experiment.json 或 cells.csv "
     "缺失或内容已变。请从备份恢复；否则结果无法辨认，须换用新文件夹。"},
    {rule::kForeignFolder, "The folder holds other files", "文件夹中有其他文件",
     "A sweep writes into a folder that is new, empty or its own, so that nothing of yours is "
     "mistaken for results.",
     "批量试验只写入新建的、空的或自己的文件夹，以免混淆。"},
    {rule::kLogDamaged, "A line of a log of results is damaged", "结果日志有损坏的行",
     "The line is left out, and the cells that it stood for count as not computed: run the sweep "
     "again to complete them. A last line that a kill cut off is no damage and is not reported.",
     "该行被略去，相应的单元视为未计算：再次运行即可补齐。因强制终止而残缺的末行不算损坏，不会提示"
     "。"},
    {rule::kResultsDamaged, "A file of results is missing or changed", "结果文件缺失或已变",
     "It is not used, and its cells count as not computed: run the sweep again to complete them.",
     "该文件不被采用，其单元视为未计算：再次运行即可补齐。"},
    {rule::kConflict, "Two results of one cell differ", "同一单元有两个不同结果",
     "The same cell gives the same bytes on every machine, so one of the folders was changed or "
     "the machines differ in a way that they must not. Please report it with both folders.",
     "同一单元在任何机器上都应给出相同字节，说明某个文件夹被改动，或机器之间有不应有的差异。请连同"
     "两个文件夹一并报告。"},
    {rule::kOtherKey, "A result that was computed from something else", "结果来自其他输入",
     "Its key is not that of the cell of its number. It is not used.",
     "其键与该编号单元的键不符，不被采用。"},
    {rule::kIncomplete, "Cells are missing", "缺少单元",
     "Run the sweep again with the folders to complete them, give the folders of all shards, or "
     "take what is there with --partial.",
     "请再次运行以补齐，给出所有分片的文件夹，或用 --partial 只采用已有部分。"},
}};

}  // namespace

std::span<const Rule> experiment_rules() {
  return kRules;
}

}  // namespace stopover::experiment
