// Reads a proxy's configuration from environment variables, the same ones in every runtime.
import { ENDPOINT_IDS } from '../core/models/index.ts';
import { hostName } from './access.ts';
import type { ProxyConfig } from './app.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

export function configFromEnv(env: Environment): Omit<ProxyConfig, 'fetch'> {
  return {
    ...(env.FAL_KEY ? { key: env.FAL_KEY } : {}),
    ...(env.PROXY_TOKEN ? { token: env.PROXY_TOKEN } : {}),
    allowedEndpoints: ENDPOINT_IDS,
    extraEndpoints: listOf(env.ALLOWED_ENDPOINTS),
    hosts: listOf(env.ALLOWED_HOSTS).map(hostName),
  };
}

function listOf(value: string | undefined): string[] {
  return (value ?? '').split(/[\s,]+/).filter((item) => item !== '');
}

/** @throws Error in the reader's words when the variable is set to something that is no port */
export function portFrom(env: Environment, name: string, otherwise: number): number {
  const text = env[name]?.trim();
  if (!text) return otherwise;
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new Error(`${name} must be a port number from 1 to 65535; it is “${text}”.`);
}
