// SPDX-License-Identifier: Apache-2.0
// Files packed by gzip (RFC 1952), unpacked whole with limits.
#include <algorithm>
#include <string>

#include <fmt/format.h>
#define ZLIB_CONST  // zlib reads through a pointer to const
#include <zlib.h>

#include "engine/base/check.hpp"
#include "engine/base/fault.hpp"
#include "engine/io/file_source.hpp"

namespace stopover::io {
namespace {

class Inflater {
 public:
  Inflater() {
    constexpr int kGzipOnly = 16;
    STOPOVER_CHECK(inflateInit2(&stream_, MAX_WBITS + kGzipOnly) == Z_OK, "zlib can be started");
  }
  ~Inflater() { inflateEnd(&stream_); }
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;
  Inflater(Inflater&&) = delete;
  Inflater& operator=(Inflater&&) = delete;

  z_stream* operator->() { return &stream_; }
  int run() { return inflate(&stream_, Z_NO_FLUSH); }
  void next_member() { inflateReset(&stream_); }

 private:
  z_stream stream_{};
};

}  // namespace

std::string unpack_gzip(const std::string& packed, const std::string& file, SourceLimits limits) {
  constexpr std::size_t kBlock = std::size_t{1} << 18U;
  const std::uint64_t most =
      std::min(limits.max_file_bytes,
               std::max<std::uint64_t>(limits.ratio_free_bytes, packed.size() * limits.max_ratio));
  Inflater inflater;
  inflater->next_in = reinterpret_cast<const Bytef*>(packed.data());
  inflater->avail_in = 0;
  std::uint64_t left = packed.size();
  std::string bytes;
  while (true) {
    if (inflater->avail_in == 0) {
      inflater->avail_in = static_cast<uInt>(std::min<std::uint64_t>(left, kBlock));
      left -= inflater->avail_in;
    }
    const std::size_t had = bytes.size();
    bytes.resize(had + kBlock);
    inflater->next_out = reinterpret_cast<Bytef*>(bytes.data() + had);
    inflater->avail_out = static_cast<uInt>(kBlock);
    const int result = inflater.run();
    bytes.resize(had + kBlock - inflater->avail_out);
    if (bytes.size() > most)
      refuse_file("E-GZIP-002", file,
                  fmt::format("more than {} bytes packed into {}", most, packed.size()),
                  fmt::format("at most {} bytes and {} times the packed size",
                              limits.max_file_bytes, limits.max_ratio));
    const bool at_end = inflater->avail_in == 0 && left == 0;
    if (result == Z_STREAM_END) {
      if (at_end) return bytes;
      inflater.next_member();
    } else if (result != Z_OK || (at_end && inflater->avail_out > 0)) {
      refuse_file("E-GZIP-001", file, inflater->msg == nullptr ? "a cut file" : inflater->msg,
                  "a whole gzip file");
    }
  }
}

std::string read_unpacked(const std::string& path, SourceLimits limits) {
  std::string bytes = read_file(path, limits.max_file_bytes);
  return path.ends_with(".gz") ? unpack_gzip(bytes, path, limits) : bytes;
}

std::optional<std::string> read_unpacked(const std::string& path, FaultList& faults) {
  try {
    return read_unpacked(path);
  } catch (const InputError& error) {
    faults.merge(error.faults());
    return std::nullopt;
  }
}

}  // namespace stopover::io
