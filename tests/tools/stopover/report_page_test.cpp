// SPDX-License-Identifier: Apache-2.0
// Data goes into the page as data, whatever a scenario is called.
#include "tools/stopover/report_page.hpp"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <rapidcheck/gtest.h>

#include "engine/base/fault.hpp"

namespace stopover::tool {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;

constexpr const char* kBefore = "<html><body><script type=\"application/json\" ";
const std::string kPage =
    std::string(kBefore) + R"(id="stopover-data" data-format="1"></script><script>run()</script>)";

// What a browser takes from the element: up to the first "</script", which ends it.
std::string element_text(const std::string& html) {
  const std::string open = R"(data-format="1">)";
  const std::size_t from = html.find(open) + open.size();
  return html.substr(from, html.find("</script", from) - from);
}

TEST(ScriptJson, HoldsNoCharacterThatCouldEndTheElement) {
  const json data{{"title", "</script><script>alert(1)</script><!--"}};
  const std::string text = script_json(data);
  EXPECT_EQ(text.find('<'), std::string::npos);
  EXPECT_EQ(json::parse(text), data);
}

TEST(ScriptJson, ReplacesWhatIsNoUtf8) {
  const std::string text = script_json({{"name", "bad \xff\xc3 end"}});
  EXPECT_EQ(json::parse(text)["name"], "bad \xef\xbf\xbd\xef\xbf\xbd end");
}

RC_GTEST_PROP(ScriptJson, EveryTextComesBackFromThePage, (const std::string& bytes)) {
  // Any bytes, as ASCII, with the dangerous ones more often than chance has them.
  std::string name;
  for (const char c : bytes) {
    name += static_cast<char>(c & 0x7f);
    if ((c & 0x3) == 0) name += "</script>";
  }
  const json data{{"name", name}, {name, 1}};
  const std::string html = ReportPage("page", kPage).filled(data);
  RC_ASSERT(json::parse(element_text(html)) == data);
  RC_ASSERT(html.ends_with("</script><script>run()</script>"));
}

TEST(ReportPage, FillsThePlaceAndLeavesTheRest) {
  const std::string html = ReportPage("page", kPage).filled(json::array({0.1, 5, nullptr}));
  EXPECT_EQ(
      html,
      std::string(kBefore) +
          R"(id="stopover-data" data-format="1">[0.1,5,null]</script><script>run()</script>)");
}

TEST(ReportPage, RefusesWhatIsNotItsPage) {
  for (const std::string& html :
       {std::string("<html></html>"), kPage + kPage,
        std::string(
            R"(<script type="application/json" id="stopover-data" data-format="2"></script>)")}) {
    try {
      const ReportPage page("some/page.html", html);
      ADD_FAILURE() << html;
    } catch (const EnvironmentError& error) {
      EXPECT_THAT(error.what(), HasSubstr("some/page.html"));
      EXPECT_THAT(error.what(), HasSubstr("tools/report/build"));
    }
  }
}

}  // namespace
}  // namespace stopover::tool
