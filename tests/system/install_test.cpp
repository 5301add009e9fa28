// SPDX-License-Identifier: Apache-2.0
// `cmake --install` gives a program that works from where it was put, with scenarios, manual and
// completions.
#include <filesystem>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/system/program.hpp"

namespace stopover::system_test {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

TEST(Install, TheProgramWorksFromWhereItWasPut) {
  const Scratch scratch;
  const Outcome installed =
      run(Call{.arguments = {"--install", STOPOVER_BINARY_DIR, "--prefix", scratch / "usr"},
               .program = STOPOVER_CMAKE});
  ASSERT_EQ(installed.code, 0) << installed.err << installed.out;
  for (const char* const file :
       {"bin/stopover", "share/man/man1/stopover.1", "share/bash-completion/completions/stopover",
        "share/zsh/site-functions/_stopover", "share/fish/vendor_completions.d/stopover.fish",
        "share/stopover/scenarios/minimal/scenario.txtpb",
        "share/stopover/scenarios/shanghai/2024/scenario.txtpb"})
    EXPECT_TRUE(fs::exists(scratch.path() / "usr" / file)) << file;

  // The page of `report`, where it has been built.
  EXPECT_EQ(fs::exists(scratch.path() / "usr/share/stopover/report.html"),
            fs::exists(STOPOVER_SOURCE_DIR "/tools/report/dist/report.html"));

  const std::string program = scratch / "usr/bin/stopover";
  const Outcome demo = run(Call{.arguments = {"demo"}, .program = program});
  EXPECT_EQ(demo.code, 0) << demo.err;
  // Its own scenarios, not those of the source tree.
  EXPECT_THAT(demo.out, HasSubstr(scratch / "usr/share/stopover/scenarios/minimal-tour"));
  EXPECT_EQ(slurp(scratch / "usr/share/man/man1/stopover.1"), run({"man"}).out);
}

}  // namespace
}  // namespace stopover::system_test
