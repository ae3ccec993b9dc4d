/** Node, Deno and Bun. */
import * as earful from "earful";
import { everywhere } from "./everywhere.js";
import vector from "./vector.js";

console.log(JSON.stringify(await everywhere(earful, vector)));
