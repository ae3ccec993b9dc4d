#include "format/header_reader.h"

#include "text.h"

namespace earful {

Json HeaderReader::at(std::string_view path) const {
  const auto dot = path.find('.');
  if (dot == std::string_view::npos) return root_[path];
  return root_[path.substr(0, dot)][path.substr(dot + 1)];
}

void HeaderReader::refuse(std::string_view path, std::string_view why) {
  if (!result_) return;
  result_ = fail(ErrorCode::model_invalid, concat("header field ", path, ": ", why));
}

void HeaderReader::refuse_unknown(std::string_view path, std::string_view value) {
  if (!result_) return;
  result_ = fail(ErrorCode::model_unsupported,
                 concat("header field ", path, ": this earful does not know \"", value, "\": update earful"));
}

std::string HeaderReader::string(std::string_view path) {
  if (const auto text = at(path).string()) return std::string(*text);
  refuse(path, "a string is wanted");
  return {};
}

bool HeaderReader::boolean(std::string_view path) {
  if (const auto value = at(path).boolean()) return *value;
  refuse(path, "true or false is wanted");
  return false;
}

double HeaderReader::number(std::string_view path, double low, double high) {
  const auto value = at(path).number();
  if (value && *value >= low && *value <= high) return *value;
  refuse(path, value ? concat(*value, " is outside ", low, "-", high) : concat("a number is wanted"));
  return low;
}

std::size_t HeaderReader::size(std::string_view path, std::size_t low, std::size_t high) {
  const auto value = at(path).size();
  if (value && *value >= low && *value <= high) return *value;
  refuse(path, value ? concat(*value, " is outside ", low, "-", high) : concat("a whole number is wanted"));
  return low;
}

}  // namespace earful
