export { type Agreement, agree } from "./agree";
export { type Choice, choose, type Filed, type Situation } from "./choose";
export { merged } from "./merge";
export { type Refreshed, refreshedBetween } from "./refreshed";
