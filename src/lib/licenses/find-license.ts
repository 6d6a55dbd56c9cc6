import spdxIds from 'spdx-license-ids/index.json' with { type: 'json' };
import oldSpdxIds from 'spdx-license-ids/deprecated.json' with { type: 'json' };
import { findClosest } from '../text/find-closest.ts';
import { hubLicenseIds } from './hub-ids.ts';

/** A licence that the Hub or SPDX has. */
export interface License {
  /** The Hub's id; if it has none, the one of SPDX in lower case. */
  id: string;
  /** Whether the Hub accepts the id in a card. */
  isOnHub: boolean;
  /** The id of SPDX, for the address of the licence's page there; null = SPDX does not have it. */
  spdx: string | null;
}

/** SPDX ids, in lower case, for which the Hub has another name. */
const hubNames: Readonly<Record<string, string>> = {
  'c-uda-1.0': 'c-uda',
  'gfdl-1.1': 'gfdl',
  'gfdl-1.2': 'gfdl',
  'gfdl-1.3': 'gfdl',
  lgpllr: 'lgpl-lr',
  'odbl-1.0': 'odbl',
  'odc-by-1.0': 'odc-by',
  'pddl-1.0': 'pddl',
};

/** Names that the rules of `spellings` don't lead to an id. Only those that can mean one licence alone. */
const otherNames: Readonly<Record<string, string>> = {
  'bsd-2': 'bsd-2-clause',
  'bsd-3': 'bsd-3-clause',
  'bsd-2-clause-simplified': 'bsd-2-clause',
  'bsd-3-clause-new': 'bsd-3-clause',
  'bsd-3-clause-new-or-revised': 'bsd-3-clause',
  boost: 'bsl-1.0',
  'boost-software-1.0': 'bsl-1.0',
  'cc-0': 'cc0-1.0',
  'cc-0-1.0': 'cc0-1.0',
  cc0: 'cc0-1.0',
  'cc-zero': 'cc0-1.0',
  'cc-zero-1.0': 'cc0-1.0',
  'odc-odbl': 'odbl',
  'odc-pddl': 'pddl',
  'public-domain-mark-1.0': 'cc-pdm-1.0',
};

const longNames: readonly (readonly [name: RegExp, short: string])[] = [
  [/creative-commons/u, 'cc'],
  [/attribution/u, 'by'],
  [/share-?alike/u, 'sa'],
  [/non-?commercial/u, 'nc'],
  [/no-?deriv(?:ative)?s/u, 'nd'],
  [/^gnu-/u, ''],
  [/affero-general-public/u, 'agpl'],
  [/lesser-general-public/u, 'lgpl'],
  [/general-public/u, 'gpl'],
  [/mozilla-public/u, 'mpl'],
  [/eclipse-public/u, 'epl'],
  [/european-union-public/u, 'eupl'],
];

const onHub: ReadonlySet<string> = new Set(hubLicenseIds);
/** Lower case → SPDX id. */
const inSpdx = new Map([...oldSpdxIds, ...spdxIds].map((id) => [id.toLowerCase(), id]));
const spdxOfHub = new Map(Object.entries(hubNames).map(([spdx, id]) => [id, spdx]));
// Several versions go by this name on the Hub, and each has a page of its own.
spdxOfHub.delete('gfdl');

/**
 * The licence that somebody means by an id of the Hub or of SPDX, in any case and spelling: `CC BY 4.0`, `Apache 2`,
 * `GPLv3`, or the address of its page at Creative Commons or SPDX. null = unknown, or not one licence alone: `cc-by`
 * has no version.
 */
export function findLicense(written: string): License | null {
  const names = spellings(written);
  const spdx = names.map((name) => inSpdx.get(name)).find((id) => id !== undefined) ?? null;
  const id = names.map((name) => ownEntry(hubNames, name) ?? name).find((name) => onHub.has(name));
  if (id !== undefined) return { id, isOnHub: true, spdx: spdx ?? inSpdx.get(spdxOfHub.get(id) ?? '') ?? null };
  return spdx === null ? null : { id: spdx.toLowerCase(), isOnHub: false, spdx };
}

/** How outputs name a licence: by its id, or as it is written if nobody knows it. */
export function showLicense(written: string): string {
  return findLicense(written)?.id ?? written;
}

/** The address of a licence's page at SPDX; null if it has none. */
export function licensePage({ spdx }: Pick<License, 'spdx'>): string | null {
  return spdx === null ? null : `https://spdx.org/licenses/${spdx}.html`;
}

/** The Hub's id of which an unknown text is probably a typo, or that it leaves without a version; null = none is near. */
export function suggestLicense(written: string): string | null {
  const slug = toSlug(written);
  const versions = hubLicenseIds.filter(
    (id) => id.startsWith(`${slug}-`) && /^\d[\d.]*$/u.test(id.slice(slug.length + 1)),
  );
  return versions.at(-1) ?? findClosest(slug, hubLicenseIds);
}

/** A text and what it may be a spelling of, in lower case, most literal first. */
function spellings(written: string): string[] {
  const literal = written.trim().toLowerCase();
  const plain = readAddress(literal) ?? literal;
  const bare = plain.replace(/-(?:only|or-later)$|(?<=\d)\+$/u, '');
  const slug = toSlug(bare);
  const short = longNames.reduce((name, [long, replacement]) => name.replace(long, replacement), slug);
  const versioned = short.replace(/(?<=[a-z])-?v?(?=\d+(?:\.\d+)*$)/u, '-');
  const complete = versioned.replace(/(?<=-\d)$/u, '.0');
  const found = [plain, bare, slug, short, versioned, complete];
  return found.flatMap((name) => [name, ownEntry(otherNames, name) ?? name]);
}

function ownEntry(names: Readonly<Record<string, string>>, name: string): string | undefined {
  return Object.hasOwn(names, name) ? names[name] : undefined;
}

const fillers =
  /(?:^|-)(?:the|licen[cs]ed?|licen[cs]es|version|international|universal|generic|unported|intl)(?=-|$)/gu;

/** `The Apache License, Version 2.0` → `apache-2.0`. What stands between parentheses repeats the rest. */
function toSlug(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replaceAll(/\([^)]*\)/gu, ' ')
    .replaceAll(/[^a-z0-9.+]+/gu, '-')
    .replaceAll(fillers, '')
    .replaceAll(/^-+|-+$/gu, '')
    .replaceAll(/-{2,}/gu, '-');
}

const addresses: readonly (readonly [address: RegExp, prefix: string])[] = [
  [
    /^(?:https?:\/\/)?(?:www\.)?creativecommons\.org\/licenses\/([a-z-]+)\/(\d\.\d)(?:\/(?:legalcode|deed)?(?:\.[a-z-]+)?)?$/u,
    'cc-',
  ],
  [
    /^(?:https?:\/\/)?(?:www\.)?creativecommons\.org\/publicdomain\/(zero)\/(1\.0)(?:\/(?:legalcode|deed)?(?:\.[a-z-]+)?)?$/u,
    'cc-',
  ],
  [/^(?:https?:\/\/)?(?:www\.)?spdx\.org\/licenses\/([a-z0-9.+-]+?)(?:\.html)?$/u, ''],
];

function readAddress(text: string): string | null {
  for (const [address, prefix] of addresses) {
    const found = address.exec(text);
    if (found !== null) return `${prefix}${found.slice(1).join('-')}`;
  }
  return null;
}
