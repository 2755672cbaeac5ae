// What the environment says of the proxy: hosts as browsers write them, and ports that are none.
import { expect, test } from 'vitest';
import { configFromEnv, portFrom } from '../../proxy/env.ts';

test('a host is compared as a browser sends it: in small letters, without its port', () => {
  expect(configFromEnv({ ALLOWED_HOSTS: 'Proxy.Example:8443, other.example' }).hosts).toEqual([
    'proxy.example',
    'other.example',
  ]);
});

test('a port that is not set, or set to nothing, is the usual one', () => {
  expect([portFrom({}, 'PORT', 3333), portFrom({ PORT: ' ' }, 'PORT', 3333)]).toEqual([3333, 3333]);
  expect(portFrom({ PORT: '8080' }, 'PORT', 3333)).toBe(8080);
});

test.each(['abc', '0', '-1', '65536', '33.5'])('“%s” is refused as a port, by name', (text) => {
  expect(() => portFrom({ PORT: text }, 'PORT', 3333)).toThrow(`PORT must be a port number`);
});
