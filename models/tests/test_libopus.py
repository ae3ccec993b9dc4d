import numpy as np
import pytest
from recordings import sentence, silence

from earful_models.libopus import FRAME, Decoder, Encoder


def test_an_encoder_sends_nothing_in_silence_and_the_decoder_then_makes_up_quiet_noise() -> None:
    encoder, decoder = Encoder(dtx=True), Decoder()
    packets = [encoder.encode(silence(0.02)) for _ in range(30)]
    assert [len(packet) > 2 for packet in packets[:11]] == [True] * 10 + [False]
    assert np.abs(decoder.decode(None)).max() < 100


def test_a_packet_of_another_length_than_20_ms_is_refused() -> None:
    with pytest.raises(ValueError, match=r"a packet has 320 samples, not \(321,\)"):
        Encoder().encode(np.zeros(321, np.int16))


def test_a_voice_survives_encoder_and_decoder() -> None:
    encoder, decoder, voice = Encoder(bitrate=32000), Decoder(), sentence()
    frames = voice[: len(voice) // FRAME * FRAME].reshape(-1, FRAME)
    heard = np.concatenate([decoder.decode(encoder.encode(frame)) for frame in frames]).astype(float)
    late = encoder.lookahead
    assert np.corrcoef(heard[late:], frames.reshape(-1)[: len(heard) - late])[0, 1] > 0.9
