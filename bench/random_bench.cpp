// SPDX-License-Identifier: Apache-2.0
// What a random number costs: counter `per_draw`, CPU time.
//
// Must reach: a uniform, an exponential, a normal, and by table a lognormal, a Weibull, a gamma and
// a Poisson from a stream in single-digit nanoseconds; keyed streams at least ten times cheaper
// than reseeding a Mersenne twister for each agent. All of `stream` walk the same stream; compare
// them with --benchmark_enable_random_interleaving=true, which shares out the machine's moods.
#include <cstdint>
#include <numeric>
#include <random>
#include <span>
#include <vector>

#include <benchmark/benchmark.h>

#include "engine/random/bulk.hpp"
#include "engine/random/transforms.hpp"

namespace {

using namespace stopover::random;

constexpr int kDraws = 1000;

void report(benchmark::State& state, int draws_a_round) {
  const auto draws = static_cast<double>(state.iterations()) * draws_a_round;
  state.SetItemsProcessed(static_cast<std::int64_t>(draws));
  state.counters["per_draw"] =
      benchmark::Counter(draws, benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
}

// kDraws variates of one long stream, added up so that none can be left out.
template <class Draw>
void stream(benchmark::State& state, Draw draw) {
  Stream luck({.seed = 1, .entity = 7, .purpose = purpose("bench")});
  for (auto _ : state) {
    double sum = 0;
    for (int i = 0; i < kDraws; ++i) sum += static_cast<double>(draw(luck));
    benchmark::DoNotOptimize(sum);
  }
  report(state, kDraws);
}

const std::vector<double> kWeights = [] {
  std::vector<double> weights(100);
  std::iota(weights.begin(), weights.end(), 1.0);
  return weights;
}();
const std::vector<QuantileKnot> kKnots = {{0, 5}, {0.1, 12}, {0.5, 20}, {0.9, 45}, {1, 120}};

BENCHMARK_CAPTURE(stream, bits, [](Stream& s) { return s.next64() & 0xffffU; });
BENCHMARK_CAPTURE(stream, unit, [](Stream& s) { return unit(s); });
BENCHMARK_CAPTURE(stream, below_1000, [](Stream& s) { return below(s, 1000); });
BENCHMARK_CAPTURE(stream, exponential, Exponential(90));
BENCHMARK_CAPTURE(stream, normal, [](Stream& s) { return standard_normal(s); });
BENCHMARK_CAPTURE(stream, lognormal, Lognormal(1, 0.5));
BENCHMARK_CAPTURE(stream, weibull, Weibull(1.7, 12));
BENCHMARK_CAPTURE(stream, gumbel, Gumbel(0, 1));
BENCHMARK_CAPTURE(stream, triangular, Triangular(10, 12, 30));
BENCHMARK_CAPTURE(stream, truncated_normal, TruncatedNormal(10, 4, 5, 18));
BENCHMARK_CAPTURE(stream, truncated_exponential, TruncatedExponential(30, 10, 75));
BENCHMARK_CAPTURE(stream, truncated_weibull, TruncatedWeibull(1.7, 12, 4, 25));
BENCHMARK_CAPTURE(stream, tabulated_lognormal, Tabulated(Lognormal(1, 0.5)));
BENCHMARK_CAPTURE(stream, tabulated_weibull, Tabulated(Weibull(1.7, 12)));
BENCHMARK_CAPTURE(stream, tabulated_gumbel, Tabulated(Gumbel(0, 1)));
BENCHMARK_CAPTURE(stream, tabulated_truncated_normal, Tabulated(TruncatedNormal(10, 4, 5, 18)));
BENCHMARK_CAPTURE(stream, tabulated_truncated_exponential,
                  Tabulated(TruncatedExponential(30, 10, 75)));
BENCHMARK_CAPTURE(stream, gamma, Gamma(2.5, 3));
BENCHMARK_CAPTURE(stream, tabulated_gamma, Tabulated(Gamma(2.5, 3)));
BENCHMARK_CAPTURE(stream, tabulated_gamma_below_1, Tabulated(Gamma(0.4, 3)));
BENCHMARK_CAPTURE(stream, pert, Pert(20, 30, 70));
BENCHMARK_CAPTURE(stream, poisson_4_5, Poisson(4.5));
BENCHMARK_CAPTURE(stream, poisson_250, Poisson(250));
BENCHMARK_CAPTURE(stream, poisson_table_4_5, PoissonTable(4.5));
BENCHMARK_CAPTURE(stream, poisson_table_250, PoissonTable(250));
BENCHMARK_CAPTURE(stream, alias_100, AliasTable(kWeights));
BENCHMARK_CAPTURE(stream, quantile_table_5, QuantileTable(kKnots));

// What a table costs before its first draw (Tabulated: when all of it is used).
template <class Make>
void build(benchmark::State& state, Make make) {
  for (auto _ : state) benchmark::DoNotOptimize(make());
}
BENCHMARK_CAPTURE(build, tabulated_lognormal,
                  [] { return Tabulated(Lognormal(1, 0.5)).tabulated_share(); });
BENCHMARK_CAPTURE(build, tabulated_weibull,
                  [] { return Tabulated(Weibull(1.7, 12)).tabulated_share(); });
BENCHMARK_CAPTURE(build, tabulated_gamma,
                  [] { return Tabulated(Gamma(2.5, 3)).tabulated_share(); });
BENCHMARK_CAPTURE(build, poisson_table_4_5, [] { return PoissonTable(4.5); });

void stream_shuffle_1000(benchmark::State& state) {
  Stream stream({.seed = 1});
  std::vector<int> things(kDraws);
  std::iota(things.begin(), things.end(), 0);
  for (auto _ : state) {
    shuffle(std::span<int>(things), stream);
    benchmark::DoNotOptimize(things.data());
  }
  report(state, kDraws);
}
BENCHMARK(stream_shuffle_1000);

// One draw of each of kDraws entities, no stream kept: what a keyed error term costs.
void keyed_single_draw(benchmark::State& state) {
  std::uint64_t party = 0;
  for (auto _ : state) {
    double sum = 0;
    for (int i = 0; i < kDraws; ++i)
      sum +=
          unit(bits({.seed = 1, .replication = 2, .entity = ++party, .purpose = purpose("e")}, 0));
    benchmark::DoNotOptimize(sum);
  }
  report(state, kDraws);
}
BENCHMARK(keyed_single_draw);

void keyed_gumbel(benchmark::State& state) {
  const Gumbel error(0, 1);
  std::uint64_t party = 0;
  for (auto _ : state) {
    double sum = 0;
    for (int i = 0; i < kDraws; ++i)
      sum += error.quantile(open_unit(bits({.seed = 1, .entity = ++party}, 0)));
    benchmark::DoNotOptimize(sum);
  }
  report(state, kDraws);
}
BENCHMARK(keyed_gumbel);

// Two draws of each of kDraws entities, by columns.
void bulk_bits(benchmark::State& state) {
  std::vector<std::uint64_t> parties(kDraws);
  std::iota(parties.begin(), parties.end(), std::uint64_t{1});
  std::vector<std::uint64_t> even(kDraws);
  std::vector<std::uint64_t> odd(kDraws);
  for (auto _ : state) {
    draw_blocks({.seed = 1}, 0, parties, even, odd);
    benchmark::DoNotOptimize(odd.data());
    benchmark::ClobberMemory();
  }
  report(state, 2 * kDraws);
}
BENCHMARK(bulk_bits);

// Variates of bits that are there already.
template <class Fill>
void of_bits(benchmark::State& state, Fill fill) {
  Stream luck({.seed = 1});
  std::vector<std::uint64_t> drawn(kDraws);
  for (std::uint64_t& one : drawn) one = luck.next64();
  std::vector<double> values(kDraws);
  for (auto _ : state) {
    fill(drawn, values);
    benchmark::DoNotOptimize(values.data());
    benchmark::ClobberMemory();
  }
  report(state, kDraws);
}
using Bits = std::span<const std::uint64_t>;
BENCHMARK_CAPTURE(of_bits, exponential_in_bulk, [](Bits drawn, std::span<double> values) {
  quantiles(Exponential(90), drawn, values);
});
BENCHMARK_CAPTURE(of_bits, exponential, [](Bits drawn, std::span<double> values) {
  const Exponential distribution(90);
  for (std::size_t i = 0; i < drawn.size(); ++i)
    values[i] = distribution.quantile(open_unit(drawn[i]));
});
BENCHMARK_CAPTURE(of_bits, truncated_normal_by_table,
                  [table = Tabulated(TruncatedNormal(240, 60, 80,
                                                     2400))](Bits drawn, std::span<double> values) {
                    for (std::size_t i = 0; i < drawn.size(); ++i)
                      values[i] = table.quantile(open_unit(drawn[i]));
                  });

// The job of an agent model: `draws` 32-bit numbers for each of 50 agents, by three means.
void agents_keyed_streams(benchmark::State& state) {
  const auto draws = static_cast<int>(state.range(0));
  std::uint64_t agent = 0;
  for (auto _ : state) {
    std::uint32_t mixed = 0;
    for (int a = 0; a < 50; ++a) {
      Stream stream({.seed = 1, .entity = ++agent});
      for (int i = 0; i < draws; ++i) mixed ^= stream();
    }
    benchmark::DoNotOptimize(mixed);
  }
  report(state, 50 * draws);
}
BENCHMARK(agents_keyed_streams)->Arg(1)->Arg(4)->Arg(20);

void agents_twister_reseeded(benchmark::State& state) {
  const auto draws = static_cast<int>(state.range(0));
  std::uint64_t agent = 0;
  for (auto _ : state) {
    std::uint64_t mixed = 0;
    for (int a = 0; a < 50; ++a) {
      std::mt19937_64 twister(++agent);
      for (int i = 0; i < draws; ++i) mixed ^= twister();
    }
    benchmark::DoNotOptimize(mixed);
  }
  report(state, 50 * draws);
}
BENCHMARK(agents_twister_reseeded)->Arg(1)->Arg(4)->Arg(20);

void agents_one_shared_twister(benchmark::State& state) {
  const auto draws = static_cast<int>(state.range(0));
  std::mt19937_64 twister(1);
  for (auto _ : state) {
    std::uint64_t mixed = 0;
    for (int i = 0; i < 50 * draws; ++i) mixed ^= twister();
    benchmark::DoNotOptimize(mixed);
  }
  report(state, 50 * draws);
}
BENCHMARK(agents_one_shared_twister)->Arg(20);

// The standard library's way, for comparison of the transforms.
void std_twister_exponential(benchmark::State& state) {
  std::mt19937_64 twister(1);
  std::exponential_distribution<double> exponential(1.0 / 90);
  for (auto _ : state) {
    double sum = 0;
    for (int i = 0; i < kDraws; ++i) sum += exponential(twister);
    benchmark::DoNotOptimize(sum);
  }
  report(state, kDraws);
}
BENCHMARK(std_twister_exponential);

void std_twister_normal(benchmark::State& state) {
  std::mt19937_64 twister(1);
  std::normal_distribution<double> normal;
  for (auto _ : state) {
    double sum = 0;
    for (int i = 0; i < kDraws; ++i) sum += normal(twister);
    benchmark::DoNotOptimize(sum);
  }
  report(state, kDraws);
}
BENCHMARK(std_twister_normal);

}  // namespace
