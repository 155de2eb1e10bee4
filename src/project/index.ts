export { findLine } from "./lines";
export { createLoader, type Loader } from "./loader";
export { originOf } from "./origins";
export { entityFiles, expandPatterns, staticBase } from "./patterns";
export type { EntityTarget, PostgresOptions, Project, TypeOrm } from "./project";
export { resolveTypeOrm } from "./typeorm";
export { workspaceDirectory } from "./workspace";
