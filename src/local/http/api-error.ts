/** One fault of a request that does not match its schema. */
export interface Fault {
  type: string;
  loc: (string | number)[];
  msg: string;
}

/** An error response with the status and body that Argilla sends. `message` is its text. */
export class ApiError extends Error {
  readonly status: number;
  readonly body: unknown;
  /** When the same request may be sent again. */
  readonly retryAfterSeconds: number | undefined;

  constructor(status: number, body: unknown, message: string, retryAfterSeconds?: number) {
    super(message);
    this.name = 'ApiError';
    this.status = status;
    this.body = body;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

export function notFound(sentence: string): ApiError {
  return new ApiError(404, { detail: sentence }, sentence);
}

export function notUnique(sentence: string): ApiError {
  return new ApiError(409, { detail: sentence }, sentence);
}

export function unprocessable(sentence: string): ApiError {
  return new ApiError(422, { detail: sentence }, sentence);
}

export function tooManyRequests(sentence: string, retryAfterSeconds: number): ApiError {
  return new ApiError(429, { detail: sentence }, sentence, retryAfterSeconds);
}

export function unauthorized(detail = 'Could not validate credentials'): ApiError {
  return coded(401, 'UnauthorizedError', { detail });
}

export function forbidden(): ApiError {
  return coded(403, 'ForbiddenOperationError', { detail: 'Operation not allowed' });
}

export function invalid(errors: Fault[]): ApiError {
  return coded(422, 'ValidationError', { errors });
}

export function serverFault(error: unknown): ApiError {
  const type = error instanceof Error ? error.name : 'Error';
  return coded(500, 'GenericServerError', { type, message: error instanceof Error ? error.message : String(error) });
}

function coded(status: number, name: string, params: Record<string, unknown>): ApiError {
  const code = `argilla.api.errors::${name}`;
  const facts = Object.entries(params).map(([key, value]) => `${key}=${String(value)}`);
  return new ApiError(status, { detail: { code, params } }, `${code}(${facts.join(',')})`);
}
