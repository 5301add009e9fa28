// SPDX-License-Identifier: Apache-2.0
#include "models/choice/model_file.hpp"

#include <algorithm>
#include <limits>
#include <memory>
#include <utility>

#include <fmt/format.h>

#include "engine/choice/model_check.hpp"
#include "engine/io/csv.hpp"
#include "models/choice/choice_model.pb.h"
#include "models/scenario/source_map.hpp"
#include "models/scenario/text_file.hpp"

namespace stopover::choice {

namespace {

namespace pb = choice_model;
using scenario::SourceNode;

constexpr std::size_t kMostParts = 5000;  // of one expression

// The line of "alternative[2].utility": of the deepest part that was written.
int line_of(const SourceNode& root, std::string_view field) {
  const SourceNode* node = &root;
  while (!field.empty()) {
    const std::size_t dot = field.find('.');
    std::string_view part = field.substr(0, dot);
    field = dot == std::string_view::npos ? "" : field.substr(dot + 1);
    std::size_t index = 0;
    if (const std::size_t bracket = part.find('['); bracket != std::string_view::npos) {
      for (const char digit : part.substr(bracket + 1, part.size() - bracket - 2))
        index = 10 * index + static_cast<std::size_t>(digit - '0');
      part = part.substr(0, bracket);
    }
    const auto found = node->fields.find(part);
    if (found == node->fields.end() || index >= found->second.size()) break;
    node = &found->second[index];
  }
  return node->line;
}

class Reader {
 public:
  Reader(const pb::ChoiceModel& message, ModelFile& out, FaultList& faults)
      : message_(message), out_(out), faults_(faults) {}

  void run() {
    out_.spec.name = message_.name();
    read_definitions();
    for (const pb::Parameter& parameter : message_.parameter()) read(parameter);
    for (const pb::RandomCoefficient& random : message_.random()) read(random);  // lint-ok: a field
    for (int i = 0; i < message_.alternative_size(); ++i) {
      const pb::Alternative& alternative = message_.alternative(i);
      const std::string field = fmt::format("alternative[{}]", i);
      need(alternative.name(), field + ".name");
      need(alternative.utility(), field + ".utility");
      out_.spec.alternatives.push_back(
          {.name = alternative.name(),
           .code = alternative.code(),
           .available = expression(alternative.available(), field + ".available"),
           .utility = expression(alternative.utility(), field + ".utility")});
    }
    for (int i = 0; i < message_.nest_size(); ++i)
      read(message_.nest(i), fmt::format("nest[{}]", i));
    out_.spec.normalisation = static_cast<Normalisation>(message_.normalisation());
    out_.spec.root_scale = expression(message_.root_scale(), "root_scale");
    for (int i = 0; i < message_.class__size(); ++i)
      read(message_.class_(i), fmt::format("class[{}]", i));
    read_data();
    if (message_.has_indicators()) read_indicators();
    out_.draws.number = message_.draws().number() == 0 ? 1000 : message_.draws().number();
    out_.draws.seed = message_.draws().seed();
  }

 private:
  void fault(std::string field, std::string found, std::string expected) {
    const int line = out_.places.line(field);
    faults_.add({.rule = "E-CHO-001",
                 .file = out_.places.file,
                 .line = line,
                 .field = std::move(field),
                 .found = std::move(found),
                 .expected = std::move(expected)});
  }

  void need(const std::string& text, const std::string& field) {
    if (text.empty()) fault(field, "", "a text");
  }

  Expression expression(const std::string& text, const std::string& field) {
    if (text.empty()) return {};
    ParsedExpression parsed = parse_expression(text);
    if (parsed.fault) {
      fault(field, parsed.fault->found,
            fmt::format("{}, at character {} of {}", parsed.fault->expected, parsed.fault->at + 1,
                        text));
      return {};
    }
    if (const std::size_t parts = size_with_definitions(parsed.expression); parts > kMostParts) {
      fault(field, fmt::format("{} parts", parts),
            fmt::format("at most {} numbers, names and operators, definitions put in", kMostParts));
      return {};
    }
    return parsed.expression.with(definitions_);
  }

  // Before they are put in: definitions of definitions grow as powers do.
  [[nodiscard]] std::size_t size_with_definitions(const Expression& expression) const {
    std::size_t size = 0;
    for (const ExpressionNode& node : expression.nodes()) {
      const auto found = node.op == Op::kName ? definitions_.find(node.name) : definitions_.end();
      size +=
          found == definitions_.end() ? 1 : std::max<std::size_t>(1, found->second.nodes().size());
    }
    return size;
  }

  void read_definitions() {
    for (int i = 0; i < message_.define_size(); ++i) {
      const pb::Definition& definition = message_.define(i);
      const std::string field = fmt::format("define[{}]", i);
      need(definition.name(), field + ".name");
      Expression as = expression(definition.as(), field + ".as");
      if (!definitions_.emplace(definition.name(), std::move(as)).second)
        fault(field + ".name", definition.name(), "a definition of its own");
    }
  }

  void read(const pb::Parameter& parameter) {
    constexpr double kEndless = std::numeric_limits<double>::infinity();
    out_.spec.parameters.push_back({.name = parameter.name(),
                                    .start = parameter.start(),
                                    .lower = parameter.has_lower() ? parameter.lower() : -kEndless,
                                    .upper = parameter.has_upper() ? parameter.upper() : kEndless,
                                    .fixed = parameter.fixed()});
    need(parameter.name(), fmt::format("parameter[{}].name", out_.spec.parameters.size() - 1));
  }

  void read(const pb::RandomCoefficient& random) {
    RandomCoefficient result{.name = random.name(),
                             .mean = random.mean(),
                             .lower = random.lower(),
                             .upper = random.upper()};
    need(random.name(), fmt::format("random[{}].name", out_.spec.random.size()));
    switch (random.distribution()) {
      case pb::UNIFORM:
        result.draw = Draw::kUniform;
        break;
      case pb::TRIANGULAR:
        result.draw = Draw::kTriangular;
        break;
      case pb::LOGNORMAL:
        result.shape = Shape::kExponential;
        break;
      case pb::NEGATIVE_LOGNORMAL:
        result.shape = Shape::kMinusExponential;
        break;
      case pb::JOHNSON_SB:
        result.shape = Shape::kBounded;
        break;
      default:
        break;
    }
    if (!random.spread().empty())
      result.loads.push_back({.draw_of = random.name(), .spread = random.spread()});
    for (const pb::Load& load : random.load())
      result.loads.push_back({.draw_of = load.on(), .spread = load.spread()});
    out_.spec.random.push_back(std::move(result));
  }

  void read(const pb::Nest& nest, const std::string& field) {
    Nest result{.name = nest.name(), .scale = expression(nest.scale(), field + ".scale")};
    need(nest.name(), field + ".name");
    for (int m = 0; m < nest.member_size(); ++m)
      result.members.push_back({.name = nest.member(m).name(),
                                .share = expression(nest.member(m).share(),
                                                    fmt::format("{}.member[{}].share", field, m))});
    out_.spec.nests.push_back(std::move(result));
  }

  void read(const pb::LatentClass& group, const std::string& field) {
    LatentClass result{.name = group.name(),
                       .share = expression(group.share(), field + ".share"),
                       .membership = expression(group.membership(), field + ".membership")};
    for (int s = 0; s < group.set_size(); ++s) {
      const pb::Setting& setting = group.set(s);
      const std::string part = fmt::format("{}.set[{}]", field, s);
      need(setting.to(), part + ".to");
      if (!result.set.emplace(setting.parameter(), expression(setting.to(), part + ".to")).second)
        fault(part + ".parameter", setting.parameter(), "a parameter that is set once");
    }
    out_.spec.classes.push_back(std::move(result));
  }

  void read_data() {
    const pb::Data& data = message_.data();
    out_.data = {.long_form = data.long_form(),
                 .choice = data.choice(),
                 .case_id = data.case_(),
                 .panel = data.panel(),
                 .cluster = data.cluster(),
                 .weight = expression(data.weight(), "data.weight"),
                 .exclude = expression(data.exclude(), "data.exclude")};
    out_.small_sample = data.small_sample();
  }

  void read_indicators() {
    const pb::Indicators& from = message_.indicators();
    IndicatorSpec& to = out_.indicators;
    to.wanted = true;
    to.weight = expression(from.weight(), "indicators.weight");
    to.seed = from.seed();
    if (from.draws() > 0) to.draws = from.draws();
    for (int i = 0; i < from.measure_size(); ++i) {
      const pb::Measure& measure = from.measure(i);
      const std::string field = fmt::format("indicators.measure[{}].as", i);
      need(measure.as(), field);
      to.measures.push_back({measure.name(), expression(measure.as(), field), measure.unit()});
    }
    for (int i = 0; i < from.sum_size(); ++i) {
      const pb::Sum& sum = from.sum(i);
      to.sums.push_back({sum.name(), sum.of(),
                         expression(sum.times(), fmt::format("indicators.sum[{}].times", i)),
                         sum.unit()});
    }
    for (const pb::Elasticity& elasticity : from.elasticity())
      to.elasticities.push_back({elasticity.of(), elasticity.column(), elasticity.change()});
    for (const pb::ConstantTarget& constant : from.constant())
      to.constants.push_back({constant.of(), constant.parameter(), constant.share()});
    for (int i = 0; i < from.forecast_size(); ++i) {
      const pb::Forecast& forecast = from.forecast(i);
      const std::string field = fmt::format("indicators.forecast[{}]", i);
      IndicatorSpec::Forecast& result = to.forecasts.emplace_back();
      result.name = forecast.name();
      result.money = expression(forecast.money(), field + ".money");
      for (int c = 0; c < forecast.change_size(); ++c) {
        const std::string part = fmt::format("{}.change[{}].to", field, c);
        need(forecast.change(c).to(), part);
        result.changes.emplace_back(forecast.change(c).column(),
                                    expression(forecast.change(c).to(), part));
      }
    }
  }

  const pb::ChoiceModel& message_;
  ModelFile& out_;
  FaultList& faults_;
  std::map<std::string, Expression, std::less<>> definitions_;
};

// Turns tabs or semicolons to commas where the header has those and no comma.
void settle_separator(std::string& bytes) {
  const std::string_view header = std::string_view(bytes).substr(0, bytes.find('\n'));
  if (header.find(',') != std::string_view::npos) return;
  for (const char separator : {'\t', ';'})
    if (header.find(separator) != std::string_view::npos) {
      std::ranges::replace(bytes, separator, ',');
      return;
    }
}

}  // namespace

std::set<std::string, std::less<>> IndicatorSpec::names() const {
  std::set<std::string, std::less<>> all = weight.names();
  for (const Measure& measure : measures) all.merge(measure.as.names());
  for (const Sum& sum : sums) all.merge(sum.times.names());
  for (const Elasticity& elasticity : elasticities) all.insert(elasticity.column);
  for (const Forecast& forecast : forecasts)
    for (const auto& [column, to] : forecast.changes) {
      all.insert(column);
      all.merge(to.names());
    }
  return all;
}

ModelFile read_model(std::string_view text, const std::string& file, FaultList& faults) {
  ModelFile result;
  pb::ChoiceModel message;
  scenario::MessageText read = scenario::read_message_text(text, file, 0, message, faults);
  result.places.file = file;
  const auto root = std::make_shared<SourceNode>(std::move(read.root));
  result.places.line = [root](std::string_view field) { return line_of(*root, field); };
  if (read.whole) Reader(message, result, faults).run();
  return result;
}

Table read_table(std::string bytes, const std::string& file, const ModelFile& model,
                 FaultList& faults) {
  settle_separator(bytes);
  io::CsvSpec spec{.unknown_columns = io::UnknownColumns::kIgnored, .warn_if_cut = false};
  spec.comments = false;
  spec.footer = io::Footer::kNone;
  std::set<std::string, std::less<>> needed = needed_columns(model.spec, model.data);
  needed.merge(model.indicators.names());
  for (const std::string& name : needed)
    spec.columns.push_back({.name = name, .type = io::DecimalField{}, .need = io::Need::kOptional});
  const io::CsvTable csv = io::read_csv(std::move(bytes), file, spec, faults);
  Table table{.file = file};
  for (std::size_t c = 0; c < spec.columns.size(); ++c) {
    if (!csv.has_column(c)) continue;
    table.names.emplace(spec.columns[c].name, table.columns.size());
    const std::span<const double> cells = csv.decimals(c);
    table.columns.emplace_back(cells.begin(), cells.end());
  }
  for (std::size_t r = 0; r < csv.size(); ++r) table.lines.push_back(csv.line(r));
  return table;
}

}  // namespace stopover::choice
