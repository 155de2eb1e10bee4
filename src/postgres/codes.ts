/** The `code` of whatever was thrown: Node's `ENOENT`, PostgreSQL's `42501`; empty where there is none. */
export function codeOf(error: unknown): string {
  if (typeof error !== "object" || error === null || !("code" in error)) return "";
  return typeof error.code === "string" ? error.code : "";
}
