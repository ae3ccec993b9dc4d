/** Reads a model file: {header, tensors: {name: {shape, values}}}, all values as f32. */
export function readModel(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const headerLength = Number(view.getBigUint64(0, true));
  const { __metadata__: metadata, ...entries } = JSON.parse(
    new TextDecoder().decode(bytes.subarray(8, 8 + headerLength)),
  );
  const tensors = Object.fromEntries(
    Object.entries(entries).map(
      ([
        name,
        {
          dtype,
          shape,
          data_offsets: [start, end],
        },
      ]) => {
        const from = bytes.byteOffset + 8 + headerLength;
        const data = bytes.buffer.slice(from + start, from + end);
        const values = dtype === "F16" ? Float32Array.from(new Uint16Array(data), fromHalf) : new Float32Array(data);
        return [name, { shape, values }];
      },
    ),
  );
  return { header: JSON.parse(metadata.earful), tensors };
}

function fromHalf(half) {
  const sign = half >> 15 ? -1 : 1;
  const exponent = (half >> 10) & 31;
  const fraction = half & 1023;
  return sign * (exponent === 0 ? fraction * 2 ** -24 : (1024 + fraction) * 2 ** (exponent - 25));
}
