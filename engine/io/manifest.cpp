// SPDX-License-Identifier: Apache-2.0
#include "engine/io/manifest.hpp"

#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "engine/base/check.hpp"
#include "engine/io/file_source.hpp"
#include "engine/io/sha256.hpp"

namespace stopover::io {
namespace {

using nlohmann::json;

constexpr int kFormat = 1;
constexpr int kMaxDepth = 64;  // of a manifest read back; bounds recursion

std::string text_of(const json& value) {
  return value.dump(2, ' ', false, json::error_handler_t::replace) + "\n";
}

std::optional<OutputRecords> outputs_of(const json& manifest) {
  OutputRecords outputs;
  const auto list = manifest.find("outputs");
  if (list == manifest.end() || !list->is_array()) return std::nullopt;
  for (const json& item : *list) {
    if (!item.is_object() || !item.contains("name") || !item["name"].is_string() ||
        !item.contains("bytes") || !item["bytes"].is_number_unsigned() ||
        !item.contains("sha256") || !item["sha256"].is_string())
      return std::nullopt;
    const auto name = item["name"].get<std::string>();
    if (!is_safe_relative_name(name)) return std::nullopt;
    outputs.insert_or_assign(name, OutputRecord{.bytes = item["bytes"].get<std::uint64_t>(),
                                                .sha256 = item["sha256"].get<std::string>()});
  }
  return outputs;
}

}  // namespace

std::string manifest_text(const json& fields, const OutputRecords& outputs) {
  STOPOVER_CHECK(fields.is_object() || fields.is_null(), "manifest fields are a JSON object");
  json manifest = fields.is_null() ? json::object() : fields;
  for (const char* own : {"result_format", "outputs", "manifest_sha256"})
    STOPOVER_CHECK(!manifest.contains(own), "the folder writes its own manifest fields itself");
  manifest["result_format"] = kFormat;
  manifest["outputs"] = json::array();
  for (const auto& [name, record] : outputs)
    manifest["outputs"].push_back(
        {{"name", name}, {"bytes", record.bytes}, {"sha256", record.sha256}});
  // Through text and back, so that replaced bytes and odd numbers hash as they will be read.
  manifest = json::parse(text_of(manifest));
  manifest["manifest_sha256"] = sha256_hex(text_of(manifest));
  return text_of(manifest);
}

std::optional<OutputRecords> parse_manifest(std::string_view text) {
  const auto not_too_deep = [](int depth, json::parse_event_t /*event*/, json& /*value*/) {
    return depth <= kMaxDepth;
  };
  json manifest = json::parse(text.begin(), text.end(), not_too_deep, false);
  if (!manifest.is_object() || manifest.value("result_format", json()) != json(kFormat))
    return std::nullopt;
  if (text_of(manifest) != text) return std::nullopt;
  const auto stated = manifest.find("manifest_sha256");
  if (stated == manifest.end() || !stated->is_string()) return std::nullopt;
  const auto hash = stated->get<std::string>();
  manifest.erase(stated);
  if (sha256_hex(text_of(manifest)) != hash) return std::nullopt;
  return outputs_of(manifest);
}

OutputRecord record_of(OpenFile& file) {
  constexpr std::size_t kBlock = std::size_t{1} << 18U;
  std::vector<char> block(kBlock);
  Sha256 hash;
  OutputRecord record;
  while (const std::size_t got = file.read_some(block.data(), block.size())) {
    hash.update({block.data(), got});
    record.bytes += got;
  }
  record.sha256 = hash.finish_hex();
  return record;
}

}  // namespace stopover::io
