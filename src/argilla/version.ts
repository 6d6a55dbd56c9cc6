import { z } from 'zod';
import type { ServerSoftware } from '../model.ts';
import type { Connection } from './connection.ts';

export interface ServerVersion {
  software: ServerSoftware;
  version: string;
}

export const softwareNames: Readonly<Record<ServerSoftware, string>> = { argilla: 'Argilla', extralit: 'Extralit' };

/** The versions that prank is tested with. */
export const triedVersions: Readonly<Record<ServerSoftware, string>> = { argilla: '2.8.0', extralit: '0.7.2' };

/** What the server runs. Needs no key. */
export async function getVersion(connection: Connection): Promise<ServerVersion> {
  const schema = z.object({ version: z.string() });
  const { version } = await connection.request({ method: 'GET', path: '/version', schema });
  return { software: recognizeSoftware(version), version };
}

/** Extralit is a fork of Argilla 2.8 and counts its versions from 0. Argilla has had this route only since 1. */
function recognizeSoftware(version: string): ServerSoftware {
  return version.startsWith('0.') ? 'extralit' : 'argilla';
}

/** Whether prank is tested with the version, apart from its patch level. */
export function isTried({ software, version }: ServerVersion): boolean {
  const [major, minor] = version.split('.');
  const [triedMajor, triedMinor] = triedVersions[software].split('.');
  return major === triedMajor && minor === triedMinor;
}
