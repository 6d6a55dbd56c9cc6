/** What is wrong with a certificate, in words that follow "its certificate", and what to type. */
export interface CertificateFault {
  what: string;
  hint: string;
}

const trustAuthority =
  'Set NODE_EXTRA_CA_CERTS=/path/to/authority.pem in the environment (not in .env); docs/networks.md says where to get the file.';
const trustItself =
  'Save the certificate as a PEM file, and set NODE_EXTRA_CA_CERTS=/path/to/it.pem in the environment (not in .env); see docs/networks.md.';
const unknownAuthority = {
  what: 'is signed by an authority that this machine does not know, often that of a company network',
  hint: trustAuthority,
};

const faults: Readonly<Record<string, CertificateFault>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: { what: 'is self-signed', hint: trustItself },
  SELF_SIGNED_CERT_IN_CHAIN: unknownAuthority,
  UNABLE_TO_GET_ISSUER_CERT: unknownAuthority,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: unknownAuthority,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: unknownAuthority,
  CERT_UNTRUSTED: unknownAuthority,
  CERT_HAS_EXPIRED: {
    what: 'has expired',
    hint: 'Ask whoever runs the server to renew it. If a browser accepts it, correct the clock of this machine.',
  },
  CERT_NOT_YET_VALID: {
    what: 'is not valid yet',
    hint: 'Correct the clock of this machine. If it is right, the server needs another certificate.',
  },
  CERT_REVOKED: { what: 'was revoked', hint: 'Ask whoever runs the server to install a new one.' },
  ERR_TLS_CERT_ALTNAME_INVALID: {
    what: 'is for another host',
    hint: 'Use the name that the certificate is for, as a browser shows it. An IP address is rarely one.',
  },
};

/** Why a certificate was not accepted, by the code of Node or OpenSSL; null = the failure is another one. */
export function findCertificateFault(code: string): CertificateFault | null {
  const known = Object.hasOwn(faults, code) ? faults[code] : undefined;
  if (known !== undefined) return known;
  return /^(?:CERT_|INVALID_CA$|INVALID_PURPOSE$|PATH_LENGTH_EXCEEDED$)/u.test(code)
    ? { what: 'is not accepted', hint: 'Open the address in a browser: it says what is wrong with the certificate.' }
    : null;
}
