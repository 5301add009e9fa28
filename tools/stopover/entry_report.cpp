// SPDX-License-Identifier: Apache-2.0
#include "tools/stopover/entry_report.hpp"

#include <algorithm>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "engine/base/check.hpp"
#include "tools/stopover/entry_words.hpp"
#include "tools/stopover/text_table.hpp"

namespace stopover::tool {
namespace {

using policy::RegimeAnswer;

const scenario::Regime& written(const EntryFinding& f, const RegimeAnswer& answer) {
  const std::string& key = f.rules.regimes()[answer.regime].key;
  const auto& all = f.scenario.elements().regime();
  const auto at =
      std::find_if(all.begin(), all.end(), [&](const auto& r) { return r.id() == key; });
  STOPOVER_CHECK(at != all.end(), "a regime of the rules is one of the scenario");
  return *at;
}

template <class Element>
std::string name_of(const Element& element, Language language) {
  return language == Language::kChinese && !element.name_zh().empty() ? element.name_zh()
                                                                      : element.name();
}

std::string in(const EntryWord& word, Language language) {
  return std::string(language == Language::kChinese ? word.zh : word.en);
}

std::vector<policy::Failed> failures(const RegimeAnswer& answer) {
  std::vector<policy::Failed> bits;
  for (const policy::ConditionName& one : policy::kConditions)
    if ((answer.failed & one.bit) != 0) bits.push_back(one.bit);
  return bits;
}

std::vector<policy::Document> documents(policy::DocumentSet set) {
  std::vector<policy::Document> list;
  for (std::size_t i = 0; i < policy::kDocuments; ++i)
    if (const auto one = static_cast<policy::Document>(i); (set & document_bit(one)) != 0)
      list.push_back(one);
  return list;
}

// Words parted by commas, in lines no wider than a terminal.
std::string wrapped(const std::vector<std::string>& words, Language language, std::size_t indent) {
  constexpr std::size_t kWidth = 80;
  const std::string comma = language == Language::kChinese ? "、" : ", ";
  std::string text;
  std::size_t at = indent;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string word = words[i] + (i + 1 < words.size() ? comma : "");
    if (at > indent && at + display_width(word) > kWidth) {
      while (text.ends_with(' ')) text.pop_back();
      text += "\n" + std::string(indent, ' ');
      at = indent;
    }
    text += word;
    at += display_width(word);
  }
  return text;
}

class EntryText {
 public:
  EntryText(const EntryFinding& f, const ReportForm& form) : f_(f), form_(form) {}

  std::string whole() {
    const std::string title =
        f_.answer.best
            ? word("May enter: ", "可以入境：") + name_of(written(f_, *f_.answer.best), language())
            : word("No regime lets this party in.", "没有适用的入境政策。");
    out_ = form_.style.paint(f_.answer.best ? Colour::kGreen : Colour::kRed, title) + "\n";
    if (f_.answer.best) best(*f_.answer.best);
    others();
    sources();
    switches();
    out_ += word("An officer may still refuse: see docs/models/entry-rules.md.\n",
                 "边检人员仍可拒绝入境：见 docs/models/entry-rules.md。\n");
    return std::move(out_);
  }

 private:
  [[nodiscard]] Language language() const { return form_.language; }
  [[nodiscard]] std::string word(const char* en, const char* zh) const {
    return language() == Language::kChinese ? zh : en;
  }
  void line(const std::string& label, const std::vector<std::string>& words) {
    constexpr std::size_t kIndent = 13;
    const std::size_t width = display_width(label) + 2;
    out_ += "  " + label + std::string(kIndent - std::min(width, kIndent - 1), ' ') +
            wrapped(words, language(), kIndent) + "\n";
  }

  void best(const RegimeAnswer& answer) {
    const policy::Regime& regime = f_.rules.regimes()[answer.regime];
    line(word("until", "最晚离境"),
         {answer.latest_exit ? exit_text(*answer.latest_exit, f_.zone)
                             : word("as the document says", "以证件所载为准")});
    std::vector<std::string> regions;
    for (const std::string& id : written(f_, answer).regions())
      for (const auto& region : f_.scenario.elements().entry_region())
        if (region.id() == id) regions.push_back(name_of(region, language()));
    if (regime.port_stay == policy::PortStay::kInside)
      regions = {word("inside the port only", "仅限口岸内")};
    if (regions.empty()) regions = {word("the whole country", "全国")};
    line(word("where", "停留区域"), regions);
    line(word("counter", "办理柜台"), {in(counter_word(regime.counter), language())});
    std::vector<std::string> papers;
    for (const policy::Document one : documents(regime.documents))
      papers.push_back(in(document_word(one), language()));
    line(word("documents", "所需证件"), papers);
  }

  void others() {
    out_ += word("Other regimes:", "其他政策：") + "\n";
    for (const RegimeAnswer& answer : f_.answer.regimes) {
      if (f_.answer.best && answer.regime == f_.answer.best->regime) continue;
      out_ += "  " + name_of(written(f_, answer), language()) + "\n";
      if (answer.eligible()) {
        out_ += std::string(4, ' ') + word("yes, ", "可以，") +
                (answer.latest_exit
                     ? word("until ", "最晚离境 ") + exit_text(*answer.latest_exit, f_.zone)
                     : word("as the document says", "以证件所载为准")) +
                "\n";
        continue;
      }
      std::vector<std::string> reasons;
      for (const policy::Failed bit : failures(answer))
        reasons.push_back(in(condition_word(bit), language()));
      out_ +=
          std::string(4, ' ') + wrapped({word("no: ", "否：") + reasons.front()}, language(), 4);
      for (std::size_t i = 1; i < reasons.size(); ++i)
        out_ += "\n" + std::string(8, ' ') + reasons[i];
      out_ += "\n";
    }
  }

  void sources() {
    out_ += word("Sources:", "来源：") + "\n";
    for (const RegimeAnswer& answer : f_.answer.regimes) {
      if (!answer.eligible()) continue;
      const scenario::Regime& regime = written(f_, answer);
      out_ += "  " + name_of(regime, language()) + " (" + regime.provenance().confidence() + ")\n";
      source(regime.provenance());
      listing(regime);
    }
  }
  void paragraph(const std::string& text) {
    for (const std::string& line : folded(text, 76)) out_ += "    " + line + "\n";
  }
  void source(const scenario::Provenance& provenance) { paragraph(provenance.source()); }
  // The row that covers the nationality.
  void listing(const scenario::Regime& regime) {
    const std::string& from = regime.countries_as().empty() ? regime.id() : regime.countries_as();
    for (const auto& row : f_.scenario.elements().entry_listing())
      if (row.regime() == from && row.country() == f_.question.nationality.text())
        paragraph(fmt::format("{} {}–{}: {} ({})", row.country(), row.valid_from(),
                              row.valid_until(), row.provenance().source(),
                              row.provenance().confidence()));
  }

  void switches() {
    const auto& all = f_.scenario.elements().entry_switch();
    if (all.empty()) return;
    out_ += word("Where sources disagree (--switch ID turns one over):",
                 "来源不一致之处（--switch ID 切换）：") +
            "\n";
    for (const auto& one : all) {
      const bool on = one.on() != f_.switched.contains(one.id());
      out_ += fmt::format("  {} {}\n", one.id(), on ? word("on", "开") : word("off", "关"));
      paragraph(name_of(one, language()));
    }
  }

  const EntryFinding& f_;
  const ReportForm& form_;
  std::string out_;
};

nlohmann::json regime_json(const EntryFinding& f, const RegimeAnswer& answer) {
  const policy::Regime& regime = f.rules.regimes()[answer.regime];
  const scenario::Regime& text = written(f, answer);
  nlohmann::json failed = nlohmann::json::array();
  for (const policy::Failed bit : failures(answer)) failed.push_back(condition_word(bit).key);
  nlohmann::json papers = nlohmann::json::array();
  for (const policy::Document one : documents(regime.documents))
    papers.push_back(document_word(one).key);
  nlohmann::json one{
      {"id", regime.key},
      {"name", text.name()},
      {"name_zh", text.name_zh()},
      {"eligible", answer.eligible()},
      {"failed", failed},
      {"latest_exit", nullptr},
      {"counter", counter_word(regime.counter).key},
      {"documents", papers},
      {"regions", std::vector<std::string>(text.regions().begin(), text.regions().end())},
      {"source", text.provenance().source()},
      {"confidence", text.provenance().confidence()},
      {"note", text.provenance().note()}};
  if (answer.latest_exit) one["latest_exit"] = iso_text(*answer.latest_exit, f.zone);
  return one;
}

}  // namespace

std::string exit_text(Instant exit, TimeZone zone) {
  const CivilTime civil = zone.civil(exit);
  if (civil.time_of_day == Seconds(0)) return civil.date.plus_days(-1).text() + " 24:00";
  return civil.date.text() + " " + service_time_text(civil.time_of_day).substr(0, 5);
}

std::string entry_text(const EntryFinding& finding, const ReportForm& form) {
  return EntryText(finding, form).whole();
}

nlohmann::json entry_json(const EntryFinding& finding) {
  nlohmann::json regimes = nlohmann::json::array();
  for (const RegimeAnswer& answer : finding.answer.regimes)
    regimes.push_back(regime_json(finding, answer));
  nlohmann::json switches = nlohmann::json::object();
  for (const auto& one : finding.scenario.elements().entry_switch())
    switches[one.id()] = one.on() != finding.switched.contains(one.id());
  nlohmann::json document{{"format", "stopover-entry-1"},
                          {"scenario", finding.scenario.id()},
                          {"nationality", finding.question.nationality.text()},
                          {"port", finding.port},
                          {"arrive", iso_text(finding.question.arrival, finding.zone)},
                          {"best", nullptr},
                          {"regimes", regimes},
                          {"switches", switches}};
  if (finding.answer.best) document["best"] = regime_json(finding, *finding.answer.best);
  return document;
}

}  // namespace stopover::tool
