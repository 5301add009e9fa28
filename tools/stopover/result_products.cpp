// SPDX-License-Identifier: Apache-2.0
#include "tools/stopover/result_table.hpp"

namespace stopover::tool {
namespace {

using simulation::ProductTallies;
using simulation::ProductTally;

void add_rows(const RunResults& run, product::ProductId id, const ProductTally& tally,
              const RowSink& sink) {
  const product::Product& product = run.world->shelf.products[id];
  const std::string& scenario = run.loaded->scenario.id();
  for (std::size_t c = 0; c < tally.counts.size(); ++c)
    sink({scenario, product.key, std::string(simulation::kProductCounts[c].id), std::string(),
          std::string(simulation::kProductCounts[c].unit), tally.counts[c]});
  for (std::size_t b = 0; b < tally.borne.size(); ++b)
    sink({scenario, product.key, std::string("borne"),
          product.bearers.empty() ? std::string("sellers") : product.bearers[b].name,
          std::string("fen"), tally.borne[b]});
}

}  // namespace

ResultTable product_counts_table(const RunResults& run) {
  ResultTable table{
      .name = "product_counts",
      .meaning =
          "What products sold and gained, summed over replications with central figures; "
          "paid + borne = singly; no rows where nothing "
          "is on sale",
      .meaning_zh =
          "各产品的销售与增量（中心值，各重复合计）；paid 与 borne 之和等于 "
          "singly；未售产品则无记录",
      .columns = {scenario_column(), text_column("product", "id of the product", "产品标识"),
                  text_column("count", "what is counted", "计数项目"),
                  text_column("bearer", "who bears it, of `borne`; else empty", "分担方"),
                  text_column("unit", "of the amount", "单位"),
                  whole_column("amount", "as unit says", "sum over replications", "各重复合计")},
      .key = {"scenario", "product", "count", "bearer"}};
  table.rows = [&run](const RowSink& sink) {
    ProductTallies sum = simulation::empty_product_tallies(run.world->shelf);
    for (const simulation::Replication& replication : *run.replications_data)
      simulation::add(replication.central.products, sum);
    for (const product::ProductId id : ids_of(sum)) add_rows(run, id, sum[id], sink);
  };
  return table;
}

}  // namespace stopover::tool
