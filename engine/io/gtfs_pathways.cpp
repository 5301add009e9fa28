// SPDX-License-Identifier: Apache-2.0
// pathways.txt: the ways inside stations.
#include <string>
#include <vector>

#include "engine/io/gtfs_parts.hpp"

namespace stopover::io::gtfs {
namespace {

// Platforms that boarding areas divide: ways lead to the areas.
std::vector<bool> divided_platforms(const Feed& feed) {
  std::vector<bool> divided(feed.stops.size(), false);
  for (const Stop& stop : feed.stops)
    if (stop.kind == StopKind::kBoardingArea && !stop.parent.is_none())
      divided[stop.parent.value()] = true;
  return divided;
}

class PathwayReader {
 public:
  PathwayReader(Reading& reading, FeedTable& table)
      : reading_(reading), table_(table), divided_(divided_platforms(reading.feed)) {}

  void read() {
    for (const CsvRow row : table_.rows()) take(row);
  }

 private:
  std::optional<StopId> end(const CsvRow& row, PathwayColumn column, std::string_view field) {
    const std::string_view key = row.text(column);
    const auto stop = refer(table_, {row.index(), field, key, "stops.txt"}, reading_.stop);
    if (!stop) return stop;
    if (reading_.feed.stops[*stop].kind != StopKind::kStation && !divided_[stop->value()])
      return stop;
    table_.fault(row.index(), {rule::kPathwayEnd, field, key,
                               "a platform without boarding areas, an entrance, a node or a "
                               "boarding area"});
    return std::nullopt;
  }

  void take(const CsvRow& row) {
    const std::string_view key = row.text(PathwayColumn::kId);
    const auto from = end(row, PathwayColumn::kFrom, "from_stop_id");
    const auto to = end(row, PathwayColumn::kTo, "to_stop_id");
    const auto mode = row.choice<PathwayMode>(PathwayColumn::kMode);
    const bool both_ways = row.choice(PathwayColumn::kBothWays) == 1;
    if (mode == PathwayMode::kExitGate && both_ways)
      table_.fault(row.index(), {rule::kExitGate, "is_bidirectional", "1", "0 for an exit gate"});
    if (key.empty() || !enter(table_, row.index(), "pathway_id", index_, key, row.index())) return;
    if (!from || !to || table_.bad(row.index())) return;
    if (*from == *to) {
      table_.warn(row.index(), {rule::kPathwayLoop, "to_stop_id", row.text(PathwayColumn::kTo),
                                "another stop than from_stop_id"});
      return;
    }
    Pathway way{std::string(key), *from, *to, mode, both_ways, {}, {}, {}};
    if (row.has(PathwayColumn::kTime)) way.time = Seconds(row.integer(PathwayColumn::kTime));
    if (row.has(PathwayColumn::kLength)) way.metres = row.decimal(PathwayColumn::kLength);
    if (row.has(PathwayColumn::kStairs))
      way.stairs = static_cast<int>(row.integer(PathwayColumn::kStairs));
    reading_.feed.pathways.push_back(std::move(way));
  }

  Reading& reading_;
  FeedTable& table_;
  std::vector<bool> divided_;
  KeyIndex<std::size_t> index_;
};

}  // namespace

void read_pathways(Reading& reading) {
  FeedTable table = reading.table("pathways.txt", pathways_spec());
  if (table.usable()) PathwayReader(reading, table).read();
  if (!table.settle_optional(reading.options.bad_row_share, reading.faults))
    reading.feed.pathways.clear();
}

}  // namespace stopover::io::gtfs
