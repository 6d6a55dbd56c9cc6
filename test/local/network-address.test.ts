import type { NetworkInterfaceInfo } from 'node:os';
import { expect, test } from 'vitest';
import { findNetworkAddress, findSharedUrl, isLoopback } from '../../src/local/network-address.ts';

function one(address: string, internal = false): NetworkInterfaceInfo[] {
  const rest = { netmask: '', mac: '', internal, cidr: null };
  return [
    address.includes(':') ? { address, family: 'IPv6', scopeid: 0, ...rest } : { address, family: 'IPv4', ...rest },
  ];
}

test('the address that others reach is the first IPv4 address of a real network', () => {
  const lo = one('127.0.0.1', true);
  expect(findNetworkAddress({ lo, docker0: one('172.17.0.1'), wlan0: one('192.168.0.5') })).toBe('192.168.0.5');
  expect(findNetworkAddress({ lo, eth0: [...one('2001:db8::5'), ...one('10.0.0.5')] })).toBe('10.0.0.5');
  expect(findNetworkAddress({ lo, eth0: one('2001:db8::5') })).toBe('2001:db8::5');
  expect(findNetworkAddress({ lo, eth0: one('169.254.3.4'), eth1: one('fe80::1') })).toBeUndefined();
});

test('a link to all addresses names one that others can open', () => {
  const wlan0 = one('192.168.0.5');
  expect(findSharedUrl('0.0.0.0', 'https://0.0.0.0:6900', { wlan0 })).toBe('https://192.168.0.5:6900');
  expect(findSharedUrl('::', 'http://[::]:6900', { eth0: one('2001:db8::5') })).toBe('http://[2001:db8::5]:6900');
  expect(findSharedUrl('0.0.0.0', 'http://0.0.0.0:6900', {})).toBe('http://127.0.0.1:6900');
  expect(findSharedUrl('10.0.0.5', 'http://10.0.0.5:6900', { wlan0 })).toBe('http://10.0.0.5:6900');
});

test.each([
  ['127.0.0.1', true],
  ['localhost', true],
  ['::1', true],
  ['0.0.0.0', false],
  ['192.168.0.5', false],
])('%s is only this machine: %s', (host, isOnly) => {
  expect(isLoopback(host)).toBe(isOnly);
});
