export { type Baseline, type BaselineOptions, baselineOf, foundIn } from "./baseline";
