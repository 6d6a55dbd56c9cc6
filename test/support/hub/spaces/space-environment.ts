import { makeId } from '../state/accounts.ts';
import { cardOf } from '../state/card.ts';
import { makeOauthApp } from '../state/openid.ts';
import { findHardware } from './hardware.ts';
import type { Space } from './space.ts';

/** A container's environment: what the Hub injects, then variables and secrets. */
export function makeEnvironment(space: Space, hubUrl: string): Record<string, string> {
  const { repository, url, hardware } = space;
  const [author = '', name = ''] = repository.id.split('/');
  const card = cardOf(repository.head.files);
  const { cores = 2, memoryGb = 16, accelerator = null } = findHardware(hardware) ?? {};
  return {
    SPACE_ID: repository.id,
    SPACE_HOST: new URL(url).host,
    SPACE_AUTHOR_NAME: author,
    SPACE_REPO_NAME: name,
    SPACE_TITLE: typeof card['title'] === 'string' ? card['title'] : name,
    SPACE_CREATOR_USER_ID: makeId(`user ${repository.creator}`),
    CPU_CORES: String(cores),
    MEMORY: `${memoryGb}Gi`,
    ACCELERATOR: accelerator ?? 'none',
    ...(card['hf_oauth'] === true ? makeOauthEnvironment(repository.id, card['hf_oauth_scopes'], hubUrl) : {}),
    ...valuesOf(space.variables),
    ...valuesOf(space.secrets),
  };
}

/** The Hub makes an OAuth app for a Space if its README asks for it. */
function makeOauthEnvironment(id: string, scopes: unknown, hubUrl: string): Record<string, string> {
  const asked: unknown[] = Array.isArray(scopes) ? scopes : [];
  const app = makeOauthApp(id);
  return {
    OAUTH_CLIENT_ID: app.id,
    OAUTH_CLIENT_SECRET: app.secret,
    OAUTH_SCOPES: ['openid', 'profile', ...asked].join(' '),
    OPENID_PROVIDER_URL: hubUrl,
  };
}

function valuesOf(settings: Space['secrets']): Record<string, string> {
  return Object.fromEntries([...settings.values()].map(({ key, value }) => [key, value]));
}
