import { listMark } from "../../change";
import { type QueryResult, type Session, sessionBy } from "../../postgres";
import { inlineParameters } from "./inline";

export interface Recorded {
  /** From 1 among all that the migration sends; null for what is none of its own. */
  readonly number: number | null;
  /** As the migration sends it. */
  readonly sent: string;
  /** The same with its parameters in it. */
  readonly sql: string;
  /** The migration asked for an answer that a script cannot give it. */
  readonly read: boolean;
  /** The answers are statements, which a script can have sent. */
  readonly listed: boolean;
  /** False for questions about the catalog: they change nothing, so the script leaves them out. */
  readonly kept: boolean;
}

/** A session that executes nothing and remembers what it was asked, once `record` was called. */
export interface RecordingSession {
  readonly session: Session;
  record(): void;
  /** What was asked since `record`. */
  readonly recorded: readonly Recorded[];
}

const nothing: QueryResult = { command: "", rowCount: 0, rows: [], fields: [] };

/** What TypeORM asks about the connection, which is the same whatever a migration does. */
const aboutConnection =
  /^\s*(?:SELECT \* FROM current_(?:schema|database)\(\)|SELECT version\(\)|SHOW server_version)/i;
const read = /^\s*(?:SELECT|SHOW|VALUES|TABLE|WITH(?![\s\S]*\b(?:INSERT|UPDATE|DELETE|MERGE)\b))\b/i;
const catalog =
  /\binformation_schema\b|\bpg_(?:catalog|class|type|namespace|attribute|constraint|index|enum)\b/i;

export function recordingOver(session: Session): RecordingSession {
  let recorded: Recorded[] | null = null;
  let count = 0;
  const execute = async (sql: string, parameters: readonly unknown[] = []): Promise<QueryResult> => {
    count += 1;
    if (recorded === null || aboutConnection.test(sql)) return session.execute(sql, parameters);
    const listed = sql.trimStart().startsWith(listMark);
    const isRead = read.test(sql);
    recorded.push({
      number: count,
      sent: sql,
      sql: inlineParameters(sql, parameters),
      listed,
      read: isRead && !listed,
      kept: listed || !isRead || !catalog.test(sql),
    });
    return nothing;
  };
  return {
    session: sessionBy(session.processId, execute),
    record() {
      recorded = [];
      count = 0;
    },
    get recorded() {
      return recorded ?? [];
    },
  };
}
