/** The decoded user and password from an address. A lone token is a user without a password. */
export interface Login {
  user: string;
  password: string;
}

/** An address that is safe to show and store, and the login that was removed from it. */
export interface SplitAddress {
  /** Without user, password and trailing slash. */
  url: string;
  login: Login | null;
}

/** Removes user and password from an http(s) address; null for any other text. */
export function splitAddress(written: string): SplitAddress | null {
  const address = parseAddress(written);
  if (address === null || !['http:', 'https:'].includes(address.protocol)) return null;
  const { url, login } = splitLogin(address);
  return { url: trimSlashes(login === null ? written.trim() : url.href), login };
}

/**
 * Same as `splitAddress`, for an address of Argilla as people copy it from its documentation or a browser: without
 * `/api/v1` or the name of a page at its end. What is before that stays, because a server may be below a path.
 */
export function splitServerAddress(written: string): SplitAddress | null {
  const split = splitAddress(written);
  return split === null ? null : { ...split, url: trimServerPath(split.url) };
}

// The end of an address that is not the server's own: its API, and pages that people copy from the browser.
const apiOrPage =
  /^(https?:\/\/[^/]+.*?)\/(?:api\/v1(?:[/?].*)?|sign-in|user-settings|dataset\/[\da-f-]{36}(?:[/?].*)?)\/*$/iu;

/** Removes `/api/v1` and pages of Argilla from the end of an address that has no login. */
export function trimServerPath(url: string): string {
  return trimSlashes(url.replace(apiOrPage, '$1'));
}

/** The same for an address of any scheme. */
export function splitLogin(address: URL): { url: URL; login: Login | null } {
  const { username, password } = address;
  if (username === '' && password === '') return { url: address, login: null };
  const url = new URL(address);
  [url.username, url.password] = ['', ''];
  return { url, login: { user: decode(username), password: decode(password) } };
}

/** The value of the header `Authorization` (RFC 7617, in UTF-8). */
export function basicAuthorization({ user, password }: Login): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
}

/** Whether two addresses lead to the same place, whatever login they contain. */
export function isSameAddress(a: string, b: string): boolean {
  return normalize(a) === normalize(b);
}

function normalize(written: string): string {
  const split = splitServerAddress(written);
  return split === null ? trimSlashes(written) : trimSlashes(new URL(split.url).href);
}

/**
 * The parts of an address of any scheme that must not be shown: password or token, as written, decoded, and combined
 * with the user as Basic authentication sends them. Works even if no program can parse the address.
 */
export function listAddressSecrets(written: string): string[] {
  const address = parseAddress(written);
  const parsed = address === null ? '' : renderUserinfo(address);
  const found = [parsed, ...findUserinfo(written, parsed !== '')].flatMap((userinfo) => {
    if (userinfo === '') return [];
    const secret = userinfo.slice(userinfo.indexOf(':') + 1);
    const sent = userinfo.includes(':') ? userinfo : `${userinfo}:`;
    return [userinfo, secret, decode(secret), decode(sent)];
  });
  return [...new Set(found)];
}

function renderUserinfo({ username, password }: URL): string {
  return password === '' ? username : `${username}:${password}`;
}

/** Returns it as typed, because the parser encodes some characters. */
function findUserinfo(written: string, isParsed: boolean): string[] {
  const rest = written.trim().replace(/^[a-z][a-z\d+.-]*:[\\/]+/iu, '');
  // What the parser takes for host, port and path may be a password with a slash in it.
  const part = isParsed ? (/^[^\\/?#]*/u.exec(rest)?.[0] ?? '') : rest;
  const userinfo = part.slice(0, Math.max(0, part.lastIndexOf('@')));
  return userinfo.includes(':') || (isParsed && userinfo !== '') ? [userinfo] : [];
}

function parseAddress(written: string): URL | null {
  return URL.canParse(written) ? new URL(written) : null;
}

/** Invalid percent encodings stay unchanged, as in browsers. */
function decode(text: string): string {
  return text.replaceAll(/(?:%[\da-f]{2})+/giu, (encoded) =>
    Buffer.from(encoded.replaceAll('%', ''), 'hex').toString(),
  );
}

function trimSlashes(text: string): string {
  return text.replace(/\/+$/u, '');
}
