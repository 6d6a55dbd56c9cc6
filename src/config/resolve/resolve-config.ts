import { showLicense } from '../../lib/licenses/find-license.ts';
import { trimServerPath } from '../../lib/secrets/address.ts';
import { dayMs, hourMs } from '../../lib/time.ts';
import type {
  BuildSettings,
  Campaign,
  EngineSettings,
  PublishSettings,
  Question,
  Source,
  Target,
  Task,
  DashboardSettings,
} from '../../model.ts';
import { defaults } from '../defaults.ts';
import { resolveExports } from './resolve-exports.ts';
import type { WrittenConfig } from '../schema/schema.ts';
import type { z } from 'zod';
import type { dashboardSchema } from '../schema/dashboard-schema.ts';

export interface Surroundings {
  /** Absolute path of the folder that holds prank.yaml. */
  dir: string;
  /** Text of the guidelines file; null if there is none. */
  guidelines: string | null;
}

/** Fills in the defaults of a config that follows all rules. */
export function resolveConfig(written: WrittenConfig, { dir, guidelines }: Surroundings): Campaign {
  const task = resolveTask(written, guidelines);
  return {
    name: written.name,
    id: written.id ?? written.name,
    seed: written.seed ?? defaults.seed,
    dir,
    sources: written.sources.map((source) => resolveSource(source, written.build ?? {})),
    build: resolveBuild(written.build ?? {}),
    engine: resolveEngine(written.build ?? {}),
    task,
    target: resolveTarget(written.argilla),
    publish: written.publish === undefined ? null : resolvePublish(written.publish, task.question),
  };
}

type WrittenBuild = NonNullable<WrittenConfig['build']>;
type WrittenSource = WrittenConfig['sources'][number];
type WrittenPlace = NonNullable<WrittenBuild['exclude']>[number];

function resolveSource(written: WrittenSource, build: WrittenBuild): Source {
  return {
    ...resolvePlace(written, build),
    id: written.id,
    kind: written.kind ?? defaults.source.kind,
    license: written.license ?? null,
    metadata: written.metadata ?? {},
    take: written.take ?? defaults.source.take,
    share: written.share ?? null,
    strata: resolveStrata(written.strata),
    enabled: written.enabled ?? defaults.source.enabled,
  };
}

function resolvePlace(
  written: WrittenPlace,
  build: WrittenBuild,
): Pick<Source, 'files' | 'hub' | 'delimiter' | 'promptPaths' | 'where' | 'onBadRow'> {
  const { hub, path, revision = defaults.source.revision, delimiter = null } = written;
  return {
    files: [written.file ?? []].flat(),
    hub: hub === undefined || path === undefined ? null : { dataset: hub, revision, path },
    delimiter: delimiter === 'tab' ? '\t' : delimiter,
    promptPaths: [written.prompt].flat(),
    where: Object.fromEntries(Object.entries(written.where ?? {}).map(([key, value]) => [key, [value].flat()])),
    onBadRow: written.on_bad_row ?? build.on_bad_row ?? defaults.build.onBadRow,
  };
}

function resolveStrata(written: WrittenSource['strata']): Source['strata'] {
  if (written === undefined) return null;
  const { by, shares = defaults.source.strataShares } = typeof written === 'string' ? { by: written } : written;
  return { by, shares };
}

/** An exclusion is read like a source of which everything is taken. */
function resolveExclusion(written: WrittenPlace, index: number, build: WrittenBuild): Source {
  return {
    ...resolvePlace(written, build),
    id: `build.exclude[${index}]`,
    kind: defaults.source.kind,
    license: null,
    metadata: {},
    take: 'all',
    share: null,
    strata: null,
    enabled: true,
  };
}

function resolveBuild(written: WrittenBuild): BuildSettings {
  return {
    size: written.size ?? null,
    length: {
      min: written.length?.min ?? defaults.build.length.min,
      max: written.length?.max ?? defaults.build.length.max,
    },
    drop: written.drop ?? [...defaults.build.drop],
    nearDuplicates: resolveNearDuplicates(written.near_duplicates),
    language: resolveLanguage(written.language),
    pii: written.pii ?? defaults.build.pii,
    exclude: (written.exclude ?? []).map((exclusion, index) => resolveExclusion(exclusion, index, written)),
    shortage: written.shortage ?? defaults.build.shortage,
  };
}

function resolveEngine({ engine = defaults.engine, spark = {} }: WrittenBuild): EngineSettings {
  const { master = null, conf = {}, node = null, output = null } = spark;
  const settings = Object.fromEntries(Object.entries(conf).map(([name, value]) => [name, String(value)]));
  return { engine, spark: { master, conf: settings, node, output } };
}

function resolveLanguage(written: WrittenBuild['language']): BuildSettings['language'] {
  if (written === undefined) return null;
  const isList = typeof written === 'string' || Array.isArray(written);
  const { keep, unknown = defaults.build.unknownLanguage } = isList ? { keep: [written].flat() } : written;
  return { keep, unknown };
}

function resolveNearDuplicates(written: WrittenBuild['near_duplicates']): BuildSettings['nearDuplicates'] {
  if (written === false) return null;
  const { words, threshold } = typeof written === 'number' ? { words: undefined, threshold: written } : (written ?? {});
  return {
    words: words ?? defaults.build.nearDuplicates.words,
    threshold: threshold ?? defaults.build.nearDuplicates.threshold,
  };
}

function resolveTask(config: WrittenConfig, guidelines: string | null): Task {
  const written = config.task ?? {};
  const visible = written.visible_metadata ?? [];
  return {
    workspace: written.workspace ?? config.name,
    dataset: written.dataset ?? config.name,
    guidelines,
    question: resolveQuestion(written.question ?? {}),
    overlap: written.overlap ?? defaults.task.overlap,
    wave: written.wave ?? defaults.task.wave,
    metadata: (written.metadata ?? defaults.task.metadata).map((item) => {
      const { name, type } = typeof item === 'string' ? { name: item } : item;
      return { name, type: type ?? (name === 'length' ? 'integer' : 'terms'), visible: visible.includes(name) };
    }),
    keepsMetadata: written.metadata === undefined,
  };
}

/** Sorts the values in ascending order and moves their labels along. Default labels apply only to default values. */
function resolveQuestion(written: NonNullable<NonNullable<WrittenConfig['task']>['question']>): Question {
  const values = written.values ?? defaults.task.question.values;
  const labels = written.labels ?? (written.values === undefined ? defaults.task.question.labels : []);
  const order = values.map((_, index) => index).toSorted((a, b) => (values[a] ?? 0) - (values[b] ?? 0));
  return {
    name: written.name ?? defaults.task.question.name,
    title: written.title ?? defaults.task.question.title,
    values: order.flatMap((index) => values[index] ?? []),
    labels: order.flatMap((index) => labels[index] ?? []),
  };
}

function resolveTarget({ space, url, ...written }: WrittenConfig['argilla']): Target {
  if (space !== undefined) {
    return {
      type: 'space',
      space,
      server: written.server ?? null,
      hardware: written.hardware ?? null,
      sleepHours: written.sleep_hours ?? null,
      storage: written.storage ?? defaults.space.storage,
      databaseEnv: written.database?.env ?? null,
    };
  }
  return url === undefined ? { type: 'local' } : { type: 'url', url: trimServerPath(url.replace(/\/+$/, '')) };
}

function resolvePublish(written: NonNullable<WrittenConfig['publish']>, { values }: Question): PublishSettings {
  return {
    dataset: written.dataset ?? null,
    visibility: written.visibility ?? defaults.publish.visibility,
    auto: written.auto ?? defaults.publish.auto,
    everyMs: parseInterval(written.every ?? defaults.publish.every),
    ...resolveLicense(written.license),
    raters: written.raters ?? defaults.publish.raters,
    minResponses: written.min_responses ?? defaults.publish.minResponses,
    licenseDecisions: written.license_decisions ?? {},
    exports: resolveExports(written.exports ?? {}, values),
    authors: written.authors ?? [],
    thanks: written.thanks ?? [],
    dashboard: resolveDashboard(written.dashboard),
    backup: written.backup ?? null,
    pseudonymKey: written.pseudonym_key ?? null,
  };
}

/** `12h`, `7d`, or `sync`, which is no time at all. */
function parseInterval(written: string): number {
  if (written === 'sync') return 0;
  return Number(written.slice(0, -1)) * (written.endsWith('h') ? hourMs : dayMs);
}

/** Only an id that is known, in any spelling, comes without a link: the rules see to it. */
function resolveLicense(
  written: NonNullable<WrittenConfig['publish']>['license'],
): Pick<PublishSettings, 'license' | 'licenseLink'> {
  if (typeof written !== 'string') return { license: written.name, licenseLink: written.link };
  return { license: showLicense(written), licenseLink: null };
}

/** A string is the name of the Space. */
function resolveDashboard(written: z.infer<typeof dashboardSchema> = {}): DashboardSettings {
  const { space, leaderboard, opt_out: optOut } = typeof written === 'string' ? { space: written } : written;
  return {
    space: space ?? null,
    leaderboard: leaderboard === false ? null : (leaderboard ?? defaults.publish.leaderboard),
    optOut: optOut ?? [],
  };
}
