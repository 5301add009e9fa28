// SPDX-License-Identifier: Apache-2.0
#include "engine/experiment/record.hpp"

#include <algorithm>
#include <bit>
#include <limits>
#include <utility>

#include <zlib.h>

#include "engine/base/check.hpp"

namespace stopover::experiment {
namespace {

constexpr std::string_view kMagic = "STOPCEL1";
constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();

// With which sums and their squares stay finite.
bool is_scale(double scale) {
  return scale >= kLeastScale && scale <= kMostScale;
}

template <class Word>
void put(std::string& out, Word word) {
  for (unsigned shift = 0; shift < 8 * sizeof(Word); shift += 8)
    out += static_cast<char>(static_cast<unsigned char>(word >> shift & 0xffU));
}

void put_frame(std::string& out, std::uint32_t length, std::string_view bytes) {
  put(out, length);
  put(out, crc32_of(bytes));
  out += bytes;
}

// Walks bytes that may be anything; after a read past the end `good` stays false.
class Reader {
 public:
  explicit Reader(std::string_view bytes) : rest_(bytes) {}

  template <class Word>
  Word word() {
    const std::string_view bytes = take(sizeof(Word));
    Word out = 0;
    for (std::size_t i = 0; i < bytes.size(); ++i)
      out = static_cast<Word>(out | Word{static_cast<unsigned char>(bytes[i])} << (8 * i));
    return out;
  }
  std::string_view take(std::size_t size) {
    if (size > rest_.size()) {
      good_ = false;
      rest_ = {};
      return {};
    }
    const std::string_view taken = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return taken;
  }
  [[nodiscard]] bool good() const { return good_; }
  [[nodiscard]] std::size_t left() const { return rest_.size(); }

 private:
  std::string_view rest_;
  bool good_ = true;
};

std::optional<CellResult> read_record(std::string_view bytes) {
  constexpr std::size_t kSumBytes = 16;
  Reader in(bytes);
  CellResult result;
  result.cell = in.word<std::uint64_t>();
  result.key = in.take(kKeyDigits);
  result.failure = in.take(in.word<std::uint32_t>());
  const auto outputs = in.word<std::uint32_t>();
  if (!in.good() || outputs > in.left()) return std::nullopt;
  result.outputs.resize(outputs);
  for (std::optional<OutputSums>& output : result.outputs) {
    const auto replications = in.word<std::uint32_t>();
    if (replications == kNone) continue;
    if (replications > in.left() / kSumBytes) return std::nullopt;
    output.emplace();
    output->scale = std::bit_cast<double>(in.word<std::uint64_t>());
    if (!is_scale(output->scale)) return std::nullopt;
    output->sums.resize(replications);
    stats::RatioSample all;  // which statistics take to fit
    for (stats::RatioSample& sum : output->sums) {
      sum.numerator = std::bit_cast<std::int64_t>(in.word<std::uint64_t>());
      sum.denominator = std::bit_cast<std::int64_t>(in.word<std::uint64_t>());
      if (sum.denominator < 0 ||
          __builtin_add_overflow(all.numerator, sum.numerator, &all.numerator) ||
          __builtin_add_overflow(all.denominator, sum.denominator, &all.denominator))
        return std::nullopt;
    }
  }
  if (!in.good() || in.left() > 0) return std::nullopt;
  return result;
}

}  // namespace

bool operator==(const CellResult& a, const CellResult& b) {
  return record_bytes(a) == record_bytes(b);
}

std::string record_bytes(const CellResult& result) {
  STOPOVER_CHECK(result.key.size() == kKeyDigits, "a key is a SHA-256 in hexadecimal digits");
  std::string out;
  put(out, result.cell);
  out += result.key;
  const std::string_view failure = std::string_view(result.failure).substr(0, kLongestFailure);
  put(out, static_cast<std::uint32_t>(failure.size()));
  out += failure;
  put(out, static_cast<std::uint32_t>(result.outputs.size()));
  for (const std::optional<OutputSums>& output : result.outputs) {
    put(out, output ? static_cast<std::uint32_t>(output->sums.size()) : kNone);
    if (!output) continue;
    STOPOVER_CHECK(is_scale(output->scale), "a scale to divide by");
    put(out, std::bit_cast<std::uint64_t>(output->scale));
    for (const stats::RatioSample& sum : output->sums) {
      put(out, std::bit_cast<std::uint64_t>(sum.numerator));
      put(out, std::bit_cast<std::uint64_t>(sum.denominator));
    }
  }
  STOPOVER_CHECK(out.size() < kNone, "a cell's sums fit into a frame");
  return out;
}

std::string results_file(std::span<const CellResult> results) {
  std::string out(kMagic);
  for (const CellResult& result : results) {
    const std::string bytes = record_bytes(result);
    put_frame(out, static_cast<std::uint32_t>(bytes.size()), bytes);
  }
  std::string count;
  put(count, std::uint64_t{results.size()});
  put_frame(out, kNone, count);
  return out;
}

std::optional<std::vector<CellResult>> read_results_file(std::string_view bytes) {
  Reader in(bytes);
  if (in.take(kMagic.size()) != kMagic) return std::nullopt;
  std::vector<CellResult> results;
  while (in.good()) {
    const auto length = in.word<std::uint32_t>();
    const auto crc = in.word<std::uint32_t>();
    const std::string_view frame = in.take(length == kNone ? sizeof(std::uint64_t) : length);
    if (!in.good() || crc32_of(frame) != crc) return std::nullopt;
    if (length == kNone) {
      const bool whole = Reader(frame).word<std::uint64_t>() == results.size() && in.left() == 0;
      return whole ? std::optional(std::move(results)) : std::nullopt;
    }
    std::optional<CellResult> result = read_record(frame);
    if (!result) return std::nullopt;
    results.push_back(std::move(*result));
  }
  return std::nullopt;
}

std::uint32_t crc32_of(std::string_view bytes) {
  uLong crc = ::crc32_z(0, nullptr, 0);
  crc = ::crc32_z(crc, reinterpret_cast<const Bytef*>(bytes.data()), bytes.size());
  return static_cast<std::uint32_t>(crc);
}

}  // namespace stopover::experiment
