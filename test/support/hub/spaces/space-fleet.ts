import type { Answer, HubRequest } from '../http/exchange.ts';
import type { Listener } from '../http/listen.ts';
import type { Buckets } from '../state/buckets.ts';
import { sdkOf } from '../state/card.ts';
import type { Files, StoredFile } from '../state/git-objects.ts';
import { makeOauthApp } from '../state/openid.ts';
import type { Repository } from '../state/repository.ts';
import type { KeyValue, SpaceHost, SpaceSetup } from '../state/space-host.ts';
import type { World } from '../state/world.ts';
import { describeRuntime } from './runtime.ts';
import { openData, type SpaceData } from './space-data.ts';
import { makeEnvironment } from './space-environment.ts';
import { visit } from './space-proxy.ts';
import type { RunningSpace, SpaceRunner } from './space-runner.ts';
import { Space } from './space.ts';
import { type SpaceSettings, type StageStep, usualSteps } from './stages.ts';

export interface FleetParts {
  world: World;
  buckets: Buckets;
  settings: SpaceSettings;
  /** null = a running Space shows a plain page. */
  runner: SpaceRunner | null;
  /** Folder for data that is deleted with its container. */
  root: string;
  /** Opens the URL of one Space. */
  listen: (handle: (request: HubRequest) => Promise<Answer>) => Promise<Listener>;
}

/** All running Spaces, each with its own URL. */
export class SpaceFleet implements SpaceHost {
  readonly settings: SpaceSettings;
  readonly #parts: FleetParts;
  readonly #spaces = new Map<string, { space: Space; listener: Listener }>();

  constructor(parts: FleetParts) {
    this.#parts = parts;
    this.settings = parts.settings;
  }

  find(id: string): Space | undefined {
    return this.#spaces.get(id)?.space;
  }

  /** The Space whose sign-in app has this id. */
  findByClient(clientId: string): Space | undefined {
    const found = [...this.#spaces].find(([id]) => makeOauthApp(id).id === clientId);
    return found?.[1].space;
  }

  async create(repository: Repository, setup: SpaceSetup): Promise<void> {
    const { world, settings, buckets, root } = this.#parts;
    const space = new Space(repository, {
      clock: world.clock,
      settings,
      usualSteps: ({ repository: { head } }) => stepsOf(head.files, settings),
      openData: (volumes) => openData(volumes, buckets, root),
      run: (started, data) => this.#run(started, data),
    });
    const sdk = (): string => sdkOf(repository.head.files);
    const listener = await this.#parts.listen((request) => visit(world, space, sdk(), request));
    space.url = listener.url;
    for (const secret of setup.secrets ?? []) space.secrets.set(secret.key, this.stamp(secret));
    for (const variable of setup.variables ?? []) space.variables.set(variable.key, this.stamp(variable));
    space.volumes = setup.volumes ?? [];
    space.hardware = setup.hardware ?? space.hardware;
    space.sleepTimeSeconds = setup.sleepTimeSeconds ?? null;
    this.#spaces.set(repository.id, { space, listener });
    space.begin();
  }

  rename(from: string, to: string): void {
    const known = this.#spaces.get(from);
    if (known === undefined) return;
    this.#spaces.delete(from);
    this.#spaces.set(to, known);
  }

  rebuild(id: string): void {
    this.find(id)?.applyChange();
  }

  async remove(id: string): Promise<void> {
    const known = this.#spaces.get(id);
    this.#spaces.delete(id);
    await known?.space.rest('DELETING');
    await known?.listener.close();
  }

  describe(id: string): Record<string, unknown> {
    const repository = this.#parts.world.find('space', id);
    const space = this.find(id);
    const subdomain = subdomainOf(id);
    return {
      sdk: repository === undefined ? 'docker' : sdkOf(repository.head.files),
      subdomain,
      host: space?.url ?? `https://${subdomain}.hf.space`,
      runtime: space === undefined ? { stage: 'PAUSED' } : describeRuntime(space),
      models: [],
      datasets: [],
    };
  }

  variablesOf(id: string): KeyValue[] {
    return [...(this.find(id)?.variables.values() ?? [])].map(({ key, value }) => ({ key, value }));
  }

  /** The Space for the first part of a host name. */
  idOf(subdomain: string): string | undefined {
    return [...this.#parts.world.repositories.values()].find(
      ({ type, id }) => type === 'space' && subdomainOf(id) === subdomain,
    )?.id;
  }

  stamp(setting: KeyValue) {
    return { ...setting, updatedAtMs: this.#parts.world.clock() };
  }

  async close(): Promise<void> {
    await Promise.all([...this.#spaces.keys()].map((id) => this.remove(id)));
  }

  async #run(space: Space, data: SpaceData): Promise<RunningSpace | null> {
    const { runner, world } = this.#parts;
    const { files, oid } = space.repository.head;
    if (runner === null || sdkOf(files) === 'static') return null;
    return runner.start({
      space: { id: space.repository.id, creator: space.repository.creator, url: space.url },
      env: makeEnvironment(space, world.hubUrl),
      dataDir: data.folder,
      oauthYaml: textOf(files.get('.oauth.yaml')),
      readme: textOf(files.get('README.md')) ?? '',
      dockerfile: textOf(files.get('Dockerfile')) ?? '',
      log: (line) => space.runLog.add(`[${oid.slice(0, 7)}] ${line}`),
    });
  }
}

/** A Space with nothing to run does not even try. */
function stepsOf(files: Files, settings: SpaceSettings): StageStep[] {
  const sdk = sdkOf(files);
  if (sdk === 'static') return [{ stage: 'RUNNING' }];
  if (sdk === 'docker' && !files.has('Dockerfile')) return [{ stage: 'NO_APP_FILE' }];
  return usualSteps(settings);
}

function textOf(file: StoredFile | undefined): string | null {
  return file?.kind === 'regular' ? file.content.toString() : null;
}

/** `owner-name` in the letters that a host name may have. */
function subdomainOf(id: string): string {
  return id
    .split('/')
    .map((part) =>
      part
        .replaceAll(/[^A-Za-z0-9-]/gu, '-')
        .toLowerCase()
        .replaceAll(/^-+|-+$/gu, ''),
    )
    .join('-');
}
