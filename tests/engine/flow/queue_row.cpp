// SPDX-License-Identifier: Apache-2.0
#include "tests/engine/flow/queue_row.hpp"

#include <algorithm>
#include <cmath>
#include <sstream>
#include <stdexcept>

#include "engine/flow/desk_queue.hpp"
#include "engine/random/transforms.hpp"

namespace stopover::flow::testing {
namespace {

constexpr std::uint64_t kSeed = 1;         // chosen before the first run
constexpr double kTicksPerUnit = 100'000;  // a mean service

// ---- reading ----

std::vector<std::string> fields_of(const std::string& line) {
  std::vector<std::string> fields(1);
  bool quoted = false;
  for (const char c : line) {
    if (c == '"') {
      quoted = !quoted;
    } else if (c == ',' && !quoted) {
      fields.emplace_back();
    } else if (c != '\r') {
      fields.back() += c;
    }
  }
  return fields;
}

// The number behind `mark`.
std::optional<double> after(const std::string& text, const std::string& mark) {
  const std::size_t at = text.find(mark);
  if (at == std::string::npos) return std::nullopt;
  return std::stod(text.substr(at + mark.size()));
}
std::optional<double> number(const std::string& text) {
  if (text.empty()) return std::nullopt;
  return std::stod(text);
}

RowService service_of(const std::string& text) {
  using Kind = RowService::Kind;
  if (text == "exp(1)" || text == "both exp(1)") return {};
  if (text == "deterministic 1") return {Kind::kConstant};
  if (text == "uniform(0,2)") return {Kind::kUniform};
  if (text == "hyperexp p=.5 means 1.5,.5") return {Kind::kHyperexponential};
  if (const auto cv = after(text, "lognormal mean 1 cv ")) return {Kind::kLognormal, 1, *cv};
  if (const auto phases = after(text, "Erlang-")) return {Kind::kErlang, 1, *phases};
  throw std::runtime_error("unknown service: " + text);
}

void read_batch(const std::string& note, QueueRow& row) {
  if (const auto size = after(note, "batch=")) row.batch_size = static_cast<int>(*size);
  if (const auto mean = after(note, "batch~Geom(mean ")) {
    row.batch = QueueRow::Batch::kGeometric;
    row.batch_size = static_cast<int>(*mean);
  }
  if (const auto most = after(note, "batch~Uniform{1..")) {
    row.batch = QueueRow::Batch::kUniform;
    row.batch_size = static_cast<int>((*most + 1) / 2);
  }
}

void read_two_classes(const std::vector<std::string>& fields, QueueRow& row) {
  row.level_step = 1;
  row.rate[1] = after(fields[3], ";").value();
  row.expected.wait_second = after(fields[9], ";");
  if (fields[5] == "both exp(1)") return;
  if (fields[5] != "class 1 exp(mean .5), class 2 exp(mean 1)")
    throw std::runtime_error("unknown service: " + fields[5]);
  row.service[0].mean = 0.5;
}

QueueRow row_of(const std::vector<std::string>& fields) {
  if (fields.size() != 14) throw std::runtime_error("14 columns");
  const std::string& model = fields[0];
  const std::string& note = fields[13];
  QueueRow row;
  row.name = model + ", c " + fields[1] + (fields[2] == "inf" ? "" : ", K " + fields[2]) +
             ", rate " + fields[3] + ", " + fields[5] +
             (note.starts_with("batch") ? ", " + note.substr(0, note.find(';')) : "");
  row.servers = std::stoi(fields[1]);
  row.room = fields[2] == "inf" ? 0 : std::stoi(fields[2]);
  row.rate[0] = std::stod(fields[3]);
  row.expected.p_wait = number(fields[7]);
  row.expected.wait = number(fields[9]);
  row.expected.p_turned_away = after(note, "P(block)=");
  row.expected.p_gave_up = after(note, "P(abandon)=");
  row.theta = after(fields[4], "theta=").value_or(0);
  if (model.starts_with("D/")) row.gaps = QueueRow::Gaps::kConstant;
  if (model.starts_with("E2/")) row.gaps = QueueRow::Gaps::kErlang2;
  read_batch(note, row);
  if (model == "M/G/1 non-preemptive priority") {
    read_two_classes(fields, row);
  } else {
    row.service[0] = service_of(fields[5]);
  }
  return row;
}

// ---- drawing ----

double draw_service(const RowService& service, random::Stream& stream) {
  using Kind = RowService::Kind;
  switch (service.kind) {
    case Kind::kExponential:
      return random::Exponential(service.mean)(stream);
    case Kind::kConstant:
      return service.mean;
    case Kind::kUniform:
      return random::uniform(stream, 0, 2 * service.mean);
    case Kind::kErlang: {
      double sum = 0;
      for (int k = 0; k < static_cast<int>(service.shape); ++k)
        sum += random::Exponential(service.mean / service.shape)(stream);
      return sum;
    }
    case Kind::kLognormal:
      return random::Lognormal::from_mean_sd(service.mean, service.shape * service.mean)
          .value()(stream);
    case Kind::kHyperexponential: {
      const bool slow = random::chance(stream, 0.5);
      return random::Exponential(slow ? 1.5 : 0.5)(stream);
    }
  }
  return 0;
}

double draw_gap(const QueueRow& row, random::Stream& stream) {
  const double mean = 1 / (row.rate[0] + row.rate[1]);
  if (row.gaps == QueueRow::Gaps::kConstant) return mean;
  const random::Exponential phase(row.gaps == QueueRow::Gaps::kErlang2 ? mean / 2 : mean);
  return phase(stream) + (row.gaps == QueueRow::Gaps::kErlang2 ? phase(stream) : 0);
}

std::int64_t draw_batch(const QueueRow& row, random::Stream& stream) {
  switch (row.batch) {
    case QueueRow::Batch::kConstant:
      return row.batch_size;
    case QueueRow::Batch::kUniform:
      return random::between(stream, 1, 2 * row.batch_size - 1);
    case QueueRow::Batch::kGeometric:
      return 1 + static_cast<std::int64_t>(std::log(random::open_unit(stream)) /
                                           std::log1p(-1.0 / row.batch_size));
  }
  return 1;
}

struct RowColumns {
  std::vector<Tick> arrival;
  std::vector<Tick> service;
  std::vector<std::uint8_t> line;
  std::vector<Tick> patience;
};

RowColumns draw_columns(const QueueRow& row, random::StreamKey key, std::size_t customers) {
  const auto stream = [&](const char* what) {
    key.purpose = random::purpose(what);
    return random::Stream(key);
  };
  random::Stream gaps = stream("test.gap");
  random::Stream batches = stream("test.batch");
  random::Stream classes = stream("test.class");
  random::Stream services = stream("test.service");
  random::Stream patiences = stream("test.patience");
  RowColumns columns;
  double at = 0;
  while (columns.arrival.size() < customers) {
    at += draw_gap(row, gaps);
    for (std::int64_t left = draw_batch(row, batches); left > 0; --left) {
      const std::uint8_t line =
          random::chance(classes, row.rate[1] / (row.rate[0] + row.rate[1])) ? 1 : 0;
      columns.arrival.push_back(static_cast<Tick>(at * kTicksPerUnit));
      columns.line.push_back(line);
      columns.service.push_back(
          static_cast<Tick>(draw_service(row.service[line], services) * kTicksPerUnit));
      if (row.loses) columns.patience.push_back(0);
      if (row.theta > 0)
        columns.patience.push_back(
            static_cast<Tick>(random::Exponential(1 / row.theta)(patiences) * kTicksPerUnit));
    }
  }
  return columns;
}

QueueRules rules_of(const QueueRow& row) {
  QueueRules rules;
  rules.desks = {{{0, kNever, row.servers}}};
  const bool impatient = row.loses || row.theta > 0;
  rules.lines = {{.desks = {0}, .weight = row.first_weight, .impatient = impatient}};
  if (row.rate[1] > 0)
    rules.lines.push_back({.desks = {0}, .level = row.level_step, .impatient = impatient});
  if (row.room > 0) rules.room = row.room;
  rules.turns_away = true;
  return rules;
}

// ---- lengths ----

// Customers in which the queue forgets: of the order of the relaxation time in heavy traffic. With
// many servers few wait, and it takes more of them for a narrow band.
double memory_of(const QueueRow& row) {
  if (row.room > 0 || row.theta > 0 || row.loses) return 50;
  const Moments service = row.service[0].moments();
  const Moments batch = row.batch_moments();
  const double spread = service.second / (service.mean * service.mean);
  return std::max({100.0, 10.0 * row.servers,
                   batch.second / batch.mean * spread / std::pow(1 - row.load(), 2)});
}
std::size_t warm_up(const QueueRow& row) {
  return static_cast<std::size_t>(20 * memory_of(row));
}

struct Sums {
  double wait[2] = {0, 0};
  double came[2] = {0, 0};  // and were let in
  double waited = 0;
  double turned_away = 0;
  double gave_up = 0;
};

Sums sums_of(const std::vector<QueueVisit>& visits, const RowColumns& columns, std::size_t from,
             std::size_t until) {
  Sums sums;
  for (const QueueVisit& v : visits) {
    if (v.customer < from || v.customer >= until) continue;
    if (v.fate == QueueVisit::Fate::kTurnedAway) {
      sums.turned_away += 1;
      continue;
    }
    const std::uint8_t line = columns.line[v.customer];
    sums.came[line] += 1;
    sums.wait[line] += static_cast<double>(v.waited) / kTicksPerUnit;
    if (v.waited > 0) sums.waited += 1;
    if (v.fate == QueueVisit::Fate::kGaveUp) sums.gave_up += 1;
  }
  return sums;
}

}  // namespace

Moments RowService::moments() const {
  switch (kind) {
    case Kind::kExponential:
      return {mean, 2 * mean * mean};
    case Kind::kConstant:
      return {mean, mean * mean};
    case Kind::kUniform:
      return {mean, 4 * mean * mean / 3};
    case Kind::kErlang:
      return {mean, (1 + 1 / shape) * mean * mean};
    case Kind::kLognormal:
      return {mean, (1 + shape * shape) * mean * mean};
    case Kind::kHyperexponential:
      return {1, 2.5};  // means 1.5 and 0.5, half each
  }
  return {};
}

Moments QueueRow::batch_moments() const {
  const double n = batch_size;
  switch (batch) {
    case Batch::kConstant:
      return {n, n * n};
    case Batch::kGeometric:
      return {n, (2 - 1 / n) * n * n};
    case Batch::kUniform:  // 1 to 2n - 1
      return {n, 2 * n * (4 * n - 1) / 6};
  }
  return {};
}

double QueueRow::load() const {
  return (rate[0] * batch_moments().mean * service[0].mean + rate[1] * service[1].mean) / servers;
}

std::vector<QueueRow> read_queue_rows(std::istream& in) {
  std::vector<QueueRow> rows;
  std::string line;
  std::getline(in, line);
  while (std::getline(in, line)) rows.push_back(row_of(fields_of(line)));
  return rows;
}

std::size_t customers_measured(const QueueRow& row) {
  return std::max<std::size_t>(30'000, static_cast<std::size_t>(200 * memory_of(row)));
}

QueueFigures simulate_row(const QueueRow& row, std::uint64_t entity, std::uint32_t replication) {
  const std::size_t from = warm_up(row);
  const std::size_t until = from + customers_measured(row);
  const RowColumns columns = draw_columns(
      row, {.seed = kSeed, .replication = replication, .entity = entity}, until + from / 4);
  DeskQueue queue(rules_of(row));
  queue.add({columns.arrival, columns.service, columns.line, {}, columns.patience, {}});
  std::vector<QueueVisit> visits;
  queue.finish(visits);
  const Sums sums = sums_of(visits, columns, from, until);
  const double let_in = sums.came[0] + sums.came[1];
  QueueFigures figures;
  figures.wait = sums.wait[0] / sums.came[0];
  if (row.rate[1] > 0) figures.wait_second = sums.wait[1] / sums.came[1];
  figures.p_wait = sums.waited / let_in;
  figures.p_turned_away = sums.turned_away / (let_in + sums.turned_away);
  figures.p_gave_up = sums.gave_up / let_in;
  return figures;
}

}  // namespace stopover::flow::testing
