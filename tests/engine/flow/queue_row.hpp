// SPDX-License-Identifier: Apache-2.0
// A queue in steady state as a row: what comes, how it is served, and its figures; how it is read
// from a table of references and how it is simulated.
#pragma once

#include <cstdint>
#include <istream>
#include <string>
#include <vector>

#include "tests/engine/flow/queue_forms.hpp"

namespace stopover::flow::testing {

struct RowService {
  enum class Kind : std::uint8_t {
    kExponential,
    kConstant,
    kUniform,
    kErlang,
    kLognormal,
    kHyperexponential
  };
  Kind kind = Kind::kExponential;
  double mean = 1;
  double shape = 1;  // Erlang: phases; lognormal: coefficient of variation
  [[nodiscard]] Moments moments() const;
};

struct QueueRow {
  enum class Gaps : std::uint8_t { kExponential, kConstant, kErlang2 };
  enum class Batch : std::uint8_t { kConstant, kGeometric, kUniform };
  std::string name;
  int servers = 1;
  int room = 0;  // 0: no limit
  Gaps gaps = Gaps::kExponential;
  double rate[2] = {1, 0};  // of batches; the second class
  RowService service[2];
  Batch batch = Batch::kConstant;
  int batch_size = 1;  // mean
  double theta = 0;    // rate of patience; 0: no end
  bool loses = false;  // patience 0
  int level_step = 0;  // of the second class behind the first
  int first_weight = 1;
  QueueFigures expected;

  [[nodiscard]] Moments batch_moments() const;
  [[nodiscard]] double load() const;
};

// Columns model,c,K,lambda,mu_or_theta,service,rho,Pwait,Lq,Wq,W,L,sd_Wq,note with a heading.
[[nodiscard]] std::vector<QueueRow> read_queue_rows(std::istream& in);

// One replication: figures of the customers after a warm-up, those expected only.
[[nodiscard]] QueueFigures simulate_row(const QueueRow& row, std::uint64_t entity,
                                        std::uint32_t replication);
[[nodiscard]] std::size_t customers_measured(const QueueRow& row);

}  // namespace stopover::flow::testing
