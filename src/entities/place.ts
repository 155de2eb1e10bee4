import type { ColumnMetadata, DataSource, EntityMetadata, RelationMetadata } from "./metadata";

/** Where the entities say something: an entity as a whole, or one of its properties. */
export interface EntityPlace {
  readonly entity: Pick<EntityMetadata, "name" | "target">;
  readonly property: PlaceOfProperty | null;
}

export interface PlaceOfProperty {
  /** The class that declares it: the entity, one that it extends, or an embedded one. */
  readonly declaredBy: ColumnMetadata["target"];
  readonly name: string;
  /** With the properties that lead to it: `address.street`. */
  readonly path: string;
}

/** Finds the place of what TypeORM made up: a join table is said by its relation, a closure table by its entity. */
export type Locate = (entity: EntityMetadata, columns?: readonly ColumnMetadata[]) => EntityPlace;

export function locator(dataSource: DataSource): Locate {
  const relations = new Map<EntityMetadata, RelationMetadata>();
  for (const relation of dataSource.entityMetadatas.flatMap((entity) => entity.ownerManyToManyRelations)) {
    if (relation.junctionEntityMetadata !== undefined)
      relations.set(relation.junctionEntityMetadata, relation);
  }
  return (entity, columns = []) => {
    const relation = relations.get(entity);
    if (relation !== undefined)
      return { entity: relation.entityMetadata, property: placeOfRelation(relation) };
    if (entity.parentClosureEntityMetadata !== undefined)
      return { entity: entity.parentClosureEntityMetadata, property: null };
    const [column, ...others] = columns;
    return { entity, property: column === undefined || others.length > 0 ? null : placeOfColumn(column) };
  };
}

function placeOfColumn(column: ColumnMetadata): PlaceOfProperty | null {
  if (!column.isVirtual)
    return { declaredBy: column.target, name: column.propertyName, path: column.propertyPath };
  return column.relationMetadata === undefined ? null : placeOfRelation(column.relationMetadata);
}

export function placeOfRelation({ target, propertyName, propertyPath }: RelationMetadata): PlaceOfProperty {
  return { declaredBy: target, name: propertyName, path: propertyPath };
}
