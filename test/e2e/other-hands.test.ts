import { describe, expect, test } from 'vitest';
import { useEmbeddedServer } from '../support/embedded-server.ts';
import { play, situations } from './other-hands-suite.ts';

const server = useEmbeddedServer();

describe('other hands on the campaign’s dataset', () => {
  test.each(situations)('$name', async (situation) => {
    expect(await play(server(), situation)).not.toEqual([]);
  });
});
