// SPDX-License-Identifier: Apache-2.0
// A file system that counts its operations and does something at the n-th.
#pragma once

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <string>

#include <sys/types.h>

#include "engine/io/file_ops.hpp"

namespace stopover::io {

// Every operation asks `at_operation` first. `close` always closes, as Linux does when it fails.
class WatchedOps : public FileOps {
 public:
  // 0: go on. Else the operation is not done and fails with this errno.
  virtual int at_operation(const char* name) = 0;
  virtual void after_operation() {}
  bool can_exchange = true;   // false: as on a file system without RENAME_EXCHANGE
  bool can_noreplace = true;  // false: as on one without RENAME_NOREPLACE

  int open(const std::string& path, int flags, unsigned mode) override {
    return run("open", [&] { return FileOps::open(path, flags, mode); });
  }
  ssize_t read(int fd, char* bytes, std::size_t size) override {
    return run("read", [&] { return FileOps::read(fd, bytes, size); });
  }
  ssize_t write(int fd, const char* bytes, std::size_t size) override {
    return run("write", [&] { return FileOps::write(fd, bytes, size); });
  }
  int fsync(int fd) override {
    return run("fsync", [&] { return FileOps::fsync(fd); });
  }
  int close(int fd) override {
    const int error = at_operation("close");
    const int result = FileOps::close(fd);
    if (error == 0) after_operation();
    if (error != 0) errno = error;
    return error == 0 ? result : -1;
  }
  int mkdir(const std::string& path, unsigned mode) override {
    return run("mkdir", [&] { return FileOps::mkdir(path, mode); });
  }
  int rmdir(const std::string& path) override {
    return run("rmdir", [&] { return FileOps::rmdir(path); });
  }
  int unlink(const std::string& path) override {
    return run("unlink", [&] { return FileOps::unlink(path); });
  }
  int rename(const std::string& from, const std::string& to) override {
    return run("rename", [&] { return FileOps::rename(from, to); });
  }
  int rename_noreplace(const std::string& from, const std::string& to) override {
    if (!can_noreplace) return unsupported();
    return run("rename_noreplace", [&] { return FileOps::rename_noreplace(from, to); });
  }
  int rename_exchange(const std::string& a, const std::string& b) override {
    if (!can_exchange) return unsupported();
    return run("rename_exchange", [&] { return FileOps::rename_exchange(a, b); });
  }
  int lock_exclusive(int fd) override {
    return run("lock", [&] { return FileOps::lock_exclusive(fd); });
  }

 private:
  static int unsupported() {
    errno = EINVAL;
    return -1;
  }
  template <class Call>
  auto run(const char* name, Call call) -> decltype(call()) {
    if (const int error = at_operation(name); error != 0) {
      errno = error;
      return -1;
    }
    const auto result = call();
    const int error = errno;
    after_operation();
    errno = error;
    return result;
  }
};

// The n-th operation fails; with `sticky` all later ones too.
class FailingOps final : public WatchedOps {
 public:
  FailingOps(int n, bool sticky, int error) : n_(n), sticky_(sticky), error_(error) {}
  int at_operation(const char* name) override {
    ++count_;
    const bool fails = count_ == n_ || (sticky_ && count_ > n_);
    if (fails && failed_.empty()) failed_ = name;
    return fails ? error_ : 0;
  }
  [[nodiscard]] bool was_reached() const { return count_ >= n_; }
  [[nodiscard]] const std::string& failed() const { return failed_; }

 private:
  int n_;
  bool sticky_;
  int error_;
  int count_ = 0;
  std::string failed_;
};

// kill -9 before or after the n-th operation; at a write also in the middle of it.
class DyingOps final : public WatchedOps {
 public:
  enum class When : unsigned char { kBefore, kMiddle, kAfter };
  DyingOps(int n, When when) : n_(n), when_(when) {}
  int at_operation(const char* /*name*/) override {
    ++count_;
    if (count_ == n_ && when_ == When::kBefore) die();
    return 0;
  }
  void after_operation() override {
    if (count_ == n_ && when_ != When::kBefore) die();
  }
  ssize_t write(int fd, const char* bytes, std::size_t size) override {
    const bool half = when_ == When::kMiddle && count_ + 1 == n_;
    return WatchedOps::write(fd, bytes, half ? size / 2 : size);
  }

 private:
  static void die() { (void)::raise(SIGKILL); }
  int n_;
  When when_;
  int count_ = 0;
};

// Interrupts every other operation that Linux may interrupt, and writes one byte short at least.
class HaltingOps final : public FileOps {
 public:
  int open(const std::string& path, int flags, unsigned mode) override {
    return interrupted() ? -1 : FileOps::open(path, flags, mode);
  }
  ssize_t read(int fd, char* bytes, std::size_t size) override {
    return interrupted() ? -1 : FileOps::read(fd, bytes, std::min<std::size_t>(size, 4099));
  }
  ssize_t write(int fd, const char* bytes, std::size_t size) override {
    return interrupted() ? -1 : FileOps::write(fd, bytes, size / 2 + 1);
  }
  int fsync(int fd) override { return interrupted() ? -1 : FileOps::fsync(fd); }
  int close(int fd) override {
    const int result = FileOps::close(fd);
    return interrupted() ? -1 : result;
  }
  int lock_exclusive(int fd) override { return interrupted() ? -1 : FileOps::lock_exclusive(fd); }

  int halts = 0;

 private:
  bool interrupted() {
    calls_ = !calls_;
    if (!calls_) return false;
    ++halts;
    errno = EINTR;
    return true;
  }
  bool calls_ = false;
};

}  // namespace stopover::io
