// fal's storage and CDN: uploads by signed address, files by public address.

export interface StoredFile {
  bytes: Uint8Array;
  type: string;
}

export interface Upload {
  uploadUrl: string;
  fileUrl: string;
}

const EXTENSIONS: Readonly<Record<string, string>> = {
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/webp': 'webp',
};

export class Media {
  readonly #files = new Map<string, StoredFile>();
  readonly #uploads = new Map<string, string>();
  #count = 0;

  /** `base` is the address under which the stand-in serves fal's hosts, e.g. `http://localhost:3334/fal`. */
  store(base: string, bytes: Uint8Array, type: string): string {
    const path = `files/${this.#next()}/result.${EXTENSIONS[type] ?? 'bin'}`;
    this.#files.set(path, { bytes, type });
    return `${base}/v3.fal.media/${path}`;
  }

  initiate(base: string, fileName: string): Upload {
    const name = fileName.replace(/[^A-Za-z0-9._-]/g, '_') || 'file.bin';
    const path = `files/b/${this.#next()}/${name}`;
    const signature = crypto.randomUUID();
    this.#uploads.set(signature, path);
    return {
      uploadUrl: `${base}/v3b.fal.media/${path}?signature=${signature}`,
      fileUrl: `${base}/v3b.fal.media/${path}`,
    };
  }

  /** False when the signature does not belong to the address. */
  put(path: string, signature: string, file: StoredFile): boolean {
    if (this.#uploads.get(signature) !== path) return false;
    this.#files.set(path, file);
    return true;
  }

  get(path: string): StoredFile | undefined {
    return this.#files.get(path);
  }

  clear(): void {
    this.#files.clear();
    this.#uploads.clear();
  }

  #next(): string {
    this.#count += 1;
    return this.#count.toString(36).padStart(6, '0');
  }
}
