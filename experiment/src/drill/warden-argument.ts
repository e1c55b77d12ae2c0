/** How a child process is told to be the warden of a drill. */
export const WARDEN = '--warden';
