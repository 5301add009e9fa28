// SPDX-License-Identifier: Apache-2.0
// Packed files: whole ones are read, all others refused by their rule.
#include <gtest/gtest.h>
#include <zlib.h>

#include "engine/io/file_source.hpp"
#include "engine/io/io_rules.hpp"
#include "tests/engine/io/fault_codes.hpp"
#include "tests/engine/io/temp_folder.hpp"

namespace stopover::io {
namespace {

std::string packed(const std::string& bytes) {
  const TempFolder folder;
  gzFile out = gzopen(folder.file("a.gz").c_str(), "wb");
  EXPECT_NE(out, nullptr);
  const auto size = static_cast<unsigned>(bytes.size());
  EXPECT_EQ(gzwrite(out, bytes.data(), size), static_cast<int>(size));
  EXPECT_EQ(gzclose(out), Z_OK);
  return read_file(folder.file("a.gz"));
}

std::string rule_of(const std::string& bytes, SourceLimits limits = {}) {
  try {
    (void)unpack_gzip(bytes, "a.gz", limits);
  } catch (const InputError& bad) {
    return *codes_of(bad.faults()).begin();
  }
  return "";
}

std::string long_text() {
  std::string text;
  for (int i = 0; i < 200'000; ++i) text += std::to_string(i * 7919 % 100'003) + ",";
  return text;
}

TEST(Gzip, UnpacksWhatWasPacked) {
  for (const std::string& text : {std::string(), std::string("one line\n"), long_text()})
    EXPECT_EQ(unpack_gzip(packed(text), "a.gz"), text);
  EXPECT_EQ(unpack_gzip(packed("one") + packed("") + packed("two"), "a.gz"), "onetwo");
}

TEST(Gzip, AFileIsUnpackedByItsName) {
  const TempFolder folder;
  folder.write("a.csv.gz", packed("a,b\n"));
  folder.write("b.csv", packed("a,b\n"));
  EXPECT_EQ(read_unpacked(folder.file("a.csv.gz")), "a,b\n");
  EXPECT_EQ(read_unpacked(folder.file("b.csv")), packed("a,b\n"));
  EXPECT_THROW((void)read_unpacked(folder.file("none.gz")), EnvironmentError);
}

TEST(Gzip, IsRefusedCutAnywhereDamagedOrTooLarge) {
  const std::string whole = packed("one line and another, one line and another\n");
  for (std::size_t size = 0; size < whole.size(); ++size)
    EXPECT_EQ(rule_of(whole.substr(0, size)), "E-GZIP-001") << size;
  const std::string large = packed(long_text());
  for (const double share : {0.1, 0.5, 0.99})
    EXPECT_EQ(rule_of(large.substr(
                  0, static_cast<std::size_t>(share * static_cast<double>(large.size())))),
              "E-GZIP-001");
  std::string damaged = whole;
  damaged[damaged.size() - 6] = static_cast<char>(damaged[damaged.size() - 6] ^ 1);
  EXPECT_EQ(rule_of(damaged), "E-GZIP-001");
  EXPECT_EQ(rule_of("trip,train\n"), "E-GZIP-001");
  EXPECT_EQ(rule_of(whole + "rest"), "E-GZIP-001");
  const std::string bomb = packed(std::string(2'000'000, 'x'));
  EXPECT_EQ(rule_of(bomb, {.max_file_bytes = 1'999'999}), "E-GZIP-002");
  EXPECT_EQ(rule_of(bomb, {.ratio_free_bytes = 1000}), "E-GZIP-002");
  EXPECT_EQ(rule_of(bomb), "");
  EXPECT_EQ(registered(io_rules(), "GZIP"), (std::set<std::string>{"E-GZIP-001", "E-GZIP-002"}));
}

}  // namespace
}  // namespace stopover::io
