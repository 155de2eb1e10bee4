export type { Database, QueryResult, ServerConnection, Session, Target } from "./database";
export { driverOver } from "./driver";
export { type EmbeddedOptions, openMemoryDatabase, replaceEmbedded, tryArchive } from "./embedded";
export { PostgresError } from "./errors";
export { labelOf } from "./label";
export { openDatabase } from "./open";
export { withoutSecrets } from "./secrets";
export { createTemporaryDatabase, type ServerTarget } from "./temporary";
export { transaction } from "./transaction";
