import { hash } from "node:crypto";

/** SHA-256 of a text, or of several, with LF line ends: what git makes of line ends is no edit. */
export function checksumOf(...texts: readonly string[]): string {
  const text = texts.join("\0").replaceAll("\r\n", "\n");
  return hash("sha256", text);
}
