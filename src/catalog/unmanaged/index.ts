import type { Session } from "../../postgres/database";
import { patiently } from "../../postgres/patience";
import type { Unmanaged } from "../../schema";
import { prepare } from "../settings";
import { byThemselves } from "./by-themselves";
import { onTables } from "./on-tables";

/** Everything that entities cannot say, whoever it belongs to, with two queries however much there is. */
export function readUnmanaged(session: Session): Promise<Unmanaged[]> {
  return patiently(session, async () => {
    const version = await prepare(session);
    const rows = [];
    for (const sql of [onTables(version), byThemselves()])
      rows.push(...(await session.query<Unmanaged>(sql)));
    return rows;
  });
}
