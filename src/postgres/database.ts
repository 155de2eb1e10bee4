/** One connection to PostgreSQL, whatever is behind it. Statements run one after the other, in the order asked. */
export interface Session {
  /** The number of the server's process, as the connection was told it; a pooler tells another. Null where none is. */
  readonly processId: number | null;
  /** Sends one statement. Rows are objects by column name. PostgreSQL's errors arrive as `PostgresError`. */
  query<Row = Record<string, unknown>>(sql: string, parameters?: readonly unknown[]): Promise<Row[]>;
  /** Sends one statement and gives all that the server answered, as TypeORM's driver needs it. */
  execute(sql: string, parameters?: readonly unknown[]): Promise<QueryResult>;
}

/** The part of node-postgres's result that its users read. */
export interface QueryResult {
  readonly command: string;
  readonly rowCount: number | null;
  readonly rows: Record<string, unknown>[];
  readonly fields: { readonly name: string; readonly dataTypeID: number }[];
}

/** A PostgreSQL database: a server's or the embedded one. */
export interface Database {
  readonly kind: "server" | "embedded";
  /** `server_version_num`: 130023, 180004. */
  readonly version: number;
  /** For people: `postgresql://user@host:5432/name`, without the password, or `embedded database in .schema/`. */
  readonly label: string;
  /** The database's only session when it is embedded, a new connection on a server; closed when `work` ends. */
  session<T>(work: (session: Session) => Promise<T>): Promise<T>;
  /** Its data as one compressed archive, where it is embedded; null on a server. */
  readonly dump: (() => Promise<Uint8Array>) | null;
  close(): Promise<void>;
}

/** Where a database is. */
export type Target =
  | { readonly kind: "server"; readonly connection: ServerConnection }
  /** `directory` holds the data. */
  | { readonly kind: "embedded"; readonly directory: string };

/** What node-postgres needs to connect: a URL, or its parts, or both (parts win), and TypeORM's `extra`. */
export interface ServerConnection {
  readonly url?: string | undefined;
  readonly host?: string | undefined;
  readonly port?: number | undefined;
  readonly user?: string | undefined;
  readonly password?: string | (() => string | Promise<string>) | undefined;
  readonly database?: string | undefined;
  readonly ssl?: unknown;
  readonly applicationName?: string | undefined;
  readonly extra?: Readonly<Record<string, unknown>> | undefined;
}
