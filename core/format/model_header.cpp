#include "format/model_header.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <span>
#include <string_view>

#include "format/header_reader.h"
#include "text.h"

namespace earful {
namespace {

Result<void> check_format(const std::map<std::string, std::string, std::less<>>& metadata) {
  const auto format = metadata.find("format");
  if (format == metadata.end() || format->second != "earful-model") {
    return fail(ErrorCode::model_invalid, "metadata format: a safetensors file, but not an earful model");
  }
  const auto version = metadata.find("format_version");
  if (version == metadata.end()) return fail(ErrorCode::model_invalid, "metadata format_version is missing");
  if (version->second != std::to_string(ModelHeader::format_version)) {
    return fail(ErrorCode::model_unsupported,
                concat("the model has format version ", version->second, ", this earful reads version ",
                       ModelHeader::format_version, ": update earful, or take a model made for it"));
  }
  return {};
}

AttentiveCnnSizes read_attentive_cnn(HeaderReader& reader) {
  AttentiveCnnSizes sizes{
      .conv_layers = reader.size("architecture.conv_layers", 1, 8),
      .channels = reader.size("architecture.channels", 1, 512),
      .kernel = reader.size("architecture.kernel", 1, 15),
      .pooling = reader.choice<Pooling>("architecture.pooling", {{"average", Pooling::average},
                                                                 {"learnable_query", Pooling::learnable_query},
                                                                 {"self_attention", Pooling::self_attention}}),
      .attention_size = reader.size("architecture.attention_size", 1, 1024),
      .hidden = reader.size("architecture.hidden", 1, 4096),
  };
  if (sizes.kernel % 2 == 0) reader.refuse("architecture.kernel", "an odd size is wanted");
  return sizes;
}

SpeechEncoderSizes read_speech_encoder(HeaderReader& reader) {
  const SpeechEncoderSizes sizes{
      .layers = reader.size("architecture.layers", 1, 64),
      .width = reader.size("architecture.width", 2, 4096),
      .heads = reader.size("architecture.heads", 1, 64),
      .hidden = reader.size("architecture.hidden", 1, 16384),
      .projection = reader.size("architecture.projection", 1, 4096),
  };
  if (sizes.width % 2 != 0) reader.refuse("architecture.width", "an even size is wanted");
  if (sizes.width % sizes.heads != 0) reader.refuse("architecture.heads", "the width is not a multiple of them");
  return sizes;
}

TextEncoderSizes read_text_encoder(HeaderReader& reader) {
  const TextEncoderSizes sizes{
      .layers = reader.size("architecture.layers", 1, 64),
      .width = reader.size("architecture.width", 1, 4096),
      .heads = reader.size("architecture.heads", 1, 64),
      .hidden = reader.size("architecture.hidden", 1, 16384),
      .most_tokens = reader.size("architecture.most_tokens", 3, 4096),
      .shared = reader.size("architecture.shared", 1, 4096),
      .context = reader.size("architecture.context", 1, 4096),
      .correlation_blocks = reader.size("architecture.correlation_blocks", 0, 64),
      .emotions = reader.size("architecture.emotions", 1, ModelHeader::max_labels),
  };
  if (sizes.width % sizes.heads != 0) reader.refuse("architecture.heads", "the width is not a multiple of them");
  return sizes;
}

// KissFFT takes other sizes too, in a time that grows with the square of their greatest factor.
bool is_fast(std::size_t fft_size) {
  if (fft_size % 2 != 0) return false;
  for (const std::size_t factor : {2UZ, 3UZ, 5UZ}) {
    while (fft_size % factor == 0) fft_size /= factor;
  }
  return fft_size == 1;
}

LogMelConfig read_features(HeaderReader& reader) {
  // In whole hertz: it is what windows and streams count their samples by.
  const auto rate = static_cast<double>(reader.size("features.sample_rate", 8000, 48000));
  const LogMelConfig config{
      .sample_rate = rate,
      .frame_length = reader.size("features.frame_length", 2, 4096),
      .hop_length = reader.size("features.hop_length", 1, 4096),
      .fft_size = reader.size("features.fft_size", 2, 4096),
      .centre = reader.boolean("features.centre"),
      .spectrum = reader.choice<Spectrum>("features.spectrum",
                                          {{"power", Spectrum::power}, {"magnitude", Spectrum::magnitude}}),
      .mel_scale =
          reader.choice<MelScale>("features.mel_scale", {{"htk", MelScale::htk}, {"slaney", MelScale::slaney}}),
      .mel_norm = reader.choice<MelNorm>("features.mel_norm", {{"none", MelNorm::none}, {"slaney", MelNorm::slaney}}),
      .filters = reader.size("features.filters", 1, 512),
      .low_hz = reader.number("features.low_hz", 0, rate / 2),
      .high_hz = reader.number("features.high_hz", 0, rate / 2),
      .log = reader.choice<LogBase>("features.log", {{"ln", LogBase::natural}, {"log10", LogBase::ten}}),
      .floor = static_cast<float>(reader.number("features.floor", 1e-30, 1)),
      .normalisation =
          reader.choice<Normalisation>("features.normalisation", {{"none", Normalisation::none},
                                                                  {"mean", Normalisation::mean},
                                                                  {"whisper", Normalisation::whisper},
                                                                  {"whisper_fixed", Normalisation::whisper_fixed}}),
  };
  reader.choice<int>("features.window", {{"hann", 0}});
  if (!is_fast(config.fft_size)) reader.refuse("features.fft_size", "an even product of 2, 3 and 5 is wanted");
  if (config.fft_size < config.frame_length) reader.refuse("features.fft_size", "smaller than frame_length");
  if (config.high_hz <= config.low_hz) reader.refuse("features.high_hz", "not above low_hz");
  return config;
}

std::vector<float> per_label(HeaderReader& reader, const std::string& path, Json values,
                             std::span<const std::string> labels) {
  std::vector<float> result;
  for (const std::string& label : labels) {
    const auto value = values[label].number();
    if (!value || *value < 0 || *value > 1) reader.refuse(path, concat("label ", label, " wants a number in 0-1"));
    result.push_back(static_cast<float>(value.value_or(0)));
  }
  return result;
}

std::vector<Calibration> read_calibration(HeaderReader& reader, std::span<const std::string> labels) {
  std::vector<Calibration> result;
  for (const std::string& label : labels) {
    const Json entry = reader.at("calibration")[label];
    const auto scale = entry["scale"].number();
    const auto bias = entry["bias"].number();
    if (!scale || !bias || !(std::abs(*scale) < 1e6) || !(std::abs(*bias) < 1e6)) {
      reader.refuse("calibration", concat("label ", label, " wants a scale and a bias"));
    }
    result.push_back({static_cast<float>(scale.value_or(1)), static_cast<float>(bias.value_or(0))});
  }
  return result;
}

// Labels become keys of JavaScript objects and columns of tables: "__proto__" would be lost, a space would surprise.
bool is_identifier(std::string_view name) {
  const auto lower = [](char c) { return c >= 'a' && c <= 'z'; };
  const auto allowed = [&](char c) { return lower(c) || c == '_' || (c >= '0' && c <= '9'); };
  return !name.empty() && lower(name.front()) && std::ranges::all_of(name, allowed);
}

std::vector<std::string> read_labels(HeaderReader& reader) {
  auto labels = reader.at("labels").strings().value_or(std::vector<std::string>{});
  if (labels.empty() || labels.size() > ModelHeader::max_labels) {
    reader.refuse("labels", concat("a list of 1-", ModelHeader::max_labels, " names is wanted"));
  }
  if (!std::ranges::all_of(labels, is_identifier)) {
    reader.refuse("labels", "a name is of a-z, 0-9 and _, a letter first");
  }
  if (std::set<std::string>(labels.begin(), labels.end()).size() < labels.size()) {
    reader.refuse("labels", "a name stands twice");
  }
  return labels;
}

}  // namespace

Result<ModelHeader> ModelHeader::read(const std::map<std::string, std::string, std::less<>>& metadata) {
  if (auto format = check_format(metadata); !format) return std::unexpected(format.error());
  const auto text = metadata.find("earful");
  if (text == metadata.end()) return fail(ErrorCode::model_invalid, "metadata earful is missing");
  const auto document = JsonDocument::parse(std::as_bytes(std::span(text->second)));
  if (!document) return fail(ErrorCode::model_invalid, "metadata earful is not JSON");
  if (const auto key = document->repeated_key()) {
    return fail(ErrorCode::model_invalid, concat("metadata earful: key ", *key, " stands twice"));
  }

  HeaderReader reader(document->root());
  const std::string type = reader.string("architecture.type");
  const bool speech_encoder = type == "speech_encoder";
  const bool text_encoder = type == "text_encoder";
  if (!speech_encoder && !text_encoder && type != "attentive_cnn") reader.refuse_unknown("architecture.type", type);
  if (!reader.result()) return std::unexpected(reader.result().error());
  ModelHeader header{
      .json = text->second,
      .model_name = reader.string("name"),
      .architecture = {},
      .features = text_encoder ? LogMelConfig{} : read_features(reader),
      .labels = read_labels(reader),
      .calibration = {},
      .operating_points = {},
      .self_test_scores = {},
      .self_test_tolerance = static_cast<float>(reader.number("self_test.tolerance", 0, 1)),
  };
  if (speech_encoder) {
    header.architecture = read_speech_encoder(reader);
  } else if (text_encoder) {
    header.architecture = read_text_encoder(reader);
  } else {
    header.architecture = read_attentive_cnn(reader);
  }
  for (const char* field : {"version", "licence", "training"}) reader.string(field);  // only people read them
  // What follows is of every label, and a list that is refused may have millions.
  if (!reader.result()) return std::unexpected(reader.result().error());
  if (!reader.at("languages").strings()) reader.refuse("languages", "a list of names is wanted");
  header.calibration = read_calibration(reader, header.labels);
  if (!reader.at("operating_points").is_object()) reader.refuse("operating_points", "an object is wanted");
  for (const auto& [name, thresholds] : reader.at("operating_points").members()) {
    header.operating_points[name] = per_label(reader, "operating_points", thresholds, header.labels);
    if (!reader.result()) return std::unexpected(reader.result().error());
  }
  header.self_test_scores = per_label(reader, "self_test.scores", reader.at("self_test.scores"), header.labels);
  if (!reader.result()) return std::unexpected(reader.result().error());
  return header;
}

}  // namespace earful
