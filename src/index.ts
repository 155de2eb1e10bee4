export * from "./decorators";
