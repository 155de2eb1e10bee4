export { type Agreement, agree } from "./agree";
export { choose, type Filed } from "./choose";
export { merged } from "./merge";
export { type Refreshed, refreshedBetween } from "./refreshed";
