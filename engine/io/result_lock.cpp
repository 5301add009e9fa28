// SPDX-License-Identifier: Apache-2.0
#include "engine/io/result_lock.hpp"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <filesystem>
#include <system_error>
#include <thread>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/base/fault.hpp"
#include "engine/base/stable_hash.hpp"

namespace stopover::io {
namespace fs = std::filesystem;
namespace {

constexpr std::string_view kMark = ".stopover-";
constexpr std::string_view kLock = "lock";
constexpr std::string_view kPartial = "partial-";
constexpr std::string_view kAside = "aside-";

// A file name may have 255 bytes; the marks need about 40.
std::string stem_of(const std::string& name) {
  constexpr std::size_t kLongest = 180;
  if (name.size() <= kLongest) return name;
  return fmt::format("{}-{:016x}", name.substr(0, kLongest), stable_hash(name));
}

std::vector<std::string> names_in(const std::string& folder) {
  std::vector<std::string> names;
  std::error_code error;
  auto at = fs::directory_iterator(folder, error);
  while (!error && at != fs::directory_iterator()) {
    names.push_back(at->path().filename().string());
    at.increment(error);
  }
  if (error) throw EnvironmentError(folder, "list the folder", error.message());
  std::sort(names.begin(), names.end());
  return names;
}

// The descriptor still is what the path names: nobody removed the lock file in between.
bool is_current(const OpenFile& file) {
  struct stat by_fd {};
  struct stat by_path {};
  return ::fstat(file.fd(), &by_fd) == 0 && ::stat(file.path().c_str(), &by_path) == 0 &&
         by_fd.st_dev == by_path.st_dev && by_fd.st_ino == by_path.st_ino;
}

// "partial-4711": a mark and a process' number. Targets may be called "a.stopover-partial-b" too.
bool is_remains(std::string_view kind, std::string_view mark) {
  return kind.starts_with(mark) && kind.size() > mark.size() &&
         kind.find_first_not_of("0123456789", mark.size()) == std::string_view::npos;
}

int lock_uninterrupted(FileOps& ops, int fd) {
  while (true) {
    const int result = ops.lock_exclusive(fd);
    if (result == 0 || errno != EINTR) return result;
  }
}

}  // namespace

ResultNames::ResultNames(std::string path) : target(std::move(path)) {
  while (target.size() > 1 && target.ends_with('/')) target.pop_back();
  const fs::path as_path(target);
  parent = as_path.parent_path().string();
  if (parent.empty()) parent.push_back('.');
  stem = stem_of(as_path.filename().string());
  lock = lock_path(parent, stem);
  partial = fmt::format("{}/.{}{}{}{}", parent, stem, kMark, kPartial, ::getpid());
  aside = fmt::format("{}/.{}{}{}{}", parent, stem, kMark, kAside, ::getpid());
}

std::string ResultNames::lock_path(const std::string& parent, const std::string& stem) {
  return fmt::format("{}/.{}{}{}", parent, stem, kMark, kLock);
}

std::optional<ResultLock> ResultLock::take(FileOps& ops, const std::string& path, bool wait) {
  constexpr int kTries = 25;
  for (int i = 0; i < (wait ? kTries : 1); ++i) {
    if (i > 0) std::this_thread::sleep_for(std::chrono::milliseconds(20));
    OpenFile file = open_file(ops, path, O_RDWR | O_CREAT, "create the lock");
    if (lock_uninterrupted(ops, file.fd()) == 0) {
      if (is_current(file)) return ResultLock(ops, std::move(file));
    } else if (errno != EWOULDBLOCK) {
      throw_errno(path, "lock");
    }
  }
  return std::nullopt;
}

// Removed while still locked: whoever opened it meanwhile sees that it is no longer current.
void ResultLock::release() {
  (void)ops_->unlink(file_.path());  // a leftover lock is swept by the next writer
  if (file_.is_open()) file_.close();
}

void clean_own_remains(FileOps& ops, const ResultNames& names) {
  const std::string own = fmt::format(".{}{}", names.stem, kMark);
  for (const std::string& name : names_in(names.parent)) {
    if (!name.starts_with(own)) continue;
    const std::string_view kind = std::string_view(name).substr(own.size());
    const std::string path = fmt::format("{}/{}", names.parent, name);
    if (is_remains(kind, kAside) && !name_taken(names.target)) {
      if (ops.rename_noreplace(path, names.target) != 0 && ops.rename(path, names.target) != 0)
        throw_errno(path, "put back the result");
    } else if (is_remains(kind, kAside) || is_remains(kind, kPartial)) {
      remove_tree(ops, path);
    }
  }
}

void sweep_dead_neighbours(FileOps& ops, const ResultNames& names) {
  const std::string ending = fmt::format("{}{}", kMark, kLock);
  for (const std::string& name : names_in(names.parent)) {
    if (!name.starts_with('.') || !name.ends_with(ending) || name.size() <= ending.size() + 1)
      continue;
    const std::string stem = name.substr(1, name.size() - 1 - ending.size());
    if (stem == names.stem) continue;
    try {
      auto lock = ResultLock::take(ops, ResultNames::lock_path(names.parent, stem), false);
      if (!lock) continue;
      // The stem of a long name is not the name: a result set aside stays for its own writer.
      const ResultNames dead(fmt::format("{}/{}", names.parent, stem));
      if (dead.stem == stem) clean_own_remains(ops, dead);
      lock->release();
    } catch (const EnvironmentError&) {  // another user's: theirs to clean
    }
  }
}

void remove_tree(FileOps& ops, const std::string& path) {
  std::error_code error;
  const fs::file_status status = fs::symlink_status(path, error);
  if (status.type() == fs::file_type::not_found) return;
  if (fs::is_directory(status)) {
    for (const std::string& name : names_in(path)) remove_tree(ops, path + "/" + name);
    if (ops.rmdir(path) != 0 && errno != ENOENT) throw_errno(path, "remove the folder");
  } else if (ops.unlink(path) != 0 && errno != ENOENT) {
    throw_errno(path, "remove");
  }
}

void make_folders(FileOps& ops, const std::string& path) {
  if (path.empty() || ops.mkdir(path, 0755U) == 0 || errno == EEXIST) return;
  if (errno != ENOENT) throw_errno(path, "create the folder");
  make_folders(ops, fs::path(path).parent_path().string());
  if (ops.mkdir(path, 0755U) != 0 && errno != EEXIST) throw_errno(path, "create the folder");
}

bool name_taken(const std::string& path) {
  std::error_code error;
  return fs::symlink_status(path, error).type() != fs::file_type::not_found;
}

std::vector<std::string> files_below(const std::string& path) {
  std::vector<std::string> files;
  std::error_code error;
  auto at = fs::recursive_directory_iterator(path, error);
  while (!error && at != fs::recursive_directory_iterator()) {
    if (!at->is_directory() || at->is_symlink())
      files.push_back(at->path().lexically_relative(path).generic_string());
    at.increment(error);
  }
  if (error) throw EnvironmentError(path, "list the folder", error.message());
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace stopover::io
