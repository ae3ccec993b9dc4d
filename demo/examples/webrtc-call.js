// @ts-check
/** A plain WebRTC call: whatever the other side says is scored as it arrives. */
import { monitor } from "earful/live";

/**
 * @param {RTCPeerConnection} peer before the other side's tracks arrive
 * @param {Pick<import("earful/live").MonitorOptions, "onUtterance" | "onFlag" | "onError">} listener
 * @returns {() => Promise<unknown>} stops listening; the call goes on
 */
export function watchCall(peer, listener) {
  /** @type {Promise<import("earful/live").Monitor>[]} */
  const monitors = [];
  /** @param {RTCTrackEvent} event */
  const watch = ({ track }) => {
    if (track.kind !== "audio") return;
    const started = monitor(track, listener);
    started.catch((error) => listener.onError?.(error)); // it listens to nobody
    monitors.push(started);
  };
  peer.addEventListener("track", watch);
  return async () => {
    peer.removeEventListener("track", watch);
    for (const started of await Promise.allSettled(monitors)) {
      if (started.status === "fulfilled") await started.value.stop();
    }
  };
}
