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
import type { EntityClass } from "./support/entities";

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

const rows = `INSERT INTO owner VALUES (1); INSERT INTO event VALUES (1, '2020-05-05', 'a', 1), (2, '2023-01-01', 'b', 1);
  INSERT INTO mention VALUES (1, 1, '2020-05-05')`;

const expectRows = [
  kept("SELECT tableoid::regclass::text, id, at::text, owner FROM event ORDER BY id"),
  kept("SELECT relname FROM pg_class WHERE relname ~ 'by_hand' ORDER BY 1"),
  kept("SELECT conname FROM pg_constraint WHERE conname ~ 'by_hand'"),
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
