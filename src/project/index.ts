export { findLine } from "./lines";
export { createLoader, type LoadedModule, type Loader } from "./loader";
export { originOf } from "./origins";
export { entityFiles, expandPatterns } from "./patterns";
export type { EntityTarget, PostgresOptions, Project, TypeOrm } from "./project";
export { type ResolvedTypeOrm, resolveTypeOrm } from "./typeorm";
