// SPDX-License-Identifier: Apache-2.0
// `stopover trace`, `stopover run --events` and `verify_events` as a person uses them.
#include <algorithm>
#include <cmath>
#include <fstream>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/system/program.hpp"
#include "tools/stopover/command_table.hpp"

namespace stopover::system_test {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

Outcome verifier(std::vector<std::string> words) {
  Call call{.arguments = std::move(words)};
  call.program = STOPOVER_VERIFIER;
  return run(call);
}

TEST(Trace, TellsAStoryInBothLanguages) {
  const Outcome english = run({"trace", "minimal", "--party", "0"});
  ASSERT_EQ(english.code, tool::kExitOk) << english.err;
  for (const char* const text :
       {"Party 0, ", "What it chose among", "> ", "other time than wanted", "sets out from",
        " ahead", "is served after", "ready to board", "boards", "places left", "arrives at ",
        "is at the destination", "On the way ", " yuan"})
    EXPECT_THAT(english.out, HasSubstr(text));
  const Outcome chinese = run({"trace", "minimal", "--party", "0", "--lang", "zh"});
  ASSERT_EQ(chinese.code, tool::kExitOk) << chinese.err;
  for (const char* const text :
       {"同行组 0：", "可选方案", "所选方案的效用为", "出发", "排队，前面", "登乘", "全程", "元"})
    EXPECT_THAT(chinese.out, HasSubstr(text));
}

// Shares add up, the parts make the utility, and what has the greatest utility and error was taken.
TEST(Trace, ExplainsTheChoice) {
  const Outcome outcome = run({"trace", "minimal", "--party", "5", "--json"});
  ASSERT_EQ(outcome.code, tool::kExitOk) << outcome.err;
  const auto choice = nlohmann::json::parse(outcome.out).at("choice");
  const double scale = choice.at("scale_per_hour");
  double shares = 0;
  double greatest = -1e300;
  double taken = 0;
  int chosen = 0;
  for (const auto& alternative : choice.at("alternatives")) {
    shares += alternative.at("probability").get<double>();
    double hours = 0;
    for (const auto& part : alternative.at("generalised_hours")) hours += part.get<double>();
    const double utility = alternative.at("utility");
    EXPECT_NEAR(utility,
                -scale * hours + alternative.at("constants").get<double>() +
                    alternative.at("stay").get<double>(),
                1e-9 * std::abs(utility));
    const double with_error = utility + alternative.at("error").get<double>();
    greatest = std::max(greatest, with_error);
    if (!alternative.at("chosen").get<bool>()) continue;
    ++chosen;
    taken = with_error;
  }
  EXPECT_NEAR(shares, 1, 1e-12);
  EXPECT_EQ(chosen, 1);
  EXPECT_EQ(taken, greatest);
}

// What the story says is what the log says.
TEST(Trace, AgreesWithTheEventLog) {
  const Scratch scratch;
  ASSERT_EQ(
      run({"run", "minimal", "-r", "1", "-o", scratch / "out", "--events", scratch / "events"})
          .code,
      tool::kExitOk);
  const Outcome outcome = run({"trace", "minimal", "--party", "5", "--json"});
  ASSERT_EQ(outcome.code, tool::kExitOk) << outcome.err;
  const auto story = nlohmann::json::parse(outcome.out);
  const std::string key = story.at("party").at("key");
  std::ifstream log(scratch / "events/events.csv");
  auto event = story.at("events").begin();
  for (std::string line; std::getline(log, line);) {
    if (line.find("," + key + ",,") == std::string::npos) continue;
    ASSERT_NE(event, story.at("events").end());
    EXPECT_THAT(line, HasSubstr("," + event->at("event").get<std::string>() + ","));
    ++event;
  }
  EXPECT_EQ(event, story.at("events").end());
  const auto by_key = run({"trace", "minimal", "--party", key, "--json"});
  EXPECT_EQ(by_key.out, outcome.out);
}

TEST(Trace, FindsParties) {
  const Outcome outcome = run({"trace", "minimal", "--search", "missed", "--json", "-n", "3"});
  ASSERT_EQ(outcome.code, tool::kExitOk) << outcome.err;
  const auto found = nlohmann::json::parse(outcome.out);
  EXPECT_EQ(found.at("format"), "stopover-parties-1");
  EXPECT_LE(found.at("parties").size(), 3U);
  for (const auto& party : found.at("parties")) EXPECT_FALSE(party.at("missed").empty());
  const Outcome all = run({"trace", "minimal", "--search", "from=nowhere"});
  EXPECT_EQ(all.code, tool::kExitUsage);
  EXPECT_THAT(all.err, HasSubstr("there is no place \"nowhere\""));
  const Outcome none =
      run({"trace", "minimal", "--search", "stranded,stay=nights", "--sample", "0.5"});
  EXPECT_EQ(none.code, tool::kExitOk) << none.err;
  EXPECT_THAT(none.out, HasSubstr("In a sample hardly anybody queues"));
  const Outcome slip = run({"trace", "minimal", "--search", "mised"});
  EXPECT_EQ(slip.code, tool::kExitUsage);
  EXPECT_THAT(slip.err, HasSubstr("did you mean \"missed\"?"));
}

// No train runs; who misses it takes a taxi that is 90 minutes on the road.
TEST(Trace, TellsOfARoadTakenInsteadOfATrain) {
  const Scratch scratch;
  std::ofstream(scratch / "scenario.txtpb") << R"(
id: "by-taxi" title: "By taxi" base: ")" << kScenarios
                                            << R"(/minimal"
change {
  id: "strike" reason: "No trains."
  add {
    restriction { id: "shut" name: "Shut" target: "intercity" from: "00:00" until: "24:00"
      provenance { source: "invented" confidence: "assumption" } }
    road { id: "taxi" party_max: 3 mode: TAXI from: "station" to: "delta" minutes: 90 fare_yuan: 400
      provenance { source: "invented" confidence: "assumption" } }
  }
  provenance { source: "invented" confidence: "assumption" }
}
)";
  const std::string scenario = scratch.path();
  const Outcome search = run({"trace", scenario, "--search", "missed=cancelled", "--json"});
  ASSERT_EQ(search.code, tool::kExitOk) << search.err;
  const auto found = nlohmann::json::parse(search.out);
  ASSERT_FALSE(found.at("parties").empty());
  const std::string number = found.at("parties").at(0).at("number").dump();
  const auto story =
      nlohmann::json::parse(run({"trace", scenario, "--party", number, "--json"}).out);
  EXPECT_EQ(story.at("events").back().at("event"), "finished");
  EXPECT_EQ(story.at("events").back().at("place"), "delta");
  EXPECT_EQ(story.at("seconds").at("road"), 5400);
  // At the door by train at 11:25, by taxi at 12:25: asked at 10:45, set out at 10:55.
  EXPECT_EQ(story.at("late_seconds"), 3600);
  const Outcome text = run({"trace", scenario, "--party", number});
  for (const char* const line :
       {"goes by road to Delta city, 1 h 30 min", "is at the destination, Delta city",
        "by road 1 h 30 min", "it arrived 1 h 00 min later than planned"})
    EXPECT_THAT(text.out, HasSubstr(line));
}

TEST(Trace, SaysWhatIsWrongWithTheLine) {
  EXPECT_THAT(run({"trace", "minimal"}).err, HasSubstr("either --party"));
  EXPECT_THAT(run({"trace", "minimal", "--party", "x"}).err, HasSubstr("found \"x\""));
  const Outcome beyond = run({"trace", "minimal", "--party", "99999999"});
  EXPECT_EQ(beyond.code, tool::kExitUsage);
  EXPECT_THAT(beyond.err, HasSubstr("there are parties 0 to"));
  const Outcome nobody = run({"trace", "minimal", "--party", "0", "--sample", "0.0001"});
  EXPECT_EQ(nobody.code, tool::kExitUsage);
  EXPECT_THAT(nobody.err, HasSubstr("nobody travels"));
}

TEST(Events, AreWrittenWholeAndVerified) {
  const Scratch scratch;
  const std::string folder = scratch / "events";
  const Outcome outcome =
      run({"run", "minimal", "-r", "2", "-o", scratch / "out", "--events", folder, "--nth", "1"});
  ASSERT_EQ(outcome.code, tool::kExitOk) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("Events of replication 1: " + folder));
  EXPECT_EQ(run({"verify", folder}).code, tool::kExitOk);
  const Outcome good = verifier({folder});
  EXPECT_EQ(good.code, 0) << good.err;
  EXPECT_THAT(good.out, HasSubstr("agree with each other"));

  // Two runs, any threads: the same bytes.
  ASSERT_EQ(run({"run", "minimal", "-r", "1", "-t", "2", "-o", scratch / "out2", "--events",
                 scratch / "again", "--nth", "1"})
                .code,
            tool::kExitOk);
  EXPECT_EQ(slurp(folder + "/events.csv"), slurp(scratch / "again/events.csv"));

  std::string text = slurp(folder + "/events.csv");
  text.replace(text.find(",boards,"), 8, ",alights,");
  std::ofstream(folder + "/events.csv") << text;
  const Outcome bad = verifier({folder});
  EXPECT_EQ(bad.code, 3);
  EXPECT_THAT(bad.err, HasSubstr("[E-EVT-011]"));
  EXPECT_EQ(verifier({scratch / "nothing"}).code, 1);
  EXPECT_EQ(verifier({}).code, 2);
  EXPECT_THAT(verifier({"--rules", "--lang", "zh"}).out, HasSubstr("E-EVT-051"));
}

TEST(Events, NeedAFolderOfTheirOwn) {
  const Scratch scratch;
  const Outcome same =
      run({"run", "minimal", "-r", "1", "-o", scratch / "out", "--events", scratch / "out"});
  EXPECT_EQ(same.code, tool::kExitUsage);
  EXPECT_EQ(run({"run", "minimal", "--nth", "1"}).code, tool::kExitUsage);
  EXPECT_THAT(names_in(scratch.path()), IsEmpty());
}

}  // namespace
}  // namespace stopover::system_test
