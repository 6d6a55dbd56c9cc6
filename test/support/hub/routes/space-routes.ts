import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { type Answer, HubRefusal, json } from '../http/exchange.ts';
import { type Call, readBody, route, type Route } from '../http/route.ts';
import { hardwareList, findHardware, freeHardware } from '../spaces/hardware.ts';
import { describeRuntime } from '../spaces/runtime.ts';
import type { SpaceFleet } from '../spaces/space-fleet.ts';
import type { Space } from '../spaces/space.ts';
import { sdkOf } from '../state/card.ts';
import { checkMayWrite, checkSignedIn, orgOf } from '../state/rights.ts';

const visitorSeconds = 600;

/** A Space's state, and starting, stopping and putting it to sleep. */
export function makeSpaceRoutes(fleet: SpaceFleet): Route[] {
  return [
    route('GET /api/spaces/hardware', () => json(hardwareList.map(describeHardware))),
    route('GET /api/spaces/by-subdomain/{subdomain}', ({ world, actor, part }) => {
      const { id } = world.readable(actor, 'spaces', fleet.idOf(part('subdomain')) ?? '');
      return json({ id, ...fleet.describe(id) });
    }),
    route('GET /api/spaces/{repo}/runtime', (call) => json(describeRuntime(findSpace(call, fleet)))),
    route('GET /api/spaces/{repo}/events', () => {
      throw new HubRefusal(404, 'Events are not there');
    }),
    route('GET /api/spaces/{repo}/logs/{kind}', (call) => streamLog(call, findWritable(call, fleet), fleet)),
    route('GET /api/spaces/{repo}/jwt', (call) => {
      const { id } = findSpace(call, fleet).repository;
      const { user } = checkSignedIn(call.actor);
      const seconds = Number(call.request.query.get('expiresIn') ?? visitorSeconds);
      const expiresAt = call.world.clock() + seconds * 1000;
      const token = `hf_jwt_${randomUUID().replaceAll('-', '')}`;
      call.world.accounts.grant(token, { kind: 'visitor', user, space: id, expiresAt });
      return json({ token, accessToken: token, exp: Math.floor(expiresAt / 1000) });
    }),
    route('POST /api/spaces/{repo}/hardware', changeHardware),
    route('POST /api/spaces/{repo}/sleeptime', (call) => {
      const space = findWritable(call, fleet);
      const body = readBody(call.request, z.strictObject({ seconds: z.int().min(-1) }));
      space.sleepTimeSeconds = body.seconds;
      return json(describeRuntime(space));
    }),
    route('POST /api/spaces/{repo}/pause', async (call) => {
      const space = findContainer(call, fleet);
      await space.rest('PAUSED');
      return json(describeRuntime(space));
    }),
    route('POST /api/spaces/{repo}/restart', (call) => {
      const space = findContainer(call, fleet);
      space.restart();
      return json(describeRuntime(space));
    }),
  ];

  function changeHardware(call: Call): Answer {
    const space = findWritable(call, fleet);
    const body = z.strictObject({ flavor: z.string(), sleepTimeSeconds: z.int().min(-1).optional() });
    const { flavor, sleepTimeSeconds } = readBody(call.request, body);
    if (findHardware(flavor) === undefined) throw new HubRefusal(400, `Unknown hardware ${flavor}`);
    const { user } = checkSignedIn(call.actor);
    const canPay = orgOf(user, space.repository.id)?.canPay ?? user.canPay;
    if (flavor !== freeHardware && !canPay) throw new HubRefusal(402, `Hardware ${flavor} needs a payment method`);
    space.hardware = flavor;
    if (sleepTimeSeconds !== undefined) space.sleepTimeSeconds = sleepTimeSeconds;
    space.applyChange();
    return json(describeRuntime(space));
  }
}

/** Throws 401 or 404 if the actor can't see it. */
export function findSpace({ world, actor, part }: Call, fleet: SpaceFleet): Space {
  const { id } = world.readable(actor, 'spaces', part('repo'));
  const space = fleet.find(id);
  if (space === undefined) throw new HubRefusal(404, `${id} does not run`);
  return space;
}

export function findWritable(call: Call, fleet: SpaceFleet): Space {
  const space = findSpace(call, fleet);
  checkMayWrite(call.actor, space.repository);
  return space;
}

/** Throws 400 for a static Space, which has nothing to stop. */
export function findContainer(call: Call, fleet: SpaceFleet): Space {
  const space = findWritable(call, fleet);
  if (sdkOf(space.repository.head.files) === 'static') throw new HubRefusal(400, 'Not possible on a static Space');
  return space;
}

function streamLog({ part, request }: Call, space: Space, { settings }: SpaceFleet): Answer {
  const kind = part('kind');
  if (kind !== 'build' && kind !== 'run') throw new HubRefusal(404, `There is no log ${kind}`);
  const book = kind === 'build' ? space.buildLog : space.runLog;
  const tail = request.query.get('tail');
  return {
    status: 200,
    headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' },
    body: Buffer.alloc(0),
    stream: (response) => book.stream(response, tail === null ? null : Number(tail), settings),
  };
}

function describeHardware({
  name,
  prettyName,
  cores,
  memoryGb,
  accelerator,
  usdPerHour,
}: (typeof hardwareList)[number]) {
  return {
    name,
    prettyName,
    cpu: `${cores} vCPU`,
    ram: `${memoryGb} GB`,
    accelerator: accelerator === null ? null : { type: 'gpu', model: accelerator, quantity: '1', vram: '16 GB' },
    unitCostUSD: usdPerHour,
    unitLabel: 'hour',
  };
}
