/*
 * S12: a listener inherited by worker processes, the way nginx does it.
 *
 *   s12_prefork_server [PORT [WORKERS]]        default 9527, 4 workers
 *
 * Only the parent binds; the workers accept on the descriptor they inherit. So nothing here needs a
 * reuse option for the sharing. (A restart is another matter, see S1 and S2.) Each client is told
 * which worker serves it.
 */
#include <errno.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MAX_WORKERS = 64 };

static void die(const char *what)
{
    perror(what);
    exit(EXIT_FAILURE);
}

static long parse_number(const char *what, const char *text, long most)
{
    char *end;
    errno = 0;
    long number = strtol(text, &end, 10);
    if (errno != 0 || end == text || *end != '\0' || number < 1 || number > most) {
        fprintf(stderr, "not a %s: %s\n", what, text);
        exit(2);
    }
    return number;
}

static int listen_on(uint16_t port)
{
    int listener = socket(AF_INET, SOCK_STREAM, 0);
    if (listener == -1)
        die("socket");

    struct sockaddr_in address = {
        .sin_family = AF_INET,
        .sin_addr.s_addr = htonl(INADDR_ANY),
        .sin_port = htons(port),
    };
    if (bind(listener, (struct sockaddr *)&address, sizeof address) == -1)
        die("bind");
    if (listen(listener, SOMAXCONN) == -1)
        die("listen");
    return listener;
}

static void work(int listener)
{
    signal(SIGPIPE, SIG_IGN);
    for (;;) {
        int client = accept(listener, NULL, NULL);
        if (client == -1) {
            if (errno == EINTR || errno == ECONNABORTED)
                continue;
            die("accept");
        }
        char buffer[4096];
        if (dprintf(client, "served by %ld\n", (long)getpid()) > 0) {
            while (read(client, buffer, sizeof buffer) > 0)
                continue;
        }
        close(client);
    }
}

int main(int argc, char *argv[])
{
    const uint16_t port = (uint16_t)parse_number("port", argc > 1 ? argv[1] : "9527", 65535);
    const long workers = parse_number("number of workers", argc > 2 ? argv[2] : "4", MAX_WORKERS);

    int listener = listen_on(port);

    /* Blocked before the first fork, so that no signal is lost before sigwait. */
    sigset_t ending, before;
    sigemptyset(&ending);
    sigaddset(&ending, SIGINT);
    sigaddset(&ending, SIGTERM);
    sigaddset(&ending, SIGCHLD);
    if (sigprocmask(SIG_BLOCK, &ending, &before) == -1)
        die("sigprocmask");

    pid_t pids[MAX_WORKERS];
    long running = 0;
    while (running < workers) {
        pid_t pid = fork();
        if (pid == -1) {
            perror("fork");
            break;
        }
        if (pid == 0) {
            sigprocmask(SIG_SETMASK, &before, NULL);
            work(listener);
        }
        printf("worker %ld\n", (long)pid);
        fflush(stdout);
        pids[running++] = pid;
    }

    if (running == workers) {
        printf("listening on 0.0.0.0:%u\n", port);
        fflush(stdout);
        int signal_number;
        sigwait(&ending, &signal_number);
    }
    for (long i = 0; i < running; i++)
        kill(pids[i], SIGTERM);
    while (wait(NULL) > 0 || errno == EINTR)
        continue;
    return running == workers ? EXIT_SUCCESS : EXIT_FAILURE;
}
