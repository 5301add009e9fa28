// SPDX-License-Identifier: Apache-2.0
// The rules of this folder: tables, files, archives and result folders (see engine/base/rules.hpp).
#pragma once

#include <span>

#include "engine/base/rules.hpp"

namespace stopover::io {

[[nodiscard]] std::span<const Rule> io_rules();  // E-CSV, W-CSV, E-IO, E-RES, E-ZIP

}  // namespace stopover::io
