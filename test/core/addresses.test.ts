// What fal could never fetch is told of beside the field; nothing that it may find is refused.
import { expect, test } from 'vitest';
import { isWeights, pictureAddressProblem } from '../../core/models/address.ts';

test.each([
  'https://example.com/a.png',
  'HTTPS://example.com:8443/a b.png?x=1#y',
  'https://v3.fal.media/files/a',
  'https://user:word@example.com/a.png',
  'https://bücher.example/a.png',
  'https://8.8.8.8/a.png',
  'https://[2606:4700::1111]/a.png',
  'https://172.32.0.1/a.png',
  'https://local.example.com/a.png',
  'data:image/png;base64,iVBORw0KGgo=',
])('a picture may lie at %s', (url) => expect(pictureAddressProblem(url)).toBeNull());

test.each([
  ['http://example.com/a.png', 'starts with https://'],
  ['picture.png', 'starts with https://'],
  ['file:///home/me/a.png', 'starts with https://'],
  ['https://', 'starts with https://'],
  ['https://ex ample.com', 'starts with https://'],
  ['data:image/png;base64,', 'starts with https://'],
  ['data:text/html,hello', 'starts with https://'],
  ['https://o', 'own computer or network'],
  ['https://localhost:8080/a.png', 'own computer or network'],
  ['https://127.0.0.1/a.png', 'own computer or network'],
  ['https://192.168.1.4/a.png', 'own computer or network'],
  ['https://172.16.0.1/a.png', 'own computer or network'],
  ['https://nas.local/a.png', 'own computer or network'],
  ['https://[::1]/a.png', 'own computer or network'],
])('fal cannot fetch a picture from %s', (url, why) => expect(pictureAddressProblem(url)).toContain(why));

test.each([
  'owner/name',
  'XLabs-AI/flux-ip-adapter_v2',
  'owner/name/file.safetensors',
  '/data/weights/a.safetensors',
  'https://civitai.com/api/download/models/1?type=Model&format=SafeTensor',
  'http://example.com/a.safetensors',
])('weights may be named %s', (text) => expect(isWeights(text)).toBe(true));

test.each([
  'o',
  'name',
  'owner/',
  '/name',
  'two words/name',
  'https://o',
  'http:///x',
  'https://localhost/a',
])('no weights are found by %s', (text) => expect(isWeights(text)).toBe(false));
