// SPDX-License-Identifier: Apache-2.0
// Pins the bits of every transform: fixed key, exact values, the same on every machine and
// compiler. A failure here means that every result of every user changes: it needs a reason in the
// changelog. STOPOVER_PRINT_PINS=1 prints the table.
#include <array>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "engine/random/transforms.hpp"

namespace stopover::random {
namespace {

struct Pinned {
  std::string name;
  std::function<double(Stream&)> draw;
  std::array<double, 4> first;   // draws 1 to 4
  std::uint64_t hash_of_10_000;  // of the bits of 10,000 variates in order
};

template <class Draw>
std::function<double(Stream&)> real(Draw draw) {
  return [draw](Stream& stream) { return static_cast<double>(draw(stream)); };
}

double shuffled_rank(Stream& stream) {
  std::array<int, 9> digits = {1, 2, 3, 4, 5, 6, 7, 8, 9};
  shuffle(std::span<int>(digits), stream);
  double number = 0;
  for (const int digit : digits) number = number * 10 + digit;
  return number;
}

const std::vector<double> kWeights = {5, 0, 1, 0.25, 12, 3, 0, 8.75};
const std::vector<QuantileKnot> kKnots = {{0, 5}, {0.1, 12}, {0.5, 20}, {0.9, 45}, {1, 120}};

std::vector<Pinned> pinned_cases() {
  return {
      {"unit",
       [](Stream& s) { return unit(s); },
       {0x1.cd8038ff5e2b8p-4, 0x1.5a232bb2c3eaep-1, 0x1.a4cec379a5438p-1, 0x1.8c0699607e624p-2},
       0xba7262550a9245f9U},
      {"open_unit",
       [](Stream& s) { return open_unit(s); },
       {0x1.cd8038ff5e2b8p-4, 0x1.5a232bb2c3eafp-1, 0x1.a4cec379a5439p-1, 0x1.8c0699607e626p-2},
       0xc2d14c51506ff943U},
      {"uniform",
       [](Stream& s) { return uniform(s, -3, 7); },
       {-0x1.df8fdc606524dp+0, 0x1.e157ed3ee9cb4p+1, 0x1.4e0274580e946p+2, 0x1.bc20fee277eb4p-1},
       0x53d4bae1c9d1f6beU},
      {"chance",
       real([](Stream& s) { return chance(s, 0.3); }),
       {0x1p+0, 0x0p+0, 0x0p+0, 0x0p+0},
       0xc34ca516e1befe64U},
      {"below",
       real([](Stream& s) { return below(s, 1000); }),
       {0x1.cp+6, 0x1.52p+9, 0x1.9a8p+9, 0x1.82p+8},
       0xd1696d154b8201a0U},
      {"below_with_rejection",
       real([](Stream& s) { return below(s, 3ULL << 62U); }),
       {0x1.5a202abf86a0fp+60, 0x1.039a60c612f03p+63, 0x1.3b9b129b3bf2ap+63, 0x1.2904f3085ec9cp+62},
       0xf53232e58d993503U},
      {"between",
       real([](Stream& s) { return between(s, -50, 50); }),
       {-0x1.38p+5, 0x1.2p+4, 0x1.08p+5, -0x1.6p+3},
       0x51713c196724f70cU},
      {"shuffle",
       shuffled_rank,
       {0x1.11cc063p+29, 0x1.10d1c7e8p+29, 0x1.6036a64p+29, 0x1.efabc18p+27},
       0x07a234ec8a774740U},
      {"standard_normal",
       [](Stream& s) { return standard_normal(s); },
       {-0x1.3662c5a046ad4p+0, 0x1.d3a401877c1ap-2, 0x1.d85def75faa53p-1, -0x1.26b9262a3c95dp-2},
       0x191bd8618b3ac072U},
      {"Normal",
       Normal(-5, 3),
       {-0x1.14650a1c1a81p+3, -0x1.d0a27f6d31764p+1, -0x1.1db98c6784042p+1, -0x1.7742b727eb5c2p+2},
       0xb0611f17238b94a9U},
      {"Lognormal",
       Lognormal(1, 0.5),
       {0x1.7b89c454954a8p+0, 0x1.b530eca50e3e8p+1, 0x1.13f051e0a5059p+2, 0x1.2d4e08787a5ep+1},
       0x8adb8bf8627eac1fU},
      {"Lognormal_from_mean_sd",
       *Lognormal::from_mean_sd(800, 600),
       {0x1.1cb7b61efff94p+8, 0x1.b2280efed0fddp+9, 0x1.285721319e8fep+10, 0x1.080695dff21c3p+9},
       0xf3276cb4cd3a513aU},
      {"Exponential",
       Exponential(90),
       {0x1.584623af7151ap+3, 0x1.95c7821c97136p+6, 0x1.36904e01173dap+7, 0x1.600f721d5252cp+5},
       0xad596f22a9ca1edaU},
      {"Weibull",
       Weibull(1.7, 12),
       {0x1.b84d69c710cfap+1, 0x1.9c039ad52f58ap+3, 0x1.08a1a1afe453ep+4, 0x1.f82ea0a47d09ep+2},
       0xa2d578c6bdb9b3dfU},
      {"Gumbel",
       Gumbel(0, 1),
       {-0x1.8fc8dd7498e72p-1, 0x1.e027167d5c5c4p-1, 0x1.a0fe69fd9acfcp+0, 0x1.a44263b44db64p-5},
       0x1f46ec53d6bf6d74U},
      {"Triangular",
       Triangular(10, 12, 30),
       {0x1.8411b2687e814p+3, 0x1.333695b9dc4ap+4, 0x1.5fe1651a33c8ap+4, 0x1.e487f30f953a2p+3},
       0x65cbc04f8128e097U},
      {"TruncatedNormal",
       TruncatedNormal(10, 4, 5, 18),
       {0x1.ac0c839231694p+2, 0x1.81403b920f19p+3, 0x1.b6267806b8f97p+3, 0x1.2d90360f4693p+3},
       0x3b66d50850be4c3fU},
      {"TruncatedNormal_tail",
       TruncatedNormal(0, 1, 8, 9),
       {0x1.007872d18e86ap+3, 0x1.04672c43e3d79p+3, 0x1.06b5a7a9be9cfp+3, 0x1.01eb525383991p+3},
       0x1bdf370390697117U},
      {"TruncatedLognormal",
       TruncatedLognormal(3, 1, 5, 60),
       {0x1.ef677e3f089f5p+2, 0x1.a90e058cb758p+4, 0x1.2343cdf63d824p+5, 0x1.dec93a43825a3p+3},
       0x445bfae184da70fcU},
      {"TruncatedExponential",
       TruncatedExponential(30, 10, 75),
       {0x1.a4e4ddcaa8eeep+3, 0x1.2b12901ad52d2p+5, 0x1.883c396373de9p+5, 0x1.6939794fd1b62p+4},
       0x6b6d6d444acbf06aU},
      {"TruncatedWeibull",
       TruncatedWeibull(1.7, 12, 4, 25),
       {0x1.631fc9536c6d7p+2, 0x1.ad747df4428p+3, 0x1.08c08ffec7387p+4, 0x1.222cb01892414p+3},
       0x4c78fcb977dd1932U},
      {"Gamma",
       Gamma(2.5, 3),
       {0x1.48c9d2d895981p+1, 0x1.1771d082236cdp+3, 0x1.6e07dce9c83b2p+3, 0x1.5671a66e58e77p+2},
       0x00e185d1398ef8c4U},
      {"Gamma_below_1",
       Gamma(0.4, 5),
       {0x1.037062f9f0865p-6, 0x1.c57f2a091bf62p+0, 0x1.ce207f9b06382p+1, 0x1.73be018d3c917p-2},
       0xdd6019e4431e4dfaU},
      {"Tabulated_lognormal",
       Tabulated(Lognormal(1, 0.5)),
       {0x1.7b89c454954a7p+0, 0x1.b530eca50e41dp+1, 0x1.13f051e0a5061p+2, 0x1.2d4e08787a5e9p+1},
       0x910a6a8a08509a08U},
      {"Tabulated_Weibull",
       Tabulated(Weibull(1.7, 12)),
       {0x1.b84d69c710cfbp+1, 0x1.9c039ad52f5cep+3, 0x1.08a1a1afe454bp+4, 0x1.f82ea0a47d099p+2},
       0x83b90912f8d4d09aU},
      {"Tabulated_gamma",
       Tabulated(Gamma(2.5, 3)),
       {0x1.48c9d2d895982p+1, 0x1.1771d0822370bp+3, 0x1.6e07dce9c83cap+3, 0x1.5671a66e58e74p+2},
       0x0c9a1deef9e319cbU},
      {"Gamma_large",
       Gamma(900, 0.1),
       {0x1.59840c9133c37p+6, 0x1.6d5f9d83ce4c3p+6, 0x1.730c95bf14edcp+6, 0x1.646cb725ea391p+6},
       0x5a9125028bd99a9cU},
      {"Beta",
       Beta(2, 5),
       {0x1.272d7f5ea61c1p-4, 0x1.1b5b426639f04p-2, 0x1.a5f9651e57a22p-2, 0x1.498280caa814ep-2},
       0x866fdc1a9c5c4fdcU},
      {"Pert",
       Pert(20, 30, 70),
       {0x1.761dd1c24ecf6p+4, 0x1.1555582c5cbc6p+5, 0x1.4d2ee3b2a75fp+5, 0x1.275849c3429eap+5},
       0x9cb38a4a99d9ee73U},
      {"Poisson_small",
       real(Poisson(4.5)),
       {0x1p+1, 0x1.4p+2, 0x1.8p+2, 0x1p+2},
       0x08526fcd838258baU},
      {"Poisson_large",
       real(Poisson(250)),
       {0x1.c6p+7, 0x1.0bp+8, 0x1.e4p+7, 0x1.d4p+7},
       0x527c24d64a43b804U},
      {"PoissonTable",
       real(PoissonTable(4.5)),
       {0x1p+1, 0x1.4p+2, 0x1.8p+2, 0x1p+2},
       0x08526fcd838258baU},
      {"AliasTable",
       real(AliasTable(kWeights)),
       {0x0p+0, 0x1.4p+2, 0x1.cp+2, 0x1.cp+2},
       0xbd460a2dd23965f8U},
      {"pick_by_weight",
       real([](Stream& s) { return pick_by_weight(kWeights, unit(s)); }),
       {0x0p+0, 0x1.4p+2, 0x1.cp+2, 0x1p+2},
       0x34a2bbfc0aad9246U},
      {"QuantileTable",
       QuantileTable(kKnots),
       {0x1.881c08e7e6b6dp+3, 0x1.f00cb15926a6ep+4, 0x1.40f1eae4cb64p+5, 0x1.1bc20fee277ecp+4},
       0xdaef3564bf5aafa7U},
      {"QuantileTable_truncated",
       *QuantileTable(kKnots).truncated(10, 60),
       {0x1.aae783e66e334p+3, 0x1.d11adcb5b5477p+4, 0x1.266e32d817615p+5, 0x1.1fdfebdf4d667p+4},
       0x0dac67c2934d44aeU},
  };
}

class Stability : public ::testing::TestWithParam<Pinned> {};

TEST_P(Stability, BitsAreThoseOfTheFirstRelease) {
  const StreamKey key{
      .seed = 20240101, .replication = 1, .entity = 12345, .purpose = purpose("stability")};
  Stream stream(key);
  std::array<double, 4> first{};
  std::uint64_t hash = 0;
  for (std::size_t i = 0; i < 10'000; ++i) {
    const double x = GetParam().draw(stream);
    if (i < first.size()) first[i] = x;
    hash = stable_hash(hash, std::bit_cast<std::uint64_t>(x));
  }
  if (std::getenv("STOPOVER_PRINT_PINS") != nullptr)
    std::printf("PIN %s {%a, %a, %a, %a} 0x%016llx\n", GetParam().name.c_str(), first[0], first[1],
                first[2], first[3], static_cast<unsigned long long>(hash));
  EXPECT_EQ(first, GetParam().first);
  EXPECT_EQ(hash, GetParam().hash_of_10_000);
}

INSTANTIATE_TEST_SUITE_P(Transforms, Stability, ::testing::ValuesIn(pinned_cases()),
                         [](const auto& one) { return one.param.name; });

}  // namespace
}  // namespace stopover::random
