export type { LiveSource } from "./capture.js";
export type { ModelOptions } from "./choice.js";
export type { FlagEvent, Reason, ScoreEvent, SpeechEvent, StreamSettings, UtteranceEvent } from "./events.js";
export { monitor, type Monitor, type MonitorOptions, type MonitorState } from "./monitor.js";
