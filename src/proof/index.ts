export { build, printedBy } from "./build";
export { remembering } from "./cache";
export type { LockMode, TableCost } from "./measure";
export { type Proof, prove } from "./prove";
export { renamedBy } from "./renamed";
export { type Scratch, withScratch } from "./scratch";
export { type Printer, settleSpelling } from "./spelling";
export { followInViews } from "./view-columns";
