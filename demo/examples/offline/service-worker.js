/**
 * A service worker that lets a page score and listen without a network: it keeps the page's files and the package's, each
 * checked against its hash, when it is installed. The package's dist/ is served at earful/ here. Registered by
 *   navigator.serviceWorker.register("service-worker.js", { type: "module" });
 */
import { integrity } from "./earful/integrity.js";

const page = ["./", "page.js", "earful/integrity.js"];
const files = Object.entries(integrity).map(([file, hash]) => new Request(`earful/${file}`, { integrity: hash }));
/** Another one for each release of the package; the models that loadScorer keeps itself lie in a cache of their own. */
const name = `page with earful ${integrity["index.js"]}`;

addEventListener("install", (event) => {
  event.waitUntil(caches.open(name).then((cache) => cache.addAll([...page, ...files])));
});

addEventListener("activate", (event) => {
  const outdated = (key) => key.startsWith("page with earful ") && key !== name;
  event.waitUntil(caches.keys().then((keys) => Promise.all(keys.filter(outdated).map((key) => caches.delete(key)))));
});

addEventListener("fetch", (event) => {
  event.respondWith(caches.match(event.request).then((kept) => kept ?? fetch(event.request)));
});
