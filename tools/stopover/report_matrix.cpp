// SPDX-License-Identifier: Apache-2.0
// The open matrix of a result: OMX 0.2, which is a layout of an HDF5 file.
#include <algorithm>
#include <cstdint>
#include <exception>
#include <utility>
#include <vector>

#include <hdf5.h>

#include "engine/base/fault.hpp"
#include "tools/stopover/library_file.hpp"
#include "tools/stopover/report_layers.hpp"

namespace stopover::tool {
namespace {

constexpr unsigned kDeflate = 4;

// Why the library refused is on its own stack of errors; that a disk is full is what can happen.
class Failed : public std::exception {};

// What the library opened, closed with `Close`.
class Handle {
 public:
  using Close = herr_t (*)(hid_t);
  Handle(hid_t id, Close how) : id_(id), close_(how) {
    if (id < 0) throw Failed();
  }
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;
  Handle(Handle&& other) noexcept : id_(std::exchange(other.id_, -1)), close_(other.close_) {}
  Handle& operator=(Handle&&) = delete;
  ~Handle() {
    if (id_ >= 0) (void)close_(id_);
  }
  [[nodiscard]] hid_t get() const { return id_; }
  void close() {
    const hid_t id = std::exchange(id_, -1);
    if (close_(id) < 0) throw Failed();
  }

 private:
  hid_t id_;
  Close close_;
};

void check_hdf(herr_t status) {
  if (status < 0) throw Failed();
}

// A text of a fixed length, at least one byte.
Handle text_type(std::size_t length) {
  Handle type(H5Tcopy(H5T_C_S1), H5Tclose);
  check_hdf(H5Tset_size(type.get(), std::max<std::size_t>(1, length)));
  check_hdf(H5Tset_strpad(type.get(), H5T_STR_NULLPAD));
  check_hdf(H5Tset_cset(type.get(), H5T_CSET_UTF8));
  return type;
}

void put_text(hid_t object, const char* name, const std::string& text) {
  const Handle type = text_type(text.size());
  const Handle space(H5Screate(H5S_SCALAR), H5Sclose);
  const Handle attribute(
      H5Acreate2(object, name, type.get(), space.get(), H5P_DEFAULT, H5P_DEFAULT), H5Aclose);
  std::string bytes = text;
  bytes.resize(std::max<std::size_t>(1, text.size()));
  check_hdf(H5Awrite(attribute.get(), type.get(), bytes.data()));
}

// Without the time of its making.
Handle new_dataset(hid_t group, const char* name, hid_t type, const std::vector<hsize_t>& shape) {
  const Handle space(H5Screate_simple(static_cast<int>(shape.size()), shape.data(), nullptr),
                     H5Sclose);
  const Handle how(H5Pcreate(H5P_DATASET_CREATE), H5Pclose);
  check_hdf(H5Pset_obj_track_times(how.get(), false));
  if (shape.size() == 2) {
    const hsize_t row[] = {1, shape[1]};
    check_hdf(H5Pset_chunk(how.get(), 2, row));
    check_hdf(H5Pset_deflate(how.get(), kDeflate));
  }
  return {H5Dcreate2(group, name, type, space.get(), H5P_DEFAULT, how.get(), H5P_DEFAULT),
          H5Dclose};
}

Handle new_group(hid_t file, const char* name) {
  const Handle how(H5Pcreate(H5P_GROUP_CREATE), H5Pclose);
  check_hdf(H5Pset_obj_track_times(how.get(), false));
  return {H5Gcreate2(file, name, H5P_DEFAULT, how.get(), H5P_DEFAULT), H5Gclose};
}

void put_matrix(hid_t group, const Matrix& matrix, std::size_t zones) {
  std::vector<double> cells(zones * zones);
  for (const auto& [at, value] : matrix.cells) cells[at.first * zones + at.second] = value;
  const Handle data = new_dataset(group, matrix.name.c_str(), H5T_IEEE_F64LE, {zones, zones});
  check_hdf(H5Dwrite(data.get(), H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, cells.data()));
  put_text(data.get(), "unit", "people/day");
  put_text(data.get(), "scenario", matrix.scenario);
}

void put_zones(hid_t group, const std::vector<LayerPlace>& places) {
  std::vector<std::int32_t> numbers;
  std::size_t longest = 1;
  for (const LayerPlace& place : places) {
    numbers.push_back(static_cast<std::int32_t>(numbers.size()) + 1);
    longest = std::max(longest, place.id.size());
  }
  const Handle number = new_dataset(group, "zone_no", H5T_STD_I32LE, {places.size()});
  check_hdf(
      H5Dwrite(number.get(), H5T_NATIVE_INT32, H5S_ALL, H5S_ALL, H5P_DEFAULT, numbers.data()));
  std::string ids;
  for (const LayerPlace& place : places) {
    ids += place.id;
    ids.append(longest - place.id.size(), '\0');
  }
  const Handle type = text_type(longest);
  const Handle id = new_dataset(group, "zone_id", type.get(), {places.size()});
  check_hdf(H5Dwrite(id.get(), type.get(), H5S_ALL, H5S_ALL, H5P_DEFAULT, ids.data()));
}

void fill_matrices(const std::string& path, const Layers& layers) {
  Handle file(H5Fcreate(path.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT), H5Fclose);
  put_text(file.get(), "OMX_VERSION", "0.2");
  const auto zones = static_cast<std::int32_t>(layers.places.size());
  {
    const hsize_t two[] = {2};
    const std::int32_t shape[] = {zones, zones};
    const Handle space(H5Screate_simple(1, two, nullptr), H5Sclose);
    const Handle attribute(
        H5Acreate2(file.get(), "SHAPE", H5T_STD_I32LE, space.get(), H5P_DEFAULT, H5P_DEFAULT),
        H5Aclose);
    check_hdf(H5Awrite(attribute.get(), H5T_NATIVE_INT32, shape));
    for (const auto& [key, value] : layers.about) put_text(file.get(), key.c_str(), value);
    const Handle data = new_group(file.get(), "data");
    for (const Matrix& matrix : layers.matrices)
      put_matrix(data.get(), matrix, layers.places.size());
    const Handle lookup = new_group(file.get(), "lookup");
    put_zones(lookup.get(), layers.places);
  }
  file.close();
}

}  // namespace

void write_open_matrix(const Layers& layers, const std::string& file) {
  write_by_library(file, [&](const std::string& path) {
    try {
      check_hdf(H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr));  // it would print them
      fill_matrices(path, layers);
    } catch (const Failed&) {
      throw EnvironmentError(file, "write", "HDF5 could not write it");
    }
  });
}

}  // namespace stopover::tool
