import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import type { Emit, EngineSettings } from '../../../model.ts';
import { type Machine, requireSpark } from './find-spark.ts';
import { onlySecrets, submitJob } from './submit.ts';

/** A file at an address that Spark can read, such as s3a://bucket/name.jsonl. */
export interface RemoteFile {
  /** The pattern that it matches. */
  pattern: string;
  url: string;
  sizeBytes: number;
  /** null = not asked for. */
  sha256: string | null;
}

const listing = z.array(
  z.object({
    pattern: z.string(),
    url: z.string().transform(withAuthority),
    sizeBytes: z.number(),
    sha256: z.string().nullable(),
  }),
);

/** Hadoop writes file:/path instead of file:///path. */
function withAuthority(url: string): string {
  return url.replace(/^([a-z][a-z0-9+.-]*:)\/(?!\/)/iu, '$1///');
}

/** Lists matching files through Hadoop's file systems. Hashes cost one read of every file. */
export async function listRemoteFiles(
  patterns: readonly string[],
  { withHashes }: { withHashes: boolean },
  { spark, machine }: EngineSettings & { machine: Machine },
  emit: Emit,
): Promise<RemoteFile[]> {
  const program = await requireSpark(machine);
  const folder = await mkdtemp(join(tmpdir(), 'prank-spark-'));
  try {
    const job = { list: patterns, hash: withHashes, conf: onlySecrets(spark.conf), files: [] };
    await writeFile(join(folder, 'job.json'), JSON.stringify(job), { mode: 0o600 });
    await submitJob(program, spark, folder, emit);
    return listing.parse(JSON.parse(await readFile(join(folder, 'result.json'), 'utf8')));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
