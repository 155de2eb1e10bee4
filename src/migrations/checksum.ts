import { createHash } from "node:crypto";

/** SHA-256 of a text with LF line ends: what git makes of line ends is no edit. */
export function checksumOf(text: string): string {
  return createHash("sha256").update(text.replaceAll("\r\n", "\n")).digest("hex");
}
