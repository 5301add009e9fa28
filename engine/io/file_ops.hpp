// SPDX-License-Identifier: Apache-2.0
// Every system call that reads or writes a result goes through here, so that tests can make the
// n-th one fail, shorten it, or kill the process at it.
//
// The base class is the real system; each call returns and sets errno as the system does. `folder`
// arguments of the *_all helpers only name what failed.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include <sys/types.h>

namespace stopover::io {

class FileOps {
 public:
  FileOps() = default;
  virtual ~FileOps() = default;
  FileOps(const FileOps&) = delete;
  FileOps& operator=(const FileOps&) = delete;
  FileOps(FileOps&&) = delete;
  FileOps& operator=(FileOps&&) = delete;

  virtual int open(const std::string& path, int flags, unsigned mode);
  virtual ssize_t read(int fd, char* bytes, std::size_t size);
  virtual ssize_t write(int fd, const char* bytes, std::size_t size);
  virtual int fsync(int fd);
  virtual int close(int fd);
  virtual int mkdir(const std::string& path, unsigned mode);
  virtual int rmdir(const std::string& path);
  virtual int unlink(const std::string& path);
  virtual int rename(const std::string& from, const std::string& to);
  virtual int rename_noreplace(const std::string& from, const std::string& to);
  virtual int rename_exchange(const std::string& a, const std::string& b);
  virtual int lock_exclusive(int fd);  // does not wait: EWOULDBLOCK if someone holds it
};

// A file descriptor that closes itself; a writer calls close() to hear about a late error.
class OpenFile {
 public:
  OpenFile(FileOps& ops, std::string path, int fd) : ops_(&ops), path_(std::move(path)), fd_(fd) {}
  ~OpenFile();
  OpenFile(OpenFile&& other) noexcept;
  OpenFile& operator=(OpenFile&& other) noexcept;
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;

  [[nodiscard]] int fd() const { return fd_; }
  [[nodiscard]] bool is_open() const { return fd_ >= 0; }
  [[nodiscard]] const std::string& path() const { return path_; }

  // Each throws EnvironmentError naming path and operation.
  [[nodiscard]] std::size_t read_some(char* bytes, std::size_t size);  // 0 at the end
  void write_all(std::string_view bytes);  // short writes and interrupts are continued
  void sync();
  void close();

 private:
  FileOps* ops_;
  std::string path_;
  int fd_;
};

[[nodiscard]] OpenFile open_file(FileOps& ops, const std::string& path, int flags,
                                 std::string_view operation);
// Makes the entries of a folder durable. A file system that cannot (EINVAL) is let pass.
void sync_folder(FileOps& ops, const std::string& path);

inline constexpr std::string_view kPartialMark = ".stopover-partial-";

// The file appears with all bytes or not at all; one of that name is replaced. Written beside it as
// `<path>.stopover-partial-<pid>`, synced and renamed.
void write_whole_file(FileOps& ops, const std::string& path, std::string_view bytes);

// Throws EnvironmentError with the text of errno.
[[noreturn]] void throw_errno(const std::string& path, std::string_view operation);

}  // namespace stopover::io
