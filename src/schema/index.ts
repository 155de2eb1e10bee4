export * from "./identity";
export * from "./objects";
export * from "./quoting";
export * from "./schema";
