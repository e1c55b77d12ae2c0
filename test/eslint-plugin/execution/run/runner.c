/* Runs programs, each in a process of its own: RUNNER BASE REPORT OUTPUT HELD */
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

/* Included after what is written for each batch: programs[], variables[], PORTS and MARK. */

static int out_of_the_way(int fd)
{
    int high = fcntl(fd, F_DUPFD, 500);
    close(fd);
    return high;
}

static void hold(int port, int type)
{
    struct sockaddr_in address;
    int fd = out_of_the_way(socket(AF_INET, type, 0));
    memset(&address, 0, sizeof(address));
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_ANY);
    if (bind(fd, (struct sockaddr *)&address, sizeof(address)) < 0 || (type == SOCK_STREAM && listen(fd, 5) < 0)) {
        perror("the runner cannot hold a port");
        exit(99);
    }
}

/* A listener for clients, on a port of the kernel's choice: a bind would be counted as the program's. */
static int peer_port(void)
{
    struct sockaddr_in address;
    socklen_t size = sizeof(address);
    int fd = out_of_the_way(socket(AF_INET, SOCK_STREAM, 0));
    listen(fd, 5);
    getsockname(fd, (struct sockaddr *)&address, &size);
    return ntohs(address.sin_port);
}

static void set_port(const char *name, int port)
{
    char text[8];
    snprintf(text, sizeof(text), "%d", port);
    setenv(name, text, 1);
}

static void run(int index, int base, int output, int held)
{
    size_t at;
    for (at = 0; at < sizeof(variables) / sizeof(*variables); at++) {
        set_port(variables[at].name, base + variables[at].offset);
        if (held) {
            hold(base + variables[at].offset, SOCK_STREAM);
            hold(base + variables[at].offset, SOCK_DGRAM);
        }
    }
    set_port("PEER_PORT", peer_port());
    dup2(output, 1);
    dup2(output, 2);
    alarm(10);
    close(MARK + index);
    exit(programs[index] ? programs[index]() : 96);
}

int main(int argc, char **argv)
{
    int base = atoi(argv[1]), held = atoi(argv[4]), status, index;
    FILE *report = fopen(argv[2], "w");
    int output = out_of_the_way(open(argv[3], O_RDWR | O_CREAT | O_APPEND, 0600));
    if (argc != 5 || report == NULL)
        return 97;
    for (index = 0; index < (int)(sizeof(programs) / sizeof(*programs)); index++) {
        off_t from = lseek(output, 0, SEEK_END);
        pid_t child;
        fflush(report); /* a child would write what is buffered again */
        child = fork();
        if (child == 0)
            run(index, base + index * PORTS, output, held);
        waitpid(child, &status, 0);
        fprintf(report, "%d %s %d %ld %ld\n", index, WIFEXITED(status) ? "exit" : "signal",
                WIFEXITED(status) ? WEXITSTATUS(status) : WTERMSIG(status), (long)from,
                (long)lseek(output, 0, SEEK_END));
    }
    return fclose(report);
}
