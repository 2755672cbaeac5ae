// Reads a proxy's configuration from environment variables, the same ones in every runtime.
import { ENDPOINT_IDS } from '../core/models/index.ts';
import type { ProxyConfig } from './app.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

export function configFromEnv(env: Environment): Omit<ProxyConfig, 'fetch'> {
  return {
    ...(env.FAL_KEY ? { key: env.FAL_KEY } : {}),
    ...(env.PROXY_TOKEN ? { token: env.PROXY_TOKEN } : {}),
    allowedEndpoints: ENDPOINT_IDS,
    extraEndpoints: listOf(env.ALLOWED_ENDPOINTS),
    hosts: listOf(env.ALLOWED_HOSTS),
  };
}

function listOf(value: string | undefined): string[] {
  return (value ?? '').split(/[\s,]+/).filter((item) => item !== '');
}
