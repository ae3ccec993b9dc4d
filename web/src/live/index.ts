export type { LiveSource } from "./capture.js";
export type { ModelOptions } from "./choice.js";
export type { LiveUtteranceEvent, StreamSettings } from "./events.js";
export { monitor, type Monitor, type MonitorOptions, type MonitorState } from "./monitor.js";
