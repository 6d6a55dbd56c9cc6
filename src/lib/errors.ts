/** Exit codes of the command line, one per party who must act. */
export const ExitCode = {
  done: 0,
  bug: 1,
  usage: 2,
  permission: 3,
  remote: 4,
  unsafe: 5,
  partial: 6,
} as const;

export interface ErrorFields {
  /** What to do or type next, one sentence. */
  hint?: string;
  /** Machine-readable facts for `--json`; never a secret. */
  details?: unknown;
  cause?: unknown;
}

/** Base of every error that prank raises on purpose. `code` is stable and names the case, not the text. */
export abstract class PrankError extends Error {
  abstract readonly exitCode: number;
  readonly code: string;
  readonly hint: string | undefined;
  readonly details: unknown;

  constructor(code: string, message: string, { hint, details, cause }: ErrorFields = {}) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = new.target.name;
    this.code = code;
    this.hint = hint;
    this.details = details;
  }
}

/** The person who typed the command or wrote the input must act: usage, configuration, data. */
export class UsageError extends PrankError {
  readonly exitCode = ExitCode.usage;
}

/** Somebody must grant a right: wrong key, role too low, not a member. */
export class PermissionError extends PrankError {
  readonly exitCode = ExitCode.permission;
}

/** A server failed or can't be reached, retries spent; trying later may help. */
export class RemoteError extends PrankError {
  readonly exitCode = ExitCode.remote;
}

/** Going on could lose or double something: stopped before harm. */
export class UnsafeError extends PrankError {
  readonly exitCode = ExitCode.unsafe;
}

/** Part of the work is done and safe; the rest is named and can be run again. */
export class PartialError extends PrankError {
  readonly exitCode = ExitCode.partial;
}
