export { type Choice, choose, type Filed, type Situation } from "./choose";
export { type Refreshed, refreshedBetween } from "./refreshed";
