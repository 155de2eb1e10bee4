import { type Column, type DataType, type Schema, type SchemaObject, schemaOf } from "../../src/schema";

type Loose<T> = Partial<Omit<T, "type">> & { type?: Partial<DataType> };

export function column({ type = {}, ...rest }: Loose<Column> = {}): Column {
  return {
    kind: "column",
    schema: "public",
    table: "t",
    name: "c",
    notNull: true,
    default: null,
    collation: null,
    identity: null,
    generated: null,
    comment: null,
    ...rest,
    type: { schema: null, name: "text", modifiers: null, array: false, extension: null, ...type },
  };
}

const table = (name: string): SchemaObject => ({
  kind: "table",
  schema: "public",
  name,
  unlogged: false,
  partitionKey: null,
  parts: [],
  inherited: false,
  storage: [],
  comment: null,
});

/** Users and their projects: a serial key, an enum, a foreign key, a check, a partial index, a view. */
export function projects(...more: SchemaObject[]): Schema {
  const on = { schema: "public", table: "projects", comment: null };
  return schemaOf([
    {
      kind: "enum",
      schema: "public",
      name: "project_status",
      labels: ["open", "it's closed"],
      comment: null,
    },
    {
      kind: "sequence",
      schema: "public",
      name: "users_id_seq",
      type: "integer",
      start: "1",
      increment: "1",
      minimum: "1",
      maximum: "2147483647",
      cache: "1",
      cycle: false,
      ownedBy: { schema: "public", table: "users", column: "id" },
      comment: null,
    },
    table("users"),
    column({
      table: "users",
      name: "id",
      type: { name: "integer" },
      default: "nextval('public.users_id_seq'::regclass)",
    }),
    column({ table: "users", name: "order", type: { name: "character varying", modifiers: "50" } }),
    {
      kind: "primaryKey",
      schema: "public",
      table: "users",
      name: "PK_users",
      columns: ["id"],
      include: [],
      deferrable: null,
      comment: null,
    },
    table("projects"),
    column({ table: "projects", name: "id", type: { name: "bigint" }, identity: "always" }),
    column({ table: "projects", name: "ownerId", type: { name: "integer" }, comment: "who pays" }),
    column({
      table: "projects",
      name: "status",
      type: { schema: "public", name: "project_status" },
      default: "'open'",
    }),
    {
      kind: "check",
      ...on,
      name: "CHK_id",
      expression: "id > 0",
      noInherit: false,
      validated: true,
    },
    {
      kind: "index",
      ...on,
      name: "IDX_open",
      method: "btree",
      unique: false,
      nullsNotDistinct: false,
      keys: [
        {
          column: "ownerId",
          expression: null,
          collation: null,
          operatorClass: null,
          operatorClassParameters: null,
          descending: false,
          nullsFirst: false,
        },
      ],
      include: [],
      where: "status = 'open'",
      storage: [],
      valid: true,
      concurrently: false,
    },
    {
      kind: "foreignKey",
      ...on,
      name: "FK_owner",
      columns: ["ownerId"],
      references: { schema: "public", table: "users", columns: ["id"] },
      onDelete: "CASCADE",
      onDeleteColumns: [],
      onUpdate: "NO ACTION",
      match: "SIMPLE",
      deferrable: null,
      validated: true,
    },
    {
      kind: "view",
      schema: "public",
      name: "open_projects",
      query: 'SELECT id, "ownerId"\nFROM public.projects',
      options: [],
      comment: null,
      reads: [{ schema: "public", name: "projects", columns: null, key: null }],
      columns: null,
      grants: [],
      owner: null,
      notes: [],
    },
    ...more,
  ]);
}
