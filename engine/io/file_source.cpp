// SPDX-License-Identifier: Apache-2.0
#include "engine/io/file_source.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <filesystem>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <zip.h>

#include "engine/base/fault.hpp"
#include "engine/io/file_ops.hpp"
#include "engine/io/text.hpp"

namespace stopover::io {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t kBlock = std::size_t{1} << 18U;

[[noreturn]] void throw_too_large(const std::string& file, std::uint64_t max_bytes) {
  refuse_file("E-IO-002", file, "a larger file", fmt::format("at most {} bytes", max_bytes));
}

std::string no_such_file() {
  return std::make_error_code(std::errc::no_such_file_or_directory).message();
}

}  // namespace

bool is_safe_relative_name(std::string_view name) {
  constexpr std::size_t kMaxNameBytes = 1024;
  if (name.empty() || name.size() > kMaxNameBytes || name.front() == '/' || name.back() == '/')
    return false;
  for (const char c : name)
    if (static_cast<unsigned char>(c) < 0x20 || c == '\\' || c == 0x7F) return false;
  if (name.size() > 1 && name[1] == ':') return false;  // a drive of another system
  for (const std::string_view part : split(name, '/'))
    if (part.empty() || part == "." || part == "..") return false;
  return utf8_error(name) == name.size();
}

std::string read_file(const std::string& path, std::uint64_t max_bytes, FileOps& ops) {
  OpenFile file = open_file(ops, path, O_RDONLY, "open");
  std::string bytes;
  std::error_code unknown;  // of a pipe: then it grows
  const std::uintmax_t size = fs::file_size(path, unknown);
  if (!unknown && size < max_bytes) bytes.reserve(size + kBlock);
  while (true) {
    const std::size_t had = bytes.size();
    bytes.resize(had + kBlock);
    const std::size_t got = file.read_some(bytes.data() + had, bytes.size() - had);
    bytes.resize(had + got);
    if (got == 0) return bytes;
    if (bytes.size() > max_bytes) throw_too_large(path, max_bytes);
  }
}

std::string read_file(const std::string& path, std::uint64_t max_bytes) {
  FileOps system;
  return read_file(path, max_bytes, system);
}

// ---- Folder and archive ----

class FileSource::Impl {
 public:
  Impl(std::string path, SourceLimits limits) : path_(std::move(path)), limits_(limits) {}
  virtual ~Impl() = default;
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;
  Impl(Impl&&) = delete;
  Impl& operator=(Impl&&) = delete;

  [[nodiscard]] virtual bool is_archive() const = 0;
  [[nodiscard]] virtual std::string read(std::size_t position) const = 0;  // into names_

  [[nodiscard]] std::string display_name(std::string_view name) const {
    return fmt::format("{}{}{}", path_, path_.ends_with('/') ? "" : "/", name);
  }
  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] const std::vector<std::string>& names() const { return names_; }

 protected:
  void check_count(std::size_t count) const {
    if (count > limits_.max_files)
      refuse_file("E-IO-004", path_, fmt::format("{} files", count),
                  fmt::format("at most {} files", limits_.max_files));
  }
  std::string path_;
  SourceLimits limits_;
  std::vector<std::string> names_;  // sorted
};

namespace {

class FolderImpl final : public FileSource::Impl {
 public:
  FolderImpl(std::string path, SourceLimits limits) : Impl(std::move(path), limits) {
    std::error_code error;
    auto at = fs::recursive_directory_iterator(path_, error);
    while (!error && at != fs::recursive_directory_iterator()) {
      std::error_code status_error;  // a dangling link is no file: not listed
      if (at->is_regular_file(status_error)) {
        const std::string name = at->path().lexically_relative(path_).generic_string();
        if (is_safe_relative_name(name)) names_.push_back(name);
        check_count(names_.size());
      }
      at.increment(error);
    }
    if (error) throw EnvironmentError(path_, "list the folder", error.message());
    std::sort(names_.begin(), names_.end());
  }

  [[nodiscard]] bool is_archive() const override { return false; }
  [[nodiscard]] std::string read(std::size_t position) const override {
    return read_file(display_name(names_[position]), limits_.max_file_bytes);
  }
};

class ZipImpl final : public FileSource::Impl {
 public:
  ZipImpl(std::string path, SourceLimits limits) : Impl(std::move(path), limits) {
    int code = 0;
    archive_.reset(zip_open(path_.c_str(), ZIP_RDONLY, &code));
    if (!archive_) throw_open_error(code);
    list();
  }

  [[nodiscard]] bool is_archive() const override { return true; }
  [[nodiscard]] std::string read(std::size_t position) const override;

 private:
  struct Discard {
    void operator()(zip_t* archive) const { zip_discard(archive); }
  };
  struct CloseEntry {
    void operator()(zip_file_t* entry) const { (void)zip_fclose(entry); }
  };
  [[noreturn]] void throw_open_error(int code) const;
  [[noreturn]] void throw_entry_error(const std::string& file, zip_error_t* error) const;
  void list();

  std::unique_ptr<zip_t, Discard> archive_;
  std::vector<zip_uint64_t> index_;  // of names_, in the archive
  std::uint64_t archive_bytes_ = 0;
};

void ZipImpl::throw_open_error(int code) const {
  const int system_error = errno;
  zip_error_t error;
  zip_error_init_with_code(&error, code);
  const std::string reason = zip_error_strerror(&error);
  const bool is_system = zip_error_system_type(&error) == ZIP_ET_SYS;
  zip_error_fini(&error);
  if (code == ZIP_ER_NOENT) throw EnvironmentError(path_, "open", no_such_file());
  if (is_system || code == ZIP_ER_MEMORY)
    throw EnvironmentError(path_, "open",
                           std::error_code(system_error, std::generic_category()).message());
  refuse_file("E-ZIP-001", path_, reason, "a whole zip archive");
}

void ZipImpl::throw_entry_error(const std::string& file, zip_error_t* error) const {
  const std::string reason = zip_error_strerror(error);
  if (zip_error_code_zip(error) == ZIP_ER_READ && zip_error_code_system(error) != 0)
    throw EnvironmentError(file, "read", reason);
  refuse_file("E-ZIP-005", file, reason, "an entry that unpacks and matches its checksum");
}

void ZipImpl::list() {
  std::error_code ignored;
  archive_bytes_ = fs::file_size(path_, ignored);
  const zip_int64_t count = zip_get_num_entries(archive_.get(), 0);
  check_count(static_cast<std::size_t>(std::max<zip_int64_t>(count, 0)));
  std::vector<std::pair<std::string, zip_uint64_t>> entries;
  for (zip_uint64_t i = 0; i < static_cast<zip_uint64_t>(count); ++i) {
    const char* raw = zip_get_name(archive_.get(), i, ZIP_FL_ENC_GUESS);
    const std::string name = raw == nullptr ? "" : raw;
    const std::string file = name.ends_with('/') ? name.substr(0, name.size() - 1) : name;
    if (!is_safe_relative_name(file))
      refuse_file("E-ZIP-002", path_, "an entry named " + shown_text(name),
                  "names below the archive's own root");
    if (!name.ends_with('/')) entries.emplace_back(name, i);
  }
  std::sort(entries.begin(), entries.end());
  for (const auto& [name, index] : entries) {
    if (!names_.empty() && names_.back() == name)
      refuse_file("E-ZIP-004", path_, "two entries named " + shown_text(name), "each name once");
    names_.push_back(name);
    index_.push_back(index);
  }
}

std::string ZipImpl::read(std::size_t position) const {
  const std::string file = display_name(names_[position]);
  zip_stat_t stat;
  zip_stat_init(&stat);
  if (zip_stat_index(archive_.get(), index_[position], 0, &stat) != 0)
    throw_entry_error(file, zip_get_error(archive_.get()));
  if ((stat.valid & ZIP_STAT_ENCRYPTION_METHOD) != 0 && stat.encryption_method != ZIP_EM_NONE)
    refuse_file("E-ZIP-006", file, "an encrypted entry", "an entry without a password");
  if (stat.size > limits_.max_file_bytes) throw_too_large(file, limits_.max_file_bytes);
  const std::uint64_t packed = std::min(stat.comp_size, archive_bytes_);
  const std::uint64_t allowed = std::max(limits_.ratio_free_bytes, packed < limits_.max_file_bytes
                                                                       ? packed * limits_.max_ratio
                                                                       : limits_.max_file_bytes);
  if (stat.size > allowed)
    refuse_file("E-ZIP-003", file, fmt::format("{} bytes packed into {}", stat.size, packed),
                fmt::format("at most {} times the packed size", limits_.max_ratio));

  const std::unique_ptr<zip_file_t, CloseEntry> entry(
      zip_fopen_index(archive_.get(), index_[position], 0));
  if (!entry) throw_entry_error(file, zip_get_error(archive_.get()));
  std::string bytes;
  bytes.reserve(stat.size + kBlock);  // a text of a hundred megabytes must not grow by copies
  while (true) {
    const std::size_t had = bytes.size();
    bytes.resize(had + kBlock);
    const zip_int64_t got = zip_fread(entry.get(), bytes.data() + had, bytes.size() - had);
    if (got < 0) throw_entry_error(file, zip_file_get_error(entry.get()));
    bytes.resize(had + static_cast<std::size_t>(got));
    if (bytes.size() > stat.size || got == 0) break;
  }
  if (bytes.size() != stat.size)  // the archive's directory lies about its content
    refuse_file("E-ZIP-005", file, fmt::format("{} bytes or more", bytes.size()),
                fmt::format("{} bytes, as the archive's directory says", stat.size));
  return bytes;
}

}  // namespace

FileSource FileSource::open(const std::string& path, SourceLimits limits) {
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (!fs::exists(status))
    throw EnvironmentError(path, "open", error ? error.message() : no_such_file());
  if (fs::is_directory(status)) return FileSource(std::make_unique<FolderImpl>(path, limits));
  return FileSource(std::make_unique<ZipImpl>(path, limits));
}

FileSource::FileSource(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
FileSource::~FileSource() = default;
FileSource::FileSource(FileSource&&) noexcept = default;
FileSource& FileSource::operator=(FileSource&&) noexcept = default;

const std::string& FileSource::path() const {
  return impl_->path();
}
bool FileSource::is_archive() const {
  return impl_->is_archive();
}
const std::vector<std::string>& FileSource::names() const {
  return impl_->names();
}
bool FileSource::contains(std::string_view name) const {
  return std::binary_search(names().begin(), names().end(), name);
}
std::string FileSource::display_name(std::string_view name) const {
  return impl_->display_name(name);
}

std::string FileSource::read(std::string_view name) const {
  if (!is_safe_relative_name(name))
    refuse_file("E-IO-003", path(), "the name " + shown_text(name), "a name below this folder");
  const auto at = std::lower_bound(names().begin(), names().end(), name);
  if (at == names().end() || *at != name)
    refuse_file("E-IO-001", display_name(name), "no such file",
                fmt::format("a file in {}{}", path(), did_you_mean(name, names())));
  return impl_->read(static_cast<std::size_t>(at - names().begin()));
}

}  // namespace stopover::io
