import { describe, expect, it } from 'vitest';
import {
  cacheFolder,
  findEndpoint,
  findEndpointLogin,
  findToken,
  isSwitchedOn,
  tokenPath,
} from '../../src/hub/token.ts';

const envOf =
  (values: Record<string, string>) =>
  (name: string): string | undefined =>
    values[name];

describe('findToken', () => {
  // huggingface_hub, get_token: the environment, by its new name and its old one, then the file of `hf auth login`.
  it.each<[Record<string, string>, string | null, string | null]>([
    [{ HF_TOKEN: 'hf_a', HUGGING_FACE_HUB_TOKEN: 'hf_b' }, 'hf_c', 'hf_a'],
    [{ HUGGING_FACE_HUB_TOKEN: 'hf_b' }, 'hf_c', 'hf_b'],
    [{ HF_TOKEN: '', HUGGING_FACE_HUB_TOKEN: 'hf_b' }, 'hf_c', 'hf_b'],
    [{ HF_TOKEN: ' \n', HUGGING_FACE_HUB_TOKEN: '' }, 'hf_c', 'hf_c'],
    [{}, 'hf_c\n', 'hf_c'],
    [{}, '\r\n hf_c \r\n', 'hf_c'],
    [{ HF_TOKEN: ' hf_\r\na ' }, null, 'hf_a'],
    [{}, '\n', null],
    [{}, null, null],
  ])('of %j and the file %j is %j', async (values, file, token) => {
    const asked: string[] = [];
    const readTextFile = async (path: string): Promise<string | null> => {
      asked.push(path);
      return file;
    };
    expect(await findToken(envOf({ HOME: '/home/ada', ...values }), readTextFile)).toBe(token);
    expect(asked).toEqual(token === file?.trim() || token === null ? ['/home/ada/.cache/huggingface/token'] : []);
  });
});

describe('the folders of the official client', () => {
  it.each<[Record<string, string>, string, string]>([
    [{}, '/home/ada/.cache/huggingface/token', '/home/ada/.cache/huggingface/hub'],
    [{ XDG_CACHE_HOME: '/x' }, '/x/huggingface/token', '/x/huggingface/hub'],
    [{ XDG_CACHE_HOME: '/x', HF_HOME: '/h' }, '/h/token', '/h/hub'],
    [{ HF_HOME: '' }, '/home/ada/.cache/huggingface/token', '/home/ada/.cache/huggingface/hub'],
    [{ HF_HOME: '/h', HF_TOKEN_PATH: '/t', HF_HUB_CACHE: '/c' }, '/t', '/c'],
    [{ HF_HOME: '~/h' }, '/home/ada/h/token', '/home/ada/h/hub'],
    [{ HF_HOME: '~' }, '/home/ada/token', '/home/ada/hub'],
    [{ XDG_CACHE_HOME: '~/x' }, '/home/ada/x/huggingface/token', '/home/ada/x/huggingface/hub'],
    [{ HF_TOKEN_PATH: '~other/t', HF_HUB_CACHE: '/c/~/d' }, '~other/t', '/c/~/d'],
    [
      { HF_TOKEN_PATH: '$TEAM/${SUB}/t', HF_HUB_CACHE: '$NONE/${NONE}', TEAM: '/team', SUB: 's' },
      '/team/s/t',
      '$NONE/${NONE}',
    ],
  ])('by %j', (values, token, cache) => {
    const env = envOf({ HOME: '/home/ada', ...values });
    expect(tokenPath(env)).toBe(token);
    expect(cacheFolder(env)).toBe(cache);
  });
});

describe('findEndpoint', () => {
  it.each<[Record<string, string>, string]>([
    [{}, 'https://huggingface.co'],
    [{ HF_ENDPOINT: '' }, 'https://huggingface.co'],
    [{ HF_ENDPOINT: ' https://mirror.test/hub/\n' }, 'https://mirror.test/hub'],
    [{ HF_ENDPOINT: 'http://me:pw@127.0.0.1:8080', HF_HUB_OFFLINE: '0' }, 'http://127.0.0.1:8080'],
  ])('of %j is %s', (values, endpoint) => {
    expect(findEndpoint(envOf(values))).toBe(endpoint);
  });

  it('refuses to go online when it must not', () => {
    const thrown = expect.objectContaining({ code: 'hub_offline', message: expect.stringContaining('HF_HUB_OFFLINE') });
    expect(() => findEndpoint(envOf({ HF_HUB_OFFLINE: '1' }))).toThrow(thrown);
  });

  it('rejects an invalid address without showing it', () => {
    const env = envOf({ HF_ENDPOINT: 'ftp://me:hunter22@mirror.test' });
    const thrown = expect.objectContaining({
      code: 'hub_endpoint_invalid',
      message: expect.not.stringContaining('hunter22'),
    });
    expect(() => findEndpoint(env)).toThrow(thrown);
    expect(() => findEndpointLogin(env)).toThrow(thrown);
  });

  it('finds the login of a mirror, or none', () => {
    expect(findEndpointLogin(envOf({ HF_ENDPOINT: 'https://me:p%40ss@mirror.test' }))).toEqual({
      user: 'me',
      password: 'p@ss',
    });
    expect(findEndpointLogin(envOf({}))).toBeNull();
  });
});

it.each([
  ['1', true],
  ['on', true],
  ['YES', true],
  ['True', true],
  ['0', false],
  ['off', false],
  ['', false],
  ['2', false],
  [undefined, false],
])('isSwitchedOn %j: %s', (value, isOn) => {
  expect(isSwitchedOn(value)).toBe(isOn);
});
