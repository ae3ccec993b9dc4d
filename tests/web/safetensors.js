// @ts-check

/**
 * The F32 tensors of a .safetensors file, and what its metadata says under "earful".
 * @param {Uint8Array} file
 */
export function readSafetensors(file) {
  const data = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const start = 8 + Number(data.getBigUint64(0, true));
  const { __metadata__: metadata, ...entries } = JSON.parse(new TextDecoder().decode(file.subarray(8, start)));
  /** @type {Map<string, Float32Array>} */
  const tensors = new Map();
  for (const [
    name,
    {
      data_offsets: [from, to],
    },
  ] of Object.entries(entries)) {
    tensors.set(name, new Float32Array(Uint8Array.from(file.subarray(start + from, start + to)).buffer));
  }
  return { tensors, metadata: metadata?.earful ? JSON.parse(metadata.earful) : undefined };
}
