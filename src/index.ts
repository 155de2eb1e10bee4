export { defineSettings, type Settings } from "./config/settings";
export * from "./decorators";
