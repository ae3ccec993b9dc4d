// Reads a number as JavaScript does, correctly rounded like strtod, which would
// bring arithmetic in quadruple precision.
#include <emscripten/em_js.h>
#include <stddef.h>
#include <string.h>

EM_JS_DEPS(number_from_text, "$UTF8ToString")
EM_JS(double, number_from_text, (const char *text, size_t length),
      { return Number(UTF8ToString(text, length)); })

// Takes what numbers of JSON are made of: yyjson looks at where it ended.
double earful_strtod(const char *text, char **end) {
  const size_t length = strspn(text, "+-.0123456789Ee");
  *end = (char *)text + length;
  return number_from_text(text, length);
}
