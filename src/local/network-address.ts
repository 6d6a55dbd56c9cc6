import { type NetworkInterfaceInfo, networkInterfaces } from 'node:os';

type Interfaces = NodeJS.Dict<NetworkInterfaceInfo[]>;

/** Networks of containers and virtual machines, which other people's devices are not in. */
const virtual = /^(?:docker|br-|veth|virbr|vmnet|vboxnet|cni|flannel|podman)/u;

/** The address by which other devices in the network reach this machine: IPv4 first; undefined = it is in none. */
export function findNetworkAddress(interfaces: Interfaces = networkInterfaces()): string | undefined {
  const all = Object.entries(interfaces).flatMap(([name, addresses]) =>
    (addresses ?? []).map(({ address, family, internal }) => ({ name, address, family, internal })),
  );
  const usable = all.filter(
    ({ name, address, internal }) => !internal && !virtual.test(name) && !/^(?:169\.254\.|fe80:)/iu.test(address),
  );
  return (usable.find(({ family }) => family === 'IPv4') ?? usable[0])?.address;
}

/** Whether a host is this machine only. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.');
}

/** Where other machines reach a server that listens on `host` at `url`. */
export function findSharedUrl(host: string, url: string, interfaces?: Interfaces): string {
  if (host !== '0.0.0.0' && host !== '::') return url;
  const address = findNetworkAddress(interfaces) ?? '127.0.0.1';
  const { protocol, port } = new URL(url);
  return `${protocol}//${address.includes(':') ? `[${address}]` : address}:${port}`;
}
