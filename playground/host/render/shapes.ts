// The outline of each kind of node as a Skia path, in the node's own space. The caller deletes the path.
import type { VectorPath } from '@figma/plugin-typings/plugin-api-standalone';
import type { CanvasKit, Path } from 'canvaskit-wasm';
import type { Transform } from '../scene/matrix.ts';
import type { Props, SceneNode } from '../scene/model.ts';

export function skiaMatrix([[a, c, e], [b, d, f]]: Transform): number[] {
  return [a, c, e, b, d, f, 0, 0, 1];
}

export function shapePath(kit: CanvasKit, node: SceneNode): Path {
  switch (node.type) {
    case 'ELLIPSE':
      return ellipse(kit, node.props);
    case 'POLYGON':
      return spikes(kit, node.props, node.props.pointCount, 1);
    case 'STAR':
      return spikes(kit, node.props, node.props.pointCount * 2, node.props.innerRadius);
    case 'LINE':
      return new kit.Path().moveTo(0, 0).lineTo(node.props.width, 0);
    case 'VECTOR':
      return outline(kit, node.props, node.props.fillOutline);
    case 'BOOLEAN_OPERATION':
      return combined(kit, node);
    default:
      return roundedRect(kit, node.props);
  }
}

/** The centre line that strokes follow, where it is not the outline of the fill. */
export function strokePath(kit: CanvasKit, node: SceneNode): Path {
  const own = node.type === 'VECTOR' && node.props.strokeOutline.length > 0;
  return own ? outline(kit, node.props, node.props.strokeOutline) : shapePath(kit, node);
}

/** The area of a stroke as an opened file has it, or null. */
export function strokedArea(kit: CanvasKit, { props }: SceneNode): Path | null {
  return props.strokedOutline.length > 0 ? outline(kit, props, props.strokedOutline) : null;
}

function roundedRect(kit: CanvasKit, props: Readonly<Props>): Path {
  const { width, height } = props;
  const largest = Math.min(width, height) / 2;
  const radii = [props.topLeftRadius, props.topRightRadius, props.bottomRightRadius, props.bottomLeftRadius];
  const corners = radii.flatMap((radius) => Array<number>(2).fill(Math.min(radius, largest)));
  return new kit.Path().addRRect(Float32Array.of(0, 0, width, height, ...corners));
}

function ellipse(kit: CanvasKit, { width, height, arcData }: Readonly<Props>): Path {
  const oval = kit.LTRBRect(0, 0, width, height);
  const { startingAngle, endingAngle, innerRadius } = arcData;
  const sweep = endingAngle - startingAngle;
  const whole = Math.abs(sweep) >= 2 * Math.PI - 1e-6;
  const hole = [width / 2, height / 2].map((radius) => radius * innerRadius) as [number, number];
  const inner = kit.LTRBRect(
    width / 2 - hole[0],
    height / 2 - hole[1],
    width / 2 + hole[0],
    height / 2 + hole[1],
  );
  if (whole) {
    const path = new kit.Path().addOval(oval);
    return innerRadius > 0 ? path.addOval(inner, true, 1) : path;
  }
  const degrees = (radians: number) => (radians * 180) / Math.PI;
  const path = new kit.Path().arcToOval(oval, degrees(startingAngle), degrees(sweep), true);
  if (innerRadius > 0) path.arcToOval(inner, degrees(endingAngle), -degrees(sweep), false);
  else path.lineTo(width / 2, height / 2);
  return path.close();
}

/** A polygon, or a star when every other corner lies on a smaller circle. */
function spikes(kit: CanvasKit, { width, height }: Readonly<Props>, corners: number, inner: number): Path {
  const path = new kit.Path();
  for (let index = 0; index < corners; index += 1) {
    const angle = (index / corners) * 2 * Math.PI - Math.PI / 2;
    const radius = index % 2 === 1 ? inner : 1;
    const x = (width / 2) * (1 + radius * Math.cos(angle));
    const y = (height / 2) * (1 + radius * Math.sin(angle));
    if (index === 0) path.moveTo(x, y);
    else path.lineTo(x, y);
  }
  return path.close();
}

function outline(kit: CanvasKit, props: Readonly<Props>, paths: readonly VectorPath[]): Path {
  const all = new kit.Path();
  for (const { data, windingRule } of paths) {
    const path = kit.Path.MakeFromSVGString(data);
    if (!path) continue;
    all.setFillType(windingRule === 'EVENODD' ? kit.FillType.EvenOdd : kit.FillType.Winding);
    all.addPath(path);
    path.delete();
  }
  const { width, height } = props.outlineSize;
  return all.transform(
    kit.Matrix.scaled(width ? props.width / width : 1, height ? props.height / height : 1),
  );
}

function combined(kit: CanvasKit, node: SceneNode): Path {
  const operations = {
    UNION: kit.PathOp.Union,
    INTERSECT: kit.PathOp.Intersect,
    SUBTRACT: kit.PathOp.Difference,
    EXCLUDE: kit.PathOp.XOR,
  };
  const all = new kit.Path();
  node.children
    .filter((child) => child.props.visible)
    .forEach((child, index) => {
      const path = shapePath(kit, child).transform(skiaMatrix(child.props.transform));
      if (index === 0) all.addPath(path);
      else all.op(path, operations[node.props.booleanOperation]);
      path.delete();
    });
  return all;
}
