import { describe, expect, it } from 'vitest';
import { planSpace } from '../../../src/campaign/space/plan.ts';
import type { ExistingSpace, FoundSpace, SpaceStep, WantedSpace } from '../../../src/campaign/space/types.ts';

const wanted: WantedSpace = {
  space: 'o/s',
  server: null,
  hardware: null,
  sleepSeconds: null,
  bucket: 'o/s-data',
  hasDatabase: false,
  workspace: 'w',
  about: { title: 'rating', dataset: null },
  freshFolder: null,
};

const showWarning = 'ARGILLA_SHOW_HUGGINGFACE_SPACE_PERSISTENT_STORAGE_WARNING';
const data = { type: 'bucket', source: 'o/s-data', mountPath: '/data' };

const asDescribed: ExistingSpace = {
  server: 'argilla',
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

describe('a missing Space', () => {
  it('is created in one call, with everything that would restart it later', () => {
    const steps = plan(null, {}, false);
    expect(changing(steps)).toEqual(['create bucket o/s-data', 'create Space o/s', 'update .oauth.yaml and README.md']);
    expect(steps[1]?.change).toEqual({
      type: 'duplicate',
      template: 'argilla/argilla-template-space',
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

describe('a Space that matches the description', () => {
  it('is kept, and every part of it is listed', () => {
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

  it('needs no bucket if another volume holds the data', () => {
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

  it('keeps its volumes when one is added', () => {
    const models = { type: 'model', source: 'o/m', mountPath: '/models' };
    const step = plan({ volumes: [models] }).find(({ target }) => target === 'volume /data');
    expect(step?.change).toEqual({ type: 'set-volumes', volumes: [models, data] });
  });

  it('gets its key before its volume: a database that starts first would invent a key', () => {
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

describe('the steps of a plan', () => {
  const sleeping = {
    hardware: 't4-small',
    sleepSeconds: 3600,
    variables: new Map([...asDescribed.variables, ['WEB_CONCURRENCY', '4']]),
  };

  it('say why each part is kept', () => {
    const space = {
      secretKeys: new Set([...asDescribed.secretKeys, 'OTHER']),
      variables: new Map([...asDescribed.variables, ['Z', '1'], ['A', '1']]),
    };
    expect(plan(space).map(({ target, why }) => `${target}: ${why}`)).toEqual([
      'Space o/s: is Argilla, at https://o-s.hf.space',
      'secret PASSWORD: is set; its value is never changed',
      'secret API_KEY: is set; its value is never changed',
      'secret ARGILLA_AUTH_SECRET_KEY: is set; its value is never changed',
      'secret OTHER: is set',
      'secret USERNAME: is set',
      'variable WORKSPACE: is w',
      'variable WEB_CONCURRENCY: is 2',
      `variable ${showWarning}: is false`,
      'variable A: is not of prank',
      'variable Z: is not of prank',
      'hardware cpu-basic: stays as it is',
      '.oauth.yaml and README.md: let raters sign in with Hugging Face',
      'volume /data: is bucket o/s-data',
    ]);
  });

  it.each<[string, Partial<ExistingSpace> | null, Partial<WantedSpace>, boolean, string]>([
    ['Space o/s', { private: true }, {}, true, 'is Argilla, at https://o-s.hf.space; it is private, so raters'],
    ['bucket o/s-data', { volumes: [] }, {}, true, 'is there'],
    ['bucket o/s-data', { volumes: [] }, {}, false, 'private, for the data of o/s'],
    [
      'Space o/s',
      null,
      { bucket: null },
      true,
      'a copy of argilla/argilla-template-space on cpu-basic, public, with no storage, secrets USERNAME, PASSWORD, API_KEY, ARGILLA_AUTH_SECRET_KEY, variables WORKSPACE, WEB_CONCURRENCY',
    ],
    ['Space o/s', null, { hardware: 't4-small' }, true, 'on t4-small, public, with bucket o/s-data at /data, secrets'],
    ['.oauth.yaml and README.md', null, {}, true, 'sign-in with Hugging Face, into workspace w'],
    ['secret API_KEY', { secretKeys: new Set() }, {}, true, 'is not set (restarts the Space)'],
    [
      'secret ARGILLA_DATABASE_URL',
      {},
      { hasDatabase: true },
      true,
      'is not set: Argilla moves to that database (restarts the Space)',
    ],
    ['secret API_KEY', {}, { freshFolder: 'new' }, true, 'is not known here (restarts the Space)'],
    ['variable WORKSPACE', { variables: new Map() }, {}, true, 'is not set; w (restarts the Space)'],
    ['variable WORKSPACE', { variables: new Map([['WORKSPACE', 'x']]) }, {}, true, 'is x, should be w (restarts'],
    ['variable WEB_CONCURRENCY', { hardware: null, variables: new Map() }, {}, true, 'is not set; 2 (restarts'],
    ['volume /data', { volumes: [] }, {}, true, 'is not there; bucket o/s-data (restarts the Space)'],
    [
      'volume /data',
      {},
      { freshFolder: 'new' },
      true,
      'becomes the empty folder new of bucket o/s-data; what is there stays (restarts the Space)',
    ],
    ['volume /data', { volumes: [{ ...data, type: 'dataset' }] }, { freshFolder: 'new' }, true, 'is dataset o/s-data'],
    ['storage none', { volumes: [] }, { bucket: null }, true, 'all data is lost at each restart'],
    ['Space o/s', { stage: 'STOPPED' }, {}, true, 'is Argilla'],
    ['hardware t4-small', {}, { hardware: 't4-small' }, true, 'is cpu-basic (restarts the Space)'],
    ['hardware t4-small', { hardware: null }, { hardware: 't4-small' }, true, 'is not told (restarts the Space)'],
    ['hardware cpu-basic', {}, { hardware: 'cpu-basic' }, true, 'is as described'],
    ['hardware ?', { hardware: null }, {}, true, 'stays as it is'],
    ['sleep time 1 h', sleeping, { sleepSeconds: 3600 }, true, 'is as described'],
    ['sleep time 2 h', sleeping, { sleepSeconds: 7200 }, true, 'is 1 h'],
    ['sleep time never', sleeping, { sleepSeconds: -1 }, true, 'is 1 h'],
    ['sleep time 1 h', { ...sleeping, sleepSeconds: null }, { sleepSeconds: 3600 }, true, 'is never'],
    ['sleep time never', { ...sleeping, sleepSeconds: null }, { sleepSeconds: -1 }, true, 'is as described'],
  ])('say of %s of %j, wanted %j, why', (target, space, more, hasBucket, why) => {
    expect(plan(space, more, hasBucket).find((step) => step.target === target)?.why).toContain(why);
  });

  it.each<[string, Partial<ExistingSpace> | null, Partial<WantedSpace>, object[]]>([
    [
      'a bucket',
      { volumes: [] },
      {},
      [
        { type: 'create-bucket', bucket: 'o/s-data' },
        { type: 'set-volumes', volumes: [data] },
      ],
    ],
    [
      'no bucket',
      { volumes: [] },
      { bucket: null, hasDatabase: true, workspace: 'w' },
      [{ type: 'set-secret', key: 'ARGILLA_DATABASE_URL' }],
    ],
    [
      'hardware',
      {},
      { hardware: 'cpu-upgrade' },
      [
        { type: 'set-variable', key: 'WEB_CONCURRENCY', value: '8' },
        { type: 'set-hardware', hardware: 'cpu-upgrade', sleepSeconds: 172_800 },
      ],
    ],
    ['sleep time', sleeping, { sleepSeconds: -1 }, [{ type: 'set-sleep', seconds: -1 }]],
    ['a stopped Space', { stage: 'STOPPED' }, {}, [{ type: 'restart' }]],
    ['a paused Space', { stage: 'PAUSED' }, {}, [{ type: 'restart' }]],
    ['a Space that starts', { stage: 'STARTING' }, {}, []],
    [
      'a fresh folder beside other volumes',
      { volumes: [{ type: 'model', source: 'o/m', mountPath: '/models' }, data] },
      { freshFolder: 'new', bucket: 'o/else' },
      [
        { type: 'set-secret', key: 'PASSWORD' },
        { type: 'set-secret', key: 'API_KEY' },
        {
          type: 'set-volumes',
          volumes: [
            { type: 'model', source: 'o/m', mountPath: '/models' },
            { ...data, path: 'new' },
          ],
        },
      ],
    ],
    [
      'a new Space without a bucket',
      null,
      { bucket: null },
      [
        expect.objectContaining({
          type: 'duplicate',
          template: 'argilla/argilla-template-space',
          volumes: [],
          variables: { WORKSPACE: 'w', WEB_CONCURRENCY: '2' },
        }),
        { type: 'after-copy' },
      ],
    ],
  ])('carry everything needed to apply them: %s', (_, space, more, changes) => {
    expect(plan(space, more, false).flatMap(({ change }) => change ?? [])).toEqual(changes);
  });

  it('commit only the files that differ, on the commit they were read from', () => {
    const readme = '---\nsdk: docker\n---\n';
    const step = plan({ readme }).find(({ change }) => change?.type === 'commit-files');
    expect(step?.change).toMatchObject({ type: 'commit-files', parent: 'c1', files: [{ path: 'README.md' }] });
    const both = plan({ readme, oauthConfig: null }).find(({ change }) => change?.type === 'commit-files');
    expect(both).toMatchObject({ target: '.oauth.yaml and README.md', restarts: true, action: 'update' });
  });
});

describe('Extralit', () => {
  const extralit: Partial<ExistingSpace> = {
    server: 'extralit',
    secretKeys: new Set(['PASSWORD', 'API_KEY', 'EXTRALIT_AUTH_SECRET_KEY']),
    variables: new Map([
      ['WORKSPACE', 'w'],
      ['WEB_CONCURRENCY', '2'],
      ['EXTRALIT_SHOW_HUGGINGFACE_SPACE_PERSISTENT_STORAGE_WARNING', 'false'],
    ]),
  };

  it('is a copy of its own template, with its own names for secrets and variables', () => {
    const [, create] = plan(null, { server: 'extralit', hasDatabase: true }, false);
    expect(create?.why).toContain('a copy of extralit/public-demo on cpu-basic');
    expect(create?.change).toMatchObject({
      template: 'extralit/public-demo',
      secretKeys: ['USERNAME', 'PASSWORD', 'API_KEY', 'EXTRALIT_AUTH_SECRET_KEY', 'EXTRALIT_DATABASE_URL'],
      variables: { EXTRALIT_SHOW_HUGGINGFACE_SPACE_PERSISTENT_STORAGE_WARNING: 'false' },
    });
  });

  it('is left as it is, also if prank.yaml does not name it', () => {
    expect(changing(plan(extralit))).toEqual([]);
    expect(plan(extralit).at(0)).toMatchObject({ why: 'is Extralit, at https://o-s.hf.space' });
    expect(changing(plan(extralit, { hasDatabase: true }))).toEqual(['update secret EXTRALIT_DATABASE_URL !']);
  });

  it("drops its template's workspaces from the sign-in", () => {
    const oauthConfig =
      'providers:\n  - name: huggingface\nallowed_workspaces:\n  - name: itn-recalibration\n  - name: extralit\n';
    const files = plan({ ...extralit, oauthConfig }).find(({ change }) => change?.type === 'commit-files');
    expect(files?.change).toMatchObject({
      files: [{ text: 'providers:\n  - name: huggingface\nallowed_workspaces:\n  - name: w\n' }],
    });
  });
});
