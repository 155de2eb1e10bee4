export { findDrift, liveAround } from "./find";
export { type GuardOptions, guardOf, isAsExpected, isUntouched, ownPart } from "./guard";
export { type DriftItem, driftItems } from "./items";
