// SPDX-License-Identifier: Apache-2.0
// Folders and archives: what is there is read whole; every other case has its rule.
#include "engine/io/file_source.hpp"

#include <functional>
#include <utility>

#include <gtest/gtest.h>
#include <zip.h>

#include "engine/io/io_rules.hpp"
#include "tests/engine/io/fault_codes.hpp"
#include "tests/engine/io/temp_folder.hpp"

namespace stopover::io {
namespace {

using Entries = std::vector<std::pair<std::string, std::string>>;

void write_zip(const std::string& path, const Entries& entries, bool encrypted = false) {
  zip_t* archive = zip_open(path.c_str(), ZIP_CREATE | ZIP_TRUNCATE, nullptr);
  ASSERT_NE(archive, nullptr);
  for (const auto& [name, bytes] : entries) {
    zip_source_t* source = zip_source_buffer(archive, bytes.data(), bytes.size(), 0);
    const zip_int64_t at = zip_file_add(archive, name.c_str(), source, ZIP_FL_ENC_UTF_8);
    ASSERT_GE(at, 0) << name;
    if (encrypted) {
      ASSERT_EQ(
          zip_file_set_encryption(archive, static_cast<zip_uint64_t>(at), ZIP_EM_AES_256, "p"), 0);
    }
  }
  ASSERT_EQ(zip_close(archive), 0);
}

std::string bytes_of(const std::string& path) {
  return read_file(path);
}

// Every place where `from` stands in the file becomes `to` of the same length.
void patch(const TempFolder& folder, const std::string& name, const std::string& from,
           const std::string& to) {
  std::string bytes = bytes_of(folder.file(name));
  std::size_t changed = 0;
  for (std::size_t at = bytes.find(from); at != std::string::npos; at = bytes.find(from, at + 1)) {
    bytes.replace(at, from.size(), to);
    ++changed;
  }
  ASSERT_GT(changed, 0U);
  folder.write(name, bytes);
}

// Rules of the InputError that `work` ends in; none if it does not.
std::set<std::string> rules_of(const std::function<void()>& work) {
  try {
    work();
  } catch (const InputError& bad) {
    return codes_of(bad.faults());
  }
  return {};
}

void read_all(const std::string& path, SourceLimits limits = {}) {
  const FileSource source = FileSource::open(path, limits);
  for (const std::string& name : source.names()) (void)source.read(name);
}

struct Fixture {
  std::string rule;
  std::function<void(const TempFolder&)> make;  // a source at "s"
  std::function<void(const std::string&)> use = [](const std::string& path) { read_all(path); };
};

std::vector<Fixture> io_fixtures() {
  const auto small_folder = [](const TempFolder& t) {
    t.write("s/a.txt", "1234");
    t.write("s/b.txt", "");
  };
  return {
      {"E-IO-001", small_folder,
       [](const std::string& path) { (void)FileSource::open(path).read("c.txt"); }},
      {"E-IO-002", small_folder,
       [](const std::string& path) { read_all(path, {.max_file_bytes = 3}); }},
      {"E-IO-003", small_folder,
       [](const std::string& path) { (void)FileSource::open(path).read("../s/a.txt"); }},
      {"E-IO-004", small_folder, [](const std::string& path) { read_all(path, {.max_files = 1}); }},
  };
}

std::vector<Fixture> zip_fixtures() {
  const std::string zeros(100'000, '0');
  return {
      {"E-ZIP-001", [](const TempFolder& t) { t.write("s", "PK is not enough"); }},
      {"E-ZIP-001", [](const TempFolder& t) { t.write("s", ""); }},
      {"E-ZIP-002",
       [](const TempFolder& t) {
         write_zip(t.file("s"), {{"../a.txt", "x"}});
       }},
      {"E-ZIP-002",
       [](const TempFolder& t) {
         write_zip(t.file("s"), {{"/a.txt", "x"}});
       }},
      {"E-ZIP-002",
       [](const TempFolder& t) {
         write_zip(t.file("s"), {{"a\\b.txt", "x"}});
       }},
      {"E-ZIP-003",
       [zeros](const TempFolder& t) {
         write_zip(t.file("s"), {{"a.txt", zeros}});
       },
       [](const std::string& path) { read_all(path, {.ratio_free_bytes = 1000}); }},
      {"E-ZIP-004",
       [](const TempFolder& t) {
         write_zip(t.file("s"), {{"aa.txt", "x"}, {"ab.txt", "y"}});
         patch(t, "s", "ab.txt", "aa.txt");
       }},
      {"E-ZIP-005",
       [](const TempFolder& t) {
         write_zip(t.file("s"), {{"a.txt", "stored as it is"}});
         patch(t, "s", "stored", "st0red");  // the checksum no longer fits
       }},
      {"E-ZIP-006",
       [](const TempFolder& t) {
         write_zip(t.file("s"), {{"a.txt", "secret"}}, true);
       }},
      {"E-IO-002",
       [](const TempFolder& t) {
         write_zip(t.file("s"), {{"a.txt", "12345"}});
       },
       [](const std::string& path) { read_all(path, {.max_file_bytes = 4}); }},
  };
}

TEST(FileSourceRules, EachFixtureIsRefusedByItsRule) {
  std::set<std::string> tried;
  for (const auto& list : {io_fixtures(), zip_fixtures()})
    for (const Fixture& one : list) {
      const TempFolder folder;
      one.make(folder);
      EXPECT_EQ(rules_of([&] { one.use(folder.file("s")); }), std::set<std::string>{one.rule});
      tried.insert(one.rule);
    }
  std::set<std::string> all = registered(io_rules(), "IO");
  all.merge(registered(io_rules(), "ZIP"));
  EXPECT_EQ(tried, all);
}

TEST(FileSource, AFolderAndAnArchiveReadAlike) {
  const TempFolder folder;
  const Entries entries{{"a.txt", "one"}, {"b/c.txt", std::string(300'000, 'x')}, {"空.txt", ""}};
  for (const auto& [name, bytes] : entries) folder.write("plain/" + name, bytes);
  write_zip(folder.file("packed.zip"), entries);
  for (const char* path : {"plain", "packed.zip"}) {
    const FileSource source = FileSource::open(folder.file(path));
    EXPECT_EQ(source.is_archive(), std::string(path) == "packed.zip");
    EXPECT_EQ(source.names(), (std::vector<std::string>{"a.txt", "b/c.txt", "空.txt"}));
    for (const auto& [name, bytes] : entries) EXPECT_EQ(source.read(name), bytes) << name;
    EXPECT_TRUE(source.contains("b/c.txt"));
    EXPECT_FALSE(source.contains("c.txt"));
    EXPECT_EQ(source.display_name("a.txt"), folder.file(path) + "/a.txt");
  }
}

TEST(FileSource, AMissingPathIsTheEnvironmentsFault) {
  const TempFolder folder;
  EXPECT_THROW((void)FileSource::open(folder.file("none")), EnvironmentError);
  EXPECT_THROW((void)read_file(folder.file("none")), EnvironmentError);
}

// A link to nothing is no file; a link loop ends.
TEST(FileSource, LinksDoNotLeadAstray) {
  const TempFolder folder;
  folder.write("s/a.txt", "1");
  std::filesystem::create_symlink("nothing", folder.path() / "s/dangling.txt");
  std::filesystem::create_directory_symlink(".", folder.path() / "s/loop");
  EXPECT_EQ(FileSource::open(folder.file("s")).names(), std::vector<std::string>{"a.txt"});
}

TEST(FileSource, EachCutOfAnArchiveIsFound) {
  const TempFolder folder;
  write_zip(folder.file("whole.zip"), {{"a.txt", "one"}, {"b.txt", std::string(3000, 'x')}});
  const std::string whole = bytes_of(folder.file("whole.zip"));
  for (std::size_t size = 0; size < whole.size(); ++size) {
    folder.write("cut.zip", std::string_view(whole).substr(0, size));
    EXPECT_EQ(rules_of([&] { read_all(folder.file("cut.zip")); }).size(), 1U) << size;
  }
}

// A flipped byte of an archive shows, or changes nothing that is read.
TEST(FileSource, NoFlippedByteOfAnArchiveChangesWhatIsRead) {
  const TempFolder folder;
  const Entries entries{{"a.txt", "one"}, {"b.txt", std::string(300, 'x')}};
  write_zip(folder.file("whole.zip"), entries);
  const std::string whole = bytes_of(folder.file("whole.zip"));
  for (std::size_t at = 0; at < whole.size(); ++at) {
    std::string damaged = whole;
    damaged[at] = static_cast<char>(damaged[at] ^ 0x10);
    folder.write("cut.zip", damaged);
    (void)rules_of([&] {
      const FileSource source = FileSource::open(folder.file("cut.zip"));
      for (const auto& [name, bytes] : entries)
        if (source.contains(name)) {
          EXPECT_EQ(source.read(name), bytes) << at;
        }
    });
  }
}

TEST(SafeName, StaysBelowItsFolder) {
  for (const char* good : {"a", "a/b.txt", "站点.txt", ".hidden", "a..b"})
    EXPECT_TRUE(is_safe_relative_name(good)) << good;
  for (const char* bad :
       {"", "/a", "a/", "../a", "a/../b", "a//b", "./a", "a\\b", "c:x", "a\nb", "\x7f", "\xff"})
    EXPECT_FALSE(is_safe_relative_name(bad)) << bad;
  EXPECT_TRUE(is_safe_relative_name(std::string(1024, 'a')));
  EXPECT_FALSE(is_safe_relative_name(std::string(1025, 'a')));
}

}  // namespace
}  // namespace stopover::io
