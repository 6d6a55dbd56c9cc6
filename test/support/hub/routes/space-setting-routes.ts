import { z } from 'zod';
import { type Answer, empty, HubRefusal, json } from '../http/exchange.ts';
import { type Call, readBody, route, type Route } from '../http/route.ts';
import type { SpaceFleet } from '../spaces/space-fleet.ts';
import type { Setting, Space } from '../spaces/space.ts';
import type { Buckets } from '../state/buckets.ts';
import { mayRead } from '../state/rights.ts';
import { keyValueBody, volumeBody } from './repo-bodies.ts';
import { findContainer, findWritable } from './space-routes.ts';

/** Secrets, variables and volumes. Setting one restarts the Space, even if nothing changes. */
export function makeSpaceSettingRoutes(fleet: SpaceFleet, buckets: Buckets): Route[] {
  return [
    route('GET /api/spaces/{repo}/secrets', (call) => json(describeSecrets(findWritable(call, fleet)))),
    route('POST /api/spaces/{repo}/secrets', (call) => {
      const space = findWritable(call, fleet);
      set(call, space, space.secrets);
      return json(describeSecrets(space));
    }),
    route('DELETE /api/spaces/{repo}/secrets', (call) => {
      const space = findWritable(call, fleet);
      unset(call, space, space.secrets);
      return json(describeSecrets(space));
    }),
    route('GET /api/spaces/{repo}/variables', (call) => json(describeVariables(findWritable(call, fleet)))),
    route('POST /api/spaces/{repo}/variables', (call) => {
      const space = findWritable(call, fleet);
      set(call, space, space.variables);
      return json(describeVariables(space));
    }),
    route('DELETE /api/spaces/{repo}/variables', (call) => {
      const space = findWritable(call, fleet);
      unset(call, space, space.variables);
      return json(describeVariables(space));
    }),
    route('PUT /api/spaces/{repo}/volumes', (call) => {
      const space = findContainer(call, fleet);
      const { volumes } = readBody(call.request, z.strictObject({ volumes: z.array(volumeBody) }));
      for (const { type, source } of volumes) checkSource(call, type, source);
      space.volumes = volumes;
      space.applyChange();
      return empty();
    }),
    route('DELETE /api/spaces/{repo}/volumes', (call): Answer => {
      const space = findContainer(call, fleet);
      if (space.volumes.length === 0) throw new HubRefusal(400, 'This Space has no volumes');
      space.volumes = [];
      space.applyChange();
      return empty();
    }),
  ];

  function checkSource({ actor, world }: Call, type: 'bucket' | 'model' | 'dataset' | 'space', source: string): void {
    const subject = type === 'bucket' ? buckets.find(source) : world.find(type, source);
    if (subject === undefined || !mayRead(actor, subject)) {
      throw new HubRefusal(404, `The ${type} ${source} does not exist`, { code: 'RepoNotFound' });
    }
  }

  function set({ request }: Call, space: Space, settings: Map<string, Setting>): void {
    const setting = readBody(request, keyValueBody);
    settings.set(setting.key, fleet.stamp(setting));
    space.applyChange();
  }
}

function unset({ request }: Call, space: Space, settings: Map<string, Setting>): void {
  const { key } = readBody(request, z.strictObject({ key: z.string() }));
  if (!settings.delete(key)) throw new HubRefusal(404, `There is no ${key}`);
  space.applyChange();
}

/** Only keys: nobody can read a secret again. */
function describeSecrets({ secrets }: Space) {
  return Object.fromEntries([...secrets].map(([key, setting]) => [key, { key, ...describe(setting) }]));
}

function describeVariables({ variables }: Space) {
  return Object.fromEntries(
    [...variables].map(([key, setting]) => [key, { key, value: setting.value, ...describe(setting) }]),
  );
}

function describe({ description, updatedAtMs }: Setting) {
  return {
    ...(description === undefined ? {} : { description }),
    updatedAt: new Date(updatedAtMs).toISOString(),
  };
}
