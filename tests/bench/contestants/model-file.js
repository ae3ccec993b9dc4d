/**
 * Reads a model file: {metadata, header, tensors: {name: {shape, values}}}, numbers as f32, int8 ones by their scale,
 * texts as bytes.
 */
export function readModel(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const start = 8 + Number(view.getBigUint64(0, true));
  const { __metadata__: metadata, ...entries } = JSON.parse(new TextDecoder().decode(bytes.subarray(8, start)));
  const stored = ({ dtype, data_offsets: [from, to] }) => {
    const data = new Uint8Array(bytes.subarray(start + from, start + to)).buffer; // slice() of Node's Buffer copies nothing
    if (dtype === "F16") return Float32Array.from(new Uint16Array(data), fromHalf);
    if (dtype === "U8") return new Uint8Array(data);
    return dtype === "I8" ? Float32Array.from(new Int8Array(data)) : new Float32Array(data);
  };
  const tensors = {};
  for (const [name, entry] of Object.entries(entries)) {
    if (name.endsWith("_scale")) continue;
    const values = stored(entry);
    if (entry.dtype === "I8") {
      const scale = stored(entries[`${name}_scale`]);
      const size = values.length / scale.length;
      values.forEach((value, i) => (values[i] = value * scale[Math.floor(i / size)]));
    }
    tensors[name] = { shape: entry.shape, values };
  }
  return { metadata, header: JSON.parse(metadata.earful), tensors };
}

/** The same model with f32 weights, as a file.. */
export function toFloat(bytes) {
  const { metadata, tensors } = readModel(bytes);
  let end = 0;
  const entries = Object.entries(tensors).map(([name, { shape, values }]) => {
    const from = end;
    end += values.byteLength;
    const dtype = values instanceof Float32Array ? "F32" : "U8";
    return [name, { dtype, shape, data_offsets: [from, end] }];
  });
  const text = JSON.stringify({ __metadata__: metadata, ...Object.fromEntries(entries) });
  const header = new TextEncoder().encode(text.padEnd(Math.ceil(text.length / 8) * 8));
  const file = new Uint8Array(8 + header.length + end);
  new DataView(file.buffer).setBigUint64(0, BigInt(header.length), true);
  file.set(header, 8);
  let at = 8 + header.length;
  for (const { values } of Object.values(tensors)) {
    file.set(new Uint8Array(values.buffer), at);
    at += values.byteLength;
  }
  return file;
}

function fromHalf(half) {
  const sign = half >> 15 ? -1 : 1;
  const exponent = (half >> 10) & 31;
  const fraction = half & 1023;
  return sign * (exponent === 0 ? fraction * 2 ** -24 : (1024 + fraction) * 2 ** (exponent - 25));
}
