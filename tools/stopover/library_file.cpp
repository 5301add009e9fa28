// SPDX-License-Identifier: Apache-2.0
#include "tools/stopover/library_file.hpp"

#include <filesystem>
#include <system_error>

#include <fmt/format.h>
#include <unistd.h>

#include "engine/io/file_ops.hpp"
#include "engine/io/file_source.hpp"

namespace stopover::tool {
namespace {

constexpr std::uint64_t kMaxBytes = std::uint64_t{1} << 32U;

class Partial {
 public:
  explicit Partial(const std::string& file)
      : path_(fmt::format("{}{}{}", file, io::kPartialMark, ::getpid())) {}
  Partial(const Partial&) = delete;
  Partial& operator=(const Partial&) = delete;
  Partial(Partial&&) = delete;
  Partial& operator=(Partial&&) = delete;
  ~Partial() {
    std::error_code ignored;
    std::filesystem::remove(path_, ignored);
  }
  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  std::string path_;
};

std::string written(const std::string& file,
                    const std::function<void(const std::string& path)>& write) {
  const Partial partial(file);
  write(partial.path());
  return io::read_file(partial.path(), kMaxBytes);
}

}  // namespace

void write_by_library(const std::string& file,
                      const std::function<void(const std::string& path)>& write) {
  const std::string bytes = written(file, write);
  io::FileOps files;
  io::write_whole_file(files, file, bytes);
}

}  // namespace stopover::tool
