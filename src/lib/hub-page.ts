/** A page of the Hugging Face Hub, which people take for the address of a server. */
export interface HubPage {
  /** owner/name, if it is the page of a Space. */
  space: string | null;
}

const hosts = new Set(['huggingface.co', 'www.huggingface.co', 'hf.co', 'www.hf.co', 'huggingface.com', 'hf.space']);

/** Recognizes pages of the Hub, also without `https://`. null = another address, such as `https://owner-name.hf.space`, where a Space answers. */
export function findHubPage(written: string): HubPage | null {
  const text = written.trim();
  const address = /^[a-z][a-z\d+.-]*:/iu.test(text) ? text : `https://${text}`;
  if (!URL.canParse(address)) return null;
  const { hostname, pathname } = new URL(address);
  if (!hosts.has(hostname.replace(/\.$/u, ''))) return null;
  const [, owner, name] = /^\/+spaces\/+([\w.-]+)\/+([\w.-]+)(?=\/|$)/u.exec(pathname) ?? [];
  return { space: owner === undefined || name === undefined ? null : `${owner}/${name}` };
}
