// A result's small picture in a list, asked for once its place comes into view.
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Cover } from '../../core/history.ts';
import { addressKey } from '../../core/placed.ts';
import { usePanel } from './context.ts';

export function Thumbnail({ cover }: { cover: Cover }) {
  const { thumbnail } = usePanel();
  const [address, setAddress] = useState<string | null>(null);
  const place = useRef<HTMLDivElement>(null);
  useEffect(
    () => whileSeen(place.current, (signal) => void thumbnail(cover, signal).then(setAddress)),
    // The cover is another value each time the list is read.
    [thumbnail, addressKey(cover.address), cover.picture],
  );
  return (
    <div class="thumbnail" ref={place}>
      {address && <img src={address} alt="" />}
    </div>
  );
}

/** Begins when the place comes into view; what has left it before its turn is not asked for. */
function whileSeen(place: HTMLElement | null, begin: (signal: AbortSignal) => void): () => void {
  let seen = new AbortController();
  const observer = new IntersectionObserver((entries) => {
    seen.abort();
    seen = new AbortController();
    if (entries.at(-1)?.isIntersecting) begin(seen.signal);
  });
  if (place) observer.observe(place);
  return () => {
    observer.disconnect();
    seen.abort();
  };
}
