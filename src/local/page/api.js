// Requests to the server, and the signed-in user. The session lasts as long as the tab.

const sessionName = 'prank-session';
const timeoutMs = 20_000;

/** The server can't be reached: offline, restarting, or too slow. Trying again may help. */
export class Unreachable extends Error {}

/** The server refused the request. `status` is its status, the message its text. */
export class Refused extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

export function readSession() {
  try {
    return JSON.parse(sessionStorage.getItem(sessionName) ?? 'null');
  } catch {
    return null;
  }
}

export function keepSession(session) {
  if (session === null) sessionStorage.removeItem(sessionName);
  else sessionStorage.setItem(sessionName, JSON.stringify(session));
}

function sessionHeaders() {
  const session = readSession();
  if (session === null) return {};
  return session.key === undefined ? { authorization: `Bearer ${session.token}` } : { 'x-argilla-api-key': session.key };
}

/** Sends a request to the server. Throws Unreachable or Refused. */
export async function call(method, path, body) {
  const isForm = body instanceof URLSearchParams;
  let response;
  try {
    response = await fetch(`/api/v1${path}`, {
      method,
      headers: { ...sessionHeaders(), ...(body === undefined || isForm ? {} : { 'content-type': 'application/json' }) },
      body: body === undefined || isForm ? body : JSON.stringify(body),
      signal: AbortSignal.timeout(timeoutMs),
    });
  } catch (error) {
    throw new Unreachable('The server can’t be reached.', { cause: error });
  }
  if (response.status >= 500) throw new Unreachable('The server has trouble.');
  const answer = await response.json().catch(() => null);
  if (!response.ok) throw new Refused(response.status, sentenceOf(answer, response.status));
  return answer;
}

function sentenceOf(answer, status) {
  if (status === 401) return 'Name, password or key is not right, or your session has ended.';
  if (status === 403) return 'You are not a member of this dataset’s workspace. Ask the organizer to add you.';
  const detail = answer?.detail;
  if (typeof detail === 'string') return detail;
  return detail?.params?.detail ?? detail?.params?.errors?.[0]?.msg ?? `The server answered ${status}.`;
}

/** Signs in with username and password. */
export async function signInByPassword(username, password) {
  keepSession(null);
  const { access_token: token } = await call('POST', '/token', new URLSearchParams({ username, password }));
  keepSession({ token });
}

/** Signs in with an API key. The caller’s next request shows whether it works. */
export function signInByKey(key) {
  keepSession({ key });
}
