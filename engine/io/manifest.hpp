// SPDX-License-Identifier: Apache-2.0
// manifest.json of a result folder. Part of result_folder.cpp.
//
// Form: JSON, keys sorted, two spaces, one line end at the end; "manifest_sha256" is the SHA-256 of
// the same text without that key, so any changed byte of the manifest shows.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

#include "engine/io/file_ops.hpp"

namespace stopover::io {

constexpr std::string_view kManifestName = "manifest.json";

struct OutputRecord {
  std::uint64_t bytes = 0;
  std::string sha256;
  friend bool operator==(const OutputRecord&, const OutputRecord&) = default;
};
using OutputRecords = std::map<std::string, OutputRecord, std::less<>>;

[[nodiscard]] std::string manifest_text(const nlohmann::json& fields, const OutputRecords& outputs);

// nullopt unless the text is exactly what manifest_text writes.
[[nodiscard]] std::optional<OutputRecords> parse_manifest(std::string_view text);

// Size and hash of a file as it is on disk now.
[[nodiscard]] OutputRecord record_of(OpenFile& file);

}  // namespace stopover::io
