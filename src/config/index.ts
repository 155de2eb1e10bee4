export type { Configuration, MigrationClass } from "./configuration";
export { type Flags, settle } from "./settle";
