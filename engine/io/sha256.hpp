// SPDX-License-Identifier: Apache-2.0
// SHA-256 (FIPS 180-4) through OpenSSL's EVP: checks files. For keys and ids use stable_hash.
#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace stopover::io {

// 64 lower-case hexadecimal digits.
[[nodiscard]] std::string sha256_hex(std::string_view bytes);

class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(Sha256&&) noexcept;
  Sha256& operator=(Sha256&&) noexcept;
  Sha256(const Sha256&) = delete;
  Sha256& operator=(const Sha256&) = delete;

  void update(std::string_view bytes);
  [[nodiscard]] std::string finish_hex();  // once

 private:
  struct Context;
  std::unique_ptr<Context> context_;
};

}  // namespace stopover::io
