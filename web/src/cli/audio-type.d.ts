declare module "audio-type" {
  /** The format that a file's first bytes tell, as audio-decode names it. */
  export default function audioType(head: Uint8Array): string | undefined;
}
