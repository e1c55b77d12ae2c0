/*
 * S9: one of several processes that share a port, each with its own listener and SO_REUSEPORT.
 *
 *   s9_worker_reuseport [PORT]        default 9527
 *
 * Every one of them must set the option before its bind, the first one included, and all must run
 * as one user. The kernel spreads the connections; each client is told which process serves it.
 */
#include <errno.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static void die(const char *what)
{
    perror(what);
    exit(EXIT_FAILURE);
}

static uint16_t parse_port(const char *text)
{
    char *end;
    errno = 0;
    long port = strtol(text, &end, 10);
    if (errno != 0 || end == text || *end != '\0' || port < 1 || port > 65535) {
        fprintf(stderr, "not a port: %s\n", text);
        exit(2);
    }
    return (uint16_t)port;
}

static int listen_on(uint16_t port)
{
    int listener = socket(AF_INET, SOCK_STREAM, 0);
    if (listener == -1)
        die("socket");

    const int on = 1;
    /* SO_REUSEPORT shares the port, SO_REUSEADDR is for a restart: two options, two calls. */
    if (setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) == -1)
        die("setsockopt SO_REUSEADDR");
    if (setsockopt(listener, SOL_SOCKET, SO_REUSEPORT, &on, sizeof on) == -1)
        die("setsockopt SO_REUSEPORT");

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

static void serve(int client)
{
    char buffer[4096];
    if (dprintf(client, "served by %ld\n", (long)getpid()) > 0) {
        /* The client closes first, so that the TIME_WAIT is on its side. */
        while (read(client, buffer, sizeof buffer) > 0)
            continue;
    }
    close(client);
}

int main(int argc, char *argv[])
{
    const uint16_t port = parse_port(argc > 1 ? argv[1] : "9527");

    signal(SIGPIPE, SIG_IGN);
    int listener = listen_on(port);
    printf("listening on 0.0.0.0:%u, pid %ld\n", port, (long)getpid());
    fflush(stdout);

    for (;;) {
        int client = accept(listener, NULL, NULL);
        if (client == -1) {
            if (errno == EINTR || errno == ECONNABORTED)
                continue;
            die("accept");
        }
        serve(client);
    }
}
