import type { Emit } from '../../model.ts';
import type { CampaignFolder } from '../open/types.ts';
import type { FoundCampaign } from './found.ts';

/** Which dataset of an Argilla server to adopt. */
export interface ServerOptions {
  from: 'server';
  url: string;
  workspace?: string | undefined;
  dataset?: string | undefined;
  /** The field with the prompt; needed if there are several. */
  field?: string | undefined;
  /** The question that rates the prompt; needed if there are several. */
  question?: string | undefined;
  /** The options of a label question, from worst to best. */
  scale?: readonly string[] | undefined;
}

/** Reads a dataset of an Argilla server; changes nothing there. */
export async function readServer(
  _folder: CampaignFolder,
  { dataset }: ServerOptions,
  _emit: Emit,
): Promise<FoundCampaign> {
  throw new Error(`reading ${dataset ?? 'a dataset'} from a server is not written yet`);
}
