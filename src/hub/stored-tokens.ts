/** A login from `hf auth login` as the file `stored_tokens` holds it: a section of an INI file. */
export interface StoredToken {
  /** The name of the section. */
  name: string;
  token: string;
  /** null = a token that was pasted in; it can't be renewed. */
  refreshToken: string | null;
  /** Seconds since the epoch; null = unknown. */
  expiresAt: number | null;
}

/** Finds the login with this token in the text of `stored_tokens`, which Python's configparser writes. Pure. */
export function findStoredToken(text: string, token: string): StoredToken | null {
  for (const { name, fields } of readSections(text)) {
    if (fields.get('hf_token') !== token) continue;
    const expiresAt = fields.get('expires_at') ?? '';
    return {
      name,
      token,
      refreshToken: fields.get('refresh_token') || null,
      expiresAt: /^\d+$/u.test(expiresAt) ? Number(expiresAt) : null,
    };
  }
  return null;
}

/** The token that the section `name` holds by now; null = there is none. Pure. */
export function readStoredToken(text: string, name: string): StoredToken | null {
  const token = readSections(text)
    .find((section) => section.name === name)
    ?.fields.get('hf_token');
  return token === undefined ? null : findStoredToken(text, token);
}

/** Replaces the login of the same name, and leaves every other line as it is. Pure. */
export function replaceStoredToken(text: string, { name, token, refreshToken, expiresAt }: StoredToken): string {
  const section = readSections(text).find((found) => found.name === name);
  if (section === undefined) return text;
  const lines = text.split('\n');
  const written = [
    `hf_token = ${token}`,
    ...(refreshToken === null ? [] : [`refresh_token = ${refreshToken}`]),
    ...(expiresAt === null ? [] : [`expires_at = ${expiresAt}`]),
    '',
  ];
  return [...lines.slice(0, section.first), ...written, ...lines.slice(section.end)].join('\n');
}

interface Section {
  name: string;
  fields: Map<string, string>;
  /** Its lines below the heading, as indexes: from `first` up to, but without, `end`. */
  first: number;
  end: number;
}

function readSections(text: string): Section[] {
  const sections: Section[] = [];
  for (const [index, written] of text.split('\n').entries()) {
    const line = written.trimEnd();
    const heading = /^\[(?<name>.+)\]/u.exec(line)?.groups?.['name'];
    const current = sections.at(-1);
    if (heading !== undefined) {
      sections.push({ name: heading, fields: new Map(), first: index + 1, end: index + 1 });
      continue;
    }
    if (current === undefined) continue;
    current.end = index + 1;
    const { key, value } = /^(?<key>[^\s=:#;][^=:]*)[=:](?<value>.*)$/u.exec(line)?.groups ?? {};
    if (key !== undefined && value !== undefined) current.fields.set(key.trim().toLowerCase(), value.trim());
  }
  return sections;
}
