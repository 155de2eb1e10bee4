/** Table locks from the weakest to the strongest, in PostgreSQL's own order. */
const lockModes = [
  "ACCESS SHARE",
  "ROW SHARE",
  "ROW EXCLUSIVE",
  "SHARE UPDATE EXCLUSIVE",
  "SHARE",
  "SHARE ROW EXCLUSIVE",
  "EXCLUSIVE",
  "ACCESS EXCLUSIVE",
] as const;
export type LockMode = (typeof lockModes)[number];

export function strongest(modes: readonly LockMode[]): LockMode | null {
  return lockModes[Math.max(-1, ...modes.map((mode) => lockModes.indexOf(mode)))] ?? null;
}

/** Whether `mode` is `least` or stronger. */
export function isAtLeast(mode: LockMode, least: LockMode): boolean {
  return lockModes.indexOf(mode) >= lockModes.indexOf(least);
}

/** `AccessExclusiveLock` is spoken of as ACCESS EXCLUSIVE. */
export function lockModeOf(mode: string): LockMode {
  const words = mode
    .replace(/Lock$/, "")
    .replaceAll(/(?<=[a-z])(?=[A-Z])/g, " ")
    .toUpperCase();
  return lockModes.find((known) => known === words) ?? "ACCESS EXCLUSIVE";
}
