import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface CampaignOptions {
  /** URL of the server, or the whole section `argilla`. */
  url?: string;
  argilla?: Record<string, unknown>;
  /** Name of workspace and dataset. */
  name: string;
  prompts: string[];
  overlap?: number;
  wave?: number | 'all';
}

/** A campaign with one CSV file in a new folder, which the caller removes. */
export async function makeCampaignFolder({
  url,
  argilla = { url },
  name,
  prompts,
  overlap = 1,
  wave = 'all',
}: CampaignOptions): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'prank-'));
  const rows = prompts.map((prompt) => `"${prompt.replaceAll('"', '""')}"`);
  await writeFile(join(dir, 'prompts.csv'), `${['prompt', ...rows].join('\n')}\n`);
  const config = {
    name,
    sources: [
      { id: 'made', file: 'prompts.csv', prompt: 'prompt', kind: 'synthetic', license: 'cc0-1.0', take: 'all' },
    ],
    build: { near_duplicates: false, length: { min: 1, max: 100_000 } },
    task: { overlap, wave },
    argilla,
    publish: { license: 'cc-by-4.0' },
  };
  // JSON is also YAML.
  await writeFile(join(dir, 'prank.yaml'), JSON.stringify(config, null, 2));
  return dir;
}

export async function removeFolder(dir: string): Promise<void> {
  await rm(dir, { recursive: true, force: true });
}
