import { describeCampaign, type SuiteServer } from '../e2e/campaign-suite.ts';
import { describeKills } from '../e2e/kill-suite.ts';
import { softwareNames, triedVersions } from '../../src/argilla/version.ts';
import { realServer, realSoftware } from '../support/argilla-env.ts';

const prompts = [
  'Why is the sky blue?',
  'Say "hello",\nthen wait.',
  ...Array.from({ length: 58 }, (_, index) => `Count to ${index}.`),
];

async function start(): Promise<SuiteServer> {
  const { url, ownerKey: apiKey } = realServer();
  return { url, apiKey };
}

const software = realSoftware();
const label = `${softwareNames[software]} ${triedVersions[software]}`;

describeCampaign(label, prompts, start);
// Kills test our side of the conversation, for which one of the two servers is enough.
if (software === 'argilla') describeKills(label, { prompts: 300, kills: 20 }, start);
