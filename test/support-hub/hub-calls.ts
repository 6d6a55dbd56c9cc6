import { createHash } from 'node:crypto';

/** What a test reads of a response. */
export interface HubAnswer {
  status: number;
  headers: Headers;
  text: string;
  /** The body as JSON, whose shape a test knows. */
  json(): Record<string, unknown>;
}

/** Requests to the Hub with a token, by fetch. Redirects are returned, not followed. */
export interface HubCalls {
  get(path: string, headers?: Record<string, string>): Promise<HubAnswer>;
  send(method: string, path: string, body?: unknown): Promise<HubAnswer>;
  commit(repository: string, lines: object[], options?: CommitOptions): Promise<HubAnswer>;
}

interface CommitOptions {
  summary?: string;
  parentCommit?: string;
  revision?: string;
  query?: string;
}

export function createHubCalls(url: string, token: string | null = 'hf_organizer'): HubCalls {
  const auth: Record<string, string> = token === null ? {} : { authorization: `Bearer ${token}` };
  const call = async (method: string, path: string, headers: Record<string, string>, body?: string) => {
    const target = path.startsWith('/') ? `${url}${path}` : path;
    const response = await fetch(target, {
      method,
      headers: { ...auth, ...headers },
      redirect: 'manual',
      ...(body === undefined ? {} : { body }),
    });
    const text = await response.text();
    const json = (): Record<string, unknown> => JSON.parse(text);
    return { status: response.status, headers: response.headers, text, json };
  };
  return {
    get: (path, headers = {}) => call('GET', path, headers),
    send: (method, path, body) =>
      body === undefined
        ? call(method, path, {})
        : call(method, path, { 'content-type': 'application/json' }, JSON.stringify(body)),
    commit(repository, lines, { revision = 'main', query = '', summary = 'Change', parentCommit } = {}) {
      const header = { key: 'header', value: { summary, ...(parentCommit === undefined ? {} : { parentCommit }) } };
      const body = [header, ...lines].map((line) => JSON.stringify(line)).join('\n');
      const path = `/api/${repository}/commit/${revision}${query}`;
      return call('POST', path, { 'content-type': 'application/x-ndjson' }, body);
    },
  };
}

/** A commit line that writes a small file. */
export function fileLine(path: string, content: string): object {
  return { key: 'file', value: { path, content: Buffer.from(content).toString('base64'), encoding: 'base64' } };
}

export function gitSha1(content: string): string {
  const bytes = Buffer.from(content);
  return createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
}
