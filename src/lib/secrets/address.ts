/** The user and password that an address carries, decoded. A lone token is a user without a password. */
export interface Login {
  user: string;
  password: string;
}

/** An address that can be shown and stored, and what was taken out of it. */
export interface SplitAddress {
  /** Without user, password and a slash at its end. */
  url: string;
  login: Login | null;
}

/** Takes user and password out of an http(s) address; null for any other text. */
export function splitAddress(written: string): SplitAddress | null {
  const address = parseAddress(written);
  if (address === null || !['http:', 'https:'].includes(address.protocol)) return null;
  const { username, password } = address;
  if (username === '' && password === '') return { url: trimSlashes(written.trim()), login: null };
  [address.username, address.password] = ['', ''];
  return { url: trimSlashes(address.href), login: { user: decode(username), password: decode(password) } };
}

/** The value of the header `Authorization` (RFC 7617, in UTF-8). */
export function basicAuthorization({ user, password }: Login): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
}

/** Whether two addresses lead to the same place, whoever is named in them. */
export function isSameAddress(a: string, b: string): boolean {
  return normalize(a) === normalize(b);
}

function normalize(written: string): string {
  const split = splitAddress(written);
  return split === null ? trimSlashes(written) : trimSlashes(new URL(split.url).href);
}

/**
 * What must not be shown of an address of any scheme: password or token as written, decoded, and together with the user,
 * as Basic authentication sends them. The address may be one that no program can parse.
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

/** As it was typed; the parser encodes some characters. */
function findUserinfo(written: string, isParsed: boolean): string[] {
  const rest = written.trim().replace(/^[a-z][a-z\d+.-]*:[\\/]+/iu, '');
  // What the parser takes for a host, a port and a path may be a password with a slash in it.
  const part = isParsed ? (/^[^\\/?#]*/u.exec(rest)?.[0] ?? '') : rest;
  const userinfo = part.slice(0, Math.max(0, part.lastIndexOf('@')));
  return userinfo.includes(':') || (isParsed && userinfo !== '') ? [userinfo] : [];
}

function parseAddress(written: string): URL | null {
  return URL.canParse(written) ? new URL(written) : null;
}

/** Bytes that are no percent encoding stay as they are, as browsers leave them. */
function decode(text: string): string {
  return text.replaceAll(/(?:%[\da-f]{2})+/giu, (encoded) =>
    Buffer.from(encoded.replaceAll('%', ''), 'hex').toString(),
  );
}

function trimSlashes(text: string): string {
  return text.replace(/\/+$/u, '');
}
