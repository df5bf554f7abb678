import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Why no small disk can be made here, or '': mounting one takes root on Linux. */
export const NO_DISK =
  process.platform === 'linux' && process.getuid?.() === 0 ? '' : 'needs root on Linux';

/** A small file system of its own, real in all that it refuses. */
export class Disk {
  readonly folder = mkdtempSync(join(tmpdir(), 'ringside-disk-'));

  /** @param kilobytes its size */
  constructor(kilobytes = 512) {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${kilobytes}k`, 'tmpfs', this.folder]);
  }

  /** Leaves so many bytes of room, to the page (4 KB). */
  fill(freeBytes = 0): void {
    const { bavail, bsize } = statfsSync(this.folder);
    writeFileSync(
      join(this.folder, 'ballast'),
      Buffer.alloc(Math.max(0, bavail * bsize - freeBytes)),
    );
  }

  /** Takes what filled it away. */
  empty(): void {
    rmSync(join(this.folder, 'ballast'), { force: true });
  }

  /** Only to be read from now on, or to be written again. */
  remount(as: 'ro' | 'rw'): void {
    execFileSync('mount', ['-o', `remount,${as}`, this.folder]);
  }

  remove(): void {
    execFileSync('umount', ['-l', this.folder]);
    rmSync(this.folder, { recursive: true });
  }
}
