// @ts-check

/**
 * A call to oneself.
 * @param {MediaStreamTrack} track
 */
export async function call(track) {
  const [near, far] = [new RTCPeerConnection(), new RTCPeerConnection()];
  near.onicecandidate = ({ candidate }) => void far.addIceCandidate(candidate ?? undefined);
  far.onicecandidate = ({ candidate }) => void near.addIceCandidate(candidate ?? undefined);
  /** @type {Promise<MediaStreamTrack>} */
  const remote = new Promise((resolve) => {
    far.ontrack = (event) => resolve(event.track);
  });
  near.addTrack(track);
  const negotiate = async () => {
    await near.setLocalDescription();
    await far.setRemoteDescription(/** @type {RTCSessionDescription} */ (near.localDescription));
    await far.setLocalDescription();
    await near.setRemoteDescription(/** @type {RTCSessionDescription} */ (far.localDescription));
  };
  await negotiate();
  const [transceiver] = near.getTransceivers();
  if (!transceiver) throw new Error("no transceiver");
  return {
    remote: await remote,
    /** @param {RTCRtpTransceiverDirection} direction */
    async turn(direction) {
      transceiver.direction = direction;
      await negotiate();
    },
    async hangUp() {
      transceiver.stop();
      await negotiate();
    },
    end() {
      near.close();
      far.close();
    },
  };
}
