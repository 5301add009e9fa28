// SPDX-License-Identifier: Apache-2.0
// Why a planned run is missed, and how each cause is written: the one table of them. What each one
// means exactly is in sweep.hpp.
//
// A cause more is an enumerator and a row here, its rule in sweep_service.cpp and a sentence in
// tools/stopover/trace_report.cpp. tools/verify_events has a list of its own, on purpose.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace stopover::flow {

enum class MissCause : std::uint8_t {
  kNone,         // boarded the planned run, or one before it; or nothing was planned
  kLateInbound,  // the previous ride arrived too late by its own delay
  kQueue,        // the time lost in queues since the previous ride made the difference
  kWalk,         // walks, services and bags longer than planned
  kClosed,       // reached a checkpoint after its closing time
  kNoSeat,       // was there in time; no place left
  kCancelled,    // the planned run did not run
};
// With kNone.
inline constexpr std::size_t kMissCauses = static_cast<std::size_t>(MissCause::kCancelled) + 1;

struct MissCauseText {
  MissCause cause;
  std::string_view id;      // of events and traces
  std::string_view column;  // of counts and tables: missed_<column>
  std::string_view brief;   // of reports
  std::string_view brief_zh;
  std::string_view name;  // of indicators, whose id is `id` with hyphens
  std::string_view name_zh;
  std::string_view meaning;  // of counts
  std::string_view of_table;
  std::string_view of_table_zh;
};

// In the order of MissCause, without kNone.
inline constexpr std::array<MissCauseText, kMissCauses - 1> kMissCauseTexts{
    {{.cause = MissCause::kLateInbound,
      .id = "late_inbound",
      .column = "inbound",
      .brief = "late inbound",
      .brief_zh = "前程晚点",
      .name = "late inbound service",
      .name_zh = "前程晚点",
      .meaning = "late inbound service",
      .of_table = "late inbound service",
      .of_table_zh = "前程晚点"},
     {.cause = MissCause::kQueue,
      .id = "queue",
      .column = "queue",
      .brief = "queues",
      .brief_zh = "排队",
      .name = "queues",
      .name_zh = "排队",
      .meaning = "queues",
      .of_table = "queues",
      .of_table_zh = "排队"},
     {.cause = MissCause::kWalk,
      .id = "walk",
      .column = "walk",
      .brief = "walks",
      .brief_zh = "步行与办理",
      .name = "walks, services, bags",
      .name_zh = "步行、办理与行李",
      .meaning = "walks, services and bags longer than planned",
      .of_table = "walks, services and bags longer than planned",
      .of_table_zh = "步行与办理超时"},
     {.cause = MissCause::kClosed,
      .id = "closed",
      .column = "closed",
      .brief = "closed",
      .brief_zh = "查验点关闭",
      .name = "checkpoint closed",
      .name_zh = "查验点已关闭",
      .meaning = "came after a checkpoint had closed",
      .of_table = "checkpoint closed",
      .of_table_zh = "查验点已关闭"},
     {.cause = MissCause::kNoSeat,
      .id = "no_seat",
      .column = "seat",
      .brief = "no place",
      .brief_zh = "无余票",
      .name = "no place left",
      .name_zh = "无余票",
      .meaning = "no place left",
      .of_table = "no place left",
      .of_table_zh = "无余票"},
     {.cause = MissCause::kCancelled,
      .id = "cancelled",
      .column = "cancelled",
      .brief = "cancelled",
      .brief_zh = "班次取消",
      .name = "run cancelled",
      .name_zh = "班次取消",
      .meaning = "planned run cancelled",
      .of_table = "cancelled",
      .of_table_zh = "班次取消"}}};

static_assert(
    [] {
      for (std::size_t i = 0; i < kMissCauseTexts.size(); ++i)
        if (static_cast<std::size_t>(kMissCauseTexts[i].cause) != i + 1) return false;
      return true;
    }(),
    "the row of each cause");

// kNone: "".
[[nodiscard]] constexpr std::string_view name_of(MissCause cause) {
  return cause == MissCause::kNone ? "" : kMissCauseTexts[static_cast<std::size_t>(cause) - 1].id;
}

}  // namespace stopover::flow
