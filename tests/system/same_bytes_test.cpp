// SPDX-License-Identifier: Apache-2.0
// One scenario and seed give the same files: for any number of threads, in any folder, time zone,
// locale and environment.
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/system/program.hpp"

namespace stopover::system_test {
namespace {

using Words = std::vector<std::string>;

// Runs `words` with the output in a fresh folder; its fingerprint.
std::string files_of(Words words, Call call = {}) {
  const Scratch scratch;
  words.insert(words.end(), {"--output", scratch / "out", "--quiet"});
  call.arguments = std::move(words);
  const Outcome outcome = run(call);
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  if (outcome.code != 0) return "failed";
  EXPECT_EQ(run({"verify", scratch / "out"}).code, 0);
  return fingerprint(scratch / "out");
}

void expect_same_for_all_threads(const Words& words) {
  std::string first;
  for (const char* const threads : {"1", "2", "3", "7", "16"}) {
    Words with = words;
    with.insert(with.end(), {"--threads", threads});
    const std::string files = files_of(with);
    if (first.empty()) first = files;
    EXPECT_EQ(files, first) << threads << " threads";
  }
  EXPECT_NE(first.find("summary.json "), std::string::npos) << first;
  EXPECT_NE(first.find("results.sqlite "), std::string::npos) << first;
}

TEST(SameBytes, MinimalForAnyThreads) {
  for (const char* const seed : {"1", "2", "18446744073709551615"})
    expect_same_for_all_threads({"run", "minimal", "--replications", "9", "--seed", seed});
}

TEST(SameBytes, MinimalComparisonForAnyThreads) {
  expect_same_for_all_threads({"compare", "minimal", "minimal-tour", "--replications", "9"});
}

TEST(SameBytes, PrecisionForAnyThreads) {
  expect_same_for_all_threads({"run", "minimal", "--precision", "0.1"});
}

TEST(SameBytes, ShanghaiForAnyThreads) {
  const std::string sample = full_sweeps() ? "0.1" : "0.002";
  expect_same_for_all_threads({"run", "shanghai/2024", "--sample", sample, "--replications", "2"});
}

TEST(SameBytes, InAnyFolderZoneLocaleAndEnvironment) {
  const Words words{"run", "minimal", "--replications", "5"};
  const std::string plain = files_of(words);
  const Scratch elsewhere;
  EXPECT_EQ(files_of(words, {.folder = elsewhere.path()}), plain);
  EXPECT_EQ(files_of(words, {.folder = "/"}), plain);
  for (const char* const zone : {"Asia/Shanghai", "America/St_Johns", "Pacific/Apia", ":bad"})
    EXPECT_EQ(files_of(words, {.environment = {{"TZ", zone}}}), plain) << zone;
  for (const char* const locale : {"de_DE.UTF-8", "tr_TR.UTF-8", "zh_CN.UTF-8", "C.UTF-8"})
    EXPECT_EQ(files_of(words, {.environment = {{"LC_ALL", locale}, {"LANG", locale}}}), plain)
        << locale;
  EXPECT_EQ(files_of(words, {.environment = {{"PADDING", std::string(60'000, 'x')}}}), plain);
  EXPECT_EQ(files_of(words, {.environment = {{"STOPOVER_THREADS", "5"}}}), plain);
}

// The scenario has a name or only a path, its base lies beside it or elsewhere.
TEST(SameBytes, HoweverTheScenarioIsNamed) {
  const Words name{"run", "minimal-tour", "--replications", "2"};
  const std::string plain = files_of(name);
  const auto by = [&](const std::string& path, Call call = {}) {
    return files_of({"run", path, "--replications", "2"}, std::move(call));
  };
  EXPECT_EQ(by(kScenarios + "/minimal-tour"), plain);
  EXPECT_EQ(by(kScenarios + "/minimal-tour/scenario.txtpb"), plain);
  EXPECT_EQ(by("../minimal-tour/", {.folder = kScenarios + "/minimal"}), plain);
  EXPECT_EQ(by(".", {.folder = kScenarios + "/minimal-tour"}), plain);
}

TEST(SameBytes, NoFileIsNamedByWhereTheCheckoutLies) {
  const Scratch scratch;
  ASSERT_EQ(run({"run", "minimal-tour", "-r", "2", "-o", scratch / "a"}).code, 0);
  for (const char* const file : {"csv/assumptions.csv", "csv/changes.csv", "manifest.json"})
    EXPECT_EQ(slurp((scratch / "a/") + file).find(kScenarios), std::string::npos) << file;
  EXPECT_NE(slurp(scratch / "a/csv/assumptions.csv").find(",../minimal/flights.csv,"),
            std::string::npos);
}

TEST(SameBytes, NotForAnotherSeedOrNumberOfReplications) {
  const std::string one = files_of({"run", "minimal", "--replications", "5", "--seed", "1"});
  EXPECT_NE(files_of({"run", "minimal", "--replications", "5", "--seed", "2"}), one);
  EXPECT_NE(files_of({"run", "minimal", "--replications", "6", "--seed", "1"}), one);
}

TEST(SameBytes, TheManifestsCommandRepeatsTheRun) {
  const Scratch scratch;
  const Outcome first = run({"run", "minimal", "-r", "4", "-s", "9", "-o", scratch / "a"});
  ASSERT_EQ(first.code, 0) << first.err;
  const std::string manifest = slurp(scratch / "a/manifest.json");
  const std::string line = "stopover run minimal --seed 9 --replications 4";
  ASSERT_NE(manifest.find("\"" + line + "\""), std::string::npos) << manifest;
  const Outcome again =
      run({"run", "minimal", "--seed", "9", "--replications", "4", "-o", scratch / "b"});
  ASSERT_EQ(again.code, 0) << again.err;
  EXPECT_EQ(fingerprint(scratch / "a"), fingerprint(scratch / "b"));
}

}  // namespace
}  // namespace stopover::system_test
