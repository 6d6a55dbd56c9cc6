// Requests to the server, and the signed-in user. The session lasts as long as the tab, and on this device for people who
// joined by a link.

const sessionName = 'prank-session';
const timeoutMs = 20_000;

type Session = { token: string } | { key: string };

/** The server can't be reached: offline, restarting, or too slow. Trying again may help. */
export class Unreachable extends Error {}

/** The server refused the request. `status` is its status, the message its text. */
export class Refused extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** Whether the session is missing, wrong or over. */
export function isSignedOut(error: unknown): boolean {
  return error instanceof Refused && error.status === 401;
}

export function readSession(): Session | null {
  try {
    return JSON.parse(sessionStorage.getItem(sessionName) ?? localStorage.getItem(sessionName) ?? 'null');
  } catch {
    return null;
  }
}

/** null signs out. */
export function keepSession(session: Session | null): void {
  if (session !== null) return sessionStorage.setItem(sessionName, JSON.stringify(session));
  sessionStorage.removeItem(sessionName);
  try {
    localStorage.removeItem(sessionName);
  } catch {
    // Storage is forbidden, so nothing is there.
  }
}

/** Keeps the session on this device, until the person signs out. */
export function rememberSession(session: Session): void {
  keepSession(session);
  try {
    localStorage.setItem(sessionName, JSON.stringify(session));
  } catch {
    // Then it lasts as long as the tab.
  }
}

function sessionHeaders(): Record<string, string> {
  const session = readSession();
  if (session === null) return {};
  return 'key' in session ? { 'x-argilla-api-key': session.key } : { authorization: `Bearer ${session.token}` };
}

interface CallOptions {
  /** Finish the request even if the tab is closed meanwhile. */
  keepalive?: boolean;
}

/** Sends a request to the server, whose answer is trusted to be a `T`. Throws Unreachable or Refused. */
export async function call<T>(
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  path: string,
  body?: object,
  { keepalive = false }: CallOptions = {},
): Promise<T> {
  const isForm = body instanceof URLSearchParams;
  let response;
  try {
    response = await fetch(`/api/v1${path}`, {
      method,
      headers: { ...sessionHeaders(), ...(body === undefined || isForm ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: isForm ? body : JSON.stringify(body) }),
      keepalive,
      signal: AbortSignal.timeout(timeoutMs),
    });
  } catch (error) {
    throw new Unreachable('The server can’t be reached.', { cause: error });
  }
  if (response.status >= 500 && response.status !== 507) throw new Unreachable('The server has trouble.');
  const answer = await response.json().catch(() => null);
  if (response.status === 507 || response.status === 429) throw new Unreachable(explain(answer, response.status));
  if (!response.ok) throw new Refused(response.status, explain(answer, response.status));
  return answer;
}

interface WireFault {
  detail?: string | { params?: { detail?: string; errors?: { msg?: string }[] } };
}

function explain(answer: WireFault | null, status: number): string {
  if (status === 401) return 'Name, password or key is not right, or your session has ended.';
  if (status === 403) return 'You are not a member of this dataset’s workspace. Ask the organizer to add you.';
  const detail = answer?.detail;
  if (typeof detail === 'string') return detail;
  return detail?.params?.detail ?? detail?.params?.errors?.[0]?.msg ?? `The server answered ${status}.`;
}

/** Signs in with username and password. Throws like `call`. */
export async function signInByPassword(username: string, password: string): Promise<void> {
  keepSession(null);
  const form = new URLSearchParams({ username, password });
  const { access_token: token } = await call<{ access_token: string }>('POST', '/token', form);
  keepSession({ token });
}
