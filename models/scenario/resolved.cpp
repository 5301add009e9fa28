// SPDX-License-Identifier: Apache-2.0
#include "models/scenario/resolved.hpp"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <string_view>
#include <utility>

#include <fmt/format.h>
#include <google/protobuf/text_format.h>

#include "engine/base/check.hpp"
#include "engine/io/sha256.hpp"
#include "models/scenario/feeds.hpp"

namespace stopover::scenario {
namespace {

namespace pb = google::protobuf;

// Changes whenever the bytes below change their meaning.
constexpr std::string_view kFormat = "stopover scenario 1";

class Canonical {
 public:
  explicit Canonical(std::string& out) : out_(out) {}

  void message(const pb::Message& message) {
    std::vector<const pb::FieldDescriptor*> fields;
    message.GetReflection()->ListFields(message, &fields);
    std::sort(fields.begin(), fields.end(),
              [](const auto* a, const auto* b) { return a->number() < b->number(); });
    word(fields.size());
    for (const pb::FieldDescriptor* field : fields) {
      word(static_cast<std::uint64_t>(field->number()));
      if (field->is_repeated())
        list(message, *field);
      else
        value(message, *field);
    }
  }

 private:
  void word(std::uint64_t value) {
    for (unsigned shift = 0; shift < 64; shift += 8)
      out_ += static_cast<char>(static_cast<unsigned char>(value >> shift));
  }
  void text(std::string_view value) {
    word(value.size());
    out_ += value;
  }
  void real(double value) { word(std::bit_cast<std::uint64_t>(value == 0 ? 0.0 : value)); }

  void list(const pb::Message& message, const pb::FieldDescriptor& field) {
    const pb::Reflection& reflection = *message.GetReflection();
    const int size = reflection.FieldSize(message, &field);
    word(static_cast<std::uint64_t>(size));
    for (int i = 0; i < size; ++i) element(message, field, i);
  }

  void element(const pb::Message& message, const pb::FieldDescriptor& field, int i) {
    const pb::Reflection& reflection = *message.GetReflection();
    switch (field.cpp_type()) {
      case pb::FieldDescriptor::CPPTYPE_STRING:
        return text(reflection.GetRepeatedString(message, &field, i));
      case pb::FieldDescriptor::CPPTYPE_DOUBLE:
        return real(reflection.GetRepeatedDouble(message, &field, i));
      case pb::FieldDescriptor::CPPTYPE_ENUM:
        return word(
            static_cast<std::uint64_t>(reflection.GetRepeatedEnumValue(message, &field, i)));
      case pb::FieldDescriptor::CPPTYPE_MESSAGE:
        return this->message(reflection.GetRepeatedMessage(message, &field, i));
      default:
        STOPOVER_CHECK(false, "the schema has no lists of this type");
    }
  }

  void value(const pb::Message& message, const pb::FieldDescriptor& field) {
    const pb::Reflection& reflection = *message.GetReflection();
    switch (field.cpp_type()) {
      case pb::FieldDescriptor::CPPTYPE_STRING:
        return text(reflection.GetString(message, &field));
      case pb::FieldDescriptor::CPPTYPE_DOUBLE:
        return real(reflection.GetDouble(message, &field));
      case pb::FieldDescriptor::CPPTYPE_INT32:
        return word(static_cast<std::uint64_t>(reflection.GetInt32(message, &field)));
      case pb::FieldDescriptor::CPPTYPE_UINT64:
        return word(reflection.GetUInt64(message, &field));
      case pb::FieldDescriptor::CPPTYPE_BOOL:
        return word(reflection.GetBool(message, &field) ? 1 : 0);
      case pb::FieldDescriptor::CPPTYPE_ENUM:
        return word(static_cast<std::uint64_t>(reflection.GetEnumValue(message, &field)));
      case pb::FieldDescriptor::CPPTYPE_MESSAGE:
        return this->message(reflection.GetMessage(message, &field));
      default:
        STOPOVER_CHECK(false, "the schema has no fields of this type");
    }
  }

  std::string& out_;
};

// Files that name no feed are not written.
template <class Use>
void change_feeds(Scenario& scenario, Use use) {
  bool any = false;
  for (const std::string_view list : kFeedLists)
    for (Feed& feed : feeds_of(*scenario.mutable_files(), list)) {
      use(feed);
      any = true;
    }
  if (!any) scenario.clear_files();
}

}  // namespace

std::string content_hash(const Scenario& scenario,
                         const std::map<std::string, std::string>& feed_contents) {
  Scenario copy = scenario;
  change_feeds(copy, [&](Feed& feed) {
    const auto content = feed_contents.find(feed.path());
    STOPOVER_CHECK(content != feed_contents.end(), "each feed has its content");
    feed.set_path(content->second);
    std::stable_sort(feed.mutable_stop_place()->begin(), feed.mutable_stop_place()->end(),
                     [](const StopPlace& a, const StopPlace& b) { return a.key() < b.key(); });
  });
  std::string bytes(kFormat);
  Canonical(bytes).message(copy);
  return io::sha256_hex(bytes);
}

std::string resolved_text(const LoadedScenario& loaded, const std::filesystem::path& folder) {
  namespace fs = std::filesystem;
  Scenario copy = loaded.scenario;
  change_feeds(copy, [&](Feed& feed) {
    const fs::path path = fs::absolute(feed.path()).lexically_normal();
    feed.set_path(
        path.lexically_relative(fs::absolute(folder).lexically_normal()).generic_string());
  });
  pb::TextFormat::Printer printer;
  printer.SetUseUtf8StringEscaping(true);
  std::string body;
  STOPOVER_CHECK(printer.PrintToString(copy, &body), "a message prints into memory");
  return fmt::format(
      "# Scenario {} with its bases, tables and changes worked in.\n# Content {}\n{}", copy.id(),
      loaded.hash, body);
}

}  // namespace stopover::scenario
