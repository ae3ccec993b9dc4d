#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

struct yyjson_doc;
struct yyjson_val;

namespace earful {

/// A value inside a JsonDocument, or nothing: a missing member of a missing object is a missing value, so that a path
/// can be read in one expression and checked once, at its end. Lives as long as the document.
class Json {
 public:
  explicit Json(yyjson_val* value = nullptr) : value_(value) {}

  Json operator[](std::string_view key) const;

  bool is_object() const;
  std::optional<std::string_view> string() const;
  std::optional<double> number() const;
  std::optional<std::size_t> size() const;  ///< a whole number that is not negative
  std::optional<bool> boolean() const;
  std::optional<std::vector<std::size_t>> sizes() const;
  std::optional<std::vector<std::string>> strings() const;
  std::vector<std::pair<std::string, Json>> members() const;  ///< of an object, in its order; else none

 private:
  yyjson_val* value_;
};

/// A parsed text, strict JSON (yyjson: no recursion, so depth cannot exhaust the stack).
class JsonDocument {
 public:
  static std::optional<JsonDocument> parse(std::span<const std::byte> text);

  Json root() const;

  /// A key that stands twice in an object, at any depth: readers of JSON differ in which of its values they take.
  std::optional<std::string> repeated_key() const;

 private:
  struct Free {
    void operator()(yyjson_doc* doc) const;
  };
  explicit JsonDocument(yyjson_doc* doc) : doc_(doc) {}
  std::unique_ptr<yyjson_doc, Free> doc_;
};

}  // namespace earful
