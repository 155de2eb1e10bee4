export { stepsOf } from "./evidence";
export { factsOf } from "./facts";
export { acceptedIn, type Hazard, hazardsOf, isStopping, type Level, type Levels, levelsOf } from "./hazards";
export { acceptedBy, refuseStopping } from "./refusal";
export type { Evidence, Rule, SeenStep, Severity } from "./rule";
export { rules } from "./rules";
export { statementsIn } from "./statements";
