/*
 * S13: the server with a helper process, its descriptors close-on-exec.
 *
 *   s13_server_cloexec [PORT]        default 9527
 *
 * The helper outlives the server and holds nothing of it: the port is free as soon as the server
 * has ended.
 */
/* for accept4 and SOCK_CLOEXEC */
#define _GNU_SOURCE
#include <errno.h>
#include <netinet/in.h>
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
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (listener == -1)
        die("socket");

    const int on = 1;
    if (setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) == -1)
        die("setsockopt SO_REUSEADDR");

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

static pid_t start_helper(void)
{
    pid_t pid = fork();
    if (pid == -1)
        die("fork");
    if (pid == 0) {
        setsid(); /* Ctrl+C is for the server alone */
        execlp("sleep", "sleep", "600", (char *)NULL);
        perror("sleep");
        _exit(127);
    }
    return pid;
}

int main(int argc, char *argv[])
{
    const uint16_t port = parse_port(argc > 1 ? argv[1] : "9527");

    int listener = listen_on(port);
    printf("helper %ld\n", (long)start_helper());
    printf("listening on 0.0.0.0:%u\n", port);
    fflush(stdout);

    for (;;) {
        int client = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
        if (client == -1) {
            if (errno == EINTR || errno == ECONNABORTED)
                continue;
            die("accept");
        }
        close(client);
    }
}
