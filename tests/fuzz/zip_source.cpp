// SPDX-License-Identifier: Apache-2.0
// Archives: whatever the bytes, names stay below the root, entries below their limits, and nothing
// but InputError or EnvironmentError is thrown.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "engine/base/check.hpp"
#include "engine/base/fault.hpp"
#include "engine/io/file_source.hpp"
#include "tests/fuzz/scratch_folder.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace stopover;
  static const fuzz::ScratchFolder folder;
  folder.write("input.zip", {reinterpret_cast<const char*>(data), size});
  constexpr io::SourceLimits kLimits{
      .max_file_bytes = 1U << 20U, .max_files = 100, .max_ratio = 200, .ratio_free_bytes = 4096};
  try {
    const io::FileSource source =
        io::FileSource::open((folder.path() / "input.zip").string(), kLimits);
    STOPOVER_CHECK(source.names().size() <= kLimits.max_files, "no more files than allowed");
    for (const std::string& name : source.names()) {
      STOPOVER_CHECK(io::is_safe_relative_name(name), "a name stays below the root");
      try {
        STOPOVER_CHECK(source.read(name).size() <= kLimits.max_file_bytes,
                       "no larger than allowed");
      } catch (const InputError&) {
        continue;
      }
    }
  } catch (const InputError&) {
    return 0;
  } catch (const EnvironmentError&) {
    return 0;
  }
  return 0;
}
