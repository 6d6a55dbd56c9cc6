import { describe, expect, it } from 'vitest';
import { provideSecrets } from '../../../src/campaign/space/secrets.ts';
import type { SpaceTarget } from '../../../src/model.ts';

const target: SpaceTarget = {
  type: 'space',
  space: 'o/s',
  server: null,
  hardware: null,
  sleepHours: null,
  storage: 'bucket',
  databaseEnv: 'DB',
};
const keys = ['USERNAME', 'PASSWORD', 'API_KEY', 'ARGILLA_AUTH_SECRET_KEY'];

/** The n-th secret that is made. */
function random(n: number): string {
  return Buffer.alloc(32, n).toString('hex');
}

function createFolder(stored: Record<string, string>) {
  let made = 0;
  const saved: Readonly<Record<string, string>>[] = [];
  const hidden: string[] = [];
  return {
    saved,
    hidden,
    readSetting: async (name: string) => stored[name],
    saveSettings: async (values: Readonly<Record<string, string>>) => void saved.push(values),
    onSecret: (value: string) => void hidden.push(value),
    random: (bytes: number) => Buffer.alloc(bytes, (made += 1)),
  };
}

describe('provideSecrets', () => {
  it('generates what is missing, keeps what the owner needs in .env, and hides all of it', async () => {
    const folder = createFolder({});
    const secrets = await provideSecrets(keys, 'ada', target, folder);
    expect(secrets).toEqual({
      USERNAME: 'ada',
      PASSWORD: random(1),
      API_KEY: random(2),
      ARGILLA_AUTH_SECRET_KEY: random(3),
    });
    expect(folder.saved).toEqual([{ ARGILLA_PASSWORD: random(1), ARGILLA_API_KEY: random(2) }]);
    expect(folder.hidden.toSorted()).toEqual([random(1), random(2), random(3)]);
  });

  it('uses what is there, and then writes nothing', async () => {
    const folder = createFolder({
      ARGILLA_API_KEY: 'key-of-before',
      ARGILLA_PASSWORD: 'password-of-before',
      DB: 'x://y',
    });
    const secrets = await provideSecrets([...keys, 'ARGILLA_DATABASE_URL'], 'ada', target, folder);
    expect(secrets).toMatchObject({
      PASSWORD: 'password-of-before',
      API_KEY: 'key-of-before',
      ARGILLA_DATABASE_URL: 'x://y',
    });
    expect(folder.saved).toEqual([]);
  });

  it.each(['short', 'with blanks in it', '-begins-like-an-option', 'has$dollar$signs', 'x'.repeat(101)])(
    'rejects a key that breaks the start of the Space: %s',
    async (key) => {
      const folder = createFolder({ ARGILLA_API_KEY: key });
      await expect(provideSecrets(['API_KEY'], 'ada', target, folder)).rejects.toMatchObject({ code: 'secret_unfit' });
    },
  );

  it('requires the database that prank.yaml names', async () => {
    const folder = createFolder({});
    await expect(provideSecrets(['EXTRALIT_DATABASE_URL'], 'ada', target, folder)).rejects.toMatchObject({
      code: 'database_url_missing',
      exitCode: 2,
    });
  });
});
