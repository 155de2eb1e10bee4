export * from "./changes";
export * from "./statements";
