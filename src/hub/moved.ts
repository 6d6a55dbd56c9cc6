/** A repository that has another name by now. */
export interface Move {
  type: 'dataset' | 'space';
  /** `owner/name`. */
  from: string;
  to: string;
}

/** The rename that a redirect tells of, by the paths below the endpoint; null if it is about something else. */
export function findMove(from: string, to: string): Move | null {
  const [before, after] = [parseRepository(from), parseRepository(to)];
  if (before === null || after === null || before.type !== after.type || before.name === after.name) return null;
  return { type: before.type, from: before.name, to: after.name };
}

/** Repositories are at `/api/datasets/owner/name/…` and `/datasets/owner/name…`. */
function parseRepository(path: string): { type: Move['type']; name: string } | null {
  const [, type, name] = /^(?:\/api)?\/(dataset|space)s\/([\w.-]+\/[\w.-]+?)(?:\.git)?(?:[/?#]|$)/u.exec(path) ?? [];
  return name === undefined ? null : { type: type === 'space' ? 'space' : 'dataset', name };
}
