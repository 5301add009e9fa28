# SPDX-License-Identifier: Apache-2.0
# Build options. Presets (CMakePresets.json) name the useful combinations.
option(STOPOVER_BUILD_TESTS "Build the tests" ON)
option(STOPOVER_BUILD_BENCH "Build the benchmarks" ON)
option(STOPOVER_BUILD_FUZZ "Build the libFuzzer targets (clang only)" OFF)
option(STOPOVER_WERROR "Treat warnings as errors" ON)
option(STOPOVER_COVERAGE "Instrument for coverage" OFF)
option(STOPOVER_HEAVY_CHECKS "Keep the costly whole-state assertions (STOPOVER_HEAVY_CHECK)" OFF)
option(STOPOVER_PRECOMPILE "Precompile what every test includes; off where a forgotten include must show" OFF)
option(STOPOVER_UNITY "Compile the sources of a folder together; off where a forgotten include must show" OFF)
option(STOPOVER_TSAN_EXECUTOR "tbb_executor() returns plain threads, which ThreadSanitizer knows" OFF)
set(STOPOVER_SANITIZE "" CACHE STRING "Comma-separated sanitizers, e.g. address,undefined")

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "" FORCE)
endif()

find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM)
  # Without these two, ccache keeps nothing that uses a precompiled header.
  set(CMAKE_CXX_COMPILER_LAUNCHER env CCACHE_SLOPPINESS=pch_defines,time_macros "${CCACHE_PROGRAM}")
endif()

add_library(stopover_flags INTERFACE)
# Same bytes across compilers: no contraction into fused multiply-add, never fast-math.
target_compile_options(stopover_flags INTERFACE -ffp-contract=off)
# __FILE__ without the folder of the checkout: programs do not tell it, and ccache knows the same
# source in another checkout.
target_compile_options(stopover_flags INTERFACE "-fmacro-prefix-map=${PROJECT_SOURCE_DIR}/=")
target_compile_definitions(stopover_flags INTERFACE STOPOVER_VERSION="${PROJECT_VERSION}")
if(STOPOVER_HEAVY_CHECKS)
  target_compile_definitions(stopover_flags INTERFACE STOPOVER_HEAVY_CHECKS=1)
endif()
if(STOPOVER_SANITIZE)
  target_compile_options(stopover_flags INTERFACE -fsanitize=${STOPOVER_SANITIZE}
                         -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(stopover_flags INTERFACE -fsanitize=${STOPOVER_SANITIZE})
  target_compile_definitions(stopover_flags INTERFACE _GLIBCXX_ASSERTIONS)
endif()
if(STOPOVER_BUILD_FUZZ)
  if(NOT CMAKE_CXX_COMPILER_ID MATCHES "Clang")
    message(FATAL_ERROR "STOPOVER_BUILD_FUZZ needs clang: cmake --preset fuzz")
  endif()
  target_compile_options(stopover_flags INTERFACE -fsanitize=fuzzer-no-link)
endif()
if(STOPOVER_COVERAGE)
  target_compile_options(stopover_flags INTERFACE --coverage)
  target_link_options(stopover_flags INTERFACE --coverage)
endif()

# Warnings apply to the project's own sources, not to generated ones (see StopoverTargets).
add_library(stopover_warnings INTERFACE)
# Missing initializers: designated initializers with default members are the house style.
# Null dereference, restrict: g++ 12 reports them wrongly inside std::string (GCC bug 105651).
target_compile_options(stopover_warnings INTERFACE
  -Wall -Wextra -Wno-missing-field-initializers -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wold-style-cast
  -Wnon-virtual-dtor -Woverloaded-virtual -Wcast-align -Wnull-dereference -Wundef
  $<$<CXX_COMPILER_ID:GNU>:-Wduplicated-cond -Wlogical-op -Wno-null-dereference -Wno-restrict>
  $<$<BOOL:${STOPOVER_WERROR}>:-Werror>)
