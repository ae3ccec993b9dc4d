// @ts-check

/**
 * The F32 tensors of a .safetensors file, and what its metadata says under "earful".
 * @param {Uint8Array} file
 */
export function readSafetensors(file) {
  /** @type {Map<string, Float32Array>} */
  const tensors = new Map();
  const { metadata, parts } = read(file);
  for (const [name, { dtype, bytes }] of parts) {
    if (dtype === "F32") tensors.set(name, new Float32Array(Uint8Array.from(bytes).buffer));
  }
  return { tensors, metadata };
}

/**
 * The U8 tensors of a .safetensors file.
 * @param {Uint8Array} file
 * @returns {Map<string, Uint8Array>}
 */
export function readBytes(file) {
  return new Map(read(file).parts.flatMap(([name, { dtype, bytes }]) => (dtype === "U8" ? [[name, bytes]] : [])));
}

/** @param {Uint8Array} file */
function read(file) {
  const data = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const start = 8 + Number(data.getBigUint64(0, true));
  const { __metadata__: metadata, ...entries } = JSON.parse(new TextDecoder().decode(file.subarray(8, start)));
  /** @type {[string, { dtype: string, bytes: Uint8Array }][]} */
  const parts = Object.entries(entries).map(
    ([
      name,
      {
        dtype,
        data_offsets: [from, to],
      },
    ]) => [name, { dtype, bytes: file.subarray(start + from, start + to) }],
  );
  return { metadata: metadata?.earful ? JSON.parse(metadata.earful) : undefined, parts };
}
