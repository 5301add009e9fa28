// SPDX-License-Identifier: Apache-2.0
#include "engine/io/sha256.hpp"

#include <array>

#include <fmt/format.h>
#include <openssl/evp.h>

#include "engine/base/check.hpp"

namespace stopover::io {

struct Sha256::Context {
  EVP_MD_CTX* evp = EVP_MD_CTX_new();
  Context() = default;
  ~Context() { EVP_MD_CTX_free(evp); }
  Context(const Context&) = delete;
  Context& operator=(const Context&) = delete;
  Context(Context&&) = delete;
  Context& operator=(Context&&) = delete;
};

Sha256::Sha256() : context_(std::make_unique<Context>()) {
  STOPOVER_CHECK(
      context_->evp != nullptr && EVP_DigestInit_ex(context_->evp, EVP_sha256(), nullptr) == 1,
      "OpenSSL offers SHA-256");
}
Sha256::~Sha256() = default;
Sha256::Sha256(Sha256&&) noexcept = default;
Sha256& Sha256::operator=(Sha256&&) noexcept = default;

void Sha256::update(std::string_view bytes) {
  STOPOVER_CHECK(EVP_DigestUpdate(context_->evp, bytes.data(), bytes.size()) == 1,
                 "SHA-256 takes bytes before it is finished");
}

std::string Sha256::finish_hex() {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  STOPOVER_CHECK(EVP_DigestFinal_ex(context_->evp, digest.data(), &size) == 1,
                 "SHA-256 is finished once");
  std::string hex;
  for (unsigned i = 0; i < size; ++i) hex += fmt::format("{:02x}", digest.at(i));
  return hex;
}

std::string sha256_hex(std::string_view bytes) {
  Sha256 hash;
  hash.update(bytes);
  return hash.finish_hex();
}

}  // namespace stopover::io
