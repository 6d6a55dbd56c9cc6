import { loadCampaign, type PullResult, rankItems, startLocalServer, UsageError } from 'prank';

/** Only its types are checked. */
export async function useLibrary(path: string): Promise<PullResult | null> {
  const campaign = await loadCampaign(path);
  if (campaign.sources.length === 0) throw new UsageError('nothing_to_release', 'There is nothing to rate.');
  const server = await startLocalServer({ db: 'local.db', owner: { username: 'owner', apiKey: 'key' } });
  await server.close();
  rankItems({ ratings: [], items: [] });
  return null;
}
