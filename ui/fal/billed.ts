// What fal billed for a request, from the header of its result: the client keeps headers to itself.
import { isAmount } from '../../core/billed.ts';

const UNITS_HEADER = 'x-fal-billable-units';

/** Reads once through a fetch that listens for the header; a proxy that does not pass it on leaves null. */
export async function withBilled<T>(
  fetcher: typeof fetch,
  read: (listening: typeof fetch) => Promise<T>,
): Promise<T & { readonly billedUnits: number | null }> {
  let billedUnits: number | null = null;
  const value = await read(async (input, init) => {
    const response = await fetcher(input, init);
    billedUnits = unitsIn(response.headers);
    return response;
  });
  return { ...value, billedUnits };
}

function unitsIn(headers: Headers): number | null {
  const text = headers.get(UNITS_HEADER)?.trim() ?? '';
  // An empty text would count as nothing billed.
  return text !== '' && isAmount(Number(text)) ? Number(text) : null;
}
