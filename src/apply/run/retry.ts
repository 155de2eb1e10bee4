import { setTimeout as sleep } from "node:timers/promises";
import { PostgresError } from "../../postgres";

/** `lock_not_available` and `deadlock_detected`: nothing is wrong but the moment. */
const contention = new Set(["55P03", "40P01"]);

export interface RetryOptions {
  /** When to give up, by `performance.now()`. */
  readonly deadline: number;
  readonly signal?: AbortSignal | undefined;
  /** Told before each pause. */
  readonly onRetry?: ((retry: Retry) => void) | undefined;
}

export interface Retry {
  /** How often it was tried. */
  readonly attempts: number;
  /** Milliseconds until the next one. */
  readonly pause: number;
  readonly error: PostgresError;
}

const pauses = { first: 200, longest: 5000 } as const;

/** Runs `attempt` again while another session is in its way, and after nothing else. It has to undo what it did. */
export async function retrying<T>(
  attempt: () => Promise<T>,
  contentionIn: (error: unknown) => PostgresError | null,
  { deadline, signal, onRetry }: RetryOptions,
): Promise<T> {
  for (let attempts = 1; ; attempts += 1) {
    try {
      return await attempt();
    } catch (error) {
      const reason = contentionIn(error);
      const pause = pauseAfter(attempts);
      if (reason === null || performance.now() + pause > deadline || signal?.aborted) throw error;
      onRetry?.({ attempts, pause, error: reason });
      await sleep(pause, undefined, signal ? { signal } : {}).catch(() => {
        throw error;
      });
    }
  }
}

export function isContention(error: unknown): error is PostgresError {
  return error instanceof PostgresError && contention.has(error.sqlstate);
}

/** Doubled each time, and spread so that two runs do not meet again. */
function pauseAfter(attempts: number): number {
  const full = Math.min(pauses.first * 2 ** (attempts - 1), pauses.longest);
  return Math.round(full * (0.5 + Math.random() / 2));
}
