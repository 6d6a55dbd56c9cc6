/** Plain requests to an Argilla server, without any of our own code in between. */
export interface ArgillaCalls {
  url: string;
  get(path: string): Promise<Answer>;
  post(path: string, body: unknown): Promise<Answer>;
  put(path: string, body: unknown): Promise<Answer>;
  patch(path: string, body: unknown): Promise<Answer>;
  delete(path: string): Promise<Answer>;
}

export interface Answer {
  status: number;
  // oxlint-disable-next-line typescript/no-explicit-any -- tests look into answers of every shape
  body: any;
}

/** Requests below `/api/v1` with this key. */
export function createCalls(url: string, apiKey: string): ArgillaCalls {
  async function call(method: string, path: string, body?: unknown): Promise<Answer> {
    // A real server closes idle connections at any moment, and a request on its way then fails.
    const headers = {
      Connection: 'close',
      'X-Argilla-Api-Key': apiKey,
      'X-Extralit-Api-Key': apiKey,
      'Content-Type': 'application/json',
    };
    const request = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
    const response = await fetch(`${url}/api/v1${path}`, request);
    const text = await response.text();
    return { status: response.status, body: text === '' ? null : JSON.parse(text) };
  }
  return {
    url,
    get: (path) => call('GET', path),
    post: (path, body) => call('POST', path, body),
    put: (path, body) => call('PUT', path, body),
    patch: (path, body) => call('PATCH', path, body),
    delete: (path) => call('DELETE', path),
  };
}

/** The body of a response that must be a success. Throws for any other. */
export function ok({ status, body }: Answer): Answer['body'] {
  if (status >= 300) throw new Error(`${status} ${JSON.stringify(body)}`);
  return body;
}
