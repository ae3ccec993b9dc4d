// earful_pieces VOCABULARY: reads texts from standard input, a line each, and prints a line of ids for each.
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>

#include "text/tokeniser.h"

int main(int count, char** values) {
  if (count != 2) {
    std::cerr << "usage: earful_pieces VOCABULARY <TEXTS\n";
    return 2;
  }
  std::ifstream file(values[1], std::ios::binary);
  const std::string vocabulary(std::istreambuf_iterator<char>(file), {});
  const auto tokeniser = earful::Tokeniser::create(vocabulary);
  if (!tokeniser) {
    std::cerr << values[1] << ": " << tokeniser.error().message << '\n';
    return 2;
  }
  for (std::string text; std::getline(std::cin, text);) {
    const auto words = tokeniser->words(text);
    if (!words) {
      std::cerr << words.error().message << '\n';
      return 1;
    }
    for (const auto& word : *words) {
      for (const auto id : word.pieces) std::cout << id << ' ';
    }
    std::cout << '\n';
  }
}
