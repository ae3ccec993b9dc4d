// @ts-check
/**
 * The messages between the page and the worker that scores. The page sends one window at a time, so that it can show
 * progress and turn to another clip between two windows.
 *
 * @typedef {object} LoadRequest
 * @property {"load"} type
 * @property {"cnn" | import("earful").RemoteFile} model
 *
 * @typedef {object} ScoreRequest
 * @property {"score"} type
 * @property {number} id returned in the reply
 * @property {Float32Array<ArrayBuffer>} samples mono, at most one window; transferred
 * @property {number} sampleRate Hz
 *
 * @typedef {LoadRequest | ScoreRequest} Request
 *
 * @typedef {object} LoadingReply
 * @property {"loading"} type
 * @property {number} loaded bytes
 * @property {number | undefined} total bytes
 *
 * @typedef {object} LoadedReply
 * @property {"loaded"} type
 * @property {import("earful").ModelInfo} info
 * @property {number} milliseconds from the request to the model being ready
 *
 * @typedef {object} ScoredReply
 * @property {"scored"} type
 * @property {number} id
 * @property {import("earful").ClipScores} result
 * @property {import("earful").LogMel} logMel
 * @property {number} milliseconds that scoring took
 *
 * @typedef {object} FailedReply
 * @property {"failed"} type
 * @property {number | undefined} id of the window, undefined where the model could not be loaded
 * @property {string} code an `ErrorCode` of the package, or "unknown"
 * @property {string} message
 *
 * @typedef {LoadingReply | LoadedReply | ScoredReply | FailedReply} Reply
 *
 * @typedef {object} WorkerScope what the worker uses of its global scope
 * @property {(message: Reply, transfer?: Transferable[]) => void} postMessage
 * @property {((event: MessageEvent<Request>) => void) | null} onmessage
 */
export {};
