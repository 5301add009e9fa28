// SPDX-License-Identifier: Apache-2.0
#include "engine/experiment/store.hpp"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <set>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "engine/base/check.hpp"
#include "engine/experiment/experiment_rules.hpp"
#include "engine/experiment/store_log.hpp"
#include "engine/io/file_source.hpp"
#include "engine/io/result_lock.hpp"
#include "engine/io/sha256.hpp"

namespace stopover::experiment {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kDocument = "experiment.json";
constexpr std::string_view kCells = "cells.csv";
constexpr std::string_view kLog = ".log";
constexpr std::string_view kResults = ".cells";
constexpr std::string_view kLock = ".stopover-lock-";
constexpr std::string_view kStart = "start";  // held while a writer starts
constexpr std::string_view kOf = "-of-";      // in the name of a part's writer
constexpr int kLeastDigits = 6;

std::string in_folder(const std::string& folder, std::string_view name) {
  return fmt::format("{}/{}", folder, name);
}

std::string writer_name(Shard shard) {
  return shard.of == 1 ? "all" : fmt::format("{}-of-{}", shard.part, shard.of);
}

bool is_number(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

// "all" or "3-of-7".
bool is_writer(std::string_view name) {
  const std::size_t at = name.find(kOf);
  return name == "all" || (at != std::string_view::npos && is_number(name.substr(0, at)) &&
                           is_number(name.substr(at + kOf.size())));
}

// Of what lies in the folder itself, sorted; `all`: folders too.
std::vector<std::string> names_in(const std::string& folder, bool all = false) {
  std::vector<std::string> names;
  std::error_code error;
  auto at = fs::directory_iterator(folder, error);
  while (!error && at != fs::directory_iterator()) {
    const bool is_folder = at->symlink_status(error).type() == fs::file_type::directory;
    if (all || !is_folder) names.push_back(at->path().filename().string());
    at.increment(error);
  }
  if (error) throw EnvironmentError(folder, "list the folder", error.message());
  std::sort(names.begin(), names.end());
  return names;
}

// "3-of-7" has "7"; "all" has nothing.
std::string_view parts_of(std::string_view writer) {
  const std::size_t at = writer.find(kOf);
  return at == std::string_view::npos ? std::string_view() : writer.substr(at + kOf.size());
}

bool share_cells(std::string_view a, std::string_view b) {
  return a == b || parts_of(a).empty() || parts_of(a) != parts_of(b);
}

// "all-000012.cells": 12. 0: it is no such name of this writer.
std::uint64_t file_number(std::string_view name, std::string_view writer) {
  if (!name.starts_with(writer) || !name.ends_with(kResults)) return 0;
  std::string_view digits = name.substr(writer.size(), name.size() - writer.size());
  digits.remove_suffix(kResults.size());
  if (!digits.starts_with('-')) return 0;
  digits.remove_prefix(1);
  std::uint64_t number = 0;
  const auto [stopped, error] =
      std::from_chars(digits.data(), digits.data() + digits.size(), number);
  return error == std::errc() && stopped == digits.data() + digits.size() ? number : 0;
}

// Whose file it is; empty: nobody's.
std::string_view writer_of(std::string_view name) {
  const std::string_view whole = name.substr(0, name.find(io::kPartialMark));
  if (whole.ends_with(kLog)) {
    const std::string_view writer = whole.substr(0, whole.size() - kLog.size());
    return is_writer(writer) ? writer : std::string_view();
  }
  const std::size_t dash = whole.rfind('-');
  if (!whole.ends_with(kResults) || dash == std::string_view::npos) return {};
  const std::string_view writer = whole.substr(0, dash);
  return is_writer(writer) && file_number(whole, writer) > 0 ? writer : std::string_view();
}

bool is_partial(std::string_view name) {
  return name.find(io::kPartialMark) != std::string_view::npos;
}

bool is_header(std::string_view name) {
  const std::string_view whole = name.substr(0, name.find(io::kPartialMark));
  return whole == kDocument || whole == kCells;
}

bool is_ours(std::string_view name) {
  return is_header(name) || name.starts_with(kLock) || !writer_of(name).empty();
}

// Of what decides the results.
std::string id_of(const std::string& document) {
  nlohmann::json whole = nlohmann::json::parse(document, nullptr, false);
  if (whole.is_object()) whole.erase("about");
  return io::sha256_hex(whole.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
}

std::string cells_sha256_of(const std::string& document) {
  const nlohmann::json whole = nlohmann::json::parse(document, nullptr, false);
  if (!whole.is_object()) return {};
  const auto at = whole.find("cells_sha256");
  return at != whole.end() && at->is_string() ? at->get<std::string>() : std::string();
}

void warn(StoreContents& contents, std::string_view rule, const std::string& file, int line,
          std::string found, std::string expected) {
  contents.faults.add({.rule = std::string(rule),
                       .file = file,
                       .line = line,
                       .found = std::move(found),
                       .expected = std::move(expected)});
}

// The bytes of a file that a log names, if they are what it says.
std::optional<std::string> logged_bytes(const std::string& path, const LoggedFile& file) {
  try {
    std::string bytes = io::read_file(path);
    if (bytes.size() == file.bytes && io::sha256_hex(bytes) == file.sha256) return bytes;
  } catch (const EnvironmentError&) {  // not there, or unreadable: the same to who reads it
  }
  return std::nullopt;
}

void take_result(const std::vector<std::string>& keys, const std::string& path, CellResult result,
                 StoreContents& contents) {
  if (result.cell >= keys.size() || result.key != keys[result.cell]) {
    warn(contents, rule::kOtherKey, path, 0, fmt::format("cell {}", result.cell),
         "a cell of this experiment, made from the same");
    return;
  }
  const auto [at, is_new] = contents.results.try_emplace(result.cell, result);
  if (!is_new && !(at->second == result))
    refuse_file(rule::kConflict, path, fmt::format("cell {}", result.cell),
                "the result that another file has for it");
}

void read_log_files(const std::string& folder, const std::string& log_name,
                    const std::vector<std::string>& keys, StoreContents& contents) {
  const std::string path = in_folder(folder, log_name);
  const Log log = read_log(io::read_file(path));
  if (!log.experiment.empty() && log.experiment != contents.id)
    refuse_file(rule::kOtherExperiment, path, log.experiment, "the experiment " + contents.id);
  for (const int line : log.damaged)
    warn(contents, rule::kLogDamaged, path, line, "", "the line as it was written");
  if (log.experiment.empty()) {
    if (log.damaged.empty())
      warn(contents, rule::kLogDamaged, path, 1, "", "the line that names the experiment");
    return;
  }
  for (const LoggedFile& file : log.files) {
    const std::string file_path = in_folder(folder, file.name);
    const auto bytes = logged_bytes(file_path, file);
    auto results = bytes ? read_results_file(*bytes) : std::nullopt;
    if (!results) {
      warn(contents, rule::kResultsDamaged, file_path, 0, "", "the file that the log names");
      continue;
    }
    for (CellResult& result : *results) take_result(keys, file_path, std::move(result), contents);
  }
}

}  // namespace

std::string StoreHeader::id() const {
  return id_of(document);
}

StoreContents read_header(const std::string& folder) {
  const std::string path = in_folder(folder, kDocument);
  if (!io::name_taken(path))
    refuse_file(rule::kNoStore, folder, fmt::format("no {}", kDocument), "a folder of a sweep");
  StoreContents contents;
  contents.document = io::read_file(path);
  contents.id = id_of(contents.document);
  const std::string sum = cells_sha256_of(contents.document);
  if (sum.empty()) refuse_file(rule::kHeaderDamaged, path, "", "the text that stopover wrote");
  const std::string cells = in_folder(folder, kCells);
  if (!io::name_taken(cells)) refuse_file(rule::kHeaderDamaged, cells, "", "the table of cells");
  contents.cells = io::read_file(cells);
  if (io::sha256_hex(contents.cells) != sum)
    refuse_file(rule::kHeaderDamaged, cells, "", "the table that stopover wrote");
  return contents;
}

void read_results(const std::string& folder, const std::vector<std::string>& keys,
                  StoreContents& contents) {
  for (const std::string& name : names_in(folder))
    if (name.ends_with(kLog) && !writer_of(name).empty())
      read_log_files(folder, name, keys, contents);
}

class StoreWriter::Impl {
 public:
  Impl(std::string folder, Shard shard, std::shared_ptr<io::FileOps> ops,
       std::function<void()> waiting)
      : ops_(std::move(ops)),
        waiting_(std::move(waiting)),
        folder_(std::move(folder)),
        writer_(writer_name(shard)) {
    STOPOVER_CHECK(shard.part >= 1 && shard.part <= shard.of, "a part of the whole");
    while (folder_.size() > 1 && folder_.ends_with('/')) folder_.pop_back();
  }
  ~Impl() {
    if (!lock_) return;
    try {
      lock_->release();
    } catch (const EnvironmentError&) {  // the next writer sweeps it
    }
  }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;
  Impl(Impl&&) = delete;
  Impl& operator=(Impl&&) = delete;

  void start(const StoreHeader& header) {
    make_folder();
    auto starting = start_lock();
    lock_ = writer_lock();
    look_at_others();
    write_header(header);
    contents_ = {.id = header.id(), .document = header.document, .cells = header.cells};
    read_results(folder_, header.keys, contents_);
    clean();
    begin_log();
    starting.release();
  }

  void commit(const std::vector<CellResult>& results) {
    STOPOVER_CHECK(!broken_, "after a failure a writer writes nothing more");
    if (results.empty()) return;
    broken_ = true;  // until all is done
    const std::string name = fmt::format("{}-{:0{}}{}", writer_, next_, kLeastDigits, kResults);
    const std::string bytes = results_file(results);
    io::write_whole_file(*ops_, path_of(name), bytes);
    io::sync_folder(*ops_, folder_);
    append_line(file_line({name, bytes.size(), io::sha256_hex(bytes)}));
    ++next_;
    broken_ = false;
  }

  [[nodiscard]] const StoreContents& contents() const { return contents_; }

 private:
  [[nodiscard]] std::string path_of(std::string_view name) const {
    return in_folder(folder_, name);
  }

  // Its name is on the disk before anything in it is said to be; so is each new one above it.
  void make_folder() {
    std::vector<std::string> parents;
    const auto parent_of = [](const std::string& path) {
      const std::string parent = fs::path(path).parent_path().string();
      return parent.empty() ? std::string(".") : parent;
    };
    if (!io::name_taken(path_of(kDocument))) parents.push_back(parent_of(folder_));
    for (std::string at = parent_of(folder_); !io::name_taken(at); at = parents.back())
      parents.push_back(parent_of(at));
    io::make_folders(*ops_, folder_);
    for (const std::string& parent : parents) io::sync_folder(*ops_, parent);
  }

  // Another writer that starts reads what is there, which may take long.
  io::ResultLock start_lock() {
    constexpr int kTries = 1200;  // of half a second
    for (int i = 0; i < kTries; ++i) {
      auto lock = io::ResultLock::take(*ops_, path_of(fmt::format("{}{}", kLock, kStart)), true);
      if (lock) return std::move(*lock);
      if (waiting_) waiting_();
    }
    refuse_file(rule::kInUse, folder_, "a run that has been starting for ten minutes",
                "a folder in which no other run is starting");
  }

  io::ResultLock writer_lock() {
    auto lock = io::ResultLock::take(*ops_, path_of(fmt::format("{}{}", kLock, writer_)), true);
    if (!lock)
      refuse_file(rule::kInUse, folder_, fmt::format("a run that is writing ({})", writer_),
                  "a folder that nobody is writing to");
    return std::move(*lock);
  }

  // Which of the other writers are alive; locks of the dead are removed.
  void look_at_others() {
    for (const std::string& name : names_in(folder_)) {
      if (!name.starts_with(kLock)) continue;
      const std::string other = name.substr(kLock.size());
      if (other == writer_ || !is_writer(other)) continue;
      auto lock = io::ResultLock::take(*ops_, path_of(name), false);
      if (lock) {
        lock->release();
        continue;
      }
      if (share_cells(writer_, other))
        refuse_file(rule::kInUse, folder_, fmt::format("a run that is writing ({})", other),
                    "shards of one number of parts, or a single run");
      alive_.insert(other);
    }
  }

  void write_header(const StoreHeader& header) {
    STOPOVER_CHECK(cells_sha256_of(header.document) == io::sha256_hex(header.cells),
                   "the document names its table of cells");
    if (io::name_taken(path_of(kDocument))) {
      check_header(header);
    } else {
      for (const std::string& name : names_in(folder_, true)) {
        if (!is_ours(name)) refuse_file(rule::kForeignFolder, folder_, name, "a folder of its own");
        if (name.ends_with(kLog))
          refuse_file(rule::kHeaderDamaged, path_of(kDocument), "", "the text that stopover wrote");
      }
      io::write_whole_file(*ops_, path_of(kCells), header.cells);
      io::sync_folder(*ops_, folder_);
      io::write_whole_file(*ops_, path_of(kDocument), header.document);
      io::sync_folder(*ops_, folder_);
    }
  }

  void check_header(const StoreHeader& header) {
    const std::string there = io::read_file(path_of(kDocument));
    if (id_of(there) != header.id()) {
      const bool sound = !cells_sha256_of(there).empty();
      refuse_file(sound ? rule::kOtherExperiment : rule::kHeaderDamaged, path_of(kDocument),
                  sound ? "another experiment, base or version of the program" : "",
                  sound ? "the experiment that is to be run; write into another folder"
                        : "the text that stopover wrote");
    }
    if (there != header.document) {  // other titles, names or units
      io::write_whole_file(*ops_, path_of(kDocument), header.document);
      io::sync_folder(*ops_, folder_);
    }
    if (io::name_taken(path_of(kCells)) && io::read_file(path_of(kCells)) == header.cells) return;
    io::write_whole_file(*ops_, path_of(kCells), header.cells);  // known from the experiment
    io::sync_folder(*ops_, folder_);
  }

  // What killed writers left: files that are not whole, and whole ones that no log names.
  void clean() {
    std::map<std::string, std::set<std::string>> listed;
    const std::vector<std::string> names = names_in(folder_);
    for (const std::string& name : names) {
      if (!name.ends_with(kLog) || writer_of(name).empty()) continue;
      const Log log = read_log(io::read_file(path_of(name)));
      // With a damaged line it is not known what it named.
      if (!log.damaged.empty() || log.experiment.empty()) continue;
      std::set<std::string>& files = listed[std::string(writer_of(name))];
      for (const LoggedFile& file : log.files) files.insert(file.name);
    }
    for (const std::string& name : names) {
      const std::string writer(writer_of(name));
      if (alive_.contains(writer)) continue;
      const auto known = listed.find(writer);
      const bool has_log = io::name_taken(path_of(writer + std::string(kLog)));
      const bool unlisted = name.ends_with(kResults) &&
                            (known != listed.end() ? !known->second.contains(name) : !has_log);
      const bool partial = is_partial(name) && is_ours(name);
      if (partial || (unlisted && !writer.empty())) io::remove_tree(*ops_, path_of(name));
    }
  }

  // The log with what is sound of it, and the number of the next file.
  void begin_log() {
    const std::string path = path_of(writer_ + std::string(kLog));
    for (const std::string& name : names_in(folder_))
      next_ = std::max(next_, file_number(name, writer_) + 1);
    const bool exists = io::name_taken(path);
    const Log log = exists ? read_log(io::read_file(path)) : Log{};
    for (const LoggedFile& file : log.files)
      next_ = std::max(next_, file_number(file.name, writer_) + 1);
    if (exists && !log.experiment.empty() && log.damaged.empty() && !log.cut) return;
    const bool usable = !log.experiment.empty();
    io::write_whole_file(*ops_, path, usable ? log.sound : experiment_line(contents_.id));
    io::sync_folder(*ops_, folder_);
  }

  void append_line(const std::string& line) {
    io::OpenFile file =
        io::open_file(*ops_, path_of(writer_ + std::string(kLog)), O_WRONLY | O_APPEND, "open");
    file.write_all(line);
    file.sync();
    file.close();
  }

  std::shared_ptr<io::FileOps> ops_;
  std::function<void()> waiting_;
  std::string folder_;
  std::string writer_;
  std::optional<io::ResultLock> lock_;
  std::set<std::string> alive_;  // other writers
  StoreContents contents_;
  std::uint64_t next_ = 1;
  bool broken_ = false;
};

StoreWriter::StoreWriter(const std::string& folder, const StoreHeader& header, Shard shard,
                         std::shared_ptr<io::FileOps> ops, std::function<void()> waiting)
    : impl_(std::make_unique<Impl>(folder, shard, std::move(ops), std::move(waiting))) {
  impl_->start(header);
}
StoreWriter::~StoreWriter() = default;
StoreWriter::StoreWriter(StoreWriter&&) noexcept = default;
StoreWriter& StoreWriter::operator=(StoreWriter&&) noexcept = default;

const StoreContents& StoreWriter::before() const {
  return impl_->contents();
}

void StoreWriter::commit(const std::vector<CellResult>& results) {
  impl_->commit(results);
}

std::string results_hash(const std::string& id,
                         const std::map<std::uint64_t, CellResult>& results) {
  io::Sha256 hash;
  hash.update(id);
  for (const auto& [cell, result] : results) hash.update(io::sha256_hex(record_bytes(result)));
  return hash.finish_hex();
}

void add_contents(StoreContents& all, const std::string& folder, const StoreContents& more) {
  if (more.id != all.id)
    refuse_file(rule::kOtherExperiment, in_folder(folder, kDocument), more.id,
                "the experiment " + all.id);
  for (const auto& [cell, result] : more.results) {
    const auto [at, is_new] = all.results.try_emplace(cell, result);
    if (!is_new && !(at->second == result))
      refuse_file(rule::kConflict, folder, fmt::format("cell {}", cell),
                  "the result that another folder has for it");
  }
  all.faults.merge(more.faults);
}

}  // namespace stopover::experiment
