/** Few names, so that two schemas meet in them; some need quotes. Each table is always in the same schema. */
export const homes = {
  accounts: { schema: "public", table: "accounts" },
  Order: { schema: "app", table: "Order" },
  user: { schema: "public", table: "user" },
  notes: { schema: "app", table: "notes" },
} as const;

export type TableName = keyof typeof homes;
export type Home = (typeof homes)[TableName];
export const tableNames: readonly TableName[] = ["accounts", "Order", "user", "notes"];
