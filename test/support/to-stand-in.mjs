// Loaded before a proxy of fal's own making (`node --import`): its requests to fal go to the stand-in instead.
import Module from 'node:module';

const { STAND_IN } = process.env;
const realFetch = globalThis.fetch;

globalThis.fetch = (input, init) => {
  const { protocol, host, pathname, search } = new URL(input);
  if (protocol !== 'https:') throw new Error(`${input} would have left this machine`);
  return realFetch(`${STAND_IN}/${host}${pathname}${search}`, init);
};

// Of Next.js, which takes 330 MB, fal's handler for it uses this alone: a Response by another name.
const resolve = Module._resolveFilename;
Module._resolveFilename = (request, ...others) =>
  request === 'next/server' ? 'next/server' : resolve.call(Module, request, ...others);
const nextServer = new Module('next/server');
nextServer.exports = { NextResponse: Response };
nextServer.loaded = true;
Module._cache['next/server'] = nextServer;
