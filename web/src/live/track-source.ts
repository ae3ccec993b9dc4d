import { ArgumentError } from "../index.js";
import { attempt } from "./contexts.js";

/** A track as a node of an audio context, with what browsers need for that. */
export class TrackSource {
  readonly track: MediaStreamTrack;
  readonly node: AudioNode;
  readonly #listening = new AbortController();
  readonly #element: HTMLAudioElement;

  /**
   * @param listener `onChange`: the track was muted or unmuted; `onEnd`: it ended by itself
   * @throws EarfulError `capture_failed`
   */
  constructor(
    context: BaseAudioContext,
    track: MediaStreamTrack,
    listener: { onChange: () => void; onEnd: () => void },
  ) {
    this.track = track;
    const stream = new MediaStream([track]);
    this.node = streamSource(context, stream);
    // Chromium lets a remote track flow only while a media element has it (crbug.com/40094084).
    this.#element = new Audio();
    this.#element.muted = true;
    this.#element.srcObject = stream;
    const { signal } = this.#listening;
    track.addEventListener("mute", listener.onChange, { signal });
    track.addEventListener("unmute", listener.onChange, { signal });
    track.addEventListener("ended", listener.onEnd, { signal });
  }

  /** Lets go of the track, which goes on. */
  close(): void {
    this.#listening.abort();
    this.node.disconnect();
    this.#element.srcObject = null;
  }
}

/**
 * The first audio track that has not ended.
 *
 * @throws ArgumentError
 */
export function liveTrack(source: MediaStream | MediaStreamTrack): MediaStreamTrack {
  const tracks = source instanceof MediaStream ? source.getTracks() : [source];
  const track = tracks.find(({ kind, readyState }) => kind === "audio" && readyState === "live");
  if (!track) throw new ArgumentError("there is no audio track, or it has ended");
  return track;
}

/** @throws EarfulError `capture_failed` */
export function streamSource(context: BaseAudioContext, mediaStream: MediaStream): AudioNode {
  return attempt(() => new MediaStreamAudioSourceNode(context as AudioContext, { mediaStream }));
}
