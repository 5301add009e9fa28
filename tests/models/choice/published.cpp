// SPDX-License-Identifier: Apache-2.0
#include "tests/models/choice/published.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <limits>
#include <map>
#include <numbers>

#include <gtest/gtest.h>

#include "engine/io/csv.hpp"
#include "engine/io/file_source.hpp"

namespace stopover::choice::testing {

namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

// Where a model's data and figures are.
struct Source {
  const char* stem;
  const char* data;
  const char* name;  // of the model in the reference tables
  bool mixed = false;
  bool panel = false;
};
constexpr Source kSources[] = {
    {"b01a_mnl", "swissmetro.dat", "b01a_mnl"},
    {"b03_scale_groups", "swissmetro.dat", "b03_scale_groups"},
    {"b07_latent_class", "swissmetro.dat", "b07_latent_class"},
    {"b08_boxcox_time", "swissmetro.dat", "b08_boxcox_time"},
    {"b09_nested_mu", "swissmetro.dat", "b09_nested_mu"},
    {"b10_nested_bottom", "swissmetro.dat", "b10_nested_bottom"},
    {"b11a_cross_nested", "swissmetro.dat", "b11a_cross_nested"},
    {"b23a_binary_logit_train_car", "swissmetro.dat", "b23a_binary_logit_train_car"},
    {"apollo_mnl", "apollo_modeChoiceData.csv", "mnl_vignette_SP"},
    {"apollo_access_service", "apollo_modeChoiceData.csv",
     "mnl_SP_access_service (no published table at hand)"},
    {"optima_2018", "optima.dat", "nested_nocar_2018report"},
    {"optima_current", "optima.dat", "nested_nocar_current"},
    {"arc_mnl", "arc_itinerary.csv", "mnl_301"},
    {"mixed_normal", "swissmetro.dat", "b05a_mixed_normal_MC10000", true},
    {"mixed_uniform", "swissmetro.dat", "b06a_mixed_uniform_MC10000", true},
    {"mixed_triangular", "swissmetro.dat", "b25_mixed_triangular_MC10000", true},
    {"mixed_lognormal", "swissmetro.dat", "b17a_mixed_lognormal_MC10000", true},
    {"xlogit_panel", "swissmetro.dat", "xlogit_panel_mixed_normal_1500Halton", true, true},
    {"apollo_panel_lognormal", "apollo_modeChoiceData.csv",
     "mmnl_vignette_panel_lognormal_500Halton", true, true}};

const Source& source(const std::string& stem) {
  const auto* const found =
      std::ranges::find(kSources, stem, [](const Source& s) { return std::string(s.stem); });
  EXPECT_NE(found, std::end(kSources)) << stem;
  return *found;
}

// Names that a reference has otherwise: letters, and what our names cannot hold.
std::string reference_name(const std::string& stem, const std::string& name) {
  static const std::map<std::string, std::string> kOther{
      {"lambda", "boxcox_parameter"}, {"sd_TT", "sd.TT"},       {"b_fare_hy", "fare_hy"},
      {"b_fare_ly", "fare_ly"},       {"b_nb_cnxs", "nb_cnxs"}, {"b_elapsed_time", "elapsed_time"}};
  if (stem == "optima_2018") {
    if (name == "mu_no_car") return "NEST_NOCAR";
    std::string upper = name;
    for (char& c : upper)
      if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    return upper;
  }
  if (const auto found = kOther.find(name); found != kOther.end()) return found->second;
  if (const std::size_t dot = name.find('.'); stem == "arc_mnl" && dot != std::string::npos)
    return name.substr(0, dot) + "==" + name.substr(dot + 1);
  return name;
}

io::CsvTable table(const std::string& path, const std::vector<std::string>& texts,
                   const std::vector<std::string>& numbers) {
  io::CsvSpec spec{.comments = false,
                   .footer = io::Footer::kNone,
                   .unknown_columns = io::UnknownColumns::kIgnored};
  for (const std::string& name : texts) spec.columns.push_back({.name = name});
  for (const std::string& name : numbers)
    spec.columns.push_back({.name = name, .type = io::DecimalField{}, .need = io::Need::kColumn});
  FaultList faults;
  io::CsvTable read = io::read_csv(io::read_file(path), path, spec, faults);
  EXPECT_FALSE(faults.has_errors()) << faults.text();
  return read;
}

double first_of(double one, double other) {
  return std::isnan(one) ? other : one;
}

double ln_density(Draw draw, double z) {
  if (draw == Draw::kNormal) return -z * z / 2 - std::log(2 * std::numbers::pi) / 2;
  return std::log(draw == Draw::kUniform ? 0.5 : 1 - std::abs(z));
}

// Of what was chosen in a case.
double ln_probability(const Problem& problem, const RowUtilities& rows, std::size_t c,
                      double beta) {
  double greatest = -std::numeric_limits<double>::infinity();
  const auto value = [&](std::size_t r) {
    return rows.value[r] + beta * problem.random.columns(static_cast<Eigen::Index>(r), 0);
  };
  for (std::size_t r = problem.case_row[c]; r < problem.case_row[c + 1]; ++r)
    greatest = std::max(greatest, value(r));
  double sum = 0;
  double chosen = 0;
  for (std::size_t r = problem.case_row[c]; r < problem.case_row[c + 1]; ++r) {
    sum += std::exp(value(r) - greatest);
    if (problem.chosen[r] != 0) chosen = value(r) - greatest;
  }
  return chosen - std::log(sum);
}

std::vector<std::string> stems(bool mixed) {
  std::vector<std::string> out;
  for (const Source& s : kSources)
    if (s.mixed == mixed) out.emplace_back(s.stem);
  return out;
}

}  // namespace

double PublishedParameter::best() const {
  return first_of(verified, published);
}
double PublishedParameter::best_se() const {
  return first_of(verified_se, first_of(published_se, published_robust));
}
double PublishedModel::best_ln_l() const {
  return first_of(verified_ln_l, published_ln_l);
}
bool PublishedModel::mixed() const {
  return source(stem).mixed;
}
bool PublishedModel::panel() const {
  return source(stem).panel;
}

const std::vector<std::string>& closed_stems() {
  static const std::vector<std::string> kStems = stems(false);
  return kStems;
}
const std::vector<std::string>& mixed_stems() {
  static const std::vector<std::string> kStems = stems(true);
  return kStems;
}

std::optional<std::string> shared_choice_data() {
  const char* const root = std::getenv("STOPOVER_SHARED_DATA");
  if (root == nullptr) return {};
  const std::filesystem::path folder = std::filesystem::path(root) / "choice";
  if (!std::filesystem::exists(folder / "reference" / "fits.csv")) return {};
  return folder.string();
}

Loaded load_published(const std::string& stem, const std::string& folder) {
  FaultList faults;
  const std::string file =
      std::string(STOPOVER_SOURCE_DIR "/tests/models/choice/published/") + stem + ".txtpb";
  Loaded loaded{.model = read_model(io::read_file(file), file, faults), .problem = {}};
  EXPECT_TRUE(faults.empty()) << faults.text();
  const std::string data = source(stem).data;
  const Table table = read_table(io::read_file(folder + "/" + data), data, loaded.model, faults);
  loaded.problem = build(loaded.model.spec, loaded.model.data, table, loaded.model.places, faults);
  EXPECT_TRUE(faults.empty()) << faults.text();
  return loaded;
}

PublishedModel figures_of(const Loaded& loaded, const std::string& stem,
                          const std::string& folder) {
  PublishedModel model{.stem = stem, .published_ln_l = kNone, .verified_ln_l = kNone};
  const std::string name = source(stem).name;
  for (const io::CsvRow row :
       table(folder + "/reference/fits.csv", {"model"}, {"published_ll", "verified_ll"})) {
    if (row.text("model") != name) continue;
    model.published_ln_l = row.decimal_or("published_ll", kNone);
    model.verified_ln_l = row.decimal_or("verified_ll", kNone);
  }
  const io::CsvTable estimates = table(folder + "/reference/estimates.csv", {"model", "parameter"},
                                       {"published", "published_se", "published_robust_se",
                                        "verified", "verified_se", "verified_robust_se"});
  for (const Parameter& parameter : loaded.problem.free) {
    const std::string wanted = reference_name(stem, parameter.name);
    for (const io::CsvRow row : estimates) {
      if (row.text("model") != name || row.text("parameter") != wanted) continue;
      model.parameters.push_back({.name = parameter.name,
                                  .published = row.decimal_or("published", kNone),
                                  .published_se = row.decimal_or("published_se", kNone),
                                  .published_robust = row.decimal_or("published_robust_se", kNone),
                                  .verified = row.decimal_or("verified", kNone),
                                  .verified_se = row.decimal_or("verified_se", kNone),
                                  .verified_robust = row.decimal_or("verified_robust_se", kNone)});
    }
  }
  EXPECT_EQ(model.parameters.size(), loaded.problem.free.size()) << stem;
  return model;
}

Estimate estimate_published(const Loaded& loaded) {
  FaultList faults;
  const auto executor = tbb_executor(2);
  Estimate result =
      estimate(loaded.problem,
               {.draws = loaded.model.draws, .small_sample = loaded.model.small_sample, .seeds = 4},
               loaded.model.places, faults, *executor);
  EXPECT_TRUE(faults.empty()) << faults.text();
  EXPECT_TRUE(result.maximum.converged);
  return result;
}

estimation::Vector verified_parameters(const PublishedModel& figures) {
  estimation::Vector theta(static_cast<Eigen::Index>(figures.parameters.size()));
  for (std::size_t k = 0; k < figures.parameters.size(); ++k)
    theta[static_cast<Eigen::Index>(k)] = figures.parameters[k].verified;
  return theta;
}

double exact_ln_l(const Loaded& loaded, const estimation::Vector& theta) {
  constexpr int kNodes = 1601;
  const Problem& problem = loaded.problem;
  const std::span<const double> at(theta.data(), static_cast<std::size_t>(theta.size()));
  const RandomPart::Coefficient& random = problem.random.coefficients.at(0);
  const double span = random.draw == Draw::kNormal ? 8.5 : 1.0;
  const double step = 2 * span / (kNodes - 1);
  RowUtilities rows;
  row_utilities(problem, problem.classes[0], at, {0, problem.cases()}, false, rows);
  std::vector<double> ln(kNodes);
  double total = 0;
  for (std::size_t u = 0; u < problem.units(); ++u) {
    for (int n = 0; n < kNodes; ++n) {
      const double z = -span + step * n;
      const double argument = random.mean.at(at) + random.loads.at(0).second.at(at) * z;
      const double beta = random.shape == Shape::kMinusExponential ? -std::exp(argument) : argument;
      double& of_node = ln[static_cast<std::size_t>(n)];
      of_node = ln_density(random.draw, z) + (n == 0 || n == kNodes - 1 ? -std::log(2.0) : 0.0);
      for (std::size_t c = problem.unit_case[u]; c < problem.unit_case[u + 1]; ++c)
        of_node += ln_probability(problem, rows, c, beta);
    }
    const double greatest = *std::ranges::max_element(ln);
    double sum = 0;
    for (const double value : ln) sum += std::exp(value - greatest);
    total += greatest + std::log(sum * step);
  }
  return total;
}

}  // namespace stopover::choice::testing
