#pragma once

#include <cstddef>
#include <span>
#include <variant>

#include "error.h"
#include "format/model_file.h"
#include "models/attentive_cnn.h"
#include "models/network_output.h"
#include "models/speech_encoder.h"

namespace earful {

using Network = std::variant<AttentiveCnn, SpeechEncoder>;

/// The network of the architecture that the file names; see the networks' own `load`.
Result<Network> load_network(const ModelFile& file, std::size_t least_frames, std::size_t most_frames);

/// log_mel [frames][filters] in a Buffer -> logits and attention.
Result<NetworkOutput> run(Network& network, std::span<const float> log_mel, std::size_t frames);

}  // namespace earful
