// The things that go wrong, each with a probe that tells whether it really has.
import { encode } from 'fast-png';
import type { CallName } from '../../core/protocol.ts';
import type { FaultOptions } from '../../playground/fal/index.ts';
import { noise } from '../support/noise.ts';
import type { Act, Scene, Tamper } from './scene.ts';

/** As much noise as it takes to be too large for the request, and no more: all that a row does is done with it. */
const NOISE = encode({ width: 96, height: 64, channels: 3, data: noisyStrip(96, 64, 26) });

function noisyStrip(width: number, height: number, rows: number): Uint8Array {
  const data = new Uint8Array(width * height * 3).fill(128);
  data.set(noise(width * rows * 3));
  return data;
}

export const SUBMIT = /^POST .*queue\.fal\.run/;
export const STATUS = /^GET .*\/status/;
const CANCEL = /^PUT .*\/cancel/;
export const RESULT = /^GET .*queue\.fal\.run.*\/requests\/[\w-]+$/;
export const MEDIA = /^GET .*fal\.media/;
export const UPLOAD = /storage\/upload\/initiate/;

type Answering = (send: () => Promise<Response>) => Promise<Response>;

/** One of the stand-in's own. */
export const fault =
  (name: string, options: FaultOptions = {}): Act =>
  ({ standIn }) => {
    standIn.fault(name, options);
    return () => standIn.strikes() >= (options.times ?? 1);
  };

/** Every such exchange, or the first few. */
export const tampered =
  (what: RegExp, how: Answering, times = Number.POSITIVE_INFINITY): Act =>
  (scene) => {
    let struck = 0;
    const tamper: Tamper = (exchange) => {
      if (!what.test(exchange.what) || struck >= times) return null;
      struck++;
      return how(exchange.send);
    };
    scene.tamper = tamper;
    return () => struck >= (Number.isFinite(times) ? times : 1);
  };

export const lost: Answering = async () => {
  throw new TypeError('Failed to fetch');
};

/** It arrives, and the answer does not. */
export const answerLost: Answering = async (send) => {
  await send();
  return lost(send);
};

const CORS = { 'access-control-allow-origin': '*' };

export const answeredWith =
  (body: string, status = 200): Answering =>
  async (send) => {
    await send();
    return new Response(body, { status, headers: CORS });
  };

/** Instead of what would have come; nothing is sent on. */
export const refusedWith =
  (status: number, body: object): Answering =>
  async () =>
    Response.json(body, { status, headers: CORS });

/** No more than a text where fal would give a reason. */
export const text = (status: number, detail: string) => answeredWith(JSON.stringify({ detail }), status);

/** The network is gone, for good or for as many exchanges. */
export const cut = (times?: number): Act => tampered(/./, lost, times);

/** The network is gone for so many looks, and with the last of them comes what else is to happen. */
export const cutThen =
  (looks: number, act: Act): Act =>
  (scene) => {
    let [left, hasActed] = [looks, false];
    const losing: Answering = async (send) => {
      if (--left === 0) {
        await act(scene);
        hasActed = true;
      }
      return lost(send);
    };
    tampered(STATUS, losing, looks)(scene);
    return () => hasActed;
  };

/** The first answer comes again after each that follows it, so that what runs seems to queue once more. */
export const reordered: Act = (scene) => {
  let first: Response | null = null;
  let [turn, struck] = [0, 0];
  scene.tamper = ({ what, send }) => {
    if (!STATUS.test(what)) return null;
    if (first && ++turn % 2 === 0) {
      struck++;
      return Promise.resolve(first.clone());
    }
    return send().then((response) => {
      first ??= response.clone();
      return response;
    });
  };
  return () => struck > 0;
};

/** Once the submit is out and before its answer is heard; the answer never comes. */
export const withSubmitOut =
  (act: Act): Act =>
  (scene) =>
    new Promise((resolve) => {
      const holding: Answering = async (send) => {
        await send();
        await act(scene);
        resolve(() => true);
        return new Promise<Response>(() => {});
      };
      tampered(SUBMIT, holding)(scene);
    });

export const cancel: Act = async (scene) => void (await scene.cancel());
/** The network is gone for so many exchanges, and meanwhile the designer cancels. */
export const cancelOffline =
  (times: number): Act =>
  async (scene) => {
    const probe = cut(times)(scene);
    await scene.cancel();
    return probe;
  };

/** fal takes the cancel, and from then on somebody else answers. */
export const cancelThen =
  (how: Answering): Act =>
  async (scene) => {
    let [isTaken, struck] = [false, 0];
    const taking = async (send: () => Promise<Response>) => {
      const answer = await send();
      isTaken = true;
      return answer;
    };
    scene.tamper = ({ what, send }) => {
      if (CANCEL.test(what)) return taking(send);
      if (!isTaken || !STATUS.test(what)) return null;
      struck++;
      return how(send);
    };
    await scene.cancel();
    return () => struck > 0;
  };

export const kill: Act = async (scene) => void (await scene.close());
export const tryAgain: Act = async (scene) => void (await scene.tryAgain());

export const jump =
  (milliseconds: number): Act =>
  async (scene) =>
    void (await scene.jump(milliseconds));

/** The network is back, and the designer tries again. */
export const again: Act = async (scene) => {
  scene.tamper = null;
  await scene.tryAgain();
};

export const crash: Act = async (scene) => void (await scene.crash());
export const secondWindow: Act = (scene) => scene.openAnother();
export const hurried: Act = (scene) => void scene.hurry();
/** Just before such a call of the panel's goes out. */
export const killAt =
  (call: CallName): Act =>
  (scene) =>
    scene.closeAt(call);

/** An API of Figma's throws the next time. */
export const throwing =
  (step: string): Act =>
  async (scene) => {
    await scene.inHost((host, name) => host.fault(name), step);
    return () => scene.inHost((host) => host.strikes() > 0, null);
  };

/** Leaves so many bytes of client storage. */
export const fill =
  (left: number): Act =>
  async (scene) => {
    const before = await scene.inHost(({ storage }, bytes) => {
      const key = 'other';
      storage.set(key, new Uint8Array(storage.left - key.length - bytes));
      return storage.refusals;
    }, left);
    return async () => (await scene.inHost(({ storage }) => storage.refusals, null)) > before;
  };

/** Somebody changes the target. */
export const changed =
  (properties: object): Act =>
  (scene) =>
    scene.edit(async (figma, { target }, changes) => {
      Object.assign((await figma.getNodeByIdAsync(target)) ?? {}, changes);
    }, properties);

export const resized: Act = (scene) =>
  scene.edit(async (figma, { target }) => {
    const layer = await figma.getNodeByIdAsync(target);
    if (layer?.type === 'FRAME') layer.resizeWithoutConstraints(120, 80);
  }, null);

export const removed: Act = (scene) =>
  scene.edit(async (figma, { target }) => {
    (await figma.getNodeByIdAsync(target))?.remove();
  }, null);

export const emptied: Act = (scene) =>
  scene.edit(async (figma, { region }) => {
    const layer = await figma.getNodeByIdAsync(region);
    if (layer && 'fills' in layer) Object.assign(layer, { visible: true, fills: [] });
  }, null);

/** The plugin is closed, and meanwhile somebody is at work. */
export const closedThen =
  (act: Act): Act =>
  async (scene) => {
    await scene.close();
    return act(scene);
  };

/** A picture that does not compress, and so is too large to go with the request. */
export const noisy: Act = (scene) =>
  scene.edit(async (figma, { target }, png) => {
    const layer = await figma.getNodeByIdAsync(target);
    const { hash } = figma.createImage(figma.base64Decode(png));
    if (layer?.type === 'FRAME') layer.fills = [{ type: 'IMAGE', scaleMode: 'FILL', imageHash: hash }];
  }, Buffer.from(NOISE).toString('base64'));

export const newPage: Act = (scene) =>
  scene.edit((figma) => {
    figma.currentPage.name = 'Front page';
    figma.createPage();
  }, null);
export const pageTurned: Act = (scene: Scene) => scene.turnTo(1);
