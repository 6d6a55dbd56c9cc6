import { createPrivateKey, X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import { writeFileWhole } from '../lib/files/atomic-file.ts';
import { UsageError } from '../lib/errors.ts';
import { readTextIfPresent } from '../lib/files/read-text.ts';

/** A certificate for HTTPS and its private key, as PEM. */
export interface Certificate {
  cert: string;
  key: string;
}

const dayMs = 24 * 60 * 60_000;
/** Phones reject certificates that are valid for much longer. */
const lifetimeMs = 365 * dayMs;

/** Reads a certificate that the organizer has. Throws UsageError `certificate_unusable`, `file_unreadable`. */
export async function readCertificate(certPath: string, keyPath: string): Promise<Certificate> {
  const [cert, key] = [await readTextIfPresent(certPath), await readTextIfPresent(keyPath)];
  for (const [path, text] of [
    [certPath, cert],
    [keyPath, key],
  ] as const) {
    if (text === null) throw unusable(`There is no ${path}.`);
  }
  const pair = { cert: cert ?? '', key: key ?? '' };
  const problem = findProblem(pair);
  if (problem === null) return pair;
  throw unusable(`${certPath} and ${keyPath} can't be used for HTTPS: ${problem.reason}.`, problem.cause);
}

/**
 * The certificate in a file (mode 0600), which is made if there is none for these hosts, or if it ends within a week.
 * The same certificate is used as long as possible, because people have to confirm a new one.
 */
export async function ensureCertificate(path: string, hosts: readonly string[], nowMs: number): Promise<Certificate> {
  const known = (await readTextIfPresent(path)) ?? '';
  const pair = { cert: known, key: known };
  if (findProblem(pair) === null && isFor(new X509Certificate(known), hosts, nowMs)) return pair;
  const made = await makeCertificate(hosts, nowMs);
  // One file, so that a key never meets another certificate.
  await writeFileWhole(path, made, 0o600);
  return { cert: made, key: made };
}

/** SHA-256 of a certificate, as browsers show it: `AB:CD:…`. */
export function certificateFingerprint({ cert }: Certificate): string {
  return new X509Certificate(cert).fingerprint256;
}

async function makeCertificate(hosts: readonly string[], nowMs: number): Promise<string> {
  const { generate } = await import('selfsigned');
  const altNames = hosts.map((host) =>
    isIP(host) === 0 ? ({ type: 2, value: host } as const) : ({ type: 7, ip: host } as const),
  );
  const { cert, private: key } = await generate([{ name: 'commonName', value: 'prank' }], {
    keyType: 'ec',
    curve: 'P-256',
    algorithm: 'sha256',
    // A phone's clock may be late.
    notBeforeDate: new Date(nowMs - dayMs),
    notAfterDate: new Date(nowMs + lifetimeMs),
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      { name: 'subjectAltName', altNames },
    ],
  });
  return `${cert.trim()}\n${key.trim()}\n`;
}

function isFor(certificate: X509Certificate, hosts: readonly string[], nowMs: number): boolean {
  if (Date.parse(certificate.validTo) < nowMs + 7 * dayMs || Date.parse(certificate.validFrom) > nowMs) return false;
  return hosts.every(
    (host) => (isIP(host) === 0 ? certificate.checkHost(host) : certificate.checkIP(host)) !== undefined,
  );
}

function findProblem({ cert, key }: Certificate): { reason: string; cause?: unknown } | null {
  try {
    const isPair = new X509Certificate(cert).checkPrivateKey(createPrivateKey(key));
    return isPair ? null : { reason: 'the key belongs to another certificate' };
  } catch (cause) {
    // Without the library's words: they may quote the key.
    return { reason: 'they are not a certificate and its key in PEM format, or the key has a password', cause };
  }
}

function unusable(message: string, cause?: unknown): UsageError {
  return new UsageError('certificate_unusable', message, cause === undefined ? {} : { cause });
}
