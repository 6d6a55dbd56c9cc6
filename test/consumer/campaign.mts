// A whole campaign through the installed library, on the embedded server.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  build,
  deploy,
  init,
  type OpenCampaign,
  openCampaign,
  PrankError,
  publish,
  pull,
  type PullResult,
  push,
  rank,
  startLocalServer,
  UsageError,
} from 'prank';

const dir = await mkdtemp(join(tmpdir(), 'prank-consumer-'));
await init({ dir, name: 'consumer', target: 'local' });
const campaign = await openCampaign(dir);
await build(campaign);
await deploy(campaign);
const { live } = await push(campaign);
const given = await campaign.withConnection({ dryRun: false }, ({ url }) => answerAll(campaign, url));
const pulled: PullResult = await pull(campaign);
if (pulled.new !== given || given === 0) throw new Error(`${pulled.new} of ${given} answers came`);
const { items, top } = await rank(campaign, { top: 3 });
if (items < live || top.length !== 3) throw new Error(`${items} items, ${top.length} on top`);
const release = await publish(campaign, { dir: join(dir, 'release'), upload: false });
if (release.rows !== given) throw new Error(`${release.rows} rows for ${given} rated prompts`);
if (!(await readFile(join(release.dir, 'README.md'), 'utf8')).startsWith('---')) throw new Error('no card');
await pull(campaign, { newDataset: true }).catch((error: unknown) => {
  if (!(error instanceof PrankError)) throw error;
});
await openCampaign(join(dir, 'nowhere')).then(
  () => {
    throw new Error('there is no campaign');
  },
  (error: unknown) => {
    if (!(error instanceof UsageError && error.code === 'config_missing')) throw error;
  },
);
const server = await startLocalServer({
  db: join(dir, 'other.db'),
  owner: { username: 'owner', apiKey: 'a-key-of-its-own' },
});
await server.close();
await rm(dir, { recursive: true });
console.log(`rated, ranked and published ${release.rows} prompts`);

/** The owner answers every record; returns how many there were. */
async function answerAll({ readSetting, task }: OpenCampaign, url: string): Promise<number> {
  const headers = {
    'X-Argilla-Api-Key': (await readSetting('ARGILLA_API_KEY')) ?? '',
    'Content-Type': 'application/json',
  };
  const get = async (path: string): Promise<{ items: { id: string; name: string }[] }> => {
    const response = await fetch(`${url}/api/v1${path}`, { headers });
    return (await response.json()) as { items: { id: string; name: string }[] };
  };
  const dataset = (await get('/me/datasets')).items.find(({ name }) => name === task.dataset);
  const { items } = await get(`/datasets/${dataset?.id ?? ''}/records?limit=1000`);
  for (const [index, { id }] of items.entries()) {
    const values = { [task.question.name]: { value: task.question.values[index % task.question.values.length] } };
    const body = JSON.stringify({ status: 'submitted', values });
    const { status } = await fetch(`${url}/api/v1/records/${id}/responses`, { method: 'POST', headers, body });
    if (status !== 201) throw new Error(`the server answered ${status}`);
  }
  return items.length;
}
