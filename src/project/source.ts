import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

/** A file's text without its byte order mark; null where it cannot be read. */
export function readText(file: string): string | null {
  try {
    return readFileSync(file, "utf8").replace(/^\uFEFF/, "");
  } catch {
    return null;
  }
}

export function hashOf(text: string): string {
  return createHash("sha256").update(text).digest("base64url").slice(0, 22);
}

export function isTypeScript(file: string): boolean {
  return /\.[cm]?tsx?$/.test(file) && !isDeclaration(file);
}

export function isDeclaration(file: string): boolean {
  return /\.d\.([^/\\]+\.)?[cm]?ts$/.test(file);
}

export function isInstalled(file: string): boolean {
  return /[\\/]node_modules[\\/]/.test(file);
}
