export { stepsOf } from "./evidence";
export { factsOf } from "./facts";
export { acceptedIn, type Hazard, hazardsOf, isStopping, levelsOf } from "./hazards";
export { acceptedBy, refuseStopping } from "./refusal";
export type { Rule } from "./rule";
export { rules } from "./rules";
export { statementsIn } from "./statements";
