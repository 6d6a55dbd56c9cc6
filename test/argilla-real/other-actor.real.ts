import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { softwareNames, triedVersions } from '../../src/argilla/version.ts';
import { createCalls, ok } from '../support/argilla-calls.ts';
import { realServer, realSoftware } from '../support/argilla-env.ts';
import type { LosableServer } from '../support/other-actor/acted-campaign.ts';
import { chooseGames, playOtherActor } from '../support/other-actor/play.ts';

const software = realSoftware();
const { seeds, steps } = chooseGames(2);

/** The real server; a campaign is wiped from it with its workspace and its raters. */
function openServer(name: string): LosableServer {
  const { url, ownerKey: apiKey } = realServer();
  const wipe = async (): Promise<void> => {
    const owner = createCalls(url, apiKey);
    const { items: workspaces } = ok(await owner.get('/me/workspaces'));
    const id: string | undefined = workspaces.find((item: { name: string }) => item.name === name)?.id;
    if (id === undefined) return;
    const { items: people } = ok(await owner.get(`/workspaces/${id}/users`));
    const { items: datasets } = ok(await owner.get(`/me/datasets?workspace_id=${id}`));
    for (const dataset of datasets) ok(await owner.delete(`/datasets/${dataset.id}`));
    for (const person of people) if (person.role === 'annotator') ok(await owner.delete(`/users/${person.id}`));
    ok(await owner.delete(`/workspaces/${id}`));
  };
  return { url, apiKey, wipe, close: wipe };
}

describe(`with another program at work on the same dataset of ${softwareNames[software]} ${triedVersions[software]}`, () => {
  it.each(seeds)(
    'seed %i: every answer to a prompt is released once, and everything else is reported',
    async (seed) => {
      const name = `actor-${randomBytes(4).toString('hex')}`;
      const { released } = await playOtherActor(openServer(name), { seed, steps, name });
      expect(released).toBeGreaterThan(0);
    },
  );
});
