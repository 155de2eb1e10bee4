import type { Strategy } from "../change";
import type { HookSettings } from "./hooks";

/** What a data source file may export as `schema`. */
export interface Settings {
  /** Only what matches one of these, `table:billing.*`, is compared. */
  readonly include?: readonly string[] | undefined;
  /** What matches one of these is left alone. */
  readonly exclude?: readonly string[] | undefined;
  /**
   * How tables that are there already are changed: `online`, the default, in steps that let others read and write
   * meanwhile; `simple` in plain statements, in one transaction.
   */
  readonly strategy?: Strategy | undefined;
  /** What `schema apply` runs around migrations. */
  readonly hooks?: HookSettings | undefined;
  /** What a rule about hazards is to be, by its code: `{ TABLE_REWRITE: "error", CASCADE: "off" }`. */
  readonly hazards?: Readonly<Record<string, "error" | "warn" | "off">> | undefined;
  /** What new migrations are written as: a class in TypeScript (`ts`) or JavaScript (`js`), as the
   * project is written itself, or a pair of SQL scripts. */
  readonly format?: "ts" | "js" | "sql" | undefined;
  /** The template that shapes them: the name of a file in templates/, or the path of any file. */
  readonly template?: string | undefined;
}

/** Gives its argument back: for editors, that know the keys then. `export const schema = defineSettings({ … })` */
export function defineSettings(settings: Settings): Settings {
  return settings;
}
