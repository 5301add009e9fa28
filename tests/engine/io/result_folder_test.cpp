// SPDX-License-Identifier: Apache-2.0
#include "engine/io/result_folder.hpp"

#include <functional>
#include <ostream>

#include <gmock/gmock.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "engine/io/result_lock.hpp"
#include "tests/engine/io/result_ops.hpp"
#include "tests/engine/io/result_sample.hpp"

namespace stopover::io {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

TEST(ResultFolder, AppearsWholeWithAManifestThatVerifies) {
  const ScratchFolder scratch;
  const std::string path = scratch / "runs/today/base";
  {
    ResultFolder out(path);
    out.write_file("csv/kpi.csv", "id\n");
    EXPECT_FALSE(fs::exists(path)) << "nothing under the name before it is published";
    out.publish({{"seed", 7}});
  }
  EXPECT_THAT(files_below(path), ElementsAre("csv/kpi.csv", "manifest.json"));
  EXPECT_TRUE(verify_result_folder(path).empty());
  const auto manifest = nlohmann::json::parse(bytes_of(path + "/manifest.json"));
  EXPECT_EQ(manifest["seed"], 7);
  EXPECT_EQ(manifest["outputs"][0]["name"], "csv/kpi.csv");
  EXPECT_EQ(manifest["outputs"][0]["bytes"], 3);
  // printf 'id\n' | sha256sum
  EXPECT_EQ(manifest["outputs"][0]["sha256"],
            "984a644ec3b56d32b0404777e1eb73390c4b0742a6a0e183f07861056b6746de");
  EXPECT_EQ(remains_in(scratch / "runs/today"), "");
}

TEST(ResultFolder, SameOutputsAreTheSameBytesWhereverTheyStand) {
  EXPECT_EQ(sample_tree(1), sample_tree(1));
  EXPECT_NE(sample_tree(1), sample_tree(2));
}

TEST(ResultFolder, DroppedWithoutPublishLeavesNothing) {
  const ScratchFolder scratch;
  {
    ResultFolder out(scratch / "r");
    out.write_file("a/b/c.txt", "x");
  }
  EXPECT_TRUE(tree_of(scratch.path()).empty());
  try {
    ResultFolder out(scratch / "r");
    const OutputFile open_when_it_happens(out, "a.txt");
    throw EnvironmentError("x", "y", "z");
  } catch (const EnvironmentError&) {
  }
  EXPECT_TRUE(tree_of(scratch.path()).empty());
}

TEST(ResultFolder, TakesAnyNameOfAFile) {
  const ScratchFolder scratch;
  for (const std::string& name :
       {std::string("with spaces "), std::string("上海 2027 方案"), std::string("🚄✈️"),
        std::string("-rf"), std::string("quote\"'$(x)"), std::string("a.stopover-partial-9"),
        std::string("new\nline"), std::string(255, 'n'), std::string("\xff not utf-8")}) {
    const std::string path = scratch / name;
    write_sample(path, 1, Existing::kRefuse);
    EXPECT_TRUE(verify_result_folder(path).empty()) << name;
    write_sample(path + "/", 2, Existing::kReplace);
    EXPECT_EQ(tree_of(path), sample_tree(2)) << name;
  }
  EXPECT_EQ(remains_in(scratch.path()), "");
}

TEST(ResultFolder, RefusesWhatIsNoNameOfAFolder) {
  const ScratchFolder scratch;
  for (const std::string& path :
       {std::string(""), std::string("/"), std::string("."), scratch / "..", scratch / "."})
    EXPECT_EQ(refusal([&] { ResultFolder(path, Existing::kReplace); }), "E-RES-006") << path;
}

TEST(ResultFolder, RelativeNamesStartAtTheWorkingDirectory) {
  const ScratchFolder scratch;
  const fs::path before = fs::current_path();
  fs::current_path(scratch.path());
  write_sample("here", 1, Existing::kRefuse);
  fs::current_path(before);
  EXPECT_TRUE(verify_result_folder(scratch / "here").empty());
}

// ---- what is there already ---------------------------------------------------------------------

TEST(ResultFolder, DoesNotOverwriteUnlessAsked) {
  const ScratchFolder scratch;
  write_sample(scratch / "r", 1, Existing::kRefuse);
  EXPECT_EQ(refusal([&] { write_sample(scratch / "r", 2, Existing::kRefuse); }), "E-RES-006");
  EXPECT_EQ(tree_of(scratch / "r"), sample_tree(1));
  write_sample(scratch / "r", 2, Existing::kReplace);
  EXPECT_EQ(tree_of(scratch / "r"), sample_tree(2));
  EXPECT_EQ(remains_in(scratch.path()), "");
}

TEST(ResultFolder, ReplacesAnEmptyFolder) {
  const ScratchFolder scratch;
  fs::create_directories(scratch / "r/empty/too");
  write_sample(scratch / "r", 1, Existing::kReplace);
  EXPECT_EQ(tree_of(scratch / "r"), sample_tree(1));
}

struct Foreign {
  const char* what;
  std::function<void(const std::string&)> make;
  friend void PrintTo(const Foreign& c, std::ostream* out) { *out << c.what; }
};

class ReplaceRefuses : public testing::TestWithParam<Foreign> {};

TEST_P(ReplaceRefuses, SomebodyElsesWork) {
  const ScratchFolder scratch;
  const std::string path = scratch / "r";
  GetParam().make(path);
  const Tree before = tree_of(scratch.path());
  EXPECT_EQ(refusal([&] { write_sample(path, 2, Existing::kReplace); }), "E-RES-006");
  EXPECT_EQ(tree_of(scratch.path()), before);
}

void sample_with(const std::string& path, const std::string& extra, const std::string& bytes) {
  write_sample(path, 1, Existing::kRefuse);
  put(path + "/" + extra, bytes);
}

INSTANTIATE_TEST_SUITE_P(
    All, ReplaceRefuses,
    testing::Values(
        Foreign{"file", [](const std::string& path) { put(path, "thesis"); }},
        Foreign{"foreign_folder", [](const std::string& path) { put(path + "/thesis", "x"); }},
        Foreign{"added_file",
                [](const std::string& path) { sample_with(path, "csv/notes.txt", "mine"); }},
        Foreign{"damaged_manifest",
                [](const std::string& path) { sample_with(path, "manifest.json", "{}"); }},
        Foreign{"link",
                [](const std::string& path) {
                  write_sample(path + "-elsewhere", 1, Existing::kRefuse);
                  fs::create_symlink(path + "-elsewhere", path);
                }},
        Foreign{"link_to_nothing",
                [](const std::string& path) { fs::create_symlink("nowhere", path); }}),
    [](const auto& c) { return std::string(c.param.what); });

TEST(ResultFolder, LooksAgainBeforeItReplaces) {
  const ScratchFolder scratch;
  write_sample(scratch / "r", 1, Existing::kRefuse);
  EXPECT_EQ(refusal([&] {
              ResultFolder out(scratch / "r", Existing::kReplace);
              put(scratch / "r/notes.txt", "written during the run");
              out.publish({});
            }),
            "E-RES-006");
  EXPECT_EQ(bytes_of(scratch / "r/notes.txt"), "written during the run");
  EXPECT_EQ(refusal([&] {
              ResultFolder out(scratch / "new", Existing::kRefuse);
              put(scratch / "new", "written during the run");
              out.publish({});
            }),
            "E-RES-006");
  EXPECT_EQ(bytes_of(scratch / "new"), "written during the run");
  EXPECT_EQ(remains_in(scratch.path()), "");
}

TEST(ResultFolder, DoesNotPublishAStrangersFile) {
  const ScratchFolder scratch;
  ResultFolder out(scratch / "r");
  const std::string ours = out.path_for("a.bin");
  put(ours, "a");
  out.adopt("a.bin");
  put(fs::path(ours).parent_path() / "b.bin", "who am I");
  EXPECT_THROW(out.publish({}), EnvironmentError);
}

// ---- writers beside each other -----------------------------------------------------------------

TEST(ResultFolder, OneWriterAName) {
  const ScratchFolder scratch;
  ResultFolder first(scratch / "r");
  const ResultFolder other(scratch / "q");
  EXPECT_EQ(refusal([&] { ResultFolder(scratch / "r", Existing::kReplace); }), "E-RES-007");
  first.publish({});
  EXPECT_EQ(refusal([&] { ResultFolder(scratch / "r"); }), "E-RES-006");
}

TEST(ResultFolder, SweepsTheDeadAndSparesTheLiving) {
  const ScratchFolder scratch;
  put(scratch / ".dead.stopover-partial-99999999/csv/kpi.csv", "half");
  put(scratch / ".dead.stopover-lock", "");
  write_sample(scratch / "set-aside", 1, Existing::kRefuse);
  fs::rename(scratch / "set-aside", scratch / ".moved.stopover-aside-99999999");
  put(scratch / ".moved.stopover-lock", "");
  put(scratch / ".mine", "a hidden file of the user");
  put(scratch / ".r.stopover-partial-99999998/x", "half");
  ResultFolder living(scratch / "living");
  living.write_file("a.txt", "a");

  write_sample(scratch / "r", 1, Existing::kRefuse);

  living.publish({});
  EXPECT_TRUE(verify_result_folder(scratch / "living").empty());
  EXPECT_EQ(tree_of(scratch / "moved"), sample_tree(1)) << "an old result set aside comes back";
  EXPECT_EQ(remains_in(scratch.path()), (scratch / ".mine") + " ");
}

TEST(ResultFolder, WritersOfOneNameTakeTurns) {
  const ScratchFolder scratch;
  std::vector<pid_t> writers;
  for (int w = 1; w <= 4; ++w) {
    const pid_t child = ::fork();
    if (child == 0) {
      for (int i = 0; i < 10; ++i) {
        const std::string rule =
            refusal([&] { write_sample(scratch / "r", w, Existing::kReplace); });
        if (!rule.empty() && rule != "E-RES-007") ::_exit(1);
      }
      ::_exit(0);
    }
    writers.push_back(child);
  }
  for (const pid_t writer : writers) {
    int status = 0;
    ASSERT_EQ(::waitpid(writer, &status, 0), writer);
    EXPECT_EQ(status, 0);
  }
  EXPECT_TRUE(verify_result_folder(scratch / "r").empty());
  EXPECT_EQ(remains_in(scratch.path()), "");
}

// ---- what the system says ----------------------------------------------------------------------

// As a user without special rights; the child's exit code is `body`'s.
int as_nobody(const std::function<int()>& body) {
  const pid_t child = ::fork();
  if (child == 0) {
    if (::geteuid() == 0 && (::setgid(65534) != 0 || ::setuid(65534) != 0)) ::_exit(99);
    ::_exit(body());
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

TEST(ResultFolder, ReadOnlyFolderIsNamed) {
  const ScratchFolder scratch;
  const std::string folder = scratch / "locked";
  fs::create_directory(folder);
  fs::permissions(scratch.path(), fs::perms(0755));
  fs::permissions(folder, fs::perms(0555));
  EXPECT_EQ(as_nobody([&] {
              try {
                ResultFolder out(folder + "/r");
              } catch (const EnvironmentError& error) {
                const std::string text = error.what();
                return text.find(folder) != std::string::npos &&
                               text.find("Permission denied") != std::string::npos
                           ? 42
                           : 1;
              }
              return 2;
            }),
            42);
}

TEST(ResultFolder, ParentThatIsAFileIsNamed) {
  const ScratchFolder scratch;
  put(scratch / "file", "x");
  try {
    ResultFolder out(scratch / "file/r");
    FAIL();
  } catch (const EnvironmentError& error) {
    EXPECT_THAT(error.what(), HasSubstr(scratch / "file"));
    EXPECT_THAT(error.what(), HasSubstr("Not a directory"));
  }
}

TEST(ResultFolderDeathTest, MistakesOfTheProgramAbort) {
  const ScratchFolder scratch;
  const auto out = [&] { return ResultFolder(scratch / "r"); };
  EXPECT_DEATH(
      {
        auto r = out();
        r.write_file("a", "");
        r.write_file("a", "");
      },
      "written once");
  EXPECT_DEATH(out().write_file("../a", ""), "relative");
  EXPECT_DEATH(out().write_file("manifest.json", ""), "itself");
  EXPECT_DEATH(
      {
        auto r = out();
        OutputFile(r, "a").write("x");
        r.publish({});
      },
      "closed or adopted");
  EXPECT_DEATH(out().publish({{"outputs", 1}}), "its own manifest fields");
}

}  // namespace
}  // namespace stopover::io
