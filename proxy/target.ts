// Decides where a request may go: https only, fal's own hosts only, allowed endpoints only, for every method.
import { isAllowedEndpoint, isAllowedUrl } from '@fal-ai/server-proxy';

/** Where a request goes, and whether the key may go with it. */
export type Target = { kind: 'api'; url: URL } | { kind: 'media'; url: URL };

export type Refusal = { status: 400 | 405 | 412; detail: string; errorType: string };

export interface TargetPolicy {
  /** Endpoint ids, or patterns such as `fal-ai/flux/**`. */
  endpoints: readonly string[];
  /** The stand-in's address; media it served itself may be fetched back through the proxy. */
  standIn: string | undefined;
}

const PATH_SEGMENT = /^[A-Za-z0-9._-]+$/;
const MEDIA_HOST = /^([a-z0-9-]+\.)*fal\.media$/;

const refuse = (status: Refusal['status'], errorType: string, detail: string): Refusal => ({
  status,
  errorType,
  detail,
});

export function resolveTarget(
  value: string | undefined,
  method: string,
  policy: TargetPolicy,
): Target | Refusal {
  if (!value) return refuse(400, 'missing_target', 'The x-fal-target-url header is missing.');
  const url = parse(value);
  if (!url) return refuse(400, 'bad_target', 'The x-fal-target-url header is not a web address.');
  if (isStandInMedia(url, policy.standIn)) return asMedia(url, method);
  if (url.protocol !== 'https:' || url.port || url.username || url.password) {
    return refuse(400, 'bad_target', 'The target must be a plain https address.');
  }
  if (MEDIA_HOST.test(url.host)) return asMedia(url, method);
  return asApi(url, method, policy.endpoints);
}

function parse(value: string): URL | undefined {
  return URL.canParse(value) ? new URL(value) : undefined;
}

function isStandInMedia(url: URL, standIn: string | undefined): boolean {
  if (!standIn || !url.href.startsWith(`${standIn}/`)) return false;
  const [host = ''] = url.href.slice(standIn.length + 1).split('/');
  return MEDIA_HOST.test(host);
}

function asMedia(url: URL, method: string): Target | Refusal {
  return method === 'GET'
    ? { kind: 'media', url }
    : refuse(405, 'method_not_allowed', 'Media can only be fetched through this proxy.');
}

function asApi(url: URL, method: string, endpoints: readonly string[]): Target | Refusal {
  // fal's own list comes first, so that what fal's package stops trusting is not trusted here either.
  if (!isAllowedUrl(`${url.host}${url.pathname}${url.search}`)) {
    return refuse(412, 'target_not_allowed', `This proxy does not forward to ${url.host}${url.pathname}.`);
  }
  if (url.host === 'rest.fal.ai') return { kind: 'api', url };
  const endpoint = endpointOf(url, method);
  return endpoint !== undefined && isListed(endpoint, endpoints)
    ? { kind: 'api', url }
    : refuse(412, 'endpoint_not_allowed', `This proxy does not allow ${method} ${url.pathname}.`);
}

type Named = { id: string; isApp: boolean };

/**
 * The endpoint a path names. Submitting names the whole id; a queued request is addressed by the
 * id's first two segments, `owner/alias/requests/…`.
 */
function endpointOf(url: URL, method: string): Named | undefined {
  const segments = url.pathname.slice(1).split('/');
  if (!segments.every((segment) => PATH_SEGMENT.test(segment))) return undefined;
  const requests = segments.indexOf('requests');
  if (requests < 0) return method === 'POST' ? { id: segments.join('/'), isApp: false } : undefined;
  if (url.host !== 'queue.fal.run' || method === 'POST') return undefined;
  return { id: segments.slice(0, requests).join('/'), isApp: requests === 2 };
}

function isListed({ id, isApp }: Named, endpoints: readonly string[]): boolean {
  // fal's matcher takes an empty list for "everything".
  if (endpoints.length === 0) return false;
  return isAllowedEndpoint(id, isApp ? endpoints.map(appOf) : [...endpoints]);
}

const appOf = (endpoint: string) => endpoint.split('/').slice(0, 2).join('/');
