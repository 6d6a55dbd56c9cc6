import { useEmbeddedServer } from '../support/embedded-server.ts';
import { describeCampaign } from './campaign-suite.ts';
import { describeKills } from './kill-suite.ts';

const server = useEmbeddedServer();
const start = async (): Promise<ReturnType<typeof server>> => server();

const prompts = [
  'Why is the sky blue?',
  'Say "hello",\nthen wait.',
  '<b>bold</b> & \u001b[31mred',
  ...Array.from({ length: 57 }, (_, index) => `Count to ${index}.`),
];

describeCampaign('the embedded server', prompts, start);
describeKills('the embedded server', { prompts: 300, kills: 20 }, start);
