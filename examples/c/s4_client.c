/*
 * S4: a client that never sends its FIN.
 *
 *   s4_client [PORT]        default 9527, on 127.0.0.1
 *
 * When the server goes away it keeps its own end open until its standard input ends (Ctrl+D), and
 * so holds the server's end in FIN_WAIT2: S1 cannot start again, S2 can.
 */
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

/* Reads a descriptor until its end; what it reads is not wanted. */
static void drain(int descriptor, const char *name)
{
    char buffer[4096];
    ssize_t received;
    while ((received = read(descriptor, buffer, sizeof buffer)) > 0)
        continue;
    if (received == -1)
        die(name);
}

int main(int argc, char *argv[])
{
    const uint16_t port = parse_port(argc > 1 ? argv[1] : "9527");

    int connection = socket(AF_INET, SOCK_STREAM, 0);
    if (connection == -1)
        die("socket");

    struct sockaddr_in server;
    memset(&server, 0, sizeof server);
    server.sin_family = AF_INET;
    server.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    server.sin_port = htons(port);
    if (connect(connection, (struct sockaddr *)&server, sizeof server) == -1)
        die("connect");
    printf("connected to 127.0.0.1:%u\n", port);
    fflush(stdout);

    drain(connection, "read");
    printf("the server has closed, this end stays open\n");
    fflush(stdout);

    drain(STDIN_FILENO, "stdin");
    close(connection);
    return EXIT_SUCCESS;
}
