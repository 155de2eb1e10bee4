export { sameFamily } from "./casts";
export { dependenciesOf } from "./dependencies";
export { guardStatements } from "./guards";
export { plan } from "./planner";
export { renameBackStatements, renameStatements } from "./renames";
export { precede, succeed } from "./transactions";
export { typeSql } from "./types";
export { valuesBack } from "./using";
export { planWay } from "./way";
