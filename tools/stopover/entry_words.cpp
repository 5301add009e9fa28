// SPDX-License-Identifier: Apache-2.0
#include "tools/stopover/entry_words.hpp"

#include <array>
#include <bit>
#include <cstddef>

namespace stopover::tool {
namespace {

// In the order of the bits; keys as in policy::kConditions.
constexpr std::array<EntryWord, policy::kConditions.size()> kConditionWords{{
    {"in-force", "not in force on that day", "当日未生效"},
    {"nationality", "nationality not covered", "国籍不在适用范围"},
    {"port", "not a port of entry of this rule", "入境口岸不适用"},
    {"exit-port", "not a port of exit of this rule", "出境口岸不适用"},
    {"onward-ticket", "no onward ticket with seat and date", "没有已确定座位和日期的联程客票"},
    {"third-country", "does not go on to a third country or region", "前往的不是第三国（地区）"},
    {"stay", "leaves after the latest lawful exit", "离境晚于最晚离境时间"},
    {"area", "goes where the rule does not reach", "前往停留区域以外"},
    {"passport", "passport ends too soon", "护照有效期不足"},
    {"activity", "activity not allowed", "活动内容不允许"},
    {"document", "a document is missing", "缺少所需证件"},
    {"group-size", "group too small", "团队人数不足"},
    {"group-agency", "no registered agency", "没有境内旅行社组织接待"},
    {"group-ship", "does not come and leave on one ship", "未随同一邮轮入出境"},
    {"group-list", "list filed too late", "名单申报过晚"},
    {"uses", "used up", "使用次数已满"},
    {"leaves-port", "only for those who stay in the port", "仅限不出口岸者"},
    {"stays-in-port", "only for those who leave the port", "仅限离开口岸者"},
}};
constexpr std::array<EntryWord, 5> kCounters{{
    {"ordinary", "ordinary desk for foreigners", "外国人普通查验台"},
    {"permit", "desk for temporary entry permits, before the border check",
     "临时入境许可办理柜台（边检前）"},
    {"transfer", "transfer desk, without entering", "国际中转柜台，不入境"},
    {"citizen", "desk or gate for citizens and residents", "中国公民及港澳台居民通道"},
    {"group", "group list, aboard or at the pier", "团队名单，船上或码头查验"},
}};
constexpr std::array<EntryWord, policy::kDocuments> kDocumentWords{{
    {"passport", "passport", "护照"},
    {"onward-ticket", "onward ticket with seat and date", "已定座联程客票"},
    {"arrival-card", "arrival card", "入境卡"},
    {"permit-form", "form for a temporary entry permit", "临时入境申请表"},
    {"group-list", "list of the group", "团队名单"},
    {"visa", "visa", "签证"},
    {"invitation", "filed invitation", "已备案邀请"},
    {"residence-permit", "residence permit", "居留许可"},
    {"identity-card", "identity card", "身份证"},
    {"home-return-permit", "mainland travel permit for Hong Kong and Macao residents",
     "港澳居民来往内地通行证"},
    {"taiwan-permit", "mainland travel permit for Taiwan residents", "台湾居民来往大陆通行证"},
}};
constexpr std::array<EntryWord, policy::kActivities> kActivityWords{{
    {"tourism", "tourism", "旅游"},
    {"business", "business", "商务"},
    {"family", "family visit", "探亲"},
    {"exchange", "exchange visit", "交流访问"},
    {"transit", "transit", "过境"},
    {"work", "work", "工作"},
    {"study", "study", "学习"},
    {"news", "news reporting", "新闻采访"},
}};

}  // namespace

const EntryWord& condition_word(policy::Failed bit) {
  return kConditionWords.at(
      static_cast<std::size_t>(std::countr_zero(static_cast<std::uint32_t>(bit))));
}
const EntryWord& counter_word(policy::Counter counter) {
  return kCounters.at(static_cast<std::size_t>(counter));
}
const EntryWord& document_word(policy::Document document) {
  return kDocumentWords.at(static_cast<std::size_t>(document));
}
const EntryWord& activity_word(policy::Activity activity) {
  return kActivityWords.at(static_cast<std::size_t>(activity));
}

}  // namespace stopover::tool
