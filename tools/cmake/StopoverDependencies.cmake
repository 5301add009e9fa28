# SPDX-License-Identifier: Apache-2.0
# Every outside library the project uses. Debian 12 package names: tools/packages.txt.
find_package(Boost 1.74 REQUIRED)
find_package(TBB 2021.8 REQUIRED)
find_package(Protobuf 3.21 REQUIRED)
find_package(date REQUIRED)
find_package(fmt 9 REQUIRED)
find_package(Threads REQUIRED)
find_package(OpenSSL REQUIRED)
find_package(SQLiteCpp REQUIRED)
find_package(PkgConfig REQUIRED)
# Debian's libzip CMake file also asks for the command-line tools; pkg-config does not.
pkg_check_modules(libzip REQUIRED IMPORTED_TARGET libzip)  # PkgConfig::libzip
pkg_check_modules(xlsxwriter REQUIRED IMPORTED_TARGET xlsxwriter)  # PkgConfig::xlsxwriter
find_package(HDF5 1.10 REQUIRED COMPONENTS C)  # HDF5::HDF5
find_package(ZLIB REQUIRED)  # ZLIB::ZLIB
find_package(nlohmann_json 3.11 REQUIRED)
find_package(CLI11 2.1 REQUIRED)
set(MPI_CXX_SKIP_MPICXX ON)  # the C functions alone
find_package(MPI REQUIRED COMPONENTS CXX)  # MPI::MPI_CXX
find_package(SQLite3 REQUIRED)  # SQLite::SQLite3
find_package(Eigen3 3.4 REQUIRED NO_MODULE)  # Eigen3::Eigen, headers
find_package(NLopt 2.7 REQUIRED)             # NLopt::nlopt
if(STOPOVER_BUILD_TESTS)
  find_package(GTest REQUIRED)
  find_package(rapidcheck REQUIRED)
endif()
if(STOPOVER_BUILD_BENCH)
  find_package(benchmark REQUIRED)
endif()
