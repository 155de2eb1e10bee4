export { findDrift, readLive } from "./find";
export { type GuardOptions, guardOf, isAsExpected, ownPart } from "./guard";
export { type DriftItem, driftItems } from "./items";
