// SPDX-License-Identifier: Apache-2.0
#include "engine/random/stream.hpp"

#include <array>
#include <concepts>
#include <random>
#include <tuple>
#include <type_traits>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "engine/base/executor.hpp"

namespace stopover::random {
namespace {

static_assert(std::uniform_random_bit_generator<Stream>);
static_assert(std::is_trivially_copyable_v<Stream>);
static_assert(std::same_as<Stream::result_type, std::uint32_t>);
static_assert(!std::is_convertible_v<int, Purpose>, "a number is not a purpose");

using Words = std::array<std::uint32_t, 4>;

Words words(const detail::Block& block) {
  return {detail::low_word(block.even), detail::high_word(block.even), detail::low_word(block.odd),
          detail::high_word(block.odd)};
}

// The slow oracle: Philox4x32-10 as printed in Salmon and others 2011.
Words philox_from_the_paper(Words c, std::uint32_t k0, std::uint32_t k1) {
  for (int round = 0; round < 10; ++round) {
    const std::uint64_t p0 = 0xD2511F53ULL * c[0];
    const std::uint64_t p1 = 0xCD9E8D57ULL * c[2];
    c = {static_cast<std::uint32_t>(p1 >> 32U) ^ c[1] ^ k0, static_cast<std::uint32_t>(p1),
         static_cast<std::uint32_t>(p0 >> 32U) ^ c[3] ^ k1, static_cast<std::uint32_t>(p0)};
    k0 += 0x9E3779B9U;
    k1 += 0xBB67AE85U;
  }
  return c;
}

// Random123's published vectors for philox4x32 with 10 rounds.
TEST(Philox, GivesThePublishedKnownAnswers) {
  EXPECT_EQ(words(detail::philox_block(0, {0, 0, 0})),
            (Words{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}));
  EXPECT_EQ(words(detail::philox_block(~0ULL, {~0U, ~0U, ~0ULL})),
            (Words{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}));
  EXPECT_EQ(
      words(detail::philox_block(0x299f31d0a4093822, {0x243f6a88, 0x85a308d3, 0x0370734413198a2e})),
      (Words{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}));
}

RC_GTEST_PROP(Philox, AgreesWithThePaperForEveryKeyAndCounter,
              (std::uint64_t key, std::uint32_t block, std::uint32_t use, std::uint64_t entity)) {
  RC_ASSERT(words(detail::philox_block(key, {block, use, entity})) ==
            philox_from_the_paper({block, use, detail::low_word(entity), detail::high_word(entity)},
                                  detail::low_word(key), detail::high_word(key)));
}

TEST(Stream, IsPinned) {
  const StreamKey key{.seed = 7, .replication = 3, .entity = 42, .purpose = purpose("choice")};
  Stream stream(key);
  const std::array<std::uint64_t, 4> draws = {stream.next64(), stream.next64(), stream.next64(),
                                              stream.next64()};
  EXPECT_EQ(draws, (std::array<std::uint64_t, 4>{0x2196d36d78e85490, 0xd08e7ff356971229,
                                                 0xd4546c2bc3b7de64, 0xa3c5a16597a02f51}));
  EXPECT_EQ(static_cast<std::uint32_t>(purpose("choice")), 0x026ab7baU);
}

TEST(Stream, OperatorTakesOneDrawAndGivesItsUpperHalf) {
  const StreamKey key{.seed = 1, .entity = 5, .purpose = purpose("walk")};
  Stream stream(key);
  for (std::uint32_t d = 0; d < 9; ++d) EXPECT_EQ(stream(), bits(key, d) >> 32U);
  EXPECT_EQ(stream.position(), 9);
}

RC_GTEST_PROP(Stream, AnyDrawCanBeMadeWithoutTheOthers,
              (std::uint64_t seed, std::uint32_t replication, std::uint64_t entity,
               std::uint32_t use)) {
  const StreamKey key{seed, replication, entity, Purpose{use}};
  Stream stream(key);
  std::vector<std::uint64_t> in_order(40);
  for (std::uint64_t& x : in_order) x = stream.next64();
  for (std::uint32_t d = 0; d < in_order.size(); ++d) {
    RC_ASSERT(bits(key, d) == in_order[d]);
    RC_ASSERT(stream.at(d) == in_order[d]);
  }
  RC_ASSERT(stream.position() == in_order.size());
  const auto start = *rc::gen::inRange<std::uint32_t>(0, 39);
  stream.seek(start);
  RC_ASSERT(stream.next64() == in_order[start]);
  RC_ASSERT(stream.next64() == in_order[start + 1]);
}

TEST(Stream, RunsToItsLastDrawAndStopsThere) {
  const StreamKey key{.seed = 9};
  Stream stream(key);
  stream.seek(0xffffffffU);
  EXPECT_EQ(stream.next64(), bits(key, 0xffffffffU));
  EXPECT_DEATH((void)stream.next64(), "at most 2\\^32 draws");
}

// For one key Philox permutes the counters: different counters cannot give the same block.
RC_GTEST_PROP(Stream, DifferentIdentitiesNeverShareABlockWithinAReplication,
              (std::uint64_t seed, std::uint32_t replication, std::uint64_t entity,
               std::uint32_t use, std::uint32_t draw)) {
  const Stream stream({seed, replication, entity, Purpose{use}});
  const auto entity_change = *rc::gen::arbitrary<std::uint64_t>();
  const auto use_change = *rc::gen::arbitrary<std::uint32_t>();
  const auto draw_change = *rc::gen::arbitrary<std::uint32_t>() & ~1U;
  RC_PRE(entity_change != 0 || use_change != 0 || draw_change != 0);
  const Stream other({seed, replication, entity ^ entity_change, Purpose{use ^ use_change}});
  const std::uint32_t d = draw & ~1U;
  const std::uint32_t e = d ^ draw_change;
  RC_ASSERT(std::tuple(stream.at(d), stream.at(d + 1)) != std::tuple(other.at(e), other.at(e + 1)));
}

RC_GTEST_PROP(Stream, KeysDifferForDifferentReplicationsOfASeedAndSeedsOfAReplication,
              (std::uint64_t seed, std::uint32_t replication)) {
  const std::uint64_t key = detail::philox_key(seed, replication);
  const auto seed_change = *rc::gen::nonZero<std::uint64_t>();
  const auto replication_change = *rc::gen::nonZero<std::uint32_t>();
  RC_ASSERT(key != detail::philox_key(seed ^ seed_change, replication));
  RC_ASSERT(key != detail::philox_key(seed, replication ^ replication_change));
}

// D8: what an entity draws depends on nobody else. An entity takes as many draws as `appetite`
// says; the log is what the first `watched` of them saw.
template <class LuckOf>
std::vector<std::uint64_t> draw_log(const std::vector<std::uint64_t>& entities, std::size_t watched,
                                    std::size_t appetite_of_rest, LuckOf luck_of) {
  std::vector<std::uint64_t> log;
  for (std::size_t i = entities.size(); i > 0; --i) {  // the watched ones draw last
    auto&& luck = luck_of(entities[i - 1]);
    const std::size_t appetite = i <= watched ? 5 : appetite_of_rest;
    for (std::size_t d = 0; d < appetite; ++d) {
      const std::uint64_t x = luck.next64();
      if (i <= watched) log.push_back(x);
    }
  }
  return log;
}

const std::vector<std::uint64_t> kFour = {3, 8, 15, 16};
const std::vector<std::uint64_t> kSix = {3, 8, 15, 16, 23, 42};

TEST(Stream, DrawsOfAnEntityDoNotDependOnOthers) {
  const auto keyed = [](std::uint64_t entity) { return Stream({.seed = 4, .entity = entity}); };
  const std::vector<std::uint64_t> alone = draw_log(kFour, 3, 5, keyed);
  EXPECT_EQ(draw_log(kSix, 3, 5, keyed), alone) << "entities added";
  EXPECT_EQ(draw_log(kFour, 3, 9, keyed), alone) << "another entity draws more";
  EXPECT_EQ(draw_log(kFour, 3, 0, keyed), alone) << "another entity draws nothing";
}

TEST(Stream, TheTestAboveCatchesASharedGenerator) {
  Stream first({.seed = 4});
  Stream second({.seed = 4});
  const auto shared = [](Stream& stream) {
    return [&stream](std::uint64_t) -> Stream& { return stream; };
  };
  EXPECT_NE(draw_log(kFour, 3, 5, shared(first)), draw_log(kSix, 3, 5, shared(second)));
}

TEST(Stream, IsTheSameForEveryExecutor) {
  constexpr std::size_t kEntities = 5000;
  const auto run = [](Executor& executor) {
    std::vector<std::uint64_t> totals(kEntities);
    executor.run(kEntities, [&](std::size_t i) {
      Stream stream({.seed = 11, .replication = 2, .entity = i, .purpose = purpose("executor")});
      for (int d = 0; d < 7; ++d) totals[i] = stable_hash(totals[i], stream.next64());
    });
    return totals;
  };
  const std::vector<std::uint64_t> serial = run(*serial_executor());
  EXPECT_EQ(run(*tbb_executor(7)), serial);
  EXPECT_EQ(run(*shuffled_executor(5)), serial);
}

}  // namespace
}  // namespace stopover::random
