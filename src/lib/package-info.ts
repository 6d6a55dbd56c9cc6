import { readFileSync } from 'node:fs';
import { packageFile } from './files/package-root.ts';

export interface PackageInfo {
  /** Of prank. */
  version: string;
  /** The versions of Node it runs on, as package.json says: `>=20.19`. */
  wantedNode: string;
}

/** What package.json says about this prank. */
export function readPackageInfo(): PackageInfo {
  const text = readFileSync(packageFile('package.json'), 'utf8');
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it is our own, and zod is slow to load
  const { version, engines } = JSON.parse(text) as { version: string; engines: { node: string } };
  return { version, wantedNode: engines.node };
}

/** The Node that runs this. */
export const nodeVersion = process.versions.node;
export const nodePath = process.execPath;
