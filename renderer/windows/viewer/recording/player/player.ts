import { clampMs, type PlayerState, startState } from './playerState.ts';

/** Something that can be given to an audio or video element. */
export interface OpenedMedia {
  url: string;
  /** Told whose sound it is, where it comes in stretches. */
  feed?(element: PlayedElement | null): void;
  /** Frees what it holds. */
  close(): void;
}

/** As much of an audio or video element as is used. */
export type PlayedElement = Pick<
  HTMLMediaElement,
  | 'play'
  | 'pause'
  | 'load'
  | 'addEventListener'
  | 'removeEventListener'
  | 'removeAttribute'
  | 'src'
  | 'currentTime'
  | 'playbackRate'
  | 'volume'
  | 'muted'
  | 'paused'
>;

export interface PlayerOptions {
  durationMs: number;
  /** Called when it is first to be heard, and again after a failure. @param onLoaded 0 to 1 */
  open(
    signal: AbortSignal,
    onLoaded: (fraction: number) => void,
    onError: (error: unknown) => void,
  ): Promise<OpenedMedia>;
  /** As it was left the last time. */
  kept?: Partial<Pick<PlayerState, 'rate' | 'volume' | 'isMuted'>>;
}

/** Plays a recording, which is fetched when it is first to be heard. Places are milliseconds. */
export interface Player {
  readonly durationMs: number;
  state(): PlayerState;
  subscribe(listener: () => void): () => void;
  positionMs(): number;
  /** Told on every frame while it plays, and after each jump. */
  onPosition(listener: (ms: number) => void): () => void;
  /** The element that plays; null when it goes. */
  attach(element: PlayedElement | null): void;
  play(): void;
  pause(): void;
  toggle(): void;
  /** Goes there; what plays goes on playing. */
  seek(ms: number): void;
  skip(ms: number): void;
  playFrom(ms: number): void;
  /** Plays a stretch and stops at its end. */
  playSpan(startMs: number, endMs: number): void;
  setRate(rate: number): void;
  setVolume(volume: number): void;
  setMuted(isMuted: boolean): void;
  dispose(): void;
}

export function createPlayer({ durationMs, open, kept = {} }: PlayerOptions): Player {
  const listeners = new Set<() => void>();
  const positionListeners = new Set<(ms: number) => void>();
  let state: PlayerState = { ...startState, ...kept };
  let element: PlayedElement | null = null;
  let media: OpenedMedia | null = null;
  let loading: AbortController | null = null;
  /** Where it is while the element cannot say. */
  let wishedMs = 0;
  let stopAtMs: number | null = null;
  let frame = 0;

  function set(change: Partial<PlayerState>): void {
    state = { ...state, ...change };
    for (const listener of [...listeners]) listener();
  }

  const positionMs = () =>
    element && state.media === 'ready' ? Math.round(element.currentTime * 1000) : wishedMs;

  function tellPosition(): void {
    const now = positionMs();
    for (const listener of [...positionListeners]) listener(now);
  }

  function onFrame(): void {
    frame = 0;
    tellPosition();
    if (stopAtMs !== null && positionMs() >= stopAtMs) {
      stopAtMs = null;
      pause();
    } else if (state.isPlaying) frame = requestAnimationFrame(onFrame);
  }

  function watchFrames(): void {
    if (frame === 0 && state.isPlaying) frame = requestAnimationFrame(onFrame);
  }

  async function load(): Promise<void> {
    const controller = new AbortController();
    loading = controller;
    set({ media: 'loading', loaded: 0, error: null });
    try {
      const opened = await open(
        controller.signal,
        (loaded) => {
          if (!controller.signal.aborted) set({ loaded });
        },
        (error) => {
          if (!controller.signal.aborted) failed(error);
        },
      );
      if (loading !== controller) return opened.close();
      media = opened;
      show();
    } catch (error) {
      if (loading === controller) failed(error);
    }
  }

  function failed(error: unknown): void {
    wishedMs = positionMs();
    media?.close();
    media = null;
    loading?.abort();
    loading = null;
    set({ media: 'failed', isPlaying: false, isWaiting: false, error });
  }

  /** Gives the element what is to be played. */
  function show(): void {
    if (!element || !media) return;
    media.feed?.(element);
    element.src = media.url;
    element.load();
  }

  function start(): void {
    element?.play().catch((error: unknown) => {
      // Interrupted by a pause or another source; or the browser wants a press first.
      const isRefused = error instanceof Error && error.name === 'NotAllowedError';
      if (isRefused) set({ isPlaying: false, isWaiting: false });
    });
  }

  const onElement: Readonly<Record<string, () => void>> = {
    loadedmetadata() {
      if (!element) return;
      element.currentTime = wishedMs / 1000;
      element.playbackRate = state.rate;
      set({ media: 'ready' });
      tellPosition();
      if (state.isPlaying) start();
    },
    playing() {
      set({ isPlaying: true, isWaiting: false });
      watchFrames();
    },
    waiting: () => set({ isWaiting: state.isPlaying }),
    seeked: tellPosition,
    timeupdate: tellPosition,
    pause() {
      // By the system's own keys, or at the end.
      if (state.media === 'ready' && state.isPlaying) set({ isPlaying: false, isWaiting: false });
    },
    ended: () => set({ isPlaying: false, isWaiting: false }),
    error() {
      if (state.media !== 'none' && media) failed(null);
    },
  };

  function attach(next: PlayedElement | null): void {
    if (next === element) return;
    const before = positionMs();
    for (const [name, listener] of Object.entries(onElement)) element?.removeEventListener(name, listener);
    wishedMs = before;
    element = next;
    if (!element) return;
    for (const [name, listener] of Object.entries(onElement)) element.addEventListener(name, listener);
    element.volume = state.volume;
    element.muted = state.isMuted;
    show();
  }

  function play(): void {
    set({ isPlaying: true, isWaiting: state.media !== 'ready' });
    if (state.media === 'ready') {
      // From its end it begins anew.
      if (positionMs() >= durationMs - 50) seek(0);
      start();
      watchFrames();
    } else if (state.media !== 'loading') void load();
  }

  function pause(): void {
    stopAtMs = null;
    set({ isPlaying: false, isWaiting: false });
    element?.pause();
  }

  function seek(ms: number): void {
    stopAtMs = null;
    wishedMs = clampMs(ms, durationMs);
    if (element && state.media === 'ready') element.currentTime = wishedMs / 1000;
    tellPosition();
  }

  return {
    durationMs,
    state: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    positionMs,
    onPosition(listener) {
      positionListeners.add(listener);
      return () => void positionListeners.delete(listener);
    },
    attach,
    play,
    pause,
    toggle: () => (state.isPlaying ? pause() : play()),
    seek,
    skip: (ms) => seek(positionMs() + ms),
    playFrom(ms) {
      seek(ms);
      if (!state.isPlaying) play();
    },
    playSpan(startMs, endMs) {
      seek(startMs);
      stopAtMs = endMs;
      if (!state.isPlaying) play();
    },
    setRate(rate) {
      set({ rate });
      if (element) element.playbackRate = rate;
    },
    setVolume(volume) {
      set({ volume, isMuted: volume === 0 });
      if (element) Object.assign(element, { volume, muted: volume === 0 });
    },
    setMuted(isMuted) {
      set({ isMuted });
      if (element) element.muted = isMuted;
    },
    dispose() {
      loading?.abort();
      loading = null;
      cancelAnimationFrame(frame);
      element?.pause();
      element?.removeAttribute('src');
      element?.load();
      attach(null);
      media?.close();
      media = null;
      state = { ...state, media: 'none', isPlaying: false, isWaiting: false };
    },
  };
}
