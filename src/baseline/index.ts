export { baselineOf, foundIn } from "./baseline";
