import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Replay } from '../support/replay.ts';

describe('recorded exchanges of webitel/core (2016)', () => {
  let replay: Replay;
  beforeEach(async () => {
    replay = await Replay.start();
  });
  afterEach(() => replay.demo.stop());

  it('are all answered as the server answered', async () => {
    const notes: string[] = [];
    await replay.play((note, got, want) => {
      notes.push(note);
      expect({ note, ...got }).toEqual({ note, ...want });
    });
    expect(notes).toHaveLength(35);
    expect(replay.demo.world.legs.size).toBe(0);
  });
});
