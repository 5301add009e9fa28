// SPDX-License-Identifier: Apache-2.0
#include "engine/base/check.hpp"

#include <cstdio>
#include <cstdlib>

namespace stopover {
namespace {
// NOLINTNEXTLINE(cppcoreguidelines-avoid-non-const-global-variables): what a thread is doing
thread_local std::string_view current_context;  // lint-ok: what this thread is doing; text only
}  // namespace

void bug(std::string_view condition, std::string_view text, std::string_view file,
         int line) noexcept {
  std::fprintf(stderr,  // lint-ok: texts and a line number alone, where fmt may allocate
               "stopover: internal error (this is a bug in stopover, not in your files)\n"
               "  version   %s\n  at        %.*s:%d\n  expected  %.*s\n  condition %.*s\n",
               STOPOVER_VERSION, static_cast<int>(file.size()), file.data(), line,
               static_cast<int>(text.size()), text.data(), static_cast<int>(condition.size()),
               condition.data());
  if (!current_context.empty())
    std::fprintf(stderr,  // lint-ok: as above
                 "  while     %.*s\n", static_cast<int>(current_context.size()),
                 current_context.data());
  std::abort();
}

BugContext::BugContext(std::string_view text) noexcept : previous_(current_context) {
  current_context = text;
}
BugContext::~BugContext() {
  current_context = previous_;
}

}  // namespace stopover
