// What reached the stand-in for fal, and its faults. The contract is synchronous, and so are these requests.
export interface FalRequest {
  endpoint: string;
  method: string;
  input: unknown;
  images: Record<string, Uint8Array>;
}

type Encoded = Omit<FalRequest, 'images'> & { images: Record<string, string> };

export const standIn = {
  requests: (): FalRequest[] => (ask('GET', 'requests') as Encoded[]).map(decode),
  faults: (): string[] => ask('GET', 'faults') as string[],
  fault(name: string | null, options: object = {}): void {
    ask('POST', 'fault', { name, options });
  },
};

function ask(method: 'GET' | 'POST', path: string, body?: unknown): unknown {
  const request = new XMLHttpRequest();
  request.open(method, `/control/${path}`, false);
  request.setRequestHeader('content-type', 'application/json');
  request.send(body === undefined ? null : JSON.stringify(body));
  if (request.status >= 400) throw new Error(`${path}: ${request.responseText}`);
  return request.responseText === '' ? undefined : JSON.parse(request.responseText);
}

const decode = ({ images, ...request }: Encoded): FalRequest => ({
  ...request,
  images: Object.fromEntries(Object.entries(images).map(([path, data]) => [path, fromBase64(data)])),
});

const fromBase64 = (data: string) => Uint8Array.from(atob(data), (character) => character.charCodeAt(0));
