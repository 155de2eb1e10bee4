import {
  type Attachment,
  type ColumnSettings,
  type Publication,
  qualify,
  quoteIdentifier,
  whereKnown,
} from "../schema";
import { grantStatements } from "./grants";

export interface AttachmentSql {
  /** What makes it as it is. */
  readonly create: readonly string[];
  /** Null for what PostgreSQL drops by itself, and nobody else can. */
  readonly drop: string | null;
}

export function attachmentSql(attachment: Attachment): AttachmentSql {
  const table = qualify(attachment.schema, attachment.table);
  switch (attachment.kind) {
    case "trigger":
    case "policy":
    case "rule":
    case "statistics":
      return attachment;
    case "rowSecurity": {
      const force = attachment.forced ? ", FORCE ROW LEVEL SECURITY" : "";
      return {
        create: [`ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY${force}`],
        drop: `ALTER TABLE ${table} DISABLE ROW LEVEL SECURITY`,
      };
    }
    case "grants": {
      const column = attachment.columns[0]?.name ?? null;
      const grants = attachment.grants.map((grant) => ({ ...grant, column }));
      return gone(grantStatements(table, grants));
    }
    case "statisticsTarget":
      return gone([`ALTER STATISTICS ${attachment.name} SET STATISTICS ${attachment.target}`]);
    case "columnSettings":
      return gone(settingsSql(table, attachment));
    case "replicaIdentity": {
      const { how } = attachment;
      const said = typeof how === "string" ? how : `USING INDEX ${quoteIdentifier(how.index)}`;
      return gone([`ALTER TABLE ${table} REPLICA IDENTITY ${said}`]);
    }
    case "clustering":
      return gone([`ALTER TABLE ${table} CLUSTER ON ${quoteIdentifier(attachment.index)}`]);
    case "publication":
      return publicationSql(table, attachment);
  }
}

const gone = (create: readonly string[]): AttachmentSql => ({ create, drop: null });

function settingsSql(table: string, { columns, ...settings }: ColumnSettings): string[] {
  const { statistics, storage, compression, options } = settings;
  const column = `ALTER COLUMN ${quoteIdentifier(columns[0]?.name ?? "")}`;
  const looked = [
    ...(statistics === null ? [] : [`${column} SET STATISTICS ${statistics}`]),
    ...(options.length === 0 ? [] : [`${column} SET (${options.join(", ")})`]),
  ];
  const kept = [
    ...(storage === null ? [] : [`${column} SET STORAGE ${storage}`]),
    ...(compression === null ? [] : [`${column} SET COMPRESSION ${compression}`]),
  ];
  return [
    ...(looked.length === 0 ? [] : [`ALTER TABLE ${table} ${looked.join(", ")}`]),
    ...kept.map((part) => whereSupported(`ALTER TABLE ${table} ${part}`)),
  ];
}

/** A number is never stored elsewhere, whatever was said of the text that it was. */
const whereSupported = (statement: string) =>
  `DO $$ BEGIN\n  ${statement};\nEXCEPTION WHEN feature_not_supported THEN\n  NULL;\nEND $$`;

function publicationSql(table: string, { name, listed, where }: Publication): AttachmentSql {
  const columns = listed?.map((column) => quoteIdentifier(column.name)).join(", ");
  const what = [table, ...(columns === undefined ? [] : [`(${columns})`])].join(" ");
  const some = where === null ? "" : ` WHERE (${where})`;
  const publication = `ALTER PUBLICATION ${quoteIdentifier(name)}`;
  return {
    create: [whereKnown(`${publication} ADD TABLE ${what}${some}`)],
    drop: whereKnown(`${publication} DROP TABLE ${table}`),
  };
}
