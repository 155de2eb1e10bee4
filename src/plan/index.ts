export { sameFamily } from "./casts";
export { dependenciesOf } from "./dependencies";
export { plan } from "./planner";
export { renameBackStatements, renameStatements } from "./renames";
export { precede, succeed } from "./transactions";
export { typeSql } from "./types";
