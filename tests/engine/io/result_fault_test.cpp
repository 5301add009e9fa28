// SPDX-License-Identifier: Apache-2.0
// The n-th operation fails, for every n until the result is written untouched: afterwards the
// target is as before or complete, and the next writer leaves no remains.
#include <cerrno>
#include <cstring>
#include <map>
#include <ostream>
#include <set>

#include <fcntl.h>
#include <gmock/gmock.h>

#include "engine/io/result_folder.hpp"
#include "tests/engine/io/result_ops.hpp"
#include "tests/engine/io/result_sample.hpp"

namespace stopover::io {
namespace {

using testing::HasSubstr;

struct FaultCase {
  const char* name;
  int error;
  bool sticky;
  bool replace;
  bool modern;  // the file system knows RENAME_NOREPLACE and RENAME_EXCHANGE
  friend void PrintTo(const FaultCase& c, std::ostream* out) { *out << c.name; }
};

class EveryOperationFails : public testing::TestWithParam<FaultCase> {
 protected:
  const Tree old_ = sample_tree(1);
  const Tree new_ = sample_tree(2);

  // Whether the n-th operation was reached.
  bool try_nth(int n) {
    const FaultCase& c = GetParam();
    const ScratchFolder scratch;
    const std::string path = scratch / "r";
    if (c.replace) write_sample(path, 1, Existing::kRefuse);
    const auto ops = std::make_shared<FailingOps>(n, c.sticky, c.error);
    ops->can_exchange = ops->can_noreplace = c.modern;
    bool said_done = false;
    try {
      write_sample(path, 2, c.replace ? Existing::kReplace : Existing::kRefuse, ops);
      said_done = true;
    } catch (const EnvironmentError& error) {
      EXPECT_TRUE(ops->was_reached());
      EXPECT_THAT(error.path(), HasSubstr(scratch.path().string()));
      EXPECT_THAT(error.what(), HasSubstr(std::strerror(c.error)));
    }
    SCOPED_TRACE(case_text(n, ops->failed(), said_done));
    const Tree after = tree_of(path);
    if (said_done) {
      EXPECT_EQ(after, new_);
    }
    // Without an exchange there is a moment with neither, mended by the next writer.
    const bool may_be_absent = !c.replace || !c.modern;
    EXPECT_TRUE(after == new_ || (c.replace && after == old_) || (may_be_absent && after.empty()));
    write_sample(scratch / "next", 1, Existing::kRefuse);
    EXPECT_EQ(remains_in(scratch.path()), "");
    const Tree at_last = tree_of(path);
    if (!after.empty()) {
      EXPECT_EQ(at_last, after);
    }
    if (after.empty() && c.replace) {
      EXPECT_EQ(at_last, old_);
    }
    if (!at_last.empty()) {
      EXPECT_EQ(verify_result_folder(path).text(), FaultList().text());
    }
    return ops->was_reached();
  }

  static std::string case_text(int n, const std::string& failed, bool done) {
    return "operation " + std::to_string(n) + " (" + failed + ")" + (done ? ", said done" : "");
  }
};

TEST_P(EveryOperationFails, LeavesTheTargetAbsentOrComplete) {
  int n = 1;
  while (try_nth(n)) ++n;
  RecordProperty("operations", n - 1);
  EXPECT_GT(n, 30) << "the sample uses files, folders, locks and renames";
}

INSTANTIATE_TEST_SUITE_P(All, EveryOperationFails,
                         testing::Values(FaultCase{"disk_full_once", ENOSPC, false, false, true},
                                         FaultCase{"disk_full_for_good", ENOSPC, true, false, true},
                                         FaultCase{"io_error_once", EIO, false, false, true},
                                         FaultCase{"replace_once", EIO, false, true, true},
                                         FaultCase{"replace_for_good", ENOSPC, true, true, true},
                                         FaultCase{"replace_aside_once", EIO, false, true, false},
                                         FaultCase{"replace_aside_for_good", EIO, true, true,
                                                   false}),
                         [](const auto& c) { return std::string(c.param.name); });

TEST(ResultFaults, InterruptsAndShortWritesAreContinued) {
  const ScratchFolder scratch;
  const auto ops = std::make_shared<HaltingOps>();
  write_sample(scratch / "r", 1, Existing::kRefuse, ops);
  write_sample(scratch / "r", 2, Existing::kReplace, ops);
  EXPECT_GT(ops->halts, 50);
  EXPECT_EQ(tree_of(scratch / "r"), sample_tree(2));
  EXPECT_EQ(remains_in(scratch.path()), "");
}

// The real full device instead of one output, each in turn.
class FullDeviceOps final : public FileOps {
 public:
  explicit FullDeviceOps(std::string output) : output_(std::move(output)) {}
  int open(const std::string& path, int flags, unsigned mode) override {
    if ((flags & O_CREAT) == 0 || !path.ends_with(output_)) return FileOps::open(path, flags, mode);
    hit = true;
    return FileOps::open("/dev/full", O_WRONLY, mode);
  }
  int fsync(int fd) override {
    if (FileOps::fsync(fd) == 0 || errno == EINVAL) return 0;  // a device has no fsync
    return -1;
  }
  bool hit = false;

 private:
  std::string output_;
};

TEST(ResultFaults, FullDiskIsHeardAtEachOutput) {
  for (const char* output : {"summary.json", "csv/replications.csv", "manifest.json"}) {
    const ScratchFolder scratch;
    const auto ops = std::make_shared<FullDeviceOps>(output);
    try {
      write_sample(scratch / "r", 1, Existing::kRefuse, ops);
      ADD_FAILURE() << output;
    } catch (const EnvironmentError& error) {
      EXPECT_TRUE(ops->hit);
      EXPECT_THAT(error.path(), testing::EndsWith(output));
      EXPECT_THAT(error.what(), HasSubstr("No space left on device"));
    }
    EXPECT_TRUE(tree_of(scratch.path()).empty()) << output;
  }
}

// What was made durable, and when: power may go at any moment.
class SyncedOps final : public FileOps {
 public:
  int open(const std::string& path, int flags, unsigned mode) override {
    const int fd = FileOps::open(path, flags, mode);
    path_of_[fd] = path;
    return fd;
  }
  ssize_t write(int fd, const char* bytes, std::size_t size) override {
    synced.erase(path_of_.at(fd));
    return FileOps::write(fd, bytes, size);
  }
  int fsync(int fd) override {
    synced.insert(path_of_.at(fd));
    return FileOps::fsync(fd);
  }
  int rename_noreplace(const std::string& from, const std::string& to) override {
    for (const auto& entry : fs::recursive_directory_iterator(from))
      EXPECT_TRUE(synced.contains(entry.path().string())) << entry.path();
    EXPECT_TRUE(synced.contains(from));
    synced.clear();
    return FileOps::rename_noreplace(from, to);
  }
  std::set<std::string> synced;

 private:
  std::map<int, std::string> path_of_;
};

TEST(ResultFaults, AllIsOnDiskBeforeTheRenameAndTheRenameBeforeTheEnd) {
  const ScratchFolder scratch;
  const auto ops = std::make_shared<SyncedOps>();
  write_sample(scratch / "r", 1, Existing::kRefuse, ops);
  EXPECT_THAT(ops->synced, testing::ElementsAre(scratch.path().string()));
}

}  // namespace
}  // namespace stopover::io
