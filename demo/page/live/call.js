// @ts-check
/** A call between two people in one page: a real WebRTC connection that is looped back, Opus and jitter buffer included. */

/**
 * @typedef {object} Call
 * @property {MediaStream[]} heard what each side hears of the other, in the order of the callers: heard[0] is caller 0
 * @property {() => void} hangUp
 */

/**
 * @param {[MediaStream, MediaStream]} callers
 * @returns {Promise<Call>}
 */
export async function placeCall(callers) {
  const ends = /** @type {[RTCPeerConnection, RTCPeerConnection]} */ ([
    new RTCPeerConnection(),
    new RTCPeerConnection(),
  ]);
  const heard = callers.map((stream, i) => {
    const [own, other] = i === 0 ? ends : [ends[1], ends[0]];
    own.onicecandidate = ({ candidate }) => void other.addIceCandidate(candidate ?? undefined);
    for (const track of stream.getAudioTracks()) own.addTrack(track, stream);
    return /** @type {Promise<MediaStream>} */ (
      new Promise((resolve) => {
        other.ontrack = ({ track, streams }) => resolve(streams[0] ?? new MediaStream([track]));
      })
    );
  });
  const [caller, callee] = ends;
  const hangUp = () => ends.forEach((end) => end.close());
  try {
    await caller.setLocalDescription();
    if (caller.localDescription) await callee.setRemoteDescription(caller.localDescription);
    await callee.setLocalDescription();
    if (callee.localDescription) await caller.setRemoteDescription(callee.localDescription);
    return { heard: await Promise.all(heard), hangUp };
  } catch (error) {
    hangUp();
    throw error;
  }
}
