/** What is told of something that did not come in time. */
export const LATE = Symbol('late');

/** What comes of something within so many ms, else LATE; what comes of it later is nobody's. Rejects as it does. */
export async function within<T>(ms: number, something: Promise<T>): Promise<T | typeof LATE> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<typeof LATE>((resolve) => {
    timer = setTimeout(() => resolve(LATE), ms);
  });
  try {
    return await Promise.race([something, late]);
  } finally {
    clearTimeout(timer);
  }
}
