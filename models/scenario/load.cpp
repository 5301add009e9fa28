// SPDX-License-Identifier: Apache-2.0
#include "models/scenario/load.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "engine/base/provenance.hpp"
#include "engine/io/file_source.hpp"
#include "engine/io/sha256.hpp"
#include "models/scenario/feeds.hpp"
#include "models/scenario/merge.hpp"
#include "models/scenario/resolved.hpp"
#include "models/scenario/rules.hpp"
#include "models/scenario/tables.hpp"
#include "models/scenario/text_file.hpp"

namespace stopover::scenario {
namespace {

namespace fs = std::filesystem;
namespace pb = google::protobuf;

constexpr std::uint64_t kMaxTableBytes = std::uint64_t{256} << 20U;
constexpr std::size_t kMaxChain = 16;
constexpr const char* kFileName = "scenario.txtpb";

bool is_file(const fs::path& path) {
  std::error_code error;
  return fs::is_regular_file(path, error);
}

std::string display(const fs::path& path) {
  return path.lexically_normal().generic_string();
}

fs::path scenario_file(const fs::path& folder_or_file) {
  std::error_code error;
  return fs::is_directory(folder_or_file, error) ? folder_or_file / kFileName : folder_or_file;
}

// What a scenario names, relative to its folder; nullopt for a name no file can have.
std::optional<fs::path> named(const fs::path& folder, const std::string& name) {
  if (name.empty() || name.find('\0') != std::string::npos) return std::nullopt;
  return (folder / fs::path(name)).lexically_normal();
}

// Why it is no file: "; there is nothing of that name".
std::string what_is_at(const std::optional<fs::path>& path) {
  std::error_code error;
  if (path && fs::is_directory(*path, error)) return "; that is a folder";
  return "; there is nothing of that name";
}

class Loader {
 public:
  Loader(FaultList& faults, const std::vector<fs::path>& shelves)
      : faults_(faults), shelves_(shelves), pool_(out_.sources) {}

  LoadedScenario run(const fs::path& folder_or_file, const std::vector<fs::path>& changes) {
    out_.sources.set("scenario", "", {});
    load_chain(scenario_file(folder_or_file));
    const std::string id = out_.scenario.id();
    for (const fs::path& change : changes) {
      is_laid_over_ = true;
      load_chain(scenario_file(change));
      out_.scenario.set_id(id);
    }
    *out_.scenario.mutable_elements() = pool_.take();
    std::sort(out_.inputs.begin(), out_.inputs.end(),
              [](const InputFile& a, const InputFile& b) { return a.path < b.path; });
    out_.hash = content_hash(out_.scenario, out_.feed_contents);
    out_.complete = !out_.text_broken && !out_.base_missing && out_.unread.empty();
    return std::move(out_);
  }

 private:
  void fault(std::string_view rule, const SourceNode& node, std::string field, std::string found,
             std::string expected) {
    const SourcePlace place = out_.sources.place_of(node);
    faults_.add({.rule = std::string(rule),
                 .file = place.file,
                 .line = place.line,
                 .field = std::move(field),
                 .found = std::move(found),
                 .expected = std::move(expected)});
  }

  std::string read(const fs::path& path, std::uint64_t max_bytes) {
    std::string bytes = io::read_file(path.string(), max_bytes);
    out_.inputs.push_back(
        {.path = display(path), .sha256 = io::sha256_hex(bytes), .bytes = bytes.size()});
    return bytes;
  }

  // A file that is too large is the writer's fault, not the machine's.
  std::optional<std::string> read_named(const fs::path& path, std::uint64_t max_bytes) {
    try {
      return read(path, max_bytes);
    } catch (const InputError& error) {
      faults_.merge(error.faults());
      return std::nullopt;
    }
  }

  void load_chain(const fs::path& file) {
    const auto bytes = read_named(file, kMaxTextBytes);
    if (!bytes) {
      out_.text_broken = true;
      return;
    }
    const ScenarioText text =
        read_scenario_text(*bytes, display(file), out_.sources.file_index(display(file)), faults_);
    out_.text_broken = out_.text_broken || !text.whole;
    stack_.push_back(fs::weakly_canonical(file));
    if (!text.scenario.base().empty()) load_base(file.parent_path(), text);
    lay_over_fields(text);
    read_files(file.parent_path(), text);
    add_elements(text);
    for (int i = 0; i < text.scenario.change_size(); ++i)
      apply(text.scenario.id(), text.scenario.change(i),
            child_node(text.root, "change", static_cast<std::size_t>(i)));
    out_.chain.push_back(text.scenario.id());
    stack_.pop_back();
  }

  void load_base(const fs::path& folder, const ScenarioText& text) {
    const SourceNode node = child_node(text.root, "base");
    const std::string& name = text.scenario.base();
    if (is_laid_over_) {
      fault(rule::kBaseCycle, node, "base", name,
            "no base: changes are laid over another scenario");
      return;
    }
    const fs::path file = find_base(folder, name, shelves_);
    if (file.empty()) {
      out_.base_missing = true;
      fault(rule::kMissingFile, node, "base", name,
            fmt::format("a folder with {}, relative to this file{}", kFileName,
                        shelves_.empty() ? "" : ", or a scenario that the program knows by name"));
      return;
    }
    const bool circle =
        std::find(stack_.begin(), stack_.end(), fs::weakly_canonical(file)) != stack_.end();
    if (circle || stack_.size() >= kMaxChain) {
      out_.base_missing = true;
      fault(rule::kBaseCycle, node, "base", name,
            circle ? "a scenario that is not built on this one"
                   : fmt::format("a chain of at most {} scenarios", kMaxChain));
      return;
    }
    load_chain(file);
  }

  // Everything but the parts that are added to the base's.
  void lay_over_fields(const ScenarioText& text) {
    SourceNode written = text.root;
    for (const char* added : {"base", "files", "elements", "change"}) written.fields.erase(added);
    SourceNode& node = *out_.sources.find("scenario", "");
    node.file = text.root.file;
    node.line = text.root.line;
    const pb::FieldDescriptor* id = Scenario::descriptor()->FindFieldByName("id");
    if (written.wrote("id")) node.fields["id"] = written.fields["id"];
    // A base's description does not fit under a title of one's own; title_zh: see lay_over.
    if (written.wrote("title")) {
      out_.scenario.clear_description();
      node.fields.erase("description");
    }
    out_.scenario.GetReflection()->SetString(&out_.scenario, id, text.scenario.id());
    lay_over({out_.scenario, node}, text.scenario, written);
  }

  // Where a text breaks off its last element may lack its id.
  void add_elements(const ScenarioText& text) {
    const SourceNode node = child_node(text.root, "elements");
    if (text.whole) return pool_.add_all(text.scenario.elements(), node, faults_);
    FaultList found;
    pool_.add_all(text.scenario.elements(), node, found);
    for (const InputFault& fault : found.kept())
      if (fault.rule != rule::kNoId) faults_.add(fault);
  }

  void read_files(const fs::path& folder, const ScenarioText& text) {
    const Files& files = text.scenario.files();
    const SourceNode node = child_node(text.root, "files");
    for (const TableKind& table : table_kinds()) {
      const auto* list = Files::descriptor()->FindFieldByName(std::string(table.list));
      for (int i = 0; i < files.GetReflection()->FieldSize(files, list); ++i)
        read_table_file(table, folder, files.GetReflection()->GetRepeatedString(files, list, i),
                        child_node(node, table.list, static_cast<std::size_t>(i)));
    }
    for (const std::string_view list : kFeedLists)
      for (int i = 0; i < feeds_of(files, list).size(); ++i)
        find_feed(folder, list, feeds_of(files, list)[i],
                  child_node(node, list, static_cast<std::size_t>(i)));
  }

  void read_table_file(const TableKind& table, const fs::path& folder, const std::string& name,
                       const SourceNode& node) {
    const std::string field = "files." + std::string(table.list);
    const auto path = named(folder, name);
    if (!path || !is_file(*path)) {
      lacks(table.kind);
      fault(rule::kMissingFile, node, field, name,
            "a table, relative to this file" + what_is_at(path));
      return;
    }
    if (!tables_read_.insert(fs::weakly_canonical(*path)).second) {
      fault(rule::kFileTwice, node, field, name, "a table that is not listed already");
      return;
    }
    auto bytes = read_named(*path, kMaxTableBytes);
    if (!bytes) return lacks(table.kind);
    const std::string file = display(*path);
    const int index = out_.sources.file_index(file);
    const auto take = [&](TableRow row) {
      const std::string id = id_of(*row.element);
      if (id.empty() && row.faulty) {  // the cell is reported already
        lacks(table.kind);
        return;
      }
      SourceNode place{.file = index, .line = row.line, .row = true};
      for (const int line : row.member_lines)
        place.fields["member"].push_back({.file = index, .line = line, .row = true});
      pool_.add(table.kind, std::move(row.element), std::move(place), faults_);
      if (row.faulty) out_.sources.mark_faulty(table.kind, id);
    };
    const bool whole = read_table(table, std::move(*bytes), file, take, faults_);
    if (!whole) lacks(table.kind);
  }

  void find_feed(const fs::path& folder, std::string_view list, const Feed& feed,
                 const SourceNode& node) {
    const auto path = named(folder, feed.path());
    std::error_code error;
    if (!path || !fs::exists(*path, error)) {
      lacks("feed");
      fault(rule::kMissingFile, node, fmt::format("files.{}", list), feed.path(),
            (list == "gtfs"   ? "a GTFS folder or .zip, relative to this file"
             : list == "rail" ? "a folder of trips.csv and stop_times.csv, relative to this file"
                              : "a flight schedule, relative to this file") +
                what_is_at(path));
      return;
    }
    std::string content;
    try {
      content = list == "gtfs" || list == "rail" ? folder_content(*path) : file_content(*path);
    } catch (const InputError& bad) {
      faults_.merge(bad.faults());
      return lacks("feed");
    }
    Feed* found = feeds_of(*out_.scenario.mutable_files(), list).Add();
    *found = feed;
    found->set_path(display(*path));
    out_.feed_contents[found->path()] = std::move(content);
    out_.sources.set(std::string(list), found->path(), node);
  }

  std::string file_content(const fs::path& path) {
    const std::string bytes = io::read_file(path.string());
    std::string sum = io::sha256_hex(bytes);
    out_.inputs.push_back({.path = display(path), .sha256 = sum, .bytes = bytes.size()});
    return sum;
  }

  std::string folder_content(const fs::path& path) {
    const io::FileSource source = io::FileSource::open(path.string());
    if (source.is_archive()) (void)read(path, io::SourceLimits{}.max_file_bytes);
    io::Sha256 sha;
    for (const std::string& name : source.names()) {
      const std::string bytes = source.read(name);
      std::string sum = io::sha256_hex(bytes);
      sha.update(fmt::format("{} {}\n", sum, name));
      if (!source.is_archive())
        out_.inputs.push_back({.path = display(path / name), .sha256 = sum, .bytes = bytes.size()});
    }
    return sha.finish_hex();
  }

  void lacks(std::string_view kind) { out_.unread.emplace(kind); }

  // Elements that are to be altered or removed may be in what was not read.
  [[nodiscard]] bool meets_all_it_names(const Change& change) const {
    const pb::Message& what = change.has_remove() ? static_cast<const pb::Message&>(change.remove())
                                                  : static_cast<const pb::Message&>(change.alter());
    std::vector<const pb::FieldDescriptor*> kinds;
    what.GetReflection()->ListFields(what, &kinds);
    return !out_.text_broken && std::ranges::all_of(kinds, [&](const pb::FieldDescriptor* kind) {
      return out_.has_all(kind->name() == "checkpoint" ? "hub" : kind->name());
    });
  }

  void apply(const std::string& scenario, const Change& change, const SourceNode& node) {
    FaultList echoes;
    FaultList& faults = meets_all_it_names(change) ? faults_ : echoes;
    if (!out_.text_broken) check_change(change, node);
    switch (change.what_case()) {
      case Change::kAdd:
        pool_.add_all(change.add(), child_node(node, "add"), faults);
        break;
      case Change::kAlter:
        pool_.alter_all(change.alter(), child_node(node, "alter"),
                        {.id = change.id(), .provenance = change.provenance()}, faults);
        break;
      case Change::kRemove:
        pool_.remove_all(change.remove(), child_node(node, "remove"), faults);
        break;
      case Change::kHorizon: {
        const std::string name = "horizon";
        SourceNode patch{.file = node.file, .line = node.line};
        patch.fields[name].push_back(child_node(node, name));
        Scenario holder;
        *holder.mutable_horizon() = change.horizon();
        lay_over({out_.scenario, *out_.sources.find("scenario", "")}, holder, patch);
        break;
      }
      case Change::WHAT_NOT_SET:
        break;
    }
    out_.changes.push_back(
        {.scenario = scenario, .change = change, .place = out_.sources.place_of(node)});
  }

  void check_change(const Change& change, const SourceNode& node) {
    const auto wrong = [&](const char* field, std::string found, std::string expected) {
      const SourceNode at = child_node(node, field);
      fault(rule::kChangeForm, at, fmt::format("change.{}", field), std::move(found),
            std::move(expected));
    };
    if (change.id().empty()) wrong("id", "", "an id for this change");
    if (!change.id().empty() && !change_ids_.insert(change.id()).second)
      wrong("id", change.id(), "an id that no other change has");
    if (change.reason().empty()) wrong("reason", "", "why this is decided");
    if (change.provenance().source().empty())
      wrong("provenance", "", "the source of this decision");
    else if (!parse_confidence(change.provenance().confidence()))
      wrong("provenance", change.provenance().confidence(),
            "one of high, medium, low, derived, general-knowledge, assumption");
    const bool nothing = change.what_case() == Change::WHAT_NOT_SET ||
                         (change.has_add() && change.add().ByteSizeLong() == 0) ||
                         (change.has_alter() && change.alter().ByteSizeLong() == 0) ||
                         (change.has_remove() && change.remove().ByteSizeLong() == 0);
    if (nothing)
      wrong("id", change.id(), "one of add, alter, remove, horizon with something in it");
  }

  FaultList& faults_;
  const std::vector<fs::path>& shelves_;
  LoadedScenario out_;
  ElementPool pool_;
  std::vector<fs::path> stack_;
  std::set<fs::path> tables_read_;
  std::set<std::string> change_ids_;
  bool is_laid_over_ = false;  // a file of changes is being read
};

}  // namespace

fs::path find_base(const fs::path& folder, const std::string& name,
                   const std::vector<fs::path>& shelves) {
  if (const auto path = named(folder, name); path && is_file(scenario_file(*path)))
    return scenario_file(*path);
  for (const fs::path& shelf : shelves)
    if (const auto path = named(shelf, name); path && is_file(scenario_file(*path)))
      return scenario_file(*path);
  return {};
}

LoadedScenario load(const fs::path& folder_or_file, FaultList& faults,
                    const std::vector<fs::path>& shelves) {
  return load_changed(folder_or_file, {}, faults, shelves);
}

LoadedScenario load_changed(const fs::path& folder_or_file, const std::vector<fs::path>& changes,
                            FaultList& faults, const std::vector<fs::path>& shelves) {
  return Loader(faults, shelves).run(folder_or_file, changes);
}

}  // namespace stopover::scenario
