# SPDX-License-Identifier: Apache-2.0
# stopover_library(NAME SOURCES … HEADERS … PUBLIC … PRIVATE …): one library a folder. Sources and
# headers are listed, never globbed; each header is also compiled alone (target check_headers).
add_custom_target(check_headers)
# Everything that is generated before it can be compiled or read by clang-tidy.
add_custom_target(generated)

function(stopover_library NAME)
  cmake_parse_arguments(ARG "" "" "SOURCES;HEADERS;PUBLIC;PRIVATE" ${ARGN})
  if(ARG_SOURCES)
    add_library(${NAME} STATIC ${ARG_SOURCES} ${ARG_HEADERS})
    set(VISIBILITY PUBLIC)
    target_link_libraries(${NAME} PRIVATE stopover_warnings)
    stopover_unity(${NAME})
  else()
    add_library(${NAME} INTERFACE)
    set(VISIBILITY INTERFACE)
  endif()
  target_include_directories(${NAME} ${VISIBILITY} "${PROJECT_SOURCE_DIR}" "${PROJECT_BINARY_DIR}")
  target_link_libraries(${NAME} ${VISIBILITY} stopover_flags ${ARG_PUBLIC})
  if(ARG_PRIVATE)
    target_link_libraries(${NAME} PRIVATE ${ARG_PRIVATE})
  endif()

  if(ARG_HEADERS)
    stopover_headers_alone(${NAME}_headers_alone ${ARG_HEADERS} LINK ${NAME})
  endif()
endfunction()

# stopover_headers_alone(NAME HEADER … LINK …): compiles each header by itself, for target
# check_headers.
function(stopover_headers_alone NAME)
  cmake_parse_arguments(ARG "" "" "LINK" ${ARGN})
  set(ALONE)
  foreach(HEADER IN LISTS ARG_UNPARSED_ARGUMENTS)
    file(RELATIVE_PATH REL "${PROJECT_SOURCE_DIR}" "${CMAKE_CURRENT_SOURCE_DIR}/${HEADER}")
    set(UNIT "${CMAKE_CURRENT_BINARY_DIR}/alone/${HEADER}.cpp")
    file(CONFIGURE OUTPUT "${UNIT}" CONTENT "#include \"${REL}\"\n#include \"${REL}\"  // NOLINT: and twice\n" @ONLY)
    list(APPEND ALONE "${UNIT}")
  endforeach()
  add_library(${NAME} OBJECT EXCLUDE_FROM_ALL ${ALONE})
  target_link_libraries(${NAME} PRIVATE ${ARG_LINK} stopover_warnings)
  target_compile_options(${NAME} PRIVATE -O0)  # only read, never linked
  add_dependencies(check_headers ${NAME})
endfunction()

# The same for the headers of a folder of tests: stopover_test_headers(NAME HEADER … LINK …).
function(stopover_test_headers NAME)
  stopover_headers_alone(${NAME} ${ARGN} GTest::gmock rapidcheck)
  target_include_directories(${NAME} PRIVATE "${PROJECT_SOURCE_DIR}" "${PROJECT_BINARY_DIR}")
  target_compile_definitions(${NAME} PRIVATE STOPOVER_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
  target_compile_options(${NAME} PRIVATE -Wno-sign-conversion -Wno-undef)  # of GoogleTest's macros
endfunction()

# How tests are compiled. GoogleTest's and RapidCheck's macros are outside the project's warning
# rules; -O1, because compiling takes longer than running, and what they test keeps its own level.
# Bounds: at -O1 g++ 12 reports them wrongly inside std::string (GCC bug 105651), depending even
# on how long the path of the checkout is.
function(stopover_test_options NAME)
  target_compile_options(${NAME} PRIVATE -Wno-sign-conversion -Wno-undef -O1
                         "$<$<CXX_COMPILER_ID:GNU>:-Wno-array-bounds;-Wno-stringop-overflow;-Wno-stringop-overread>")
endfunction()

# stopover_test(NAME SOURCES … [APART …] LINK … [PARALLEL] [INPUT] [SLOW]): a GoogleTest program; its
# cases are found by CTest. APART: sources that use a name of another for something else, so that
# they are not compiled together (option STOPOVER_UNITY). PARALLEL: runs an executor, so it belongs
# under ThreadSanitizer too (target parallel_tests). INPUT: of what reads the input of users, the
# address sanitizer's sample of .ci/run (target input_tests). SLOW: not for daily work
# (ctest -LE slow). Its label is these words.
add_custom_target(parallel_tests)
add_custom_target(input_tests)
function(stopover_test NAME)
  cmake_parse_arguments(ARG "PARALLEL;INPUT;SLOW" "" "SOURCES;APART;LINK" ${ARGN})
  add_executable(${NAME} ${ARG_SOURCES} ${ARG_APART})
  if(ARG_APART)
    set_source_files_properties(${ARG_APART} PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
  endif()
  stopover_unity(${NAME})
  target_link_libraries(${NAME} PRIVATE stopover_flags stopover_warnings ${ARG_LINK} GTest::gmock
                        GTest::gtest_main rapidcheck)
  target_include_directories(${NAME} PRIVATE "${PROJECT_SOURCE_DIR}" "${PROJECT_BINARY_DIR}")
  target_compile_definitions(${NAME} PRIVATE STOPOVER_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
  stopover_test_options(${NAME})
  stopover_reuse_prelude(${NAME})
  set(LABEL)
  foreach(WORD PARALLEL INPUT SLOW)
    if(ARG_${WORD})
      string(TOLOWER "${LABEL} ${WORD}" LABEL)
    endif()
  endforeach()
  if(ARG_PARALLEL)
    add_dependencies(parallel_tests ${NAME})
  endif()
  if(ARG_INPUT)
    add_dependencies(input_tests ${NAME})
  endif()
  string(STRIP "${LABEL}" LABEL)
  include(GoogleTest)
  gtest_discover_tests(${NAME} DISCOVERY_TIMEOUT 60 PROPERTIES TIMEOUT 900 LABELS "${LABEL}")
endfunction()

# stopover_bench(NAME SOURCES … LINK …): a Google Benchmark program, built by target `benches`.
function(stopover_bench NAME)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINK" ${ARGN})
  add_executable(${NAME} ${ARG_SOURCES})
  target_link_libraries(${NAME} PRIVATE stopover_flags stopover_warnings ${ARG_LINK}
                        benchmark::benchmark_main)
  target_compile_definitions(${NAME} PRIVATE STOPOVER_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
  if(NOT TARGET benches)
    add_custom_target(benches)
  endif()
  add_dependencies(benches ${NAME})
endfunction()

# stopover_fuzz(NAME SOURCES … LINK …): a libFuzzer program under preset fuzz (target `fuzzers`).
# Everywhere else the same code replays tests/fuzz/corpus/NAME as a test.
function(stopover_fuzz NAME)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINK" ${ARGN})
  set(CORPUS "${PROJECT_SOURCE_DIR}/tests/fuzz/corpus/${NAME}")
  add_executable(${NAME} ${ARG_SOURCES})
  target_link_libraries(${NAME} PRIVATE stopover_flags stopover_warnings ${ARG_LINK})
  target_include_directories(${NAME} PRIVATE "${PROJECT_SOURCE_DIR}" "${PROJECT_BINARY_DIR}")
  if(STOPOVER_BUILD_FUZZ)
    target_link_options(${NAME} PRIVATE -fsanitize=fuzzer)
    if(NOT TARGET fuzzers)
      add_custom_target(fuzzers)
    endif()
    add_dependencies(fuzzers ${NAME})
  else()
    target_sources(${NAME} PRIVATE "${PROJECT_SOURCE_DIR}/tests/fuzz/replay_main.cpp")
    add_test(NAME fuzz.${NAME}.corpus COMMAND ${NAME} "${CORPUS}")
    set_tests_properties(fuzz.${NAME}.corpus PROPERTIES LABELS input)
    add_dependencies(input_tests ${NAME})
  endif()
endfunction()

# stopover_proto(NAME PROTOS a.proto …): a static library of generated messages. Files import each
# other from the root (import "models/scenario/place.proto"); sources include the generated header
# the same way ("models/scenario/place.pb.h"). Generated code is outside our warning rules, hence a
# SYSTEM include path of its own.
function(stopover_proto NAME)
  cmake_parse_arguments(ARG "" "" "PROTOS" ${ARGN})
  set(OUT "${PROJECT_BINARY_DIR}/generated")
  set(INPUTS)
  set(OUTPUTS)
  foreach(PROTO IN LISTS ARG_PROTOS)
    set(INPUT "${CMAKE_CURRENT_SOURCE_DIR}/${PROTO}")
    file(RELATIVE_PATH REL "${PROJECT_SOURCE_DIR}" "${INPUT}")
    string(REGEX REPLACE "\\.proto$" "" STEM "${REL}")
    list(APPEND INPUTS "${INPUT}")
    list(APPEND OUTPUTS "${OUT}/${STEM}.pb.cc" "${OUT}/${STEM}.pb.h")
  endforeach()
  add_custom_command(
    OUTPUT ${OUTPUTS}
    COMMAND ${CMAKE_COMMAND} -E make_directory "${OUT}"
    COMMAND protobuf::protoc "--proto_path=${PROJECT_SOURCE_DIR}" "--cpp_out=${OUT}" ${INPUTS}
    DEPENDS ${INPUTS} protobuf::protoc
    COMMENT "Generating ${NAME}"
    VERBATIM)
  add_library(${NAME} STATIC ${OUTPUTS})
  add_custom_target(${NAME}_generated DEPENDS ${OUTPUTS})
  add_dependencies(${NAME} ${NAME}_generated)
  add_dependencies(generated ${NAME}_generated)
  target_include_directories(${NAME} SYSTEM PUBLIC "${OUT}")
  target_compile_options(${NAME} PRIVATE -w)
  target_link_libraries(${NAME} PUBLIC stopover_flags protobuf::libprotobuf)
endfunction()
