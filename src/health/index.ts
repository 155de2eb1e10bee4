export { examine } from "./doctor";
export { attempt, exitOf, type Finding } from "./finding";
export { validate } from "./validate";
export { versionFindings } from "./versions";
