import { readCapture } from './captures.ts';
import { FrameReader, valueOf } from './frames.ts';

/** CUSTOM events of a capture, of one subclass, in order: headers in their order. */
export function eventsOf(capture: string, subclass: string): Record<string, string>[] {
  const reader = new FrameReader();
  for (const { dir, bytes } of readCapture(capture)) if (dir === '<') reader.read(bytes);
  return reader.frames.flatMap(({ event }) =>
    event && valueOf(event, 'Event-Subclass') === subclass
      ? [Object.fromEntries(event.map(([name]) => [name, valueOf(event, name)]))]
      : [],
  );
}
