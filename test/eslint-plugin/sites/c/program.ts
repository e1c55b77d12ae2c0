/** Parts of C programs, so that a test shows what it is about alone. */

const HEADERS = [
  '#include <arpa/inet.h>',
  '#include <netdb.h>',
  '#include <netinet/in.h>',
  '#include <stdio.h>',
  '#include <stdlib.h>',
  '#include <string.h>',
  '#include <sys/socket.h>',
  '#include <sys/un.h>',
  '#include <unistd.h>',
].join('\n');

/** A file of POSIX with some functions. */
export const posix = (code: string): string => `${HEADERS}\n\n${code.trim()}\n`;

/** A `main` with a cleared `struct sockaddr_in addr` on a port, around some statements. */
export const server = (statements: string, port = 'htons(8080)'): string =>
  posix(`
int main(void) {
    struct sockaddr_in addr;
    memset(&addr, 0, sizeof(addr));
    addr.sin_family = AF_INET;
    addr.sin_port = ${port};
${statements.replace(/^\n/, '').trimEnd()}
    return 0;
}`);

/** The call that every server here makes. */
export const BIND = 'bind(fd, (struct sockaddr *)&addr, sizeof(addr))';

/** A server that listens on a TCP port and says nothing of reuse. */
export const listener = (before = '', after = ''): string =>
  server(`
    int fd = socket(AF_INET, SOCK_STREAM, 0);
${before}    if (${BIND} < 0) {
        perror("bind");
        return 1;
    }
    listen(fd, 5);
${after}`);
