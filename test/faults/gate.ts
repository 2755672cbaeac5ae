// The moment of a trial in Chromium: a phase is held where it would end, and what is to happen in it happens there.
import { vi } from 'vitest';
import { type Act, asProbe, type Probe, type Scene } from './scene.ts';

export class Gate {
  private state: 'waiting' | 'acting' | { readonly probe: Probe } | { readonly error: unknown } = 'waiting';
  private release: () => void = () => {};
  private readonly released = new Promise<void>((resolve) => {
    this.release = resolve;
  });

  constructor(
    readonly at: string,
    private readonly act: Act,
    private readonly scene: Scene,
  ) {}

  /** Whoever comes first is held until it has happened. */
  async pass(): Promise<void> {
    if (this.state !== 'waiting') return;
    this.state = 'acting';
    const acting = Promise.resolve(this.act(this.scene)).then(
      (result) => {
        this.state = { probe: asProbe(result) };
      },
      (error: unknown) => {
        this.state = { error };
      },
    );
    await Promise.race([acting, this.released]);
  }

  /** What is to happen lies in wait for what is held here, or comes after it. */
  letGo(): void {
    if (this.state === 'acting') this.release();
  }

  /** Of what was to happen, once it has. */
  async probe(within: object): Promise<Probe> {
    const state = await vi.waitFor(() => {
      if (typeof this.state === 'string') throw new Error(`${this.at}: still ${this.state}`);
      return this.state;
    }, within);
    if ('error' in state) throw state.error;
    return state.probe;
  }
}
