/** Exit statuses that scripts rely on. */
export const exitStatus = {
  done: 0,
  error: 1,
  pending: 2,
  needsDecision: 3,
  refused: 4,
} as const;
/** 0 done, 1 error, 2 something is pending or differs, 3 a person must decide, 4 refused as unsafe. */
export type ExitStatus = (typeof exitStatus)[keyof typeof exitStatus];

export interface SchemaErrorDetails {
  /** Stable, in capitals: `CONNECTION_REFUSED`. */
  readonly code: string;
  /** What happened, in one sentence. */
  readonly message: string;
  /** What to do next, in one sentence. */
  readonly hint: string;
  readonly exit?: ExitStatus;
  readonly cause?: unknown;
}

/**
 * Every failure that the tool foresees. Anything else that is thrown is a bug of the tool.
 * `exit` is the process's exit status, 1 unless told otherwise.
 */
export class SchemaError extends Error {
  readonly code: string;
  readonly hint: string;
  readonly exit: ExitStatus;

  constructor(details: SchemaErrorDetails) {
    super(details.message, { cause: details.cause });
    this.name = "SchemaError";
    this.code = details.code;
    this.hint = details.hint;
    this.exit = details.exit ?? exitStatus.error;
  }
}
