// SPDX-License-Identifier: Apache-2.0
#include <functional>
#include <ostream>

#include <gtest/gtest.h>

#include "engine/io/result_folder.hpp"
#include "tests/engine/io/result_sample.hpp"

namespace stopover::io {
namespace {

void write_small(const std::string& path) {
  ResultFolder out(path);
  out.write_file("summary.json", "{\"rate\": 0.25}\n");
  out.write_file("csv/kpi.csv", "id,value\nair_rail_rate,0.25\n");
  out.publish({{"seed", 7}, {"title", "上海"}});
}

struct Damage {
  const char* name;
  const char* rule;
  std::function<void(const std::string&)> make;
  friend void PrintTo(const Damage& c, std::ostream* out) { *out << c.name; }
};

class VerifyNames : public testing::TestWithParam<Damage> {};

TEST_P(VerifyNames, TheDamage) {
  const ScratchFolder scratch;
  const std::string path = scratch / "r";
  write_small(path);
  ASSERT_TRUE(verify_result_folder(path).empty());
  GetParam().make(path);
  const FaultList faults = verify_result_folder(path);
  EXPECT_EQ(rule_of(faults), GetParam().rule) << faults.text();
  EXPECT_EQ(faults.errors(), 1U) << faults.text();
}

void cut(const std::string& path, std::size_t left) {
  fs::resize_file(path, left);
}

INSTANTIATE_TEST_SUITE_P(
    All, VerifyNames,
    testing::Values(
        Damage{"no_manifest", "E-RES-001",
               [](const std::string& p) { fs::remove(p + "/manifest.json"); }},
        Damage{"empty_manifest", "E-RES-002",
               [](const std::string& p) { cut(p + "/manifest.json", 0); }},
        Damage{"duplicate_key", "E-RES-002",
               [](const std::string& p) {
                 std::string text = bytes_of(p + "/manifest.json");
                 text.insert(2, "  \"seed\": 7,\n");
                 put(p + "/manifest.json", text);
               }},
        Damage{"deep_manifest", "E-RES-002",
               [](const std::string& p) { put(p + "/manifest.json", std::string(100'000, '[')); }},
        Damage{"linked_manifest", "E-RES-002",
               [](const std::string& p) {
                 fs::rename(p + "/manifest.json", p + "-manifest");
                 fs::create_symlink(p + "-manifest", p + "/manifest.json");
               }},
        Damage{"manifest_of_another_run", "E-RES-005",
               [](const std::string& p) {
                 ResultFolder other(p + "-other");
                 other.write_file("summary.json", "{\"rate\": 0.26}\n");
                 other.write_file("csv/kpi.csv", bytes_of(p + "/csv/kpi.csv"));
                 other.publish({});
                 fs::copy_file(p + "-other/manifest.json", p + "/manifest.json",
                               fs::copy_options::overwrite_existing);
               }},
        Damage{"missing_file", "E-RES-003",
               [](const std::string& p) { fs::remove(p + "/csv/kpi.csv"); }},
        Damage{"folder_for_a_file", "E-RES-003",
               [](const std::string& p) {
                 fs::remove(p + "/csv/kpi.csv");
                 fs::create_directory(p + "/csv/kpi.csv");
               }},
        Damage{"extra_file", "E-RES-004",
               [](const std::string& p) { put(p + "/csv/extra.csv", ""); }},
        Damage{"empty_file", "E-RES-005", [](const std::string& p) { cut(p + "/csv/kpi.csv", 0); }},
        Damage{"linked_file", "E-RES-005",
               [](const std::string& p) {
                 fs::rename(p + "/csv/kpi.csv", p + "-kpi");
                 fs::create_symlink(p + "-kpi", p + "/csv/kpi.csv");
               }}),
    [](const auto& c) { return std::string(c.param.name); });

TEST(VerifyResult, SeesEveryFlippedBitAndEveryCut) {
  const ScratchFolder scratch;
  const std::string path = scratch / "r";
  write_small(path);
  std::size_t flips = 0;
  for (const char* name : {"manifest.json", "summary.json", "csv/kpi.csv"}) {
    const std::string file = path + "/" + name;
    const std::string good = bytes_of(file);
    for (std::size_t i = 0; i < good.size(); ++i) {
      for (unsigned bit = 0; bit < 8; ++bit) {
        std::string bad = good;
        bad[i] = static_cast<char>(static_cast<unsigned char>(bad[i]) ^ (1U << bit));
        put(file, bad);
        ASSERT_FALSE(verify_result_folder(path).empty()) << name << " byte " << i << " bit " << bit;
        ++flips;
      }
      put(file, good.substr(0, i));
      ASSERT_FALSE(verify_result_folder(path).empty()) << name << " cut at " << i;
    }
    put(file, good + " ");
    ASSERT_FALSE(verify_result_folder(path).empty()) << name << " lengthened";
    put(file, good);
  }
  EXPECT_GT(flips, 3000U);
  EXPECT_TRUE(verify_result_folder(path).empty());
}

TEST(VerifyResult, NoSuchFolderIsTheSystemsWord) {
  const ScratchFolder scratch;
  EXPECT_THROW((void)verify_result_folder(scratch / "nothing"), EnvironmentError);
}

}  // namespace
}  // namespace stopover::io
