// A recording `fetch` for the proxy: what it would have sent, and any answer wanted.

export interface Sent {
  url: string;
  method: string;
  headers: Record<string, string>;
  body: string;
}

export type Answering = (sent: Sent) => Response | Promise<Response>;

export function recordingFetch(answer: Answering = () => Response.json({ ok: true })) {
  const sent: Sent[] = [];
  const fetch = async (input: string | URL | Request, init?: RequestInit): Promise<Response> => {
    const request = new Request(input, init);
    const { url, method, headers } = request;
    const entry = { url, method, headers: Object.fromEntries(headers), body: await request.text() };
    sent.push(entry);
    return answer(entry);
  };
  return { sent, fetch };
}
