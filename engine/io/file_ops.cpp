// SPDX-License-Identifier: Apache-2.0
#include "engine/io/file_ops.hpp"

#include <cerrno>
#include <cstdio>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/base/fault.hpp"

namespace stopover::io {

int FileOps::open(const std::string& path, int flags, unsigned mode) {
  return ::open(path.c_str(), flags | O_CLOEXEC, mode);
}
ssize_t FileOps::read(int fd, char* bytes, std::size_t size) {
  return ::read(fd, bytes, size);
}
ssize_t FileOps::write(int fd, const char* bytes, std::size_t size) {
  return ::write(fd, bytes, size);
}
int FileOps::fsync(int fd) {
  return ::fsync(fd);
}
int FileOps::close(int fd) {
  return ::close(fd);
}
int FileOps::mkdir(const std::string& path, unsigned mode) {
  return ::mkdir(path.c_str(), mode);
}
int FileOps::rmdir(const std::string& path) {
  return ::rmdir(path.c_str());
}
int FileOps::unlink(const std::string& path) {
  return ::unlink(path.c_str());
}
int FileOps::rename(const std::string& from, const std::string& to) {
  return ::rename(from.c_str(), to.c_str());
}
int FileOps::rename_noreplace(const std::string& from, const std::string& to) {
  return ::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE);
}
int FileOps::rename_exchange(const std::string& a, const std::string& b) {
  return ::renameat2(AT_FDCWD, a.c_str(), AT_FDCWD, b.c_str(), RENAME_EXCHANGE);
}
int FileOps::lock_exclusive(int fd) {
  return ::flock(fd, LOCK_EX | LOCK_NB);
}

void throw_errno(const std::string& path, std::string_view operation) {
  const int error = errno;
  throw EnvironmentError(path, std::string(operation),
                         std::error_code(error, std::generic_category()).message());
}

OpenFile::~OpenFile() {
  if (fd_ >= 0) (void)ops_->close(fd_);  // readers, and writers that are unwinding
}

OpenFile::OpenFile(OpenFile&& other) noexcept
    : ops_(other.ops_), path_(std::move(other.path_)), fd_(std::exchange(other.fd_, -1)) {}

OpenFile& OpenFile::operator=(OpenFile&& other) noexcept {
  std::swap(ops_, other.ops_);
  path_.swap(other.path_);
  std::swap(fd_, other.fd_);
  return *this;
}

std::size_t OpenFile::read_some(char* bytes, std::size_t size) {
  while (true) {
    const ssize_t got = ops_->read(fd_, bytes, size);
    if (got >= 0) return static_cast<std::size_t>(got);
    if (errno != EINTR) throw_errno(path_, "read");
  }
}

void OpenFile::write_all(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t put = ops_->write(fd_, bytes.data(), bytes.size());
    if (put > 0) {
      bytes.remove_prefix(static_cast<std::size_t>(put));
    } else if (put == 0) {
      errno = EIO;  // a device that takes nothing would be asked for ever
      throw_errno(path_, "write");
    } else if (errno != EINTR) {
      throw_errno(path_, "write");
    }
  }
}

void OpenFile::sync() {
  while (ops_->fsync(fd_) != 0) {
    if (errno != EINTR) throw_errno(path_, "write to disk (fsync)");
  }
}

void OpenFile::close() {
  // After EINTR Linux has closed the descriptor: not closed again, another thread may own it now.
  const int result = ops_->close(std::exchange(fd_, -1));
  if (result != 0 && errno != EINTR) throw_errno(path_, "close");
}

namespace {

// `name`: what errors call it.
OpenFile open_named(FileOps& ops, const std::string& path, const std::string& name, int flags,
                    std::string_view operation) {
  while (true) {
    const int fd = ops.open(path, flags, 0644U);
    if (fd >= 0) return {ops, name, fd};
    if (errno != EINTR) throw_errno(name, operation);
  }
}

}  // namespace

OpenFile open_file(FileOps& ops, const std::string& path, int flags, std::string_view operation) {
  return open_named(ops, path, path, flags, operation);
}

void sync_folder(FileOps& ops, const std::string& path) {
  OpenFile folder = open_file(ops, path, O_RDONLY | O_DIRECTORY, "open the folder");
  while (ops.fsync(folder.fd()) != 0) {
    if (errno == EINVAL) break;
    if (errno != EINTR) throw_errno(path, "write the folder to disk (fsync)");
  }
  folder.close();
}

void write_whole_file(FileOps& ops, const std::string& path, std::string_view bytes) {
  const std::string partial = path + std::string(kPartialMark) + std::to_string(::getpid());
  try {
    OpenFile file =
        open_named(ops, partial, path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, "create");
    file.write_all(bytes);
    file.sync();
    file.close();
    if (ops.rename(partial, path) != 0) throw_errno(path, "rename into place");
  } catch (...) {
    ops.unlink(partial);
    throw;
  }
}

}  // namespace stopover::io
