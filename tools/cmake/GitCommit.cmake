# SPDX-License-Identifier: Apache-2.0
# cmake -DSOURCE=… -DOUT=git_commit.cpp -P GitCommit.cmake: writes the commit into OUT; touches it
# only when the answer changed, so that nothing is compiled for the asking.
cmake_minimum_required(VERSION 3.25)
set(COMMIT "unknown")
find_program(GIT git)
if(GIT)
  execute_process(COMMAND "${GIT}" describe --always --dirty --abbrev=12 --exclude=*
                  WORKING_DIRECTORY "${SOURCE}" OUTPUT_VARIABLE ANSWER RESULT_VARIABLE FAILED
                  OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
  if(NOT FAILED)
    set(COMMIT "${ANSWER}")
  endif()
endif()
file(CONFIGURE OUTPUT "${OUT}" CONTENT "// SPDX-License-Identifier: Apache-2.0
#include \"tools/stopover/git_commit.hpp\"

namespace stopover::tool {

const std::string_view kGitCommit = \"@COMMIT@\";

}  // namespace stopover::tool
" @ONLY)
