// SPDX-License-Identifier: Apache-2.0
#include "engine/io/result_folder.hpp"

#include <cerrno>
#include <filesystem>
#include <optional>
#include <set>
#include <system_error>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "engine/base/check.hpp"
#include "engine/io/file_source.hpp"
#include "engine/io/manifest.hpp"
#include "engine/io/result_lock.hpp"

namespace stopover::io {
namespace fs = std::filesystem;
namespace {

constexpr std::uint64_t kMaxManifest = std::uint64_t{64} << 20U;
constexpr std::size_t kBuffer = std::size_t{1} << 18U;

fs::file_type type_of(const std::string& path) {
  std::error_code error;
  return fs::symlink_status(path, error).type();
}

// nullopt: missing, unreadable as a manifest, or not a plain file.
std::optional<OutputRecords> manifest_of(const std::string& folder) {
  const std::string path = fmt::format("{}/{}", folder, kManifestName);
  if (type_of(path) != fs::file_type::regular) return std::nullopt;
  try {
    return parse_manifest(read_file(path, kMaxManifest));
  } catch (const InputError&) {  // too large
    return std::nullopt;
  }
}

// Names only: what a replaced result holds need not be intact, but it must not be somebody's work.
void check_replaceable(const std::string& target) {
  const auto no = [&](std::string found) {
    refuse_file("E-RES-006", target, std::move(found),
                "a result that stopover wrote, or an empty folder");
  };
  if (type_of(target) != fs::file_type::directory) no("not a folder");
  const std::vector<std::string> files = files_below(target);
  if (files.empty()) return;
  const auto outputs = manifest_of(target);
  if (!outputs) no("no manifest of a result");
  for (const std::string& file : files)
    if (file != kManifestName && !outputs->contains(file)) no(file);
}

// The file system cannot do this kind of rename (the kernel or a network one).
bool is_unsupported(int error) {
  return error == EINVAL || error == ENOSYS || error == EOPNOTSUPP;
}

}  // namespace

class ResultFolder::Impl {
 public:
  Impl(const std::string& path, Existing existing, std::shared_ptr<FileOps> ops)
      : ops_(std::move(ops)), names_(path), existing_(existing) {}
  ~Impl() { leave(); }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;
  Impl(Impl&&) = delete;
  Impl& operator=(Impl&&) = delete;

  void start();
  // Reserves the name, makes its folders; where the file will be.
  std::string claim(std::string_view name);
  OpenFile create(std::string_view name);
  void record(const std::string& name, OutputRecord record);
  void adopt(std::string_view name);
  void publish(const nlohmann::json& fields);
  [[nodiscard]] const std::string& target() const { return names_.target; }

 private:
  [[nodiscard]] std::string place_of(std::string_view name) const {
    return fmt::format("{}/{}", names_.partial, name);
  }
  void check_target() const;
  void check_contents() const;
  void write_synced(std::string_view name, std::string_view bytes);
  void sync_folders();
  void move_into_place();
  bool move_to_free_name();
  void replace_aside();
  void leave() noexcept;

  std::shared_ptr<FileOps> ops_;
  ResultNames names_;
  Existing existing_;
  std::optional<ResultLock> lock_;
  std::set<std::string, std::less<>> claimed_;
  std::set<std::string, std::less<>> folders_;
  OutputRecords records_;
  bool has_partial_ = false;  // something of ours may lie at names_.partial
  bool published_ = false;
};

void ResultFolder::Impl::start() {
  const std::string last = fs::path(names_.target).filename().string();
  if (last.empty() || last == "." || last == "..")
    refuse_file("E-RES-006", names_.target, "no name", "a folder with a name of its own");
  make_folders(*ops_, names_.parent);
  lock_ = ResultLock::take(*ops_, names_.lock, true);
  if (!lock_)
    refuse_file("E-RES-007", names_.target, "held by another run",
                "a result that nobody is writing");
  clean_own_remains(*ops_, names_);
  sweep_dead_neighbours(*ops_, names_);
  check_target();
  has_partial_ = true;
  if (ops_->mkdir(names_.partial, 0755U) != 0) throw_errno(names_.partial, "create the folder");
}

void ResultFolder::Impl::check_target() const {
  if (!name_taken(names_.target)) return;
  if (existing_ == Existing::kReplace) return check_replaceable(names_.target);
  refuse_file("E-RES-006", names_.target, "exists", "a new folder, or leave to replace a result");
}

std::string ResultFolder::Impl::claim(std::string_view name) {
  STOPOVER_CHECK(!published_, "a published result takes no more files");
  STOPOVER_CHECK(is_safe_relative_name(name), "an output's name is relative");
  STOPOVER_CHECK(name != kManifestName, "the folder writes its manifest itself");
  STOPOVER_CHECK(claimed_.emplace(name).second, "each output is written once");
  const std::string folder = fs::path(name).parent_path().generic_string();
  if (!folder.empty() && !folders_.contains(folder)) {
    make_folders(*ops_, place_of(folder));
    for (fs::path at(folder); !at.empty(); at = at.parent_path())
      folders_.insert(at.generic_string());
  }
  return place_of(name);
}

OpenFile ResultFolder::Impl::create(std::string_view name) {
  return open_file(*ops_, claim(name), O_WRONLY | O_CREAT | O_EXCL, "create");
}

void ResultFolder::Impl::record(const std::string& name, OutputRecord record) {
  STOPOVER_CHECK(claimed_.contains(name) && records_.emplace(name, std::move(record)).second,
                 "each output is recorded once");
}

void ResultFolder::Impl::adopt(std::string_view name) {
  OpenFile file = open_file(*ops_, place_of(name), O_RDONLY | O_NOFOLLOW, "open");
  OutputRecord found = record_of(file);
  file.sync();
  file.close();
  record(std::string(name), std::move(found));
}

void ResultFolder::Impl::check_contents() const {
  STOPOVER_CHECK(claimed_.size() == records_.size(), "every output is closed or adopted");
  for (const std::string& file : files_below(names_.partial))
    if (!records_.contains(file))
      throw EnvironmentError(place_of(file), "finish the result", "somebody else put it there");
}

void ResultFolder::Impl::publish(const nlohmann::json& fields) {
  STOPOVER_CHECK(!published_, "a result is published once");
  check_contents();
  OpenFile manifest =
      open_file(*ops_, place_of(kManifestName), O_WRONLY | O_CREAT | O_EXCL, "create");
  manifest.write_all(manifest_text(fields, records_));
  manifest.sync();
  manifest.close();
  sync_folders();
  move_into_place();
  sync_folder(*ops_, names_.parent);
  leave();
}

// Names sort before the names below them, so backwards is deepest first.
void ResultFolder::Impl::sync_folders() {
  for (auto folder = folders_.rbegin(); folder != folders_.rend(); ++folder)
    sync_folder(*ops_, place_of(*folder));
  sync_folder(*ops_, names_.partial);
}

void ResultFolder::Impl::move_into_place() {
  check_target();
  if (!name_taken(names_.target) && move_to_free_name()) {
    has_partial_ = false;
  } else {
    check_target();  // taken since the last look
    if (ops_->rename_exchange(names_.partial, names_.target) != 0) {
      if (!is_unsupported(errno)) throw_errno(names_.target, "exchange with the new result");
      replace_aside();
    }
  }
  published_ = true;
}

// False: the name is taken after all.
bool ResultFolder::Impl::move_to_free_name() {
  if (ops_->rename_noreplace(names_.partial, names_.target) == 0) return true;
  if (errno == EEXIST) return false;
  // Without the flag, rename replaces nothing but an empty folder.
  if (!is_unsupported(errno) || ops_->rename(names_.partial, names_.target) != 0)
    throw_errno(names_.target, "move the result into place");
  return true;
}

void ResultFolder::Impl::replace_aside() {
  if (ops_->rename(names_.target, names_.aside) != 0)
    throw_errno(names_.target, "move the old result aside");
  if (ops_->rename(names_.partial, names_.target) != 0) {
    const int error = errno;
    (void)ops_->rename(names_.aside, names_.target);  // if not, the next writer puts it back
    errno = error;
    throw_errno(names_.target, "move the result into place");
  }
}

// Removes what is not the result and lets go of the lock. What cannot be removed stays with the
// lock file, by which the next writer finds it.
void ResultFolder::Impl::leave() noexcept {
  if (!lock_) return;
  try {
    if (has_partial_) remove_tree(*ops_, names_.partial);
    if (published_) remove_tree(*ops_, names_.aside);
    if (!name_taken(names_.aside)) lock_->release();
  } catch (const EnvironmentError&) {
  }
  lock_.reset();
  has_partial_ = false;
}

ResultFolder::ResultFolder(const std::string& path, Existing existing, std::shared_ptr<FileOps> ops)
    : impl_(std::make_unique<Impl>(path, existing, std::move(ops))) {
  impl_->start();
}
ResultFolder::~ResultFolder() = default;
ResultFolder::ResultFolder(ResultFolder&&) noexcept = default;
ResultFolder& ResultFolder::operator=(ResultFolder&&) noexcept = default;

void ResultFolder::write_file(std::string_view name, std::string_view bytes) {
  OutputFile file(*this, name);
  file.write(bytes);
  file.close();
}

std::string ResultFolder::path_for(std::string_view name) {
  return impl_->claim(name);
}

void ResultFolder::adopt(std::string_view name) {
  impl_->adopt(name);
}

void ResultFolder::publish(const nlohmann::json& fields) {
  impl_->publish(fields);
}

const std::string& ResultFolder::path() const {
  return impl_->target();
}

OutputFile::OutputFile(ResultFolder& folder, std::string_view name)
    : folder_(folder.impl_.get()), name_(name), file_(folder_->create(name)) {}

void OutputFile::write(std::string_view bytes) {
  buffer_ += bytes;
  if (buffer_.size() >= kBuffer) flush();
}

void OutputFile::flush() {
  file_.write_all(buffer_);
  hash_.update(buffer_);
  bytes_ += buffer_.size();
  buffer_.clear();
}

void OutputFile::close() {
  flush();
  file_.sync();
  file_.close();
  folder_->record(name_, {.bytes = bytes_, .sha256 = hash_.finish_hex()});
}

FaultList verify_result_folder(const std::string& path) {
  FaultList faults;
  const auto fault = [&](const char* rule, std::string_view name, std::string found,
                         std::string expected) {
    faults.add({.rule = rule,
                .file = fmt::format("{}/{}", path, name),
                .found = std::move(found),
                .expected = std::move(expected)});
  };
  const std::vector<std::string> files = files_below(path);
  const std::set<std::string, std::less<>> there(files.begin(), files.end());
  if (!there.contains(kManifestName)) {
    fault("E-RES-001", kManifestName, "", "the manifest of a finished result");
    return faults;
  }
  const auto outputs = manifest_of(path);
  if (!outputs) {
    fault("E-RES-002", kManifestName, "", "the text that stopover wrote, with its checksum");
    return faults;
  }
  FileOps ops;
  for (const auto& [name, stated] : *outputs) {
    const std::string file_path = fmt::format("{}/{}", path, name);
    if (!there.contains(name)) {
      fault("E-RES-003", name, "", "a file of the result");
    } else if (type_of(file_path) != fs::file_type::regular) {
      fault("E-RES-005", name, "not a plain file", "a file of the result");
    } else {
      OpenFile file = open_file(ops, file_path, O_RDONLY | O_NOFOLLOW, "open");
      const OutputRecord found = record_of(file);
      if (found != stated)
        fault("E-RES-005", name, fmt::format("{} bytes, SHA-256 {}", found.bytes, found.sha256),
              fmt::format("{} bytes, SHA-256 {}", stated.bytes, stated.sha256));
    }
  }
  for (const std::string& name : files)
    if (name != kManifestName && !outputs->contains(name))
      fault("E-RES-004", name, "", "no other files than the result's");
  return faults;
}

}  // namespace stopover::io
