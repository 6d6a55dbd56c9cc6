import type { Campaign } from '../../model.ts';

/** Whether the campaign's server keeps a prompt for the rater who gets it. The embedded one does; Argilla doesn't. */
export function reservesPrompts({ target }: Pick<Campaign, 'target'>): boolean {
  return target.type === 'local';
}
