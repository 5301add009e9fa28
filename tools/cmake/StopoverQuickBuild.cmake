# SPDX-License-Identifier: Apache-2.0
# What makes a whole build quick: most of the time of a compilation goes into reading headers.

# The sources of a target compiled together, some at a time (option STOPOVER_UNITY). What a file
# forgets to include, or names twice, shows in the presets without it and in check_headers.
function(stopover_unity TARGET)
  if(STOPOVER_UNITY)
    set_target_properties(${TARGET} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 10)
    # g++ takes a class of a source for one of a header.
    target_compile_options(${TARGET} PRIVATE $<$<CXX_COMPILER_ID:GNU>:-Wno-subobject-linkage>)
  endif()
endfunction()

# What most tests include, precompiled (option STOPOVER_PRECOMPILE): one set for the tests of
# engine/, another with the schema for the rest.
set(STOPOVER_TEST_HEADERS
  <algorithm> <array> <cmath> <cstdint> <filesystem> <fstream> <functional> <limits> <map> <memory>
  <optional> <random> <set> <span> <sstream> <string> <string_view> <tuple> <utility> <vector>
  <gmock/gmock.h> <gtest/gtest.h> <rapidcheck.h> <rapidcheck/gtest.h>)

function(stopover_keep_precompiled TARGET)
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CCACHE_PROGRAM)
    target_compile_options(${TARGET} PRIVATE -fpch-preprocess)  # ccache asks for it
  endif()
endfunction()

# stopover_prelude(NAME [LIBRARY…]): a target whose precompiled headers others reuse.
function(stopover_prelude NAME)
  set(UNIT "${CMAKE_CURRENT_BINARY_DIR}/${NAME}.cpp")
  file(CONFIGURE OUTPUT "${UNIT}" CONTENT "// Only the headers are compiled.\n")
  add_library(${NAME} OBJECT "${UNIT}")
  target_link_libraries(${NAME} PRIVATE stopover_flags stopover_warnings GTest::gmock
                        GTest::gtest_main rapidcheck ${ARGN})
  stopover_test_options(${NAME})
  stopover_keep_precompiled(${NAME})
  target_precompile_headers(${NAME} PRIVATE ${STOPOVER_TEST_HEADERS})
endfunction()

function(stopover_test_preludes)
  if(STOPOVER_PRECOMPILE)
    stopover_prelude(engine_test_prelude)
    stopover_prelude(models_test_prelude models_scenario_proto)
    target_precompile_headers(models_test_prelude PRIVATE <models/scenario/scenario.pb.h>)
  endif()
endfunction()

function(stopover_reuse_prelude TARGET)
  if(NOT STOPOVER_PRECOMPILE)
    return()
  endif()
  stopover_keep_precompiled(${TARGET})
  file(RELATIVE_PATH FOLDER "${PROJECT_SOURCE_DIR}/tests" "${CMAKE_CURRENT_SOURCE_DIR}")
  if(FOLDER MATCHES "^engine/")
    target_precompile_headers(${TARGET} REUSE_FROM engine_test_prelude)
  else()
    target_precompile_headers(${TARGET} REUSE_FROM models_test_prelude)
  endif()
endfunction()
