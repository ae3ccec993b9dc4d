// @ts-check
/** Seconds that a test in a page may take: its own waits end long before, and give better reasons. */
const LIMIT = 120;

/**
 * What `work` gives; fails where it never ends, so that the page's other tests run and the one that hangs is named.
 * @template T
 * @param {T | Promise<T>} work
 * @returns {Promise<T>}
 */
export async function within(work) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`did not end within ${LIMIT} s`)), LIMIT * 1000);
  });
  try {
    return await /** @type {Promise<T>} */ (Promise.race([work, late]));
  } finally {
    clearTimeout(timer);
  }
}
