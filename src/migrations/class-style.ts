import { existsSync, readFileSync } from "node:fs";
import { dirname, extname, join } from "node:path";
import type { ClassFormat } from "./language";

/** How a class stands in its file. */
export interface ClassStyle {
  /** A property that never changes. */
  field(text: string): string;
  /** What stands before the class so that others see it. */
  readonly export: string;
  /** What stands below it for that. */
  exports(className: string): string;
}

export const typescript: ClassStyle = {
  field: (text) => `public readonly ${text};`,
  export: "export ",
  exports: () => "",
};

const modules: ClassStyle = { ...typescript, field: (text) => `${text};` };

const commonjs: ClassStyle = {
  ...modules,
  export: "",
  exports: (className) => `module.exports = { ${className} };`,
};

/** The style of a format in this directory. */
export function styleIn(directory: string, format: ClassFormat): ClassStyle {
  if (format === "ts") return typescript;
  return isModule(directory) ? modules : commonjs;
}

/** The style of a file that is there already. */
export const styleOf = (file: string): ClassStyle =>
  styleIn(dirname(file), /^\.[cm]?js$/.test(extname(file)) ? "js" : "ts");

/** Whether `.js` is an ES module there: what the nearest package.json says. */
function isModule(directory: string): boolean {
  const file = join(directory, "package.json");
  if (existsSync(file)) return /"type"\s*:\s*"module"/.test(readFileSync(file, "utf8"));
  return directory !== dirname(directory) && isModule(dirname(directory));
}
