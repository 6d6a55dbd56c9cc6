import { findBucket } from '../../hub/buckets.ts';
import type { HubConnection } from '../../hub/connection.ts';
import { readRemoteFile } from '../../hub/repos/files.ts';
import { getRuntime, listCores, type SpaceRuntime } from '../../hub/spaces/runtime.ts';
import { listSecretKeys, listVariables } from '../../hub/spaces/settings.ts';
import { findSpace, type SpaceInfo } from '../../hub/spaces/spaces.ts';
import { UnsafeError } from '../../lib/errors.ts';
import type { ServerSoftware } from '../../model.ts';
import { freeHardware, hasUnknownCores } from './hardware.ts';
import { recognizeImage, spaceSoftware, usualServer } from './software.ts';
import type { ExistingSpace, FoundSpace, WantedSpace } from './types.ts';

/** What everybody who may see the Space can find out about it and its bucket. */
export interface SpaceOverview {
  info: SpaceInfo | null;
  bucket: { files: number | null } | null;
}

/** The first look, which works with every token. Throws UnsafeError `bucket_public`. */
export async function getSpaceOverview(hub: HubConnection, { space, bucket }: WantedSpace): Promise<SpaceOverview> {
  const info = await findSpace(hub, space);
  const found = bucket === null ? null : await findBucket(hub, bucket);
  if (found !== null && !found.private) {
    throw new UnsafeError('bucket_public', `The bucket ${bucket} is public, and would hold who answered what.`, {
      hint: `Make it private: https://huggingface.co/buckets/${bucket}/settings, then deploy again.`,
    });
  }
  return { info, bucket: found };
}

/**
 * The second look, at settings and files. Changes nothing. `known` = a runtime that was just read. Throws UnsafeError
 * `space_not_argilla`, `space_other_server`.
 */
export async function inspectSpace(
  hub: HubConnection,
  wanted: WantedSpace,
  { info, bucket }: SpaceOverview,
  known: SpaceRuntime | null = null,
): Promise<FoundSpace> {
  const space = info === null ? null : await inspectExisting(hub, wanted, info, known);
  const hardware = wanted.hardware ?? space?.hardware ?? freeHardware;
  const cores = hasUnknownCores(hardware) ? await listCores(hub) : new Map<string, number>();
  return { hasBucket: bucket !== null, cores, space };
}

async function inspectExisting(
  hub: HubConnection,
  { space: name, server: wantedServer }: WantedSpace,
  info: SpaceInfo,
  known: SpaceRuntime | null,
): Promise<ExistingSpace> {
  const read = async (path: string): Promise<string | null> => {
    if (!info.files.includes(path)) return null;
    const file = { commit: info.commit, path };
    return (await readRemoteFile(hub, { type: 'space', name }, file))?.toString() ?? null;
  };
  if (info.sdk !== 'docker') throw notArgilla(name, info);
  const isTagged = info.tags.includes('argilla');
  const tagged = isTagged ? await listSecretKeys(hub, name) : null;
  // What prank has set before saves reading the Dockerfile each time.
  const isKnown = wantedServer !== 'extralit' && tagged !== null && isSetUpAsArgilla(tagged);
  const image = isKnown ? 'argilla' : recognizeImage((await read('Dockerfile')) ?? '');
  // The tag is enough if the image is somebody's own. The image comes first: Spaces with Extralit may have the tag, too.
  const server = image ?? (isTagged ? (wantedServer ?? usualServer) : null);
  if (server === null) throw notArgilla(name, info);
  if (wantedServer !== null && wantedServer !== server) throw otherServer(name, server, wantedServer);
  const { commit, private: isPrivate, url } = info;
  const { stage, hardware, sleepSeconds, volumes } = known ?? (await getRuntime(hub, name));
  return {
    server,
    url,
    commit,
    private: isPrivate,
    stage,
    hardware,
    sleepSeconds,
    volumes,
    secretKeys: tagged ?? (await listSecretKeys(hub, name)),
    variables: await listVariables(hub, name),
    readme: await read('README.md'),
    oauthConfig: await read('.oauth.yaml'),
  };
}

function isSetUpAsArgilla(secretKeys: ReadonlySet<string>): boolean {
  return secretKeys.has(spaceSoftware.argilla.authSecret) && !secretKeys.has(spaceSoftware.extralit.authSecret);
}

function otherServer(name: string, server: ServerSoftware, wanted: ServerSoftware): UnsafeError {
  const [is, shouldBe] = [spaceSoftware[server].name, spaceSoftware[wanted].name];
  return new UnsafeError('space_other_server', `The Space ${name} runs ${is}, and prank.yaml says ${shouldBe}.`, {
    hint: `Write  argilla: {space: ${name}, server: ${server}}  in prank.yaml, or name another Space there.`,
    details: { server },
  });
}

function notArgilla(name: string, { sdk }: SpaceInfo): UnsafeError {
  const what = sdk === 'docker' ? 'its Dockerfile is not of Argilla' : `it is a ${sdk ?? 'bare'} Space`;
  return new UnsafeError('space_not_argilla', `The Space ${name} is there, and ${what}: it is left alone.`);
}
