/**
 * Processor time of a task in milliseconds: unlike the clock's, what else the machine does is not in it.
 * @param {() => void} task
 */
export function cpuMs(task) {
  const before = process.cpuUsage();
  task();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
