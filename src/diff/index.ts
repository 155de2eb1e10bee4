export { diff } from "./differ";
