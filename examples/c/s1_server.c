/*
 * S1: a TCP server that says nothing about address reuse.
 *
 *   s1_server [PORT]        default 9527
 *
 * It accepts one client, reads until that client closes, and exits. Stop it with Ctrl+C while the
 * client is connected and start it again: bind fails with EADDRINUSE for about a minute.
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

int main(int argc, char *argv[])
{
    const uint16_t port = parse_port(argc > 1 ? argv[1] : "9527");

    int listener = socket(AF_INET, SOCK_STREAM, 0);
    if (listener == -1)
        die("socket");

    struct sockaddr_in address;
    memset(&address, 0, sizeof address);
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_ANY);
    address.sin_port = htons(port);
    if (bind(listener, (struct sockaddr *)&address, sizeof address) == -1)
        die("bind");
    if (listen(listener, SOMAXCONN) == -1)
        die("listen");
    printf("listening on 0.0.0.0:%u\n", port);
    fflush(stdout);

    int client = accept(listener, NULL, NULL);
    if (client == -1)
        die("accept");
    printf("client connected\n");
    fflush(stdout);

    char buffer[4096];
    ssize_t received;
    while ((received = read(client, buffer, sizeof buffer)) > 0) {
        if (fwrite(buffer, 1, (size_t)received, stdout) != (size_t)received)
            die("stdout");
        fflush(stdout);
    }
    if (received == -1)
        die("read");

    printf("client has closed\n");
    close(client);
    close(listener);
    return EXIT_SUCCESS;
}
