// Where the canvas looks: screen px = (page px − origin) · zoom, in CSS px of the canvas.
export interface Camera {
  x: number;
  y: number;
  zoom: number;
}

export interface Point {
  x: number;
  y: number;
}

export interface Box extends Point {
  width: number;
  height: number;
}

export interface Insets {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

const MIN_ZOOM = 0.02;
const MAX_ZOOM = 32;

export const toPage = (camera: Camera, point: Point): Point => ({
  x: camera.x + point.x / camera.zoom,
  y: camera.y + point.y / camera.zoom,
});

export const toScreen = (camera: Camera, point: Point): Point => ({
  x: (point.x - camera.x) * camera.zoom,
  y: (point.y - camera.y) * camera.zoom,
});

export const pan = (camera: Camera, dx: number, dy: number): Camera => ({
  ...camera,
  x: camera.x - dx / camera.zoom,
  y: camera.y - dy / camera.zoom,
});

/** Zooms so that the page point under `anchor` stays where it is. */
export function zoomAt(camera: Camera, anchor: Point, factor: number): Camera {
  const zoom = Math.min(MAX_ZOOM, Math.max(MIN_ZOOM, camera.zoom * factor));
  const still = toPage(camera, anchor);
  return { x: still.x - anchor.x / zoom, y: still.y - anchor.y / zoom, zoom };
}

/** Shows the whole box in the part of the canvas that nothing covers, never larger than life. */
export function fitCamera(box: Box, size: { width: number; height: number }, insets: Insets): Camera {
  const width = Math.max(1, size.width - insets.left - insets.right);
  const height = Math.max(1, size.height - insets.top - insets.bottom);
  const zoom = Math.max(
    MIN_ZOOM,
    Math.min(1, width / Math.max(1, box.width), height / Math.max(1, box.height)),
  );
  return {
    x: box.x + box.width / 2 - (insets.left + width / 2) / zoom,
    y: box.y + box.height / 2 - (insets.top + height / 2) / zoom,
    zoom,
  };
}
