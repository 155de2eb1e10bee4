import type { Alter, Change } from "../change";
import type { ObjectKind } from "../schema";
import { columns } from "./columns";
import { checks, exclusions, foreignKeys, primaryKeys, uniques } from "./constraints";
import { enums } from "./enums";
import { extensions, namespaces } from "./extensions";
import { indexes } from "./indexes";
import type { InPlace, Renderer, Sql, World } from "./renderer";
import { sequences } from "./sequences";
import { tables } from "./tables";
import { materializedViews, views } from "./views";

const renderers: { readonly [K in ObjectKind]: Renderer<K> } = {
  namespace: namespaces,
  extension: extensions,
  enum: enums,
  sequence: sequences,
  table: tables,
  column: columns,
  primaryKey: primaryKeys,
  unique: uniques,
  check: checks,
  exclusion: exclusions,
  foreignKey: foreignKeys,
  index: indexes,
  view: views,
  materializedView: materializedViews,
};

/** The statements that make a change, in order. */
export function render(change: Change, world: World): Sql[] {
  const renderer = renderers[change.kind] as Renderer<ObjectKind>;
  switch (change.action) {
    case "create":
      return renderer.create(change.to, world);
    case "drop":
      return renderer.drop(change.from, world);
    case "rename":
      return renderer.rename(change);
    case "alter":
      return renderer.alter(change, world);
  }
}

/** Whether PostgreSQL of that version can alter the object; if not, it is dropped and made anew. */
export function isInPlace(change: Alter, version: number | null): boolean {
  const means: Readonly<Record<string, InPlace<ObjectKind>>> = renderers[change.kind]
    .inPlace as Renderer<ObjectKind>["inPlace"];
  return change.aspects.every((aspect) => {
    const inPlace = means[aspect];
    return typeof inPlace === "function" ? inPlace(change, version) : inPlace;
  });
}
