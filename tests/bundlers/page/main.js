import { loadScorer } from "earful";

const scorer = await loadScorer();
const file = await fetch("clip.wav");
const audio = await new OfflineAudioContext(1, 1, 16000).decodeAudioData(await file.arrayBuffer());
const { scores } = scorer.score(audio.getChannelData(0), audio.sampleRate);
document.querySelector("output").value = scores.toxic;
