/** The file named for the server's output cannot be one. */
export class LogFileError extends Error {
  override readonly name = 'LogFileError';
}
