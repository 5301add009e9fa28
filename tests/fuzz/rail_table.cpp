// SPDX-License-Identifier: Apache-2.0
// Rail timetables: an input is trips.csv, a line "@", stop_times.csv, a line "@", seats.csv.
// Nothing crashes, and each trip that is kept has what rail_table.hpp promises.
#include "engine/io/rail_table.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "engine/base/check.hpp"
#include "tests/fuzz/scratch_folder.hpp"

namespace {

using namespace stopover;
using namespace stopover::io;

constexpr std::string_view kParting = "\n@\n";

void unpack(std::string_view text, const fuzz::ScratchFolder& folder) {
  for (const std::string_view name : {"trips.csv", "stop_times.csv", "seats.csv"}) {
    const std::size_t end = std::min(text.find(kParting), text.size());
    folder.write(name, text.substr(0, end));
    text.remove_prefix(std::min(end + kParting.size(), text.size()));
    if (text.empty() && name != "trips.csv") return;
  }
}

void check_trip(const rail::Timetable& timetable, const rail::Trip& trip) {
  const auto calls = timetable.stop_times_of(trip);
  STOPOVER_CHECK(calls.size() >= 2, "a trip has two calls");
  STOPOVER_CHECK(trip.every_day == trip.dates.empty(), "a trip runs every day or on its dates");
  STOPOVER_CHECK(std::is_sorted(trip.dates.begin(), trip.dates.end()), "dates ascend");
  Seconds reached{};
  for (const rail::StopTime& call : calls) {
    STOPOVER_CHECK(timetable.stations.contains(call.station), "a call's station is there");
    STOPOVER_CHECK(call.arrive >= reached && call.depart >= call.arrive, "times do not go back");
    reached = call.depart;
  }
  for (std::size_t i = 1; i < calls.size(); ++i)
    STOPOVER_CHECK(calls[i - 1].sequence < calls[i].sequence, "sequence numbers ascend");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const fuzz::ScratchFolder folder;
  folder.clear();
  unpack({reinterpret_cast<const char*>(data), size}, folder);
  FaultList faults;
  const rail::Timetable timetable =
      rail::read_timetable(rail::files_in(folder.path().string()), faults);
  (void)faults.text();
  for (const rail::Trip& trip : timetable.trips) check_trip(timetable, trip);
  return 0;
}
