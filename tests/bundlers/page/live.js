import { monitor } from "earful/live";

const { stream } = new AudioContext().createMediaStreamDestination();
const m = await monitor(stream, {});
document.querySelector("output").value = m.info.labels[0];
await m.stop();
