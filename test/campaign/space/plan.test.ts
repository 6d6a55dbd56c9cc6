import { describe, expect, it } from 'vitest';
import { planSpace } from '../../../src/campaign/space/plan.ts';
import type { ExistingSpace, FoundSpace, SpaceStep, WantedSpace } from '../../../src/campaign/space/types.ts';

const wanted: WantedSpace = {
  space: 'o/s',
  hardware: null,
  sleepSeconds: null,
  bucket: 'o/s-data',
  hasDatabase: false,
  workspace: 'w',
  freshFolder: null,
};

const showWarning = 'ARGILLA_SHOW_HUGGINGFACE_SPACE_PERSISTENT_STORAGE_WARNING';
const data = { type: 'bucket', source: 'o/s-data', mountPath: '/data' };

const asDescribed: ExistingSpace = {
  url: 'https://o-s.hf.space',
  commit: 'c1',
  private: false,
  stage: 'RUNNING',
  hardware: 'cpu-basic',
  sleepSeconds: 172_800,
  volumes: [data],
  secretKeys: new Set(['USERNAME', 'PASSWORD', 'API_KEY', 'ARGILLA_AUTH_SECRET_KEY']),
  variables: new Map([
    ['WORKSPACE', 'w'],
    ['WEB_CONCURRENCY', '2'],
    [showWarning, 'false'],
  ]),
  readme: '---\nsdk: docker\nhf_oauth: true\n---\n',
  oauthConfig: 'providers:\n  - name: huggingface\nallowed_workspaces:\n  - name: w\n',
};

function plan(space: Partial<ExistingSpace> | null, more: Partial<WantedSpace> = {}, hasBucket = true): SpaceStep[] {
  const found: FoundSpace = {
    hasBucket,
    cores: new Map([['t4-small', 4]]),
    space: space === null ? null : { ...asDescribed, ...space },
  };
  return planSpace({ ...wanted, ...more }, found);
}

function changing(steps: SpaceStep[]): string[] {
  return steps
    .filter(({ action }) => action !== 'keep')
    .map(({ action, target, restarts }) => `${action} ${target}${restarts ? ' !' : ''}`);
}

describe('a Space that is not there', () => {
  it('is made in one call, with all that would restart it later', () => {
    const steps = plan(null, {}, false);
    expect(changing(steps)).toEqual(['create bucket o/s-data', 'create Space o/s', 'update .oauth.yaml and README.md']);
    expect(steps[1]?.change).toEqual({
      type: 'duplicate',
      hardware: 'cpu-basic',
      sleepSeconds: null,
      secretKeys: ['USERNAME', 'PASSWORD', 'API_KEY', 'ARGILLA_AUTH_SECRET_KEY'],
      variables: { WORKSPACE: 'w', WEB_CONCURRENCY: '2', [showWarning]: 'false' },
      volumes: [data],
    });
  });

  const cases: [string, Partial<WantedSpace>, object][] = [
    ['hardware that costs sleeps after two days', { hardware: 'cpu-upgrade' }, { sleepSeconds: 172_800 }],
    ['or when prank.yaml says', { hardware: 'cpu-upgrade', sleepSeconds: -1 }, { sleepSeconds: -1 }],
    ['free hardware sleeps by itself', { hardware: 'cpu-basic', sleepSeconds: 7200 }, { sleepSeconds: null }],
    [
      'each core has a web process',
      { hardware: 'cpu-upgrade' },
      { variables: { WORKSPACE: 'w', WEB_CONCURRENCY: '8', [showWarning]: 'false' } },
    ],
    [
      'the Hub tells the cores of the rest',
      { hardware: 't4-small' },
      { variables: { WORKSPACE: 'w', WEB_CONCURRENCY: '4', [showWarning]: 'false' } },
    ],
    [
      'two where nobody tells',
      { hardware: 'zero-a10g' },
      { variables: { WORKSPACE: 'w', WEB_CONCURRENCY: '2', [showWarning]: 'false' } },
    ],
    [
      'without storage Argilla is right to warn',
      { bucket: null },
      { volumes: [], variables: { WORKSPACE: 'w', WEB_CONCURRENCY: '2' } },
    ],
    [
      'an external database is storage enough',
      { bucket: null, hasDatabase: true },
      {
        secretKeys: ['USERNAME', 'PASSWORD', 'API_KEY', 'ARGILLA_AUTH_SECRET_KEY', 'ARGILLA_DATABASE_URL'],
        variables: { WORKSPACE: 'w', WEB_CONCURRENCY: '2', [showWarning]: 'false' },
      },
    ],
  ];
  it.each(cases)('%s', (_, more, change) => {
    const step = plan(null, more).find((found) => found.change?.type === 'duplicate');
    expect(step?.change).toMatchObject(change);
  });
});

describe('a Space that is as described', () => {
  it('is kept, and every part of it is told', () => {
    const steps = plan({});
    expect(changing(steps)).toEqual([]);
    expect(steps.every(({ change, restarts }) => change === null && !restarts)).toBe(true);
    expect(steps.map(({ target }) => target)).toContain('volume /data');
  });

  const kept: [string, Partial<ExistingSpace>, Partial<WantedSpace>][] = [
    [
      'its own hardware',
      { hardware: 'cpu-upgrade', variables: new Map([...asDescribed.variables, ['WEB_CONCURRENCY', '8']]) },
      {},
    ],
    ['a secret of others', { secretKeys: new Set([...asDescribed.secretKeys, 'OTHER']) }, {}],
    ['a variable of others', { variables: new Map([...asDescribed.variables, ['OTHER', '1']]) }, {}],
    ['another volume at /data', { volumes: [{ ...data, source: 'o/other' }] }, {}],
    ['a volume although prank.yaml says none', {}, { bucket: null }],
    ['a Space without USERNAME', { secretKeys: new Set(['PASSWORD', 'API_KEY', 'ARGILLA_AUTH_SECRET_KEY']) }, {}],
    ['a sleep time on free hardware', {}, { sleepSeconds: 3600 }],
  ];
  it.each(kept)('keeps %s', (_, space, more) => {
    expect(changing(plan(space, more))).toEqual([]);
  });

  it('needs no bucket where another volume holds the data', () => {
    expect(changing(plan({ volumes: [{ ...data, source: 'o/other' }] }, {}, false))).toEqual([]);
  });
});

describe('a Space that differs', () => {
  const cases: [string, Partial<ExistingSpace>, Partial<WantedSpace>, string[]][] = [
    [
      'a missing secret',
      { secretKeys: new Set(['PASSWORD', 'API_KEY']) },
      {},
      ['update secret ARGILLA_AUTH_SECRET_KEY !'],
    ],
    ['an external database', {}, { hasDatabase: true }, ['update secret ARGILLA_DATABASE_URL !']],
    [
      'another workspace',
      { variables: new Map([...asDescribed.variables, ['WORKSPACE', 'x']]) },
      {},
      ['update variable WORKSPACE !'],
    ],
    ['hardware', {}, { hardware: 't4-small' }, ['update variable WEB_CONCURRENCY !', 'update hardware t4-small !']],
    [
      'sleep time',
      {
        hardware: 't4-small',
        sleepSeconds: null,
        variables: new Map([...asDescribed.variables, ['WEB_CONCURRENCY', '4']]),
      },
      { sleepSeconds: 3600 },
      ['update sleep time 1 h'],
    ],
    ['no sign-in', { readme: '---\nsdk: docker\n---\n' }, {}, ['update README.md !']],
    ['no volume', { volumes: [] }, {}, ['update volume /data !']],
    ['paused', { stage: 'PAUSED' }, {}, ['restart Space o/s !']],
  ];
  it.each(cases)('%s', (_, space, more, expected) => {
    expect(changing(plan(space, more))).toEqual(expected);
  });

  it('keeps the volumes that it has beside the new one', () => {
    const models = { type: 'model', source: 'o/m', mountPath: '/models' };
    const step = plan({ volumes: [models] }).find(({ target }) => target === 'volume /data');
    expect(step?.change).toEqual({ type: 'set-volumes', volumes: [models, data] });
  });

  it('gets its key before its volume: a database that starts first would make a key up', () => {
    const types = plan({ volumes: [], secretKeys: new Set() }).flatMap(({ change }) => change?.type ?? []);
    expect(types.lastIndexOf('set-secret')).toBeLessThan(types.indexOf('set-volumes'));
    expect(types.at(-1)).toBe('set-volumes');
  });
});

describe('a Space whose key nobody has', () => {
  it('gets a new key, and an empty folder beside the old database', () => {
    const steps = planSpace(
      { ...wanted, freshFolder: 'new' },
      { hasBucket: true, cores: new Map(), space: asDescribed },
    );
    expect(steps.flatMap(({ change }) => (change === null ? [] : [change]))).toEqual([
      { type: 'set-secret', key: 'PASSWORD' },
      { type: 'set-secret', key: 'API_KEY' },
      { type: 'set-volumes', volumes: [{ ...data, path: 'new' }] },
    ]);
  });
});
