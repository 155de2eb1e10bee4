export type { Configuration, MigrationClass } from "./configuration";
export type { Filter, Filters } from "./filters";
export { defineSettings, type Settings } from "./settings";
export { type Flags, settle } from "./settle";
