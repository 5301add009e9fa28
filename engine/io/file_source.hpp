// SPDX-License-Identifier: Apache-2.0
// A folder or a zip archive, opened read-only: names in, bytes out, limits on both.
//
//   const io::FileSource feed = io::FileSource::open("gtfs.zip");
//   if (feed.contains("stops.txt")) const std::string bytes = feed.read("stops.txt");
//
// Names are relative with '/', sorted; a zip's folders are part of the names ("feed/stops.txt").
// A name that is absolute or contains ".." is refused, asked for or stored in an archive.
//
// Errors: InputError with E-IO-… (no such file in the source, too large, bad name) or E-ZIP-…
// (not a zip, damaged or cut entry, traversal, bomb, encrypted); EnvironmentError if the system
// refuses (no such path, no permission, read error). One thread at a time may read a source.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/fault.hpp"

namespace stopover::io {

class FileOps;

struct SourceLimits {
  std::uint64_t max_file_bytes = std::uint64_t{4} << 30U;
  std::size_t max_files = 100'000;
  // An entry may unpack to this many times its packed size, once it is larger than the free part.
  // Deflate reaches 1032; timetables reach about 30.
  std::uint64_t max_ratio = 200;
  std::uint64_t ratio_free_bytes = std::uint64_t{32} << 20U;
};

class FileSource {
 public:
  [[nodiscard]] static FileSource open(const std::string& path, SourceLimits limits = {});
  ~FileSource();
  FileSource(FileSource&&) noexcept;
  FileSource& operator=(FileSource&&) noexcept;
  FileSource(const FileSource&) = delete;
  FileSource& operator=(const FileSource&) = delete;

  [[nodiscard]] const std::string& path() const;  // as the caller wrote it
  [[nodiscard]] bool is_archive() const;
  [[nodiscard]] const std::vector<std::string>& names() const;  // regular files, sorted
  [[nodiscard]] bool contains(std::string_view name) const;
  [[nodiscard]] std::string read(std::string_view name) const;
  // "feed.zip/stops.txt": how messages name a file of this source.
  [[nodiscard]] std::string display_name(std::string_view name) const;

  class Impl;

 private:
  explicit FileSource(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

// All bytes of a file; short reads and interrupts are handled. A file larger than `max_bytes` is
// an InputError (E-IO-002), a missing one an EnvironmentError.
[[nodiscard]] std::string read_file(const std::string& path,
                                    std::uint64_t max_bytes = std::uint64_t{4} << 30U);

[[nodiscard]] std::string read_file(const std::string& path, std::uint64_t max_bytes, FileOps& ops);

// All bytes of a file, unpacked if its name ends in ".gz". InputError E-GZIP-001 (cut, damaged or
// not gzip) or E-GZIP-002 (unpacks to more than the limits allow).
[[nodiscard]] std::string read_unpacked(const std::string& path, SourceLimits limits = {});
// The same; what is refused goes to `faults`.
[[nodiscard]] std::optional<std::string> read_unpacked(const std::string& path, FaultList& faults);
// `file` names it in messages.
[[nodiscard]] std::string unpack_gzip(const std::string& packed, const std::string& file,
                                      SourceLimits limits = {});

// Relative, no "..", no empty part, no backslash, no control byte, at most 1024 bytes.
[[nodiscard]] bool is_safe_relative_name(std::string_view name);

}  // namespace stopover::io
