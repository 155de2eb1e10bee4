import type { Decorated, EntityDecorator } from "./sayings";
import { say } from "./sayings";

/** Where an extension is to be. */
export interface ExtensionOptions {
  /** Where it is installed. Left out, a new one goes to the default schema and an installed one stays where it is. */
  readonly schema?: string;
}

export interface ExtensionSaying {
  readonly kind: "extension";
  readonly target: Decorated;
  readonly name: string;
  readonly options: ExtensionOptions;
}

/** Names an extension that the entity needs: `@Extension("pg_trgm", { schema: "extensions" })`. */
export function Extension(name: string, options: ExtensionOptions = {}): EntityDecorator {
  return (target) => say({ kind: "extension", target, name, options });
}
