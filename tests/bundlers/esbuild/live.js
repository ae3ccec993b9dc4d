import { monitor } from "earful/live";

const { stream } = new AudioContext().createMediaStreamDestination();
const m = await monitor(stream, { baseUrl: "earful/" });
document.querySelector("output").value = m.info.labels[0];
await m.stop();
