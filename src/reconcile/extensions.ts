import {
  type Column,
  type Extension,
  type Index,
  type IndexKey,
  listOf,
  mapSchema,
  type Schema,
} from "../schema";

/**
 * Entities name an extension, its types and its operator classes without a schema. This finds them where the entities
 * want the extension, else where it is installed, else in the schema it will go to.
 */
export function locateExtensions(current: Schema, desired: Schema, defaultSchema: string): Schema {
  const places = new Map(
    [...listOf(current, "extension"), ...listOf(desired, "extension")].flatMap(({ name, schema }) =>
      schema === null ? [] : [[name, schema]],
    ),
  );
  const schemaOf = (extension: string) => places.get(extension) ?? defaultSchema;
  return mapSchema(desired, (object) => {
    switch (object.kind) {
      case "extension":
        return { ...object, schema: object.schema ?? schemaOf(object.name) } satisfies Extension;
      case "column":
        return locateType(object, schemaOf);
      case "index":
        return { ...object, keys: object.keys.map((key) => locateClass(key, schemaOf)) } satisfies Index;
      default:
        return object;
    }
  });
}

type SchemaOf = (extension: string) => string;

function locateType(column: Column, schemaOf: SchemaOf): Column {
  const { type } = column;
  return type.extension === null || type.schema !== null
    ? column
    : { ...column, type: { ...type, schema: schemaOf(type.extension) } };
}

function locateClass(key: IndexKey, schemaOf: SchemaOf): IndexKey {
  const { operatorClass } = key;
  const extension = operatorClass?.schema === null ? extensionOfClass.get(operatorClass.name) : undefined;
  return operatorClass === null || extension === undefined
    ? key
    : { ...key, operatorClass: { ...operatorClass, schema: schemaOf(extension) } };
}

/** The operator classes that people name, by the extension that brings them. */
const classes: Readonly<Record<string, string>> = {
  pg_trgm: "gin_trgm_ops gist_trgm_ops",
  vector: `
    vector_l2_ops vector_ip_ops vector_cosine_ops vector_l1_ops halfvec_l2_ops halfvec_ip_ops halfvec_cosine_ops
    halfvec_l1_ops sparsevec_l2_ops sparsevec_ip_ops sparsevec_cosine_ops sparsevec_l1_ops bit_hamming_ops bit_jaccard_ops`,
  intarray: "gin__int_ops gist__int_ops gist__intbig_ops",
  hstore: "gin_hstore_ops gist_hstore_ops btree_hstore_ops hash_hstore_ops",
  ltree: "ltree_ops gist_ltree_ops gist__ltree_ops",
  citext: "citext_ops citext_pattern_ops",
  cube: "cube_ops gist_cube_ops",
  postgis:
    "gist_geometry_ops_2d gist_geometry_ops_nd gist_geography_ops spgist_geometry_ops_2d brin_geometry_inclusion_ops_2d",
};

const extensionOfClass = new Map(
  Object.entries(classes).flatMap(([extension, names]) =>
    names
      .trim()
      .split(/\s+/)
      .map((name) => [name, extension]),
  ),
);
