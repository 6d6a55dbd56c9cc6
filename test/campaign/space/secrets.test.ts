import { describe, expect, it } from 'vitest';
import { provideSecrets } from '../../../src/campaign/space/secrets.ts';
import type { SpaceTarget } from '../../../src/model.ts';

const target: SpaceTarget = {
  type: 'space',
  space: 'o/s',
  hardware: null,
  sleepHours: null,
  storage: 'bucket',
  databaseEnv: 'DB',
};
const keys = ['USERNAME', 'PASSWORD', 'API_KEY', 'ARGILLA_AUTH_SECRET_KEY'];

function createPorts(stored: Record<string, string>) {
  let made = 0;
  const saved: Record<string, string>[] = [];
  const hidden: string[] = [];
  return {
    saved,
    hidden,
    settings: {
      read: async (name: string) => stored[name],
      save: async (values: Record<string, string>) => void saved.push(values),
    },
    hide: (value: string) => void hidden.push(value),
    randomSecret: () => `random-${(made += 1)}`,
  };
}

describe('provideSecrets', () => {
  it('generates what is missing, keeps what the owner needs in .env, and hides all of it', async () => {
    const ports = createPorts({});
    const secrets = await provideSecrets(keys, 'ada', target, ports);
    expect(secrets).toEqual({
      USERNAME: 'ada',
      PASSWORD: 'random-1',
      API_KEY: 'random-2',
      ARGILLA_AUTH_SECRET_KEY: 'random-3',
    });
    expect(ports.saved).toEqual([{ ARGILLA_PASSWORD: 'random-1', ARGILLA_API_KEY: 'random-2' }]);
    expect(ports.hidden.toSorted()).toEqual(['random-1', 'random-2', 'random-3']);
  });

  it('uses what is there, and then writes nothing', async () => {
    const ports = createPorts({
      ARGILLA_API_KEY: 'key-of-before',
      ARGILLA_PASSWORD: 'password-of-before',
      DB: 'x://y',
    });
    const secrets = await provideSecrets([...keys, 'ARGILLA_DATABASE_URL'], 'ada', target, ports);
    expect(secrets).toMatchObject({
      PASSWORD: 'password-of-before',
      API_KEY: 'key-of-before',
      ARGILLA_DATABASE_URL: 'x://y',
    });
    expect(ports.saved).toEqual([]);
  });

  it.each(['short', 'with blanks in it', '-begins-like-an-option', 'has$dollar$signs', 'x'.repeat(101)])(
    'rejects a key that breaks the start of the Space: %s',
    async (key) => {
      const ports = createPorts({ ARGILLA_API_KEY: key });
      await expect(provideSecrets(['API_KEY'], 'ada', target, ports)).rejects.toMatchObject({ code: 'secret_unfit' });
    },
  );

  it('requires the database that prank.yaml names', async () => {
    const ports = createPorts({});
    await expect(provideSecrets(['ARGILLA_DATABASE_URL'], 'ada', target, ports)).rejects.toMatchObject({
      code: 'database_url_missing',
      exitCode: 2,
    });
  });
});
