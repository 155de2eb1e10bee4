import { declaresClass } from "./lines";

/** A file of the project. */
export interface OriginFile {
  /** Absolute. */
  readonly file: string;
}

/**
 * The file that a class or an EntitySchema comes from; null when it is not known. A class that its file keeps to itself
 * is looked for by name in the text of the files that have run.
 */
export function originOf(target: object): OriginFile | null {
  const known = origins.get(target);
  if (known !== undefined) return known;
  if (typeof target !== "function" || target.name === "") return null;
  const declaring = [...files].filter((file) => declaresClass(file, target.name));
  return declaring.length === 1 && declaring[0] !== undefined ? { file: declaring[0] } : null;
}

const origins = new WeakMap<object, OriginFile>();
const files = new Set<string>();

/** A file that ends running first is the one that declares: files that export it again end later. */
export function recordOrigins(exported: unknown, file: string): void {
  files.add(file);
  for (const value of [exported, ...Object.values(Object(exported))]) {
    const isTarget = typeof value === "function" || (typeof value === "object" && value !== null);
    if (isTarget && !origins.has(value)) origins.set(value, { file });
  }
}
