import { defaultHint, type ErrorCode, type ErrorCodeOf, getErrorCase } from './errors/codes.ts';
import type { ExitCode } from './errors/exit-code.ts';

export interface ErrorFields {
  /** What to do or type next, in one sentence; default: from the error table. */
  hint?: string;
  /** Machine-readable facts for `--json`, with keys in snake_case; never a secret. */
  details?: unknown;
  cause?: unknown;
}

/** Base of every error that prank throws on purpose. `code` is stable and identifies the case; the text may change. */
export abstract class PrankError extends Error {
  readonly code: ErrorCode;
  readonly exitCode: number;
  readonly hint: string;
  readonly details: unknown;

  constructor(code: ErrorCode, message: string, { hint, details, cause }: ErrorFields = {}) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = new.target.name;
    this.code = code;
    this.exitCode = getErrorCase(code).exit;
    this.hint = hint ?? defaultHint(code);
    this.details = details;
  }
}

/** Accepts only the codes of one party, so that class and exit code can't disagree. */
abstract class ErrorOf<Code extends ErrorCode> extends PrankError {
  override readonly code: Code;

  constructor(code: Code, message: string, fields: ErrorFields = {}) {
    super(code, message, fields);
    this.code = code;
  }
}

/** The person who typed the command or wrote the input must act: usage, configuration, data. */
export class UsageError extends ErrorOf<ErrorCodeOf<typeof ExitCode.usage>> {}

/** Somebody must grant access: wrong key, role too low, not a member. */
export class PermissionError extends ErrorOf<ErrorCodeOf<typeof ExitCode.permission>> {}

/** A server failed or can't be reached, and no retry is left. Trying later may help. */
export class RemoteError extends ErrorOf<ErrorCodeOf<typeof ExitCode.remote>> {}

/** Continuing could lose or duplicate something, so prank stopped before any harm. */
export class UnsafeError extends ErrorOf<ErrorCodeOf<typeof ExitCode.unsafe>> {}

/** Part of the work is done and safe. The rest is named and can be run again. */
export class PartialError extends ErrorOf<ErrorCodeOf<typeof ExitCode.partial>> {}

/** The person, or the system, stopped the command. */
export class InterruptedError extends ErrorOf<ErrorCodeOf<typeof ExitCode.interrupted>> {}
