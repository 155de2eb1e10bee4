export { plan } from "./planner";
