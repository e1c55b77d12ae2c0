/*
 * S10: a receiver of a multicast group that says nothing about address reuse.
 *
 *   s10_multicast_receiver [PORT [INTERFACE]]        default 5004 on 127.0.0.1, group 239.255.43.10
 *
 * Two players of one stream on one host: the second fails with EADDRINUSE. It prints what it
 * receives, a line a datagram.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

static const char group[] = "239.255.43.10";

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

static struct in_addr parse_address(const char *text)
{
    struct in_addr address;
    if (inet_pton(AF_INET, text, &address) != 1) {
        fprintf(stderr, "not an IPv4 address: %s\n", text);
        exit(2);
    }
    return address;
}

int main(int argc, char *argv[])
{
    const uint16_t port = parse_port(argc > 1 ? argv[1] : "5004");
    const struct ip_mreq membership = {
        .imr_multiaddr = parse_address(group),
        .imr_interface = parse_address(argc > 2 ? argv[2] : "127.0.0.1"),
    };

    int receiver = socket(AF_INET, SOCK_DGRAM, 0);
    if (receiver == -1)
        die("socket");

    struct sockaddr_in address = {
        .sin_family = AF_INET,
        .sin_addr.s_addr = htonl(INADDR_ANY),
        .sin_port = htons(port),
    };
    if (bind(receiver, (struct sockaddr *)&address, sizeof address) == -1)
        die("bind");
    if (setsockopt(receiver, IPPROTO_IP, IP_ADD_MEMBERSHIP, &membership, sizeof membership) == -1)
        die("setsockopt IP_ADD_MEMBERSHIP");
    printf("listening on %s:%u\n", group, port);
    fflush(stdout);

    for (;;) {
        char datagram[65536];
        ssize_t length = recv(receiver, datagram, sizeof datagram, 0);
        if (length == -1)
            die("recv");
        printf("received %.*s\n", (int)length, datagram);
        fflush(stdout);
    }
}
