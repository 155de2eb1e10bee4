export { dependenciesOf } from "./dependencies";
export { plan } from "./planner";
export { typeSql } from "./types";
