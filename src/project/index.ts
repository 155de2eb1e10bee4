export { findLine } from "./lines";
export { createLoader, type LoadedModule, type Loader } from "./loader";
export { type OriginFile, originOf } from "./origins";
export { entityFiles, expandPatterns, staticBase } from "./patterns";
export type { EntityTarget, PostgresOptions, Project, TypeOrm } from "./project";
export { type ResolvedTypeOrm, resolveTypeOrm } from "./typeorm";
export { ensureWorkspace, workspaceDirectory } from "./workspace";
