import { describeCampaign, type SuiteServer } from '../e2e/campaign-suite.ts';
import { describeKills } from '../e2e/kill-suite.ts';
import { realServer } from '../support/argilla-env.ts';

const prompts = [
  'Why is the sky blue?',
  'Say "hello",\nthen wait.',
  ...Array.from({ length: 58 }, (_, index) => `Count to ${index}.`),
];

async function start(): Promise<SuiteServer> {
  const { url, ownerKey: apiKey } = realServer();
  return { url, apiKey };
}

describeCampaign('Argilla 2.8.0', prompts, start);
describeKills('Argilla 2.8.0', { prompts: 300, kills: 20 }, start);
