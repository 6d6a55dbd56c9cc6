import { hashPrompt, isBlankPrompt, newestNormalization, normalizePrompt } from '../../build/normalize-prompt.ts';
import { builtInMetadata } from '../../config/rules/source-rules.ts';
import { personalColumns } from '../../config/rules/mix-rules.ts';
import { countCharacters } from '../../lib/text/text.ts';
import type { PromptKind } from '../../model.ts';
import type { FoundPrompt } from './found.ts';

/** Prompts with the same source and licence. They get a file and an entry in prank.yaml of their own. */
export interface FoundSource {
  /** Also the name of the file. */
  id: string;
  license: string | null;
  /** The one kind that all have; null = each row names its own. */
  kind: PromptKind | null;
  /** Names of the metadata that at least one prompt has. */
  metadata: string[];
  rows: { prompt: string; kind: PromptKind; metadata: Record<string, unknown> }[];
}

/** Prompts by source, and what prank can't take over. */
export interface SourceList {
  sources: FoundSource[];
  /** Code points of the longest prompt. */
  longest: number;
  /** Texts that appear once more. */
  repeated: number;
  /** Blank texts, and those with characters that no server accepts, or too many. */
  unusable: number;
  /** Names of metadata that name people. */
  personal: string[];
  /** There are too many sources, so they are one for each licence. */
  isMerged: boolean;
}

/** prank.yaml has to be readable. */
export const maxSources = 500;

/** What `build.length.max` may say at most. */
const longestAllowed = 1_000_000;

/**
 * Groups prompts by source and licence, in the order of their first prompts. Equal normalized texts are one prompt: the
 * first one counts. The id of a source has the characters of its name that prank.yaml allows; metadata keep the whole
 * name if it has others.
 */
export function listSources(prompts: readonly FoundPrompt[]): SourceList {
  const isMerged =
    new Set(prompts.map(({ source, license = null }) => JSON.stringify([source, license]))).size > maxSources;
  const sources = new Map<string, FoundSource>();
  const ids = new UniqueNames();
  const metadataNames = new MetadataNames();
  const seen = new Set<string>();
  const list = { longest: 0, repeated: 0, unusable: 0 };
  for (const found of prompts) {
    const id = promptIdOf(found.text);
    const length = countCharacters(found.text.toWellFormed().trim());
    if (id === null || length > longestAllowed) {
      list.unusable += 1;
      continue;
    }
    if (seen.has(id)) {
      list.repeated += 1;
      continue;
    }
    seen.add(id);
    list.longest = Math.max(list.longest, length);
    const license = toLicense(found.license);
    const name = isMerged ? 'prompts' : found.source;
    const key = JSON.stringify([name, license]);
    let source = sources.get(key);
    if (source === undefined) {
      source = { id: ids.add(toSourceId(name)), license, kind: null, metadata: [], rows: [] };
      sources.set(key, source);
    }
    const isCut = found.source !== null && source.id !== found.source;
    const metadata = isCut ? { ...found.metadata, source: found.source } : found.metadata;
    const renamed = metadataNames.rename(metadata);
    source.rows.push({ prompt: found.text, kind: found.kind ?? 'unknown', metadata: renamed });
  }
  for (const source of sources.values()) {
    const kinds = new Set(source.rows.map(({ kind }) => kind));
    source.kind = kinds.size === 1 ? ([...kinds][0] ?? null) : null;
    source.metadata = [...new Set(source.rows.flatMap(({ metadata }) => Object.keys(metadata)))];
  }
  return { ...list, sources: [...sources.values()], personal: metadataNames.personal, isMerged };
}

/** One line that prank.yaml takes; null = none is known. */
function toLicense(written: string | null | undefined): string | null {
  const license = written?.trim() ?? '';
  return license === '' || license.length > 100 || license.includes('\n') ? null : license;
}

/** The id that `build` gives a text; null = no prompt can have it. */
export function promptIdOf(text: string): string | null {
  const whole = text.toWellFormed().trim();
  if (whole.includes('\0') || isBlankPrompt(whole, newestNormalization)) return null;
  return hashPrompt(normalizePrompt(whole, newestNormalization));
}

function toSourceId(name: string | null): string {
  if (name !== null && /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,90}$/u.test(name)) return name;
  const id = (name ?? '')
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^A-Za-z0-9_.-]+/gu, '-')
    .replaceAll(/^[-.]+|[-.]+$/gu, '')
    .slice(0, 80);
  return id === '' ? 'unknown' : id;
}

/** Names that differ in more than case, because they are also names of files. */
class UniqueNames {
  private readonly taken = new Set<string>();

  add(wish: string): string {
    let name = wish;
    for (let number = 2; this.taken.has(name.toLowerCase()); number += 1) name = `${wish}-${number}`;
    this.taken.add(name.toLowerCase());
    return name;
  }
}

/** Turns names of metadata into such as prank.yaml allows, each into the same one everywhere. */
class MetadataNames {
  private readonly names = new Map<string, string | null>();
  private readonly unique = new UniqueNames();

  /** Leaves out values that say nothing, and names that are personal. */
  rename(metadata: Readonly<Record<string, unknown>>): Record<string, unknown> {
    const entries = Object.entries(metadata).flatMap(([name, value]): [string, unknown][] => {
      const own = value === null || value === undefined || value === '' ? null : this.nameOf(name);
      return own === null ? [] : [[own, value]];
    });
    return Object.fromEntries(entries);
  }

  get personal(): string[] {
    return [...this.names].filter(([, own]) => own === null).map(([name]) => name);
  }

  private nameOf(name: string): string | null {
    const known = this.names.get(name);
    if (known !== undefined) return known;
    const legal = name
      .toLowerCase()
      .replaceAll(/[^a-z0-9_-]+/gu, '_')
      // Not only for looks: `__proto__` is no name of anything.
      .replaceAll(/^_+|_+$/gu, '')
      .slice(0, 150);
    const free = builtInMetadata.includes(legal) ? `original_${legal}` : legal === '' ? 'metadata' : legal;
    const own = personalColumns.has(name.toLowerCase()) || personalColumns.has(free) ? null : this.unique.add(free);
    this.names.set(name, own);
    return own;
  }
}
