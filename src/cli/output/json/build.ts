import type { BuildResult } from '../../../campaign/build.ts';
import type { CommandData } from './schemas.ts';

/** `data` of `build --json`. */
export function toBuildData(result: BuildResult): CommandData<'build'> {
  switch (result.type) {
    case 'planned': {
      const { engine, steps, sources } = result.preview;
      return {
        engine,
        steps,
        sources: sources.map(({ files, ...source }) => ({
          ...source,
          files: files.map(({ path, format, sizeBytes }) => ({ path, format, size_bytes: sizeBytes })),
        })),
      };
    }
    case 'explained':
      return { ...result.outcome, examples: result.explanation };
    case 'built':
      return result.outcome;
  }
}
