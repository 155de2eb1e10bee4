import type { Table } from "../schema";
import { Inexpressible } from "./inexpressible";
import type { EntityMetadata } from "./metadata";
import { heardBy, saysItself } from "./sayings";
import { storageOf } from "./storage";

/** What `@TableOptions` says of an entity's table. */
export interface DescribedOptions extends Pick<Table, "unlogged" | "storage"> {
  readonly said: readonly string[];
}

/** Of a class and the one it extends, the class has the last word, option by option. */
export function describeTableOptions(metadata: EntityMetadata): DescribedOptions {
  const heard = heardBy("tableOptions", metadata).filter(({ prefix }) => prefix === "");
  const unlogged = heard.map(({ saying }) => saying.unlogged).find((value) => value !== undefined);
  const storage = Object.assign({}, ...heard.map(({ saying }) => saying.storage).reverse());
  return {
    unlogged: unlogged === true,
    storage: storageOf(storage),
    said: [
      ...(unlogged === undefined ? [] : ["unlogged"]),
      ...Object.keys(storage).map((name) => `storage.${name}`),
    ],
  };
}

/** Only an entity with a table of its own has options of a table. */
export function refuseTableOptions(metadata: EntityMetadata): void {
  const tableless = metadata.tableType === "entity-child" || metadata.tableType === "view";
  if (tableless && saysItself("tableOptions", metadata))
    throw new Inexpressible(
      "@TableOptions is for entities that have a table of their own",
      "Move it to the entity whose table it means.",
    );
}
