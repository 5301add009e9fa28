// SPDX-License-Identifier: Apache-2.0
#include "engine/base/ids.hpp"

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <regex>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace stopover {
namespace {

using StopId = Id<struct StopTestTag>;
using ByteId = Id<struct ByteTestTag, std::uint8_t>;

static_assert(sizeof(StopId) == 4 && sizeof(ByteId) == 1);
static_assert(StopId().is_none() && StopId::none() == StopId());
static_assert(!StopId(0).is_none() && StopId(7).value() == 7);
static_assert(StopId(1) < StopId(2) && StopId(2) < StopId::none());

TEST(Id, NoneIsTheOneSentinelAndComparesAfterEveryId) {
  EXPECT_TRUE(StopId(0xffffffffU).is_none());
  EXPECT_GT(StopId::none(), StopId(0xfffffffeU));
}

class IdsDeathTest : public testing::Test {
 protected:
  void SetUp() override { GTEST_FLAG_SET(death_test_style, "threadsafe"); }
};

TEST_F(IdsDeathTest, AValueThatDoesNotFitIsABug) {
  EXPECT_DEATH((void)StopId(-1), "id fits its type");
  EXPECT_DEATH((void)StopId(std::int64_t{1} << 32), "id fits its type");
  EXPECT_DEATH((void)ByteId(256), "id fits its type");
}

TEST(Table, PushBackGivesTheIdThatNextIdAnnounced) {
  Table<StopId, std::string> names;
  EXPECT_EQ(names.next_id(), StopId(0));
  const StopId first = names.push_back("a");
  EXPECT_EQ(names.next_id(), StopId(1));
  const StopId second = names.push_back("b");
  EXPECT_EQ(names[first], "a");
  EXPECT_EQ(names[second], "b");
  EXPECT_EQ(names.rows(), (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(ids_of(names), (std::vector<StopId>{first, second}));
}

TEST(Table, ContainsExactlyTheIdsOfItsRows) {
  const Table<StopId, int> table(3, 9);
  EXPECT_TRUE(table.contains(StopId(0)));
  EXPECT_TRUE(table.contains(StopId(2)));
  EXPECT_FALSE(table.contains(StopId(3)));
  EXPECT_FALSE(table.contains(StopId::none()));
}

TEST(Table, OfBoolsCanBeWrittenThroughItsIndex) {
  Table<StopId, bool> open(2, false);
  open[StopId(1)] = true;
  EXPECT_FALSE(open[StopId(0)]);
  EXPECT_TRUE(open[StopId(1)]);
}

TEST_F(IdsDeathTest, IndexingOutsideATableIsABugInReleaseToo) {
  Table<StopId, int> table{1, 2, 3};
  const Table<StopId, int>& readonly = table;
  EXPECT_DEATH(table[StopId(3)] = 0, "id outside its table");
  EXPECT_DEATH((void)readonly[StopId::none()], "id outside its table");
}

TEST_F(IdsDeathTest, ATableHoldsOneRowLessThanItsIdTypeHasValues) {
  Table<ByteId, int> table(254);
  EXPECT_EQ(table.push_back(0), ByteId(254));
  EXPECT_DEATH(table.push_back(0), "as many rows as ids exist");
}

// Two kinds of id or unit that share a tag would mix. Tags are declared where they are used, so it
// is enough that no tag name is written twice in the headers, and that each alias declares its own.
TEST(Tags, NoTwoIdsOrUnitsOfTheProjectShareATag) {
  namespace fs = std::filesystem;
  const std::regex alias(
      R"(using\s+(\w+)\s*=\s*(?:stopover::)?(Id|Quantity)<\s*(struct\s+)?(\w+))");
  std::map<std::string, std::string> owner;
  for (const char* folder : {"engine", "models"}) {
    for (const auto& entry :
         fs::recursive_directory_iterator(fs::path(STOPOVER_SOURCE_DIR) / folder)) {
      if (entry.path().extension() != ".hpp") continue;
      std::ifstream file(entry.path());
      const std::string text{std::istreambuf_iterator<char>(file), {}};
      for (std::sregex_iterator m(text.begin(), text.end(), alias), end; m != end; ++m) {
        const auto at = static_cast<std::size_t>(m->position());
        const std::size_t line = text.rfind('\n', at) + 1;
        if (text.substr(line, at - line).find("//") != std::string::npos)
          continue;  // an example in a comment
        const std::string name = (*m)[1];
        EXPECT_TRUE((*m)[3].matched) << name << " does not declare a tag of its own in " << entry;
        const auto [known, fresh] = owner.emplace((*m)[4], name);
        EXPECT_TRUE(fresh) << name << " shares the tag " << (*m)[4] << " with " << known->second;
      }
    }
  }
  EXPECT_GE(owner.size(), 5u) << "the units of engine/base at least";
}

}  // namespace
}  // namespace stopover
