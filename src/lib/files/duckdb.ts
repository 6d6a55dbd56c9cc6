import type { DuckDBConnection } from '@duckdb/node-api';

export interface DuckdbOptions {
  /** Folder that large operations spill to; null = memory only. */
  temporaryDir?: string | null;
  threads?: number;
  /** Large operations spill above this. DuckDB's own default is most of the machine's memory. */
  memoryLimitMb?: number;
}

/** Runs `work` on an in-memory DuckDB that can't load extensions or read local settings, then closes it. */
export async function withDuckdb<T>(
  work: (connection: DuckDBConnection) => Promise<T>,
  { temporaryDir = null, threads, memoryLimitMb }: DuckdbOptions = {},
): Promise<T> {
  const { DuckDBInstance } = await import('@duckdb/node-api');
  const instance = await DuckDBInstance.create(':memory:', {
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    temp_directory: temporaryDir ?? '',
    ...(threads === undefined ? {} : { threads: String(threads) }),
    ...(memoryLimitMb === undefined ? {} : { memory_limit: `${memoryLimitMb}MB` }),
  });
  const connection = await instance.connect();
  try {
    return await work(connection);
  } catch (error) {
    throw withSystemCode(error);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

const systemMessages: Readonly<Record<string, string>> = {
  'No space left on device': 'ENOSPC',
  'Disk quota exceeded': 'EDQUOT',
  'Read-only file system': 'EROFS',
  'Permission denied': 'EACCES',
  'Operation not permitted': 'EPERM',
  'Too many open files': 'EMFILE',
  'Is a directory': 'EISDIR',
};

/** DuckDB reports a failed system call only as text. This adds the code, so that it is treated like one of Node's. */
function withSystemCode(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const [, action = '', path, reason = ''] =
    /^IO Error: ([^"]*)"([^"]+)"[^"]*: ([^:"\n]+)$/mu.exec(error.message) ?? [];
  const code = systemMessages[reason.trim()];
  if (code === undefined) return error;
  return Object.assign(error, { code, path, syscall: /write/iu.test(action) ? 'write' : 'open' });
}

/** A text as an SQL literal. DuckDB's only escape is the doubled quote. */
export function sqlText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** Options of every parquet file we write. They are fixed, because the bytes must be the same on every machine. */
export const parquetOptions = 'FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 100000, PARQUET_VERSION v1';
