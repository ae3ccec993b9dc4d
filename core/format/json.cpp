#include "format/json.h"

#include <yyjson.h>

#include <limits>
#include <set>
#include <string>

namespace earful {

Json Json::operator[](std::string_view key) const { return Json(yyjson_obj_getn(value_, key.data(), key.size())); }

bool Json::is_object() const { return yyjson_is_obj(value_); }

std::optional<std::string_view> Json::string() const {
  if (!yyjson_is_str(value_)) return std::nullopt;
  return std::string_view(yyjson_get_str(value_), yyjson_get_len(value_));
}

std::optional<double> Json::number() const {
  if (!yyjson_is_num(value_)) return std::nullopt;
  return yyjson_get_num(value_);
}

std::optional<std::size_t> Json::size() const {
  if (!yyjson_is_uint(value_) || yyjson_get_uint(value_) > std::numeric_limits<std::size_t>::max()) {
    return std::nullopt;
  }
  return static_cast<std::size_t>(yyjson_get_uint(value_));
}

std::optional<bool> Json::boolean() const {
  if (!yyjson_is_bool(value_)) return std::nullopt;
  return yyjson_get_bool(value_);
}

std::optional<std::vector<std::size_t>> Json::sizes() const {
  if (!yyjson_is_arr(value_)) return std::nullopt;
  std::vector<std::size_t> result;
  yyjson_arr_iter items = yyjson_arr_iter_with(value_);
  while (yyjson_val* item = yyjson_arr_iter_next(&items)) {
    const auto size = Json(item).size();
    if (!size) return std::nullopt;
    result.push_back(*size);
  }
  return result;
}

std::optional<std::vector<std::string>> Json::strings() const {
  if (!yyjson_is_arr(value_)) return std::nullopt;
  std::vector<std::string> result;
  yyjson_arr_iter items = yyjson_arr_iter_with(value_);
  while (yyjson_val* item = yyjson_arr_iter_next(&items)) {
    const auto text = Json(item).string();
    if (!text) return std::nullopt;
    result.emplace_back(*text);
  }
  return result;
}

std::vector<std::pair<std::string, Json>> Json::members() const {
  std::vector<std::pair<std::string, Json>> result;
  yyjson_obj_iter items = yyjson_obj_iter_with(value_);
  while (yyjson_val* key = yyjson_obj_iter_next(&items)) {
    result.emplace_back(std::string(yyjson_get_str(key), yyjson_get_len(key)), Json(yyjson_obj_iter_get_val(key)));
  }
  return result;
}

void JsonDocument::Free::operator()(yyjson_doc* doc) const { yyjson_doc_free(doc); }

std::optional<JsonDocument> JsonDocument::parse(std::span<const std::byte> text) {
  yyjson_doc* doc = yyjson_read(reinterpret_cast<const char*>(text.data()), text.size(), 0);
  if (doc == nullptr) return std::nullopt;
  return JsonDocument(doc);
}

Json JsonDocument::root() const { return Json(yyjson_doc_get_root(doc_.get())); }

std::optional<std::string> JsonDocument::repeated_key() const {
  // yyjson keeps all values in one array, whatever lies in what.
  for (yyjson_val& value : std::span(yyjson_doc_get_root(doc_.get()), yyjson_doc_get_val_count(doc_.get()))) {
    std::set<std::string> keys;
    yyjson_obj_iter items = yyjson_obj_iter_with(&value);
    while (yyjson_val* key = yyjson_obj_iter_next(&items)) {
      std::string name(yyjson_get_str(key), yyjson_get_len(key));
      if (!keys.insert(name).second) return name;
    }
  }
  return std::nullopt;
}

}  // namespace earful
