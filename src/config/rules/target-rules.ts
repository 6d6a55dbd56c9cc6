import { findLicense, suggestLicense } from '../../lib/licenses/find-license.ts';
import { findHubPage, type HubPage } from '../../lib/hub-page.ts';
import { brokenRule } from './survey.ts';
import type { Rule } from './survey.ts';

const targets = ['space', 'url', 'local'] as const;

export const argillaHasOneTarget: Rule = ({ config, isSound }) => {
  if (!isSound('argilla')) return [];
  const [first, ...more] = targets.filter((key) => config.argilla?.[key] !== undefined);
  if (first === undefined) {
    return [brokenRule(['argilla'], 'says none of space, url, local', 'add `local: true` to try it on this machine')];
  }
  return more.map((key) => brokenRule(['argilla', key], `stands beside ${first}`, 'keep one of space, url, local'));
};

export const spaceSettingsNeedSpace: Rule = ({ config, isSound }) => {
  if (config.argilla === undefined || config.argilla.space !== undefined || !isSound('argilla')) return [];
  return (['server', 'hardware', 'sleep_hours', 'storage', 'database'] as const)
    .filter((key) => config.argilla?.[key] !== undefined)
    .map((key) => brokenRule(['argilla', key], 'belongs to space, and there is none', 'remove it'));
};

export const freeHardwareSleepsByItself: Rule = ({ config: { argilla } }) => {
  if (argilla?.hardware !== 'cpu-basic' || argilla.sleep_hours === undefined) return [];
  return [
    brokenRule(['argilla', 'sleep_hours'], "can't be set on cpu-basic, which sleeps after 48 hours", 'remove it'),
  ];
};

const loginBelongs = 'an address with user and password belongs in .env, as ARGILLA_API_URL';

/** What to write in prank.yaml in place of a page of the Hub. */
function hubPageAdvice({ space }: HubPage): string {
  if (space !== null) return `write \`space: ${space}\` instead of url`;
  return 'write `space: owner/name` instead of url, or the address of an Argilla server';
}

export const serverAddressIsPlain: Rule = ({ config }) => {
  const written = config.argilla?.url;
  if (written === undefined) return [];
  const path = ['argilla', 'url'];
  const url = URL.canParse(written) ? new URL(written) : null;
  if (url === null || !['http:', 'https:'].includes(url.protocol)) {
    const allowed = 'an address that begins with https:// or http://';
    // Nobody can say which part of it is secret, so hide all of it.
    if (written.includes('@'))
      return [{ ...brokenRule(path, 'is not an address', loginBelongs), allowed, secret: true }];
    return [{ ...brokenRule(path, ''), problem: null, allowed }];
  }
  if (url.username !== '' || url.password !== '') {
    return [brokenRule(path, 'has a user or password in it', `remove them: ${loginBelongs}`)];
  }
  const page = findHubPage(written);
  if (page !== null) return [brokenRule(path, 'is a page of the Hugging Face Hub, not a server', hubPageAdvice(page))];
  if (url.search !== '' || url.hash !== '') {
    return [brokenRule(path, 'goes on with ? or #', 'give only the address of the server')];
  }
  return [];
};

export const backupIsNotTheRelease: Rule = ({ config: { publish } }) => {
  if (publish?.backup === undefined || publish.backup.toLowerCase() !== publish.dataset?.toLowerCase()) return [];
  return [
    brokenRule(['publish', 'backup'], 'is the dataset that is published', 'choose another one: a backup is private'),
  ];
};

export const keptKeyHasABackup: Rule = ({ config: { publish } }) => {
  if (publish?.pseudonym_key !== 'backup' || publish.backup !== undefined) return [];
  return [brokenRule(['publish', 'pseudonym_key'], 'is backup, and there is none', 'name one in publish.backup')];
};

export const dashboardHasItsOwnSpace: Rule = ({ config: { argilla, publish } }) => {
  const written = publish?.dashboard;
  const isName = typeof written === 'string';
  const space = isName ? written : written?.space;
  if (space === undefined || space.toLowerCase() !== argilla?.space?.toLowerCase()) return [];
  const path = ['publish', 'dashboard', ...(isName ? [] : ['space'])];
  return [brokenRule(path, 'is the Space that Argilla runs in', 'choose another one')];
};

const ownTerms = 'write {name: …, link: https://…} for terms of your own';

/** The Hub refuses a card with any other licence, and typing errors must not become terms. */
export const licenseIsKnown: Rule = ({ config: { publish } }) => {
  const license = publish?.license;
  if (license === undefined) return [];
  const path = ['publish', 'license'];
  if (typeof license === 'string') {
    if (findLicense(license) !== null) return [];
    const closest = suggestLicense(license);
    const guess = closest === null ? ownTerms : `did you mean \`${closest}\`? Otherwise ${ownTerms}`;
    return [brokenRule(path, 'is no licence that the Hub or SPDX has', guess)];
  }
  const found = license.name === undefined ? null : findLicense(license.name);
  if (found === null) return [];
  return [brokenRule([...path, 'name'], 'is a licence that needs no link', `write \`license: ${found.id}\` instead`)];
};

export const targetRules: readonly Rule[] = [
  argillaHasOneTarget,
  spaceSettingsNeedSpace,
  freeHardwareSleepsByItself,
  serverAddressIsPlain,
  backupIsNotTheRelease,
  keptKeyHasABackup,
  dashboardHasItsOwnSpace,
  licenseIsKnown,
];
