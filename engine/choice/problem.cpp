// SPDX-License-Identifier: Apache-2.0
#include "engine/choice/problem.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <utility>

#include <fmt/format.h>

#include "engine/base/check.hpp"
#include "engine/choice/model_check.hpp"
#include "engine/choice/row_utilities.hpp"

namespace stopover::choice {

namespace {

// A choice as read: its rows of the table (wide: one).
struct ReadCase {
  std::vector<std::size_t> rows;
  double unit = 0;
};

class Builder {
 public:
  Builder(const ModelSpec& spec, const DataSpec& data, const Table& table,
          const ModelPlaces& places, FaultList& faults)
      : data_(data), table_(table), places_(places), faults_(faults) {
    problem_.spec = spec;
    problem_.long_form = data.long_form;
    problem_.unit_case.push_back(0);
    problem_.case_row.push_back(0);
  }

  Problem run() {
    check_model(problem_.spec, data_, table_, places_, faults_);
    if (faults_.has_errors()) return std::move(problem_);
    name_symbols();
    order_table(read_cases());
    if (cases_.empty()) {
      fault("E-CHO-013", 0, "data.exclude", "no choices",
            "at least one choice that is not left out");
      return std::move(problem_);
    }
    fill_rows();
    if (!faults_.has_errors()) fill_designs();
    if (!faults_.has_errors()) check_finite();
    if (!faults_.has_errors()) fill_structure();
    return std::move(problem_);
  }

 private:
  void fault(std::string_view rule, int line, std::string field, std::string found,
             std::string expected) {
    const bool of_data = line > 0;
    const int written = of_data ? line : places_.line(field);
    faults_.add({.rule = std::string(rule),
                 .file = of_data ? table_.file : places_.file,
                 .line = written,
                 .field = std::move(field),
                 .found = std::move(found),
                 .expected = std::move(expected)});
  }

  void name_symbols() {
    for (const auto& [name, column] : table_.names)
      problem_.symbols[name] = {.kind = SymbolKind::kColumn, .index = column};
    for (const Parameter& parameter : problem_.spec.parameters) {
      if (parameter.fixed) {
        problem_.symbols[parameter.name] = {.kind = SymbolKind::kNumber, .number = parameter.start};
      } else {
        problem_.symbols[parameter.name] = {.kind = SymbolKind::kParameter,
                                            .index = problem_.free.size()};
        problem_.free.push_back(parameter);
      }
    }
    for (std::size_t q = 0; q < problem_.spec.random.size(); ++q)
      problem_.symbols[problem_.spec.random[q].name] = {.kind = SymbolKind::kRandom, .index = q};
  }

  [[nodiscard]] const std::vector<double>& raw(const std::string& name) const {
    return table_.columns[table_.names.find(name)->second];
  }

  // Choices by unit: rows not left out, joined to cases and sorted by unit, each in the order read.
  std::vector<ReadCase> read_cases() {
    const std::size_t rows = table_.rows();
    std::vector<double> out(rows, 0.0);
    if (!data_.exclude.empty())
      out = evaluate_data(data_.exclude, problem_.symbols, table_.columns, rows);
    if (data_.long_form) leave_unavailable_out(out);
    std::vector<ReadCase> cases;
    std::map<double, std::size_t> by_id;
    for (std::size_t r = 0; r < rows; ++r) {
      if (std::isnan(out[r])) {
        fault("E-CHO-010", table_.lines[r], "data.exclude", "nothing",
              "a number in every column that the condition reads");
        continue;
      }
      if (out[r] != 0) continue;
      if (!data_.long_form) {
        cases.push_back({.rows = {r}});
      } else {
        const double id = number("data.case", data_.case_id, r);
        const auto [found, added] = by_id.emplace(id, cases.size());
        if (added) cases.emplace_back();
        cases[found->second].rows.push_back(r);
      }
    }
    if (data_.panel.empty()) return cases;
    std::map<double, std::size_t> first;  // units in the order of their first choice
    for (ReadCase& one : cases) {
      const double id = number("data.panel", data_.panel, one.rows.front());
      one.unit = static_cast<double>(first.emplace(id, first.size()).first->second);
    }
    std::ranges::stable_sort(cases, {}, &ReadCase::unit);
    return cases;
  }

  // Long data: a row that is not available is not there.
  void leave_unavailable_out(std::vector<double>& out) {
    const Expression& available = problem_.spec.alternatives.front().available;
    if (available.empty()) return;
    const std::vector<double> there =
        evaluate_data(available, problem_.symbols, table_.columns, table_.rows());
    for (std::size_t r = 0; r < out.size(); ++r) {
      if (out[r] != 0) continue;
      if (std::isnan(there[r]))
        fault("E-CHO-010", table_.lines[r], "alternative[0].available", "nothing",
              "a number in every column that it reads");
      if (there[r] != 0) continue;
      out[r] = 1;
      const double times = raw(data_.choice)[r];
      if (times > 0)
        fault("E-CHO-011", table_.lines[r], data_.choice, fmt::format("{}", times),
              "0, since the row is not available");
    }
  }

  double number(const std::string& field, const std::string& column, std::size_t row) {
    const double value = raw(column)[row];
    if (!std::isnan(value)) return value;
    fault("E-CHO-010", table_.lines[row], column, "nothing", "a number, for " + field);
    return 0;
  }

  // Columns in the order of cases, so that blocks of cases are blocks of rows.
  void order_table(std::vector<ReadCase> cases) {
    cases_ = std::move(cases);
    std::vector<std::size_t> order;
    for (const ReadCase& one : cases_) order.insert(order.end(), one.rows.begin(), one.rows.end());
    for (const std::vector<double>& column : table_.columns) {
      std::vector<double>& sorted = problem_.columns.emplace_back();
      for (const std::size_t row : order) sorted.push_back(column[row]);
    }
    for (const std::size_t row : order) lines_.push_back(table_.lines[row]);
  }

  [[nodiscard]] std::size_t table_rows() const { return lines_.size(); }

  void fill_rows() {
    std::vector<std::vector<double>> available;
    for (const Alternative& alternative : problem_.spec.alternatives)
      available.push_back(alternative.available.empty()
                              ? std::vector<double>(table_rows(), 1.0)
                              : evaluate_data(alternative.available, problem_.symbols,
                                              problem_.columns, table_rows()));
    std::vector<double> weights(table_rows(), 1.0);
    if (!data_.weight.empty())
      weights = evaluate_data(data_.weight, problem_.symbols, problem_.columns, table_rows());
    std::size_t row = 0;
    for (std::size_t c = 0; c < cases_.size(); ++c) {
      const std::size_t first = row;
      if (data_.long_form)
        for (std::size_t i = 0; i < cases_[c].rows.size(); ++i) long_row(row++);
      else
        wide_case(row++, available);
      const double weight = weights[first];
      if (!(weight >= 0) || std::isinf(weight))
        fault("E-CHO-014", lines_[first], "data.weight", fmt::format("{}", weight),
              "a number that is not negative");
      const std::size_t from = problem_.case_row.back();
      if (problem_.rows() == from)
        fault("E-CHO-011", lines_[first], "alternative.available", "none",
              "at least one available alternative");
      else if (!data_.applied_only)
        check_chosen(from, lines_[first]);
      problem_.case_row.push_back(problem_.rows());
      problem_.weight.push_back(weight);
      problem_.case_line.push_back(lines_[first]);
      const bool last_of_unit =
          data_.panel.empty() || c + 1 == cases_.size() || cases_[c + 1].unit != cases_[c].unit;
      if (last_of_unit) problem_.unit_case.push_back(c + 1);
    }
    fill_clusters();
  }

  void check_chosen(std::size_t from, int line) {
    const double times = std::accumulate(
        problem_.chosen.begin() + static_cast<std::ptrdiff_t>(from), problem_.chosen.end(), 0.0);
    if (times <= 0)
      fault("E-CHO-015", line, data_.choice, "nothing chosen", "a choice in each choice set");
    else if (times != 1 && !problem_.spec.random.empty())
      fault("E-CHO-015", line, data_.choice, fmt::format("{} choices", times),
            "one choice in each choice set of a mixed logit");
  }

  void wide_case(std::size_t row, const std::vector<std::vector<double>>& available) {
    const double code = problem_.columns[problem_.symbols.find(data_.choice)->second.index][row];
    bool known = false;
    for (std::size_t j = 0; j < problem_.spec.alternatives.size(); ++j) {
      const Alternative& alternative = problem_.spec.alternatives[j];
      const bool chosen = alternative.code == code;
      known = known || chosen;
      if (std::isnan(available[j][row])) {
        fault("E-CHO-010", lines_[row], fmt::format("alternative[{}].available", j), "nothing",
              "a number in every column that it reads");
      } else if (available[j][row] != 0) {
        add_row(j, row, chosen ? 1.0 : 0.0);
      } else if (chosen && !data_.applied_only) {
        fault("E-CHO-011", lines_[row], data_.choice, alternative.name,
              "a choice that was available");
        add_row(j, row, 1.0);
      }
    }
    if (known || data_.applied_only) return;
    fault("E-CHO-012", lines_[row], data_.choice, std::isnan(code) ? "" : fmt::format("{}", code),
          "the code of an alternative");
    add_row(0, row, 1.0);  // so that nothing else is reported of this choice
  }

  void long_row(std::size_t row) {
    const double times = problem_.columns[problem_.symbols.find(data_.choice)->second.index][row];
    if (!(times >= 0) || std::isinf(times))
      fault("E-CHO-012", lines_[row], data_.choice,
            std::isnan(times) ? "" : fmt::format("{}", times), "how many times the row was chosen");
    add_row(0, row, times >= 0 ? times : 1.0);
  }

  void add_row(std::size_t alternative, std::size_t table_row, double times) {
    problem_.row_alternative.push_back(static_cast<std::uint32_t>(alternative));
    problem_.chosen.push_back(times);
    table_row_.push_back(table_row);
  }

  void fill_clusters() {
    if (data_.cluster.empty()) return;
    const std::vector<double>& ids =
        problem_.columns[problem_.symbols.find(data_.cluster)->second.index];
    std::map<double, std::uint32_t> numbers;
    for (std::size_t u = 0; u < problem_.units(); ++u) {
      const std::size_t row = table_row_[problem_.case_row[problem_.unit_case[u]]];
      if (std::isnan(ids[row]))
        fault("E-CHO-010", lines_[row], data_.cluster, "nothing", "a number, for data.cluster");
      else
        problem_.cluster.push_back(
            numbers.emplace(ids[row], static_cast<std::uint32_t>(numbers.size())).first->second);
    }
    problem_.clusters = static_cast<std::uint32_t>(numbers.size());
  }

  void fill_designs() {
    if (problem_.spec.classes.empty()) {
      problem_.classes.push_back(design({}));
      return;
    }
    for (const LatentClass& group : problem_.spec.classes)
      problem_.classes.push_back(design(group.set));
  }

  Design design(const std::map<std::string, Expression, std::less<>>& set) {
    const auto rows = static_cast<Eigen::Index>(problem_.rows());
    Design result;
    result.offset = estimation::Vector::Zero(rows);
    result.matrix =
        estimation::RowMatrix::Zero(rows, static_cast<Eigen::Index>(problem_.free.size()));
    problem_.random.columns =
        estimation::RowMatrix::Zero(rows, static_cast<Eigen::Index>(problem_.spec.random.size()));
    for (std::size_t j = 0; j < problem_.spec.alternatives.size(); ++j) {
      const Alternative& alternative = problem_.spec.alternatives[j];
      LinearForm form = linear_form(alternative.utility.with(set), problem_.symbols,
                                    problem_.columns, table_rows());
      for (const std::string& name : form.not_linear)
        fault("E-CHO-004", 0, fmt::format("alternative[{}].utility", j), name,
              "a random coefficient times data only");
      place(j, form, result);
      result.rest.push_back(std::move(form.rest));
    }
    return result;
  }

  void place(std::size_t alternative, const LinearForm& form, Design& design) {
    for (std::size_t r = 0; r < problem_.rows(); ++r) {
      if (problem_.row_alternative[r] != alternative) continue;
      const auto row = static_cast<Eigen::Index>(r);
      const std::size_t at = table_row_[r];
      for (const std::size_t column : form.offset)
        design.offset[row] += problem_.columns[column][at];
      for (const LinearTerm& term : form.parameters)
        design.matrix(row, static_cast<Eigen::Index>(term.index)) +=
            problem_.columns[term.column][at];
      for (const LinearTerm& term : form.random)
        problem_.random.columns(row, static_cast<Eigen::Index>(term.index)) +=
            problem_.columns[term.column][at];
    }
  }

  [[nodiscard]] estimation::Vector starts() const {
    estimation::Vector start(static_cast<Eigen::Index>(problem_.free.size()));
    for (std::size_t k = 0; k < problem_.free.size(); ++k)
      start[static_cast<Eigen::Index>(k)] = problem_.free[k].start;
    return start;
  }

  // Every number that a utility is made of, and the utilities at the start.
  void check_finite() {
    const estimation::Vector start = starts();
    for (const Design& design : problem_.classes) {
      RowUtilities utilities;
      row_utilities(problem_, design, {start.data(), problem_.free.size()}, {0, problem_.cases()},
                    true, utilities);
      for (std::size_t r = 0; r < problem_.rows(); ++r) {
        const auto row = static_cast<Eigen::Index>(r);
        const bool finite = std::isfinite(design.offset[row]) &&
                            design.matrix.row(row).allFinite() &&
                            problem_.random.columns.row(row).allFinite();
        if (finite && std::isfinite(utilities.value[r])) continue;
        const Alternative& alternative = problem_.spec.alternatives[problem_.row_alternative[r]];
        fault("E-CHO-010", lines_[table_row_[r]], alternative.name, "no number",
              finite ? "a utility that is a number at the start values"
                     : "a number in every column that the utility reads" +
                           empty_cells(alternative.utility, table_row_[r]));
      }
    }
  }

  // "; empty: time, cost": the columns of an expression that have no number in a row.
  [[nodiscard]] std::string empty_cells(const Expression& expression, std::size_t row) const {
    std::string names;
    for (const std::string& name : expression.names()) {
      const Symbol& symbol = problem_.symbols.find(name)->second;
      if (symbol.kind != SymbolKind::kColumn) continue;
      if (std::isnan(problem_.columns[symbol.index][row]))
        names += (names.empty() ? "; empty: " : ", ") + name;
    }
    return names;
  }

  [[nodiscard]] Value value_of(const std::string& name) const {
    if (name.empty()) return {};
    const Symbol& symbol = problem_.symbols.find(name)->second;
    if (symbol.kind == SymbolKind::kNumber) return {.parameter = -1, .number = symbol.number};
    return {.parameter = static_cast<std::int32_t>(symbol.index)};
  }

  void fill_structure() {
    std::map<std::string, std::size_t, std::less<>> draws;
    for (std::size_t q = 0; q < problem_.spec.random.size(); ++q)
      draws.emplace(problem_.spec.random[q].name, q);
    for (const RandomCoefficient& random : problem_.spec.random) {
      RandomPart::Coefficient& coefficient = problem_.random.coefficients.emplace_back();
      coefficient.draw = random.draw;
      coefficient.shape = random.shape;
      coefficient.mean = value_of(random.mean);
      coefficient.lower = random.lower;
      coefficient.upper = random.upper;
      for (const RandomCoefficient::Load& load : random.loads)
        coefficient.loads.emplace_back(draws.find(load.draw_of)->second, value_of(load.spread));
    }
    for (const LatentClass& group : problem_.spec.classes) {
      ClassShare& share = problem_.shares.emplace_back();
      if (group.share.empty())
        share.membership.emplace(group.membership, problem_.symbols, problem_.columns,
                                 table_rows());
      else
        share.share.emplace(group.share, problem_.symbols, problem_.columns, table_rows());
    }
    check_shares();
    if (!problem_.spec.nests.empty()) fill_network();
  }

  // A unit's share of a class is read in its first row.
  void check_shares() {
    const estimation::Vector start = starts();
    std::vector<double> value(table_rows());
    for (std::size_t s = 0; s < problem_.shares.size(); ++s) {
      const ClassShare& share = problem_.shares[s];
      const Program& program = share.share ? *share.share : *share.membership;
      program.evaluate(problem_.columns, {start.data(), problem_.free.size()}, 0, value, {});
      for (std::size_t u = 0; u < problem_.units(); ++u) {
        const std::size_t row = table_row_[problem_.case_row[problem_.unit_case[u]]];
        if (!std::isfinite(value[row]))
          fault("E-CHO-010", lines_[row], problem_.spec.classes[s].name, "no number",
                "a number in every column that the class reads");
      }
    }
  }

  std::int32_t network_value(const Expression& expression) {
    if (expression.empty()) return kOne;
    problem_.network_values.emplace_back(expression, problem_.symbols, problem_.columns,
                                         table_rows());
    return static_cast<std::int32_t>(problem_.network_values.size()) - 1;
  }

  void fill_network() {
    const ModelSpec& spec = problem_.spec;
    std::map<std::string, GevEdge, std::less<>> known;
    for (std::size_t j = 0; j < spec.alternatives.size(); ++j)
      known[spec.alternatives[j].name] = {.leaf = true, .child = j};
    std::vector<GevNode> nodes;
    std::set<std::string, std::less<>> held;
    for (const std::size_t n : nest_order(spec)) {
      const Nest& nest = spec.nests[n];
      GevNode& node = nodes.emplace_back();
      const std::int32_t scale = network_value(nest.scale);
      const bool unscaled = spec.normalisation == Normalisation::kUnscaled;
      if (!unscaled) node.scale = scale;
      for (const Nest::Member& member : nest.members) {
        GevEdge edge = known.find(member.name)->second;
        edge.share = network_value(member.share);
        node.edges.push_back(edge);
        held.insert(member.name);
      }
      known[nest.name] = {.leaf = false, .child = nodes.size() - 1, .tau = unscaled ? scale : kOne};
    }
    GevNode root{.scale = network_value(spec.root_scale)};
    for (const auto& [name, edge] : known)
      if (!held.contains(name)) root.edges.push_back(edge);
    nodes.push_back(std::move(root));
    problem_.network.emplace(std::move(nodes), spec.alternatives.size(),
                             problem_.network_values.size());
  }

  const DataSpec& data_;
  const Table& table_;
  const ModelPlaces& places_;
  FaultList& faults_;
  Problem problem_;
  std::vector<ReadCase> cases_;
  std::vector<int> lines_;              // of the ordered table
  std::vector<std::size_t> table_row_;  // of each row of the problem
};

}  // namespace

Problem build(const ModelSpec& spec, const DataSpec& data, const Table& table,
              const ModelPlaces& places, FaultList& faults) {
  return Builder(spec, data, table, places, faults).run();
}

}  // namespace stopover::choice
