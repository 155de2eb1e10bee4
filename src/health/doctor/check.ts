import type { Configuration } from "../../config";
import type { Database, Session } from "../../postgres";
import type { Finding } from "../finding";

/** What a check of the database has to look at. */
export interface Patient {
  readonly configuration: Configuration;
  readonly database: Database;
  readonly session: Session;
}

/** One thing to look at, and what is wrong about it. Adding one is adding one file, and one line in `index.ts`. */
export type Examination = (patient: Patient) => Promise<readonly Finding[]>;
