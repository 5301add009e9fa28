// SPDX-License-Identifier: Apache-2.0
// The integer types, without those that only behave like numbers: bool and characters. Ids, units
// and instants are made from these alone, so that neither a flag nor a fraction becomes one.
#pragma once

#include <concepts>

namespace stopover {

template <class T>
concept WholeNumber = std::integral<T> && !std::same_as<T, bool> && !std::same_as<T, char> &&
                      !std::same_as<T, wchar_t> && !std::same_as<T, char8_t> &&
                      !std::same_as<T, char16_t> && !std::same_as<T, char32_t>;

}  // namespace stopover
