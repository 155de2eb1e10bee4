import type { Configuration } from "../config";
import { SchemaError } from "../errors";
import { difference, generate } from "../pipeline";

/** Whether the migrations in their new order make what the entities say. */
export type Agreement =
  | { readonly kind: "agrees" }
  /** The newest, which is ours, was written again against what those before it lead to. */
  | { readonly kind: "regenerated" }
  /** A person has to look. */
  | { readonly kind: "differs"; readonly reason: string };

/** Runs the moved migrations after the others; where that is not what the entities say, the newest is generated again. */
export async function agree(configuration: Configuration, scratch?: string): Promise<Agreement> {
  const before = await reasonAgainst(configuration, scratch);
  if (before === null) return { kind: "agrees" };
  try {
    const { status } = await generate(configuration, { from: "migrations", amend: true, scratch });
    return status === "generated" ? { kind: "regenerated" } : { kind: "differs", reason: before };
  } catch (error) {
    if (!(error instanceof SchemaError)) throw error;
    return { kind: "differs", reason: before };
  }
}

async function reasonAgainst(configuration: Configuration, scratch?: string): Promise<string | null> {
  try {
    const { changes } = await difference(configuration, { from: "migrations", scratch });
    return changes.length === 0 ? null : "The migrations do not make what the entities say.";
  } catch (error) {
    if (!(error instanceof SchemaError)) throw error;
    return error.message;
  }
}
