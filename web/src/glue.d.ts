// The Emscripten glue; the build puts it beside the package's own code.
import type { CreateBridge } from "./bridge.js";

declare const createBridge: CreateBridge;
export default createBridge;
