// SPDX-License-Identifier: Apache-2.0
#include "tests/models/choice/published_page.hpp"

#include <cmath>

#include <fmt/format.h>

namespace stopover::choice::testing {

namespace {

constexpr const char* kHead = R"(# Choice models against published results

Tests: [`published_test.cpp`](../../tests/models/choice/published_test.cpp) and
[`published_mixed_test.cpp`](../../tests/models/choice/published_mixed_test.cpp) on the models in
[`published`](../../tests/models/choice/published). Repeat with the folder `choice/` in
`$STOPOVER_SHARED_DATA`, which writes this page:

    STOPOVER_WRITE_DOCS=1 STOPOVER_SHARED_DATA=… \
      build/release/tests/models/choice/models_choice_published_mixed_test

*Published* is what Biogeme 3.3.4, Apollo 0.3, xlogit, Larch 5 or their authors' reports say.
*Verified* is an independent re-estimate (numpy, SciPy); of mixed models it is that of the exact
integral. *Here* is what this program finds. What is asked of closed forms:

- log-likelihood within 10⁻⁴ of the verified one, or of the published one where there is no other;
- each parameter within a thousandth of its standard error; within 0.0025 where only a search that
  stopped early is known;
- each standard error, classical and robust, within 0.05 % of the nearer of the published and the
  verified one.

## Log-likelihoods

| model | parameters | draws | published | verified | here |
| --- | --- | --- | --- | --- | --- |
)";

constexpr const char* kMixed = R"(
A mixed model's log-likelihood is simulated: published values carry the error of their draws or
nodes, up to 1.2 units, so what they are compared with here is the exact integral (trapezoidal rule,
1,601 nodes). Mean over three seeds of the distance from it, at the verified parameters; asked for
is half the error with ten times the draws, and less than 0.1 with 10,000 (0.2 for xlogit's model).
A person's many choices make the integrand steep. The verified figures of xlogit's model are those
of a rule with 301 nodes, whose value is 0.276 above the integral (-4359.443109 there; 1,601 and
6,401 nodes agree), so its parameters and standard errors here are not held to them.

| model | 100 draws | 1,000 | 10,000 |
| --- | --- | --- | --- |
)";

constexpr const char* kParameters = R"(
## Parameters

s.e.: standard error by the observed information; robust: sandwich, clustered by person in Apollo's
first model and by choice set of the itineraries.

| model, parameter | published | verified | here | s.e. published | verified | here )"
                                    R"(| robust published | verified | here |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
)";

std::string cell(double value, int digits) {
  return std::isnan(value) ? std::string() : fmt::format("{:.{}g}", value, digits);
}
std::string ln_l(double value) {
  return std::isnan(value) ? std::string() : fmt::format("{:.6f}", value);
}

}  // namespace

std::string published_page(const std::vector<PublishedResult>& results,
                           const std::vector<SimulationError>& errors) {
  std::string out = kHead;
  for (const PublishedResult& result : results)
    out += fmt::format("| {} | {} | {} | {} | {} | {} |\n", result.title,
                       result.figures.parameters.size(),
                       result.draws == 0 ? "" : fmt::format("{}", result.draws),
                       ln_l(result.figures.published_ln_l), ln_l(result.figures.verified_ln_l),
                       ln_l(result.estimate.maximum.value));
  out += kMixed;
  for (const SimulationError& error : errors)
    out += fmt::format("| {} | {:.4f} | {:.4f} | {:.4f} |\n", error.title, error.of_100,
                       error.of_1000, error.of_10000);
  out += kParameters;
  for (const PublishedResult& result : results) {
    const auto classical = estimation::standard_errors(result.estimate.covariances.classical);
    const auto robust = estimation::standard_errors(result.estimate.covariances.robust);
    for (std::size_t k = 0; k < result.figures.parameters.size(); ++k) {
      const auto i = static_cast<Eigen::Index>(k);
      const PublishedParameter& p = result.figures.parameters[k];
      out += fmt::format("| {}: {} | {} | {} | {} | {} | {} | {} | {} | {} | {} |\n", result.title,
                         p.name, cell(p.published, 7), cell(p.verified, 7),
                         cell(result.estimate.maximum.theta[i], 7), cell(p.published_se, 5),
                         cell(p.verified_se, 5), cell(classical[i], 5), cell(p.published_robust, 5),
                         cell(p.verified_robust, 5), cell(robust[i], 5));
    }
  }
  return out;
}

}  // namespace stopover::choice::testing
