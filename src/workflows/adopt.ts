import type { StampOptions, StampResult } from "../apply";
import * as runner from "../apply";
import type { Configuration } from "../config";
import type { EmbeddedOptions } from "../postgres";
import { withDatabase } from "./database";

/** Records the migrations up to a place as applied, and no others, and runs none of them. */
export function stamp(
  configuration: Configuration,
  options: StampOptions & EmbeddedOptions,
): Promise<StampResult> {
  return withDatabase(configuration, options, (database) => runner.stamp(configuration, database, options));
}
