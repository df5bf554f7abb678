import type { PopupView } from '@shared/desk/popup.ts';

type Ringtone = PopupView['ringtone'];

interface Tone {
  /** Hz, sounded one after the other. */
  readonly notes: readonly number[];
  /** s each note sounds, and from one ring to the next. */
  readonly noteS: number;
  readonly everyMs: number;
  readonly wave: OscillatorType;
}

const TONES: Readonly<Record<Exclude<Ringtone, 'none'>, Tone>> = {
  soft: { notes: [523, 659, 784], noteS: 0.28, everyMs: 3_200, wave: 'sine' },
  bright: { notes: [880, 1_175, 880, 1_175], noteS: 0.12, everyMs: 2_000, wave: 'triangle' },
  // The beat of an old desk bell: two tones, fast in turn.
  classic: {
    notes: Array.from({ length: 16 }, (_, i) => (i % 2 ? 480 : 440)),
    noteS: 0.06,
    everyMs: 3_000,
    wave: 'square',
  },
};

/** Plays the ringtone with the platform's own oscillators: no sound files, no remote content. */
export class Ringer {
  #context: AudioContext | undefined;
  #timer: ReturnType<typeof setInterval> | undefined;
  #playing = '';

  /** Rings from now on, or stops with `none`. @param volume 0 to 100 */
  ring(ringtone: Ringtone, volume: number): void {
    const wanted = `${ringtone} ${volume}`;
    if (wanted === this.#playing) return;
    this.#playing = wanted;
    clearInterval(this.#timer);
    if (ringtone === 'none' || volume === 0) {
      void this.#context?.close();
      this.#context = undefined;
      return;
    }
    const tone = TONES[ringtone];
    const once = (): void => this.#play(tone, volume / 100);
    once();
    this.#timer = setInterval(once, tone.everyMs);
  }

  #play({ notes, noteS, wave }: Tone, volume: number): void {
    this.#context ??= new AudioContext();
    const context = this.#context;
    notes.forEach((frequency, i) => {
      const start = context.currentTime + i * noteS;
      const oscillator = context.createOscillator();
      const gain = context.createGain();
      oscillator.type = wave;
      oscillator.frequency.value = frequency;
      gain.gain.setValueAtTime(0, start);
      gain.gain.linearRampToValueAtTime(0.3 * volume, start + 0.02);
      gain.gain.linearRampToValueAtTime(0, start + noteS);
      oscillator.connect(gain).connect(context.destination);
      oscillator.start(start);
      oscillator.stop(start + noteS);
    });
  }
}
