export { runHooksApart } from "./apart";
export { HookError, reasonTextOf, titleOf } from "./error";
export { type Hooks, readHooks, readTrialHooks, withoutHooks } from "./read";
export { runHooks } from "./run";
export { scriptedApart, scriptedHooks } from "./script";
