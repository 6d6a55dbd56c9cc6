import type { z } from 'zod';
import type { DashboardSettings } from '../../model.ts';
import type { dashboardSchema } from '../schema/dashboard-schema.ts';
import { defaults } from '../defaults.ts';

/** A name alone is that of the Space. */
export function resolveDashboard(written: z.infer<typeof dashboardSchema> = {}): DashboardSettings {
  const { space, leaderboard, opt_out: optOut } = typeof written === 'string' ? { space: written } : written;
  return {
    space: space ?? null,
    leaderboard: leaderboard === false ? null : (leaderboard ?? defaults.publish.leaderboard),
    optOut: optOut ?? [],
  };
}
