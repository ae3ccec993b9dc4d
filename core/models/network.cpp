#include "models/network.h"

namespace earful {

Result<Network> load_network(const ModelFile& file, std::size_t least_frames, std::size_t most_frames) {
  const auto& architecture = file.header().architecture;
  if (const auto* sizes = std::get_if<SpeechEncoderSizes>(&architecture)) {
    return SpeechEncoder::load(file, *sizes, least_frames, most_frames);
  }
  return AttentiveCnn::load(file, *std::get_if<AttentiveCnnSizes>(&architecture), least_frames, most_frames);
}

Result<NetworkOutput> run(Network& network, std::span<const float> log_mel, std::size_t frames) {
  return std::visit([&](auto& kind) { return kind.run(log_mel, frames); }, network);
}

}  // namespace earful
