import type { StorageParameters, StorageValue } from "../decorators/storage-parameters";
import { Inexpressible } from "./inexpressible";

/** `fillfactor=70`, as PostgreSQL keeps it, sorted; what is null is not set. */
export function storageOf(parameters: StorageParameters = {}): string[] {
  return Object.entries(parameters)
    .flatMap(([name, value]) =>
      value === undefined || value === null ? [] : [`${checked(name)}=${text(name, value)}`],
    )
    .toSorted();
}

function checked(name: string): string {
  if (/^[a-z_]+$/.test(name)) return name;
  throw new Inexpressible(
    `"${name}" is no storage parameter`,
    "Write the parameter as PostgreSQL does, for example fillfactor or autovacuum_enabled.",
  );
}

/** A value that ends the list it stands in would be other SQL. */
function text(name: string, value: Exclude<StorageValue, null>): string {
  if (/^-?[\w.]+$/.test(String(value))) return String(value);
  throw new Inexpressible(
    `"${String(value)}" is no value of the storage parameter ${name}`,
    "Give a number, a boolean or a word.",
  );
}
