import type { SpaceVolume } from '../../hub/spaces/spaces.ts';
import { editOauthConfig, editReadme, introduceReadme } from './files.ts';
import { countCores, freeHardware, planHardware, sleepOfNew } from './hardware.ts';
import { type SpaceSoftware, spaceSoftware, usualServer } from './software.ts';
import {
  dataPath,
  type ExistingSpace,
  findDataVolume,
  type FoundSpace,
  keep,
  type SpaceChange,
  type SpaceStep,
  step,
  type WantedSpace,
} from './types.ts';

/** Secrets that the start script, or each web process, would otherwise make up at each start. */
const ownerSecrets = ['PASSWORD', 'API_KEY'];
// Not for an existing Space: if the database's owner has another name, the start script would make a second owner with
// the key of the first. This fails, and the Space would not start any more.
const secretsOfNew = ['USERNAME', ...ownerSecrets];

/**
 * Compares every part of the Space with prank.yaml; pure. The steps are in the order in which they must be applied.
 * `isNew` = this deploy has made the Space, so its README is nobody's yet.
 */
export function planSpace(wanted: WantedSpace, found: FoundSpace, isNew = false): SpaceStep[] {
  const bucket = planBucket(wanted, found);
  if (found.space === null) return [...bucket, ...planNewSpace(wanted, found)];
  const { space } = found;
  return [
    ...bucket,
    keep(`Space ${wanted.space}`, describeExisting(space)),
    // A database that starts before its key is known gets a random one for good, so secrets come first and volumes
    // last.
    ...planSecrets(wanted, space),
    ...planVariables(wanted, found, space),
    ...planHardware(wanted, space),
    ...planFiles(wanted, space, isNew),
    ...planVolumes(wanted, space),
    ...planRestart(wanted, space),
  ];
}

function planBucket({ bucket, space }: WantedSpace, { hasBucket, space: existing }: FoundSpace): SpaceStep[] {
  if (bucket === null || (existing !== null && findDataVolume(existing) !== null)) return [];
  if (hasBucket) return [keep(`bucket ${bucket}`, 'is there')];
  const change = { type: 'create-bucket', bucket } as const;
  return [step('create', `bucket ${bucket}`, `private, for the data of ${space}`, change, false)];
}

function planNewSpace(wanted: WantedSpace, found: FoundSpace): SpaceStep[] {
  const hardware = wanted.hardware ?? freeHardware;
  const volumes = wanted.bucket === null ? [] : [dataVolume(wanted.bucket, wanted)];
  const software = spaceSoftware[wanted.server ?? usualServer];
  const { template, authSecret, databaseSecret } = software;
  const secretKeys = [...secretsOfNew, authSecret, ...(wanted.hasDatabase ? [databaseSecret] : [])];
  const variables = listOurVariables(software, wanted, countCores(hardware, found.cores), volumes.length > 0);
  const sleepSeconds = sleepOfNew(wanted, hardware);
  const data = wanted.bucket === null ? 'no storage' : `bucket ${wanted.bucket} at /data`;
  const why = `a copy of ${template} on ${hardware}, public, with ${data}, secrets ${secretKeys.join(', ')}, variables ${Object.keys(variables).join(', ')}`;
  return [
    step(
      'create',
      `Space ${wanted.space}`,
      why,
      { type: 'duplicate', template, hardware, sleepSeconds, secretKeys, variables, volumes },
      false,
    ),
    step('update', filesTarget, whyFiles(wanted), { type: 'after-copy' }, false),
  ];
}

function describeExisting({ server, url, private: isPrivate }: ExistingSpace): string {
  const warning = isPrivate ? '; it is private, so raters who are not members of its owner get no page' : '';
  return `is ${spaceSoftware[server].name}, at ${url}${warning}`;
}

function planSecrets({ hasDatabase, freshFolder }: WantedSpace, { server, secretKeys }: ExistingSpace): SpaceStep[] {
  const { name, authSecret, databaseSecret } = spaceSoftware[server];
  const wanted = [...ownerSecrets, authSecret, ...(hasDatabase ? [databaseSecret] : [])];
  const ours = wanted.map((key) =>
    freshFolder !== null && ownerSecrets.includes(key)
      ? step('update', `secret ${key}`, 'is not known here', { type: 'set-secret', key }, true)
      : secretKeys.has(key)
        ? keep(`secret ${key}`, 'is set; its value is never changed')
        : step(
            'update',
            `secret ${key}`,
            key === databaseSecret ? `is not set: ${name} moves to that database` : 'is not set',
            { type: 'set-secret', key },
            true,
          ),
  );
  const others = [...secretKeys].filter((key) => !wanted.includes(key)).toSorted();
  return [...ours, ...others.map((key) => keep(`secret ${key}`, 'is set'))];
}

function planVariables(wanted: WantedSpace, { cores }: FoundSpace, space: ExistingSpace): SpaceStep[] {
  const hardware = wanted.hardware ?? space.hardware ?? freeHardware;
  const lasts = wanted.bucket !== null || findDataVolume(space) !== null;
  const wantedVariables = listOurVariables(spaceSoftware[space.server], wanted, countCores(hardware, cores), lasts);
  const ours = Object.entries(wantedVariables).map(([key, value]) => {
    const is = space.variables.get(key);
    const target = `variable ${key}`;
    if (is === value) return keep(target, `is ${value}`);
    const why = is === undefined ? `is not set; ${value}` : `is ${is}, should be ${value}`;
    return step('update', target, why, { type: 'set-variable', key, value }, true);
  });
  const others = [...space.variables.keys()].filter((key) => !(key in wantedVariables)).toSorted();
  return [...ours, ...others.map((key) => keep(`variable ${key}`, 'is not of prank'))];
}

/** Each web process of the server uses one core. */
function listOurVariables(
  { storageWarning }: SpaceSoftware,
  { workspace, hasDatabase }: WantedSpace,
  cores: number,
  hasStorage: boolean,
): Record<string, string> {
  return {
    WORKSPACE: workspace,
    WEB_CONCURRENCY: String(cores),
    // The server looks only for the Hub's old storage tiers, and would warn raters although the data is kept.
    ...(hasStorage || hasDatabase ? { [storageWarning]: 'false' } : {}),
  };
}

const filesTarget = '.oauth.yaml and README.md';

function whyFiles({ workspace }: WantedSpace): string {
  return `sign-in with Hugging Face, into workspace ${workspace}`;
}

function planFiles(wanted: WantedSpace, space: ExistingSpace, isNew: boolean): SpaceStep[] {
  const { templateWorkspaces, templateTitle } = spaceSoftware[space.server];
  const oauthConfig = editOauthConfig(space.oauthConfig, wanted.workspace, templateWorkspaces);
  const readme = editReadme(space.readme);
  if (oauthConfig === space.oauthConfig && readme === space.readme)
    return [keep(filesTarget, `let raters sign in with Hugging Face`)];
  const introduction = { ...wanted.about, url: space.url };
  const files = [
    { path: '.oauth.yaml', was: space.oauthConfig, text: oauthConfig },
    {
      path: 'README.md',
      was: space.readme,
      text: isNew ? introduceReadme(readme, introduction, templateTitle) : readme,
    },
  ].filter(({ was, text }) => was !== text);
  return [
    step(
      'update',
      files.map(({ path }) => path).join(' and '),
      whyFiles(wanted),
      { type: 'commit-files', parent: space.commit, files: files.map(({ path, text }) => ({ path, text })) },
      true,
    ),
  ];
}

function planVolumes(wanted: WantedSpace, space: ExistingSpace): SpaceStep[] {
  const { bucket, freshFolder } = wanted;
  const data = findDataVolume(space);
  if (data?.type === 'bucket' && freshFolder !== null) {
    const others = space.volumes.filter((volume) => volume !== data);
    const volumes = [...others, dataVolume(data.source, wanted)];
    const why = `becomes the empty folder ${freshFolder} of bucket ${data.source}; what is there stays`;
    return [step('update', 'volume /data', why, { type: 'set-volumes', volumes }, true)];
  }
  if (data !== null) return [keep('volume /data', `is ${data.type} ${data.source}`)];
  if (bucket === null) return [keep('storage none', 'all data is lost at each restart')];
  const change = { type: 'set-volumes', volumes: [...space.volumes, dataVolume(bucket, wanted)] } satisfies SpaceChange;
  return [step('update', 'volume /data', `is not there; bucket ${bucket}`, change, true)];
}

function dataVolume(bucket: string, { freshFolder }: WantedSpace): SpaceVolume {
  const volume = { type: 'bucket', source: bucket, mountPath: dataPath };
  return freshFolder === null ? volume : { ...volume, path: freshFolder };
}

function planRestart({ space }: WantedSpace, { stage }: ExistingSpace): SpaceStep[] {
  if (stage !== 'PAUSED' && stage !== 'STOPPED') return [];
  return [step('restart', `Space ${space}`, `is ${stage.toLowerCase()}`, { type: 'restart' }, true)];
}
