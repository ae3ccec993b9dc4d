import * as earful from "./node_modules/earful/dist/index.js";
import { everywhere } from "./everywhere.js";
import vector from "./vector.js";

postMessage(await everywhere(earful, vector));
