// SPDX-License-Identifier: Apache-2.0
#include "engine/choice/model_check.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include <fmt/format.h>

namespace stopover::choice {

namespace {

using Names = std::set<std::string, std::less<>>;

class Checker {
 public:
  Checker(const ModelSpec& spec, const DataSpec& data, const Table& table,
          const ModelPlaces& places, FaultList& faults)
      : spec_(spec), data_(data), table_(table), places_(places), faults_(faults) {}

  void run() {
    check_parameters();
    check_random();
    check_kind();
    check_alternatives();
    check_nests();
    check_classes();
    check_data_names();
    check_use();
  }

 private:
  void fault(std::string_view rule, std::string field, std::string found, std::string expected) {
    const int line = places_.line(field);
    faults_.add({.rule = std::string(rule),
                 .file = places_.file,
                 .line = line,
                 .field = std::move(field),
                 .found = std::move(found),
                 .expected = std::move(expected)});
  }

  void claim(const std::string& name, const std::string& field) {
    if (!taken_.insert(name).second)
      fault("E-CHO-003", field, name, "a name that nothing else in the model has");
    else if (table_.names.contains(name))
      fault("E-CHO-003", field, name, "a name that is not a column of the data");
  }

  void check_parameters() {
    for (std::size_t i = 0; i < spec_.parameters.size(); ++i) {
      const Parameter& parameter = spec_.parameters[i];
      const std::string field = fmt::format("parameter[{}]", i);
      claim(parameter.name, field + ".name");
      parameters_.insert(parameter.name);
      const bool inside = parameter.lower <= parameter.start && parameter.start <= parameter.upper;
      if (!std::isfinite(parameter.start) || !inside)
        fault("E-CHO-008", field + ".start", fmt::format("{}", parameter.start),
              fmt::format("a number from {} to {}", parameter.lower, parameter.upper));
    }
  }

  void check_random() {
    Names of_random;
    for (const RandomCoefficient& random : spec_.random) of_random.insert(random.name);
    for (std::size_t i = 0; i < spec_.random.size(); ++i) {
      const RandomCoefficient& random = spec_.random[i];
      const std::string field = fmt::format("random[{}]", i);
      claim(random.name, field + ".name");
      random_.insert(random.name);
      if (!random.mean.empty()) need_parameter(random.mean, field + ".mean");
      if (random.loads.empty())
        fault("E-CHO-005", field + ".spread", "", "a parameter for the spread");
      for (const RandomCoefficient::Load& load : random.loads) {
        need_parameter(load.spread, field + ".spread");
        if (!of_random.contains(load.draw_of))
          fault("E-CHO-002", field + ".load", load.draw_of, "the name of a random coefficient");
      }
      if (random.shape == Shape::kBounded && !(random.lower < random.upper))
        fault("E-CHO-008", field + ".upper", fmt::format("{}", random.upper),
              fmt::format("a number above {}", random.lower));
    }
  }

  void need_parameter(const std::string& name, const std::string& field) {
    used_.insert(name);
    if (!parameters_.contains(name)) fault("E-CHO-002", field, name, "the name of a parameter");
  }

  void check_kind() {
    const int kinds = (spec_.random.empty() ? 0 : 1) + (spec_.nests.empty() ? 0 : 1) +
                      (spec_.classes.empty() ? 0 : 1);
    if (kinds > 1)
      fault("E-CHO-005", spec_.random.empty() ? "class" : "random", "",
            "one of nests, random coefficients and classes");
    if (data_.long_form && spec_.alternatives.size() != 1)
      fault("E-CHO-005", "alternative", fmt::format("{}", spec_.alternatives.size()),
            "one alternative, for every row of long data");
    if (data_.long_form && !spec_.nests.empty())
      fault("E-CHO-005", "nest", spec_.nests.front().name, "no nests over long data");
    if (!data_.long_form && spec_.alternatives.size() < 2)
      fault("E-CHO-005", "alternative", fmt::format("{}", spec_.alternatives.size()),
            "at least two alternatives");
  }

  void check_alternatives() {
    Names names;
    std::set<double> codes;
    for (std::size_t i = 0; i < spec_.alternatives.size(); ++i) {
      const Alternative& alternative = spec_.alternatives[i];
      const std::string field = fmt::format("alternative[{}]", i);
      if (!names.insert(alternative.name).second)
        fault("E-CHO-003", field + ".name", alternative.name, "a name of its own");
      if (!data_.long_form && !codes.insert(alternative.code).second)
        fault("E-CHO-003", field + ".code", fmt::format("{}", alternative.code),
              "a code of its own");
      check_names(alternative.available, field + ".available", false, false);
      check_names(alternative.utility, field + ".utility", true, true);
    }
  }

  void check_names(const Expression& expression, const std::string& field, bool parameters,
                   bool random) {
    for (const std::string& name : expression.names()) {
      if (parameters_.contains(name)) {
        used_.insert(name);
        if (parameters) continue;
        fault("E-CHO-002", field, name, "columns of the data only");
      } else if (random_.contains(name)) {
        used_.insert(name);
        if (!random) fault("E-CHO-002", field, name, "no random coefficient");
      } else if (!table_.names.contains(name)) {
        fault("E-CHO-002", field, name,
              parameters ? "a parameter, a definition or a column of the data"
                         : "a column of the data");
      }
    }
  }

  void need_parameters_only(const Expression& expression, const std::string& field) {
    for (const std::string& name : expression.names()) {
      used_.insert(name);
      if (!parameters_.contains(name)) fault("E-CHO-002", field, name, "parameters only");
    }
  }

  void check_nests() {
    std::map<std::string, int, std::less<>> members;
    for (const Alternative& alternative : spec_.alternatives) members[alternative.name] = 0;
    for (std::size_t i = 0; i < spec_.nests.size(); ++i) {
      const Nest& nest = spec_.nests[i];
      if (!members.emplace(nest.name, 0).second)
        fault("E-CHO-003", fmt::format("nest[{}].name", i), nest.name,
              "a name that no alternative or other nest has");
    }
    for (std::size_t i = 0; i < spec_.nests.size(); ++i) {
      const Nest& nest = spec_.nests[i];
      const std::string field = fmt::format("nest[{}]", i);
      need_parameters_only(nest.scale, field + ".scale");
      if (nest.members.empty()) fault("E-CHO-006", field, nest.name, "a nest with members");
      for (std::size_t m = 0; m < nest.members.size(); ++m) {
        const Nest::Member& member = nest.members[m];
        const std::string part = fmt::format("{}.member[{}]", field, m);
        need_parameters_only(member.share, part + ".share");
        const auto found = members.find(member.name);
        if (found == members.end())
          fault("E-CHO-006", part + ".name", member.name, "an alternative or a nest");
        else if (++found->second > 1 && member.share.empty())
          fault("E-CHO-006", part + ".share", member.name,
                "a share, since the member is in several nests");
      }
    }
    if (!spec_.nests.empty() && nest_order(spec_).size() != spec_.nests.size())
      fault("E-CHO-006", "nest", spec_.nests.front().name, "nests that do not hold each other");
    need_parameters_only(spec_.root_scale, "root_scale");
    if (!spec_.root_scale.empty() && spec_.normalisation != Normalisation::kBottom)
      fault("E-CHO-005", "root_scale", "", "a root scale only where nests are normalised to 1");
  }

  void check_classes() {
    const bool by_share = !spec_.classes.empty() && !spec_.classes.front().share.empty();
    if (spec_.classes.size() == 1) fault("E-CHO-005", "class[0]", "", "at least two classes");
    for (std::size_t i = 0; i < spec_.classes.size(); ++i) {
      const LatentClass& group = spec_.classes[i];
      const std::string field = fmt::format("class[{}]", i);
      check_names(group.share, field + ".share", true, false);
      check_names(group.membership, field + ".membership", true, false);
      if (group.share.empty() == group.membership.empty() || group.share.empty() == by_share)
        fault("E-CHO-005", field, group.name,
              "a share in each class, or a membership utility in each");
      for (const auto& [name, value] : group.set) {
        if (!parameters_.contains(name))
          fault("E-CHO-002", field + ".set", name, "the name of a parameter");
        check_names(value, field + ".set", true, false);
      }
    }
  }

  void need_column(const std::string& name, const std::string& field, bool required) {
    if (name.empty() && !required) return;
    if (!table_.names.contains(name))
      fault("E-CHO-002", field, name, "the name of a column of the data");
  }

  void check_data_names() {
    need_column(data_.choice, "data.choice", true);
    need_column(data_.case_id, "data.case", data_.long_form);
    need_column(data_.panel, "data.panel", false);
    need_column(data_.cluster, "data.cluster", false);
    check_names(data_.weight, "data.weight", false, false);
    check_names(data_.exclude, "data.exclude", false, false);
  }

  void check_use() {
    for (std::size_t i = 0; i < spec_.parameters.size(); ++i) {
      const Parameter& parameter = spec_.parameters[i];
      if (!parameter.fixed && !used_.contains(parameter.name))
        fault("E-CHO-007", fmt::format("parameter[{}].name", i), parameter.name,
              "a parameter that a utility, nest, class or random coefficient uses");
    }
    for (std::size_t i = 0; i < spec_.random.size(); ++i)
      if (!used_.contains(spec_.random[i].name))
        fault("E-CHO-007", fmt::format("random[{}].name", i), spec_.random[i].name,
              "a random coefficient that a utility uses");
  }

  const ModelSpec& spec_;
  const DataSpec& data_;
  const Table& table_;
  const ModelPlaces& places_;
  FaultList& faults_;
  Names taken_;
  Names parameters_;
  Names random_;
  Names used_;
};

}  // namespace

void check_model(const ModelSpec& spec, const DataSpec& data, const Table& table,
                 const ModelPlaces& places, FaultList& faults) {
  Checker(spec, data, table, places, faults).run();
}

std::vector<std::size_t> nest_order(const ModelSpec& spec) {
  std::map<std::string, std::size_t, std::less<>> index;
  for (std::size_t i = 0; i < spec.nests.size(); ++i) index.emplace(spec.nests[i].name, i);
  std::vector<std::size_t> order;
  std::vector<bool> placed(spec.nests.size(), false);
  for (bool progress = true; progress;) {
    progress = false;
    for (std::size_t i = 0; i < spec.nests.size(); ++i) {
      if (placed[i]) continue;
      const auto waits = [&](const Nest::Member& member) {
        const auto found = index.find(member.name);
        return found != index.end() && !placed[found->second];
      };
      if (std::ranges::any_of(spec.nests[i].members, waits)) continue;
      placed[i] = true;
      order.push_back(i);
      progress = true;
    }
  }
  if (order.size() != spec.nests.size()) order.clear();
  return order;
}

std::set<std::string, std::less<>> needed_columns(const ModelSpec& spec, const DataSpec& data) {
  Names names;
  const auto add = [&names](const Expression& expression) { names.merge(expression.names()); };
  for (const Alternative& alternative : spec.alternatives) {
    add(alternative.available);
    add(alternative.utility);
  }
  for (const LatentClass& group : spec.classes) {
    add(group.share);
    add(group.membership);
    for (const auto& [name, value] : group.set) add(value);
  }
  add(data.weight);
  add(data.exclude);
  for (const std::string& column : {data.choice, data.case_id, data.panel, data.cluster})
    if (!column.empty()) names.insert(column);
  for (const Parameter& parameter : spec.parameters) names.erase(parameter.name);
  for (const RandomCoefficient& random : spec.random) names.erase(random.name);
  return names;
}

}  // namespace stopover::choice
