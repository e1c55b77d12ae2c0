import { STEPS_PER_FILE, within } from './effort.ts';
import { guarded, warn } from './faults.ts';

/**
 * Does a part of a file's analysis within the steps that it may take; what it took too long for or failed at is named on
 * standard error.
 */
export function safely<T>(fileName: string, run: () => T, otherwise: T): T {
  return guarded(
    fileName,
    () => {
      const { value, isExhausted } = within(STEPS_PER_FILE, run);
      if (isExhausted) {
        warn(fileName, 'Rebind read a part of it only: it takes too many steps.');
      }
      return value ?? otherwise;
    },
    otherwise,
  );
}
