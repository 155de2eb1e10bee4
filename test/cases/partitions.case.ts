import {
  Check,
  Column,
  type ColumnOptions,
  Entity,
  Index,
  JoinColumn,
  ManyToOne,
  PrimaryColumn,
  Unique,
} from "typeorm";
import { type Case, kept } from "./support/case";
import { type EntityClass, withColumn } from "./support/entities";

/** Entities cannot say that a table is partitioned: people have made it, and its partitions are theirs. */
const before = `
  CREATE TABLE owner (id int NOT NULL, CONSTRAINT owner_pk PRIMARY KEY (id));
  CREATE TABLE event (id int NOT NULL, at date NOT NULL, note varchar(20), owner int, CONSTRAINT event_pk PRIMARY KEY (id, at))
    PARTITION BY RANGE (at);
  CREATE TABLE event_old PARTITION OF event FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
  CREATE TABLE event_rest PARTITION OF event DEFAULT;
  CREATE TABLE mention (id int NOT NULL, event int, at date, CONSTRAINT mention_pk PRIMARY KEY (id))`;

const byHand = `CREATE INDEX expression_by_hand ON event_old ((id + owner)); CREATE INDEX plain_by_hand ON event_old (owner);
  ALTER TABLE event_old ADD CONSTRAINT check_by_hand CHECK (id > 0)`;

/** What people make of one partition alone. */
const parted = `
  CREATE FUNCTION audit() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
  CREATE VIEW old_notes AS SELECT id, note FROM event_old; CREATE VIEW above AS SELECT note FROM old_notes;
  CREATE MATERIALIZED VIEW rest_notes AS SELECT note FROM event_rest; CREATE INDEX rest_note ON rest_notes (note);
  GRANT SELECT ON above TO limited; COMMENT ON VIEW old_notes IS 'old';
  CREATE POLICY few ON event_old TO limited USING (note <> 'x'); ALTER TABLE event_old ENABLE ROW LEVEL SECURITY;
  CREATE TRIGGER of_note BEFORE UPDATE OF note ON event_old FOR EACH ROW EXECUTE FUNCTION audit();
  CREATE INDEX lower_by_hand ON event_old (lower(note)); ALTER TABLE event_rest ADD CONSTRAINT note_by_hand CHECK (length(note) < 10)`;

const partedRows = [
  kept("SELECT note, has_table_privilege('limited', 'above', 'SELECT') FROM above"),
  kept("SELECT note, obj_description('old_notes'::regclass) FROM rest_notes"),
  kept("SELECT polname, polroles::regrole[]::text, pg_get_expr(polqual, polrelid) <> '' FROM pg_policy"),
  kept("SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE tgname = 'of_note'"),
];

const rows = `INSERT INTO owner VALUES (1); INSERT INTO event VALUES (1, '2020-05-05', 'a', 1), (2, '2023-01-01', 'b', 1);
  INSERT INTO mention VALUES (1, 1, '2020-05-05')`;

const expectRows = [
  kept("SELECT tableoid::regclass::text, id, at::text, owner FROM event ORDER BY id"),
  kept("SELECT relname FROM pg_class WHERE relname ~ 'by_hand' ORDER BY 1"),
  kept("SELECT conname FROM pg_constraint WHERE conname ~ 'by_hand' ORDER BY 1"),
];

interface Choice {
  readonly note?: ColumnOptions | null;
  readonly key?: readonly string[];
  readonly keyName?: string;
  readonly more?: Readonly<Record<string, ColumnOptions>>;
  readonly decorate?: (target: EntityClass) => void;
  /** Whether foreign keys lead from it and to it. */
  readonly related?: boolean;
}

const short = { type: "varchar", length: 20, nullable: true } as const;
const whole = ["id", "at"];

function partitioned(choice: Choice = {}) {
  const {
    note = short,
    key = whole,
    keyName = "event_pk",
    more = {},
    decorate = () => {},
    related = false,
  } = choice;
  @Entity("owner")
  class Owner {
    @PrimaryColumn({ type: "int", primaryKeyConstraintName: "owner_pk" })
    id!: number;
  }
  @Entity("event")
  class Event {
    owner!: Owner;
  }
  const keyed = (name: string, options: ColumnOptions): ColumnOptions =>
    key.includes(name)
      ? { ...options, nullable: false, primary: true, primaryKeyConstraintName: keyName }
      : options;
  Column(keyed("id", { type: "int" }))(Event.prototype, "id");
  Column(keyed("at", { type: "date" }))(Event.prototype, "at");
  if (note !== null) Column(keyed("note", note))(Event.prototype, "note");
  for (const [name, options] of Object.entries(more)) Column(options)(Event.prototype, name);
  decorate(Event);
  @Entity("mention")
  class Mention {
    @PrimaryColumn({ type: "int", primaryKeyConstraintName: "mention_pk" })
    id!: number;
    event!: Event;
  }
  if (related) {
    ManyToOne(() => Owner, { onDelete: "CASCADE" })(Event.prototype, "owner");
    JoinColumn({ name: "owner" })(Event.prototype, "owner");
    ManyToOne(() => Event)(Mention.prototype, "event");
    JoinColumn([
      { name: "event", referencedColumnName: "id" },
      { name: "at", referencedColumnName: "at" },
    ])(Mention.prototype, "event");
  } else {
    Column({ type: "int", nullable: true })(Event.prototype, "owner");
    Column({ type: "int", nullable: true })(Mention.prototype, "event");
    Column({ type: "date", nullable: true })(Mention.prototype, "at");
  }
  return [Owner, Event, Mention];
}

const becoming = (title: string, choice: Choice): Case => ({
  title,
  before,
  after: partitioned(choice),
  byHand,
  rows,
  expectRows,
});

const cases: Case[] = [
  { ...becoming("as it is", {}), unchanged: true },
  becoming("a column comes and another one changes", {
    note: { type: "text", nullable: true, default: "n", comment: "noted" },
    more: { extra: { type: "int", default: 5 } },
  }),
  becoming("a column gets narrower", { note: { type: "varchar", length: 5 } }),
  {
    ...becoming("a column that views, a policy and triggers of one partition name", {
      note: { type: "text", nullable: true },
    }),
    byHand: `${byHand}; ${parted}`,
    rows: `${rows}; REFRESH MATERIALIZED VIEW rest_notes`,
    expectRows: [...expectRows, ...partedRows],
  },
  {
    title: "a column that a view and a policy of an heir name",
    before: withColumn({ type: "varchar", length: 5, nullable: true }),
    after: withColumn({ type: "text", nullable: true }),
    byHand: `CREATE TABLE heir (more int) INHERITS (t); CREATE VIEW of_heir AS SELECT c, more FROM heir; CREATE POLICY few ON heir USING (c <> 'x');
      CREATE INDEX heir_index ON heir (lower(c)); ALTER TABLE heir ADD CONSTRAINT heir_check CHECK (length(c) > 0)`,
    rows: "INSERT INTO t VALUES (1, 'a'); INSERT INTO heir VALUES (2, 'b', 3)",
    expectRows: [
      kept("SELECT tableoid::regclass::text, id, c FROM t ORDER BY id"),
      kept("SELECT * FROM of_heir"),
      kept("SELECT count(*)::int FROM pg_policy"),
    ],
  },
  becoming("a column goes", { note: null }),
  becoming("an index, a unique constraint and a check", {
    decorate: (target) => {
      Index("event_note", ["note"])(target);
      Index("event_unique", ["owner", "at"], { unique: true, concurrent: true })(target);
      Unique("event_key", ["note", "at"])(target);
      Check("event_check", "id > 0")(target);
    },
  }),
  becoming("foreign keys from it and to it", { related: true }),
  becoming("its key has another name", { keyName: "event_key" }),
  becoming("its key has another column", { key: [...whole, "note"] }),
];

export default cases;
