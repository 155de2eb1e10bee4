/** The value of a storage parameter; null sets it back to PostgreSQL's default. */
export type StorageValue = string | number | boolean | null;

/** Storage parameters by PostgreSQL's own names, as in `{ fillfactor: 70 }`. */
export type StorageParameters = Readonly<Record<string, StorageValue | undefined>>;
