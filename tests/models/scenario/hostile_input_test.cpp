// SPDX-License-Identifier: Apache-2.0
// Order of rows and elements leaves no trace; a file cut anywhere ends in faults or a valid load.
#include <algorithm>
#include <cstdlib>

#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include "engine/base/stable_hash.hpp"
#include "engine/io/text.hpp"
#include "models/scenario/rules.hpp"
#include "models/scenario/text_file.hpp"
#include "models/scenario/validate.hpp"
#include "tests/models/scenario/scenario_text.hpp"

namespace stopover::scenario {
namespace {

namespace fs = std::filesystem;
namespace pb = google::protobuf;

const fs::path kMinimal = STOPOVER_SOURCE_DIR "/scenarios/minimal";

void copy_minimal(const TempFolder& folder) {
  fs::copy(kMinimal, folder.path(), fs::copy_options::recursive);
}

// Keys of a fixed order that has nothing to do with the text's own.
std::uint64_t key_of(std::string_view text, int round) {
  return stable_hash(stable_hash(text), static_cast<std::uint64_t>(round));
}

// Rows after the header and before the footer.
std::string with_rows_shuffled(const std::string& csv, int round) {
  std::vector<std::string> rows;
  std::string head;
  std::string foot;
  for (const std::string_view line : io::split(csv, '\n')) {
    if (line.empty()) continue;
    if (head.empty())
      head = std::string(line) + "\n";
    else if (line.starts_with('#'))
      foot = std::string(line) + "\n";
    else
      rows.emplace_back(line);
  }
  std::sort(rows.begin(), rows.end(), [&](const std::string& a, const std::string& b) {
    return key_of(a, round) < key_of(b, round);
  });
  for (const std::string& row : rows) head += row + "\n";
  return head + foot;
}

std::string with_elements_shuffled(const std::string& text, int round) {
  FaultList faults;
  Scenario scenario = read_scenario_text(text, "s", 0, faults).scenario;
  EXPECT_EQ(faults.errors(), 0U) << faults.text();
  Elements& elements = *scenario.mutable_elements();
  const pb::Reflection& reflection = *elements.GetReflection();
  for (int k = 0; k < Elements::descriptor()->field_count(); ++k) {
    const pb::FieldDescriptor* kind = Elements::descriptor()->field(k);
    const int size = reflection.FieldSize(elements, kind);
    for (int i = size - 1; i > 0; --i)
      reflection.SwapElements(&elements, kind, i,
                              static_cast<int>(key_of(kind->name() + std::to_string(i), round) %
                                               static_cast<std::uint64_t>(i + 1)));
  }
  std::string out;
  EXPECT_TRUE(pb::TextFormat::PrintToString(scenario, &out));
  return out;
}

std::string hash_of(const fs::path& folder) {
  FaultList faults;
  const LoadedScenario loaded = load(folder, faults);
  validate(loaded, faults);
  EXPECT_TRUE(faults.empty()) << faults.text();
  return loaded.hash;
}

TEST(InputOrder, OfRowsAndElementsLeavesNoTrace) {
  const std::string hash = hash_of(kMinimal);
  for (int round = 1; round <= 3; ++round) {
    const TempFolder folder;
    copy_minimal(folder);
    for (const char* table : {"flights.csv", "parameters.csv", "spending.csv"}) {
      const std::string before = read_all(kMinimal / table);
      const std::string after = with_rows_shuffled(before, round);
      EXPECT_NE(before, after);
      EXPECT_EQ(before.size(), after.size());
      folder.write(table, after);
    }
    const std::string text = with_elements_shuffled(read_all(kMinimal / "scenario.txtpb"), round);
    folder.write("scenario.txtpb", text);
    EXPECT_EQ(hash_of(folder.path()), hash) << "round " << round;
  }
}

TEST(InputOrder, AChangedFigureIsSeen) {
  const TempFolder folder;
  copy_minimal(folder);
  std::string flights = read_all(kMinimal / "flights.csv");
  flights.replace(flights.find(",1000,"), 6, ",1001,");
  folder.write("flights.csv", flights);
  EXPECT_NE(hash_of(folder.path()), hash_of(kMinimal));
}

// ---- cut files ----------------------------------------------------------------------------------

// Every offset with STOPOVER_FULL=1, else about `samples` of them, always the same.
std::vector<std::size_t> offsets_of(std::size_t size, std::size_t samples) {
  const bool full = std::getenv("STOPOVER_FULL") != nullptr;
  const std::size_t step = full ? 1 : std::max<std::size_t>(1, size / samples);
  std::vector<std::size_t> offsets;
  for (std::size_t at = 0; at < size; at += step) offsets.push_back(at);
  return offsets;
}

FaultList faults_of(const fs::path& folder) {
  FaultList faults;
  validate(load(folder, faults), faults);
  return faults;
}

// A scenario file is not guarded by a footer: a cut between two elements may leave a sound rest,
// but then whatever else needs them is missing.
TEST(CutFile, OfTheScenarioEndsInAFaultOrAValidLoad) {
  const std::string whole = read_all(kMinimal / "scenario.txtpb");
  const std::string hash = hash_of(kMinimal);
  const TempFolder folder;
  copy_minimal(folder);
  for (const std::size_t at : offsets_of(whole.size(), 150)) {
    folder.write("scenario.txtpb", std::string_view(whole).substr(0, at));
    FaultList faults;
    const LoadedScenario loaded = load(folder.path(), faults);
    validate(loaded, faults);
    // Cut in the comment lines at the end or in white space nothing is lost.
    EXPECT_TRUE(faults.has_errors() || loaded.hash == hash) << "cut at byte " << at;
    for (const InputFault& fault : faults.kept()) {
      EXPECT_FALSE(fault.file.empty()) << "cut at byte " << at << ": " << fault.text();
      EXPECT_FALSE(fault.expected.empty()) << "cut at byte " << at;
    }
  }
}

// Tables are, by their footer and the line end before it, but where a row ends.
TEST(CutFile, OfATableIsNamed) {
  for (const char* table : {"flights.csv", "parameters.csv", "spending.csv"}) {
    const std::string whole = read_all(kMinimal / table);
    ASSERT_NE(whole.rfind("#rows="), std::string::npos) << table;
    const TempFolder folder;
    copy_minimal(folder);
    for (const std::size_t at : offsets_of(whole.size(), 50)) {
      folder.write(table, std::string_view(whole).substr(0, at));
      const FaultList faults = faults_of(folder.path());
      // Cut at the end of a row the rest is a shorter table like any other: the footer went too.
      const bool at_row_end = at > 0 && whole[at - 1] == '\n';
      const bool lost = at + 1 < whole.size() && !at_row_end;
      if (lost) {
        const bool named = std::any_of(
            faults.kept().begin(), faults.kept().end(),
            [&](const InputFault& fault) { return fs::path(fault.file).filename() == table; });
        EXPECT_TRUE(named) << table << " cut at byte " << at << "\n" << faults.text();
      }
    }
  }
}

TEST(CutFile, OfAnyBytesAreNoCrash) {
  const std::string whole = read_all(kMinimal / "scenario.txtpb");
  const TempFolder folder;
  copy_minimal(folder);
  for (const std::size_t at : offsets_of(whole.size(), 150)) {
    std::string broken = whole;
    broken[at] = static_cast<char>(static_cast<unsigned char>(broken[at]) ^ (1U << (at % 8)));
    folder.write("scenario.txtpb", broken);
    const FaultList faults = faults_of(folder.path());
    for (const InputFault& fault : faults.kept())
      EXPECT_FALSE(fault.expected.empty()) << "bit " << at % 8 << " of byte " << at;
  }
}

}  // namespace
}  // namespace stopover::scenario
