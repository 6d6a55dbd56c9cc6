import { z } from 'zod';
import { type BlobFacts, type BlobSource, describeBlob } from './blob.ts';
import type { HubConnection } from '../connection.ts';
import { apiPath, type Repository } from './repositories.ts';

export interface CommitFile {
  path: string;
  source: BlobSource;
}

/** A file to commit, and how to send it to the Hub. */
export interface PreparedFile extends CommitFile {
  facts: BlobFacts;
  mode: 'regular' | 'lfs';
  /** true = the branch already has exactly these bytes at this path. */
  unchanged: boolean;
}

const wirePreupload = z.object({
  files: z.array(z.object({ path: z.string(), uploadMode: z.enum(['regular', 'lfs']), oid: z.string().nullish() })),
});

const filesPerCall = 100;

/** Asks the Hub for every file how to send it, and whether the branch already has it. Uploads nothing. */
export async function prepareFiles(
  hub: HubConnection,
  repository: Repository,
  files: readonly CommitFile[],
): Promise<PreparedFile[]> {
  const prepared: PreparedFile[] = [];
  for (let start = 0; start < files.length; start += filesPerCall) {
    const described = await Promise.all(
      files.slice(start, start + filesPerCall).map(async (file) => ({
        ...file,
        facts: await describeBlob(file.source),
      })),
    );
    const answer = await hub.request({
      method: 'POST',
      path: `${apiPath(repository)}/preupload/main`,
      body: {
        files: described.map(({ path, facts }) => ({
          path,
          size: facts.sizeBytes,
          sample: facts.sample.toString('base64'),
        })),
      },
      schema: wirePreupload,
      repeatable: true,
    });
    const modes = new Map(answer.files.map((file) => [file.path, file]));
    for (const file of described) {
      const { uploadMode, oid } = modes.get(file.path) ?? { uploadMode: 'lfs' as const, oid: null };
      prepared.push({
        ...file,
        // LFS has no empty objects.
        mode: file.facts.sizeBytes === 0 ? 'regular' : uploadMode,
        unchanged: oid === file.facts.gitOid || oid === file.facts.sha256,
      });
    }
  }
  return prepared;
}
