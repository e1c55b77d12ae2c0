/*
 * S2: the server of S1 with SO_REUSEADDR set between socket and bind.
 *
 *   s2_server_reuseaddr [PORT]        default 9527
 *
 * However it ended, it starts again at once. While one instance is listening a second one still
 * fails with EADDRINUSE: on Linux SO_REUSEADDR never allows two listeners.
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

    const int on = 1;
    if (setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) == -1)
        die("setsockopt SO_REUSEADDR");

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
