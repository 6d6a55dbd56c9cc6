import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { EmbeddedCampaign } from '../../support/embedded-campaign.ts';
import { listOwnFiles, startWrittenCampaign, tryFlip } from './bit-flips.ts';

let test: EmbeddedCampaign;
beforeAll(async () => {
  test = await startWrittenCampaign();
});
afterAll(() => test.close());

it('no flipped bit in any file of the folder is read as other data', { timeout: 900_000 }, async () => {
  for (const path of await listOwnFiles(test.campaign.dir)) {
    const { length } = await readFile(join(test.campaign.dir, path));
    const found = { detected: 0, harmless: 0 };
    const step = Math.max(1, Math.floor(length / 40));
    for (let position = 0; position < length; position += step) {
      found[await tryFlip(test, path, { position, bit: (position * 5) % 8 })] += 1;
    }
    expect(found.detected, path).toBeGreaterThan(found.harmless);
  }
});
