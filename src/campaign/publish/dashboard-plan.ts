import type { SpaceInfo } from '../../hub/spaces/spaces.ts';
import { UnsafeError } from '../../lib/errors.ts';
import { dashboardTag } from '../../release/dashboard/space-card.ts';

/** The dashboard's page on its Space. */
export interface PublishedDashboard {
  name: string;
  url: string;
  /** null = no commit was made. */
  commit: string | null;
  changed: boolean;
}

/** What to do with the Space. `fill` = it exists, and is still as empty as the Hub creates it. */
export type DashboardStep = 'create' | 'fill' | 'update';

/** The files that the Hub itself puts into a new Space. */
const firstFiles = new Set(['.gitattributes', 'README.md']);

/** Decides what to do with the Space. Pure. Throws UnsafeError `dashboard_space_taken` if it shows something else. */
export function planDashboardSpace(
  name: string,
  found: Pick<SpaceInfo, 'sdk' | 'tags' | 'files'> | null,
): DashboardStep {
  if (found === null) return 'create';
  if (found.sdk !== 'static') throw taken(name, `is no static one, but ${found.sdk ?? 'of an unknown kind'}`);
  if (found.tags.includes(dashboardTag)) return 'update';
  if (found.files.every((path) => firstFiles.has(path))) return 'fill';
  throw taken(name, 'shows something else');
}

function taken(name: string, why: string): UnsafeError {
  return new UnsafeError('dashboard_space_taken', `The Space ${name} ${why}, so no dashboard is put there.`, {
    hint: `Name another one in publish.dashboard: it is made for you. To give this one up to the dashboard, make it static and add the tag ${dashboardTag} to its README.md.`,
  });
}
