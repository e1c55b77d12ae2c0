// The system calls of the 112 TCP cells on 127.0.0.1, each on a port of its own: no cleaning, no proof.
// usage: matrix FIRST_PORT ROUNDS; prints the milliseconds of each round
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum state { BOUND, LISTEN, ESTABLISHED, FIN_WAIT2, CLOSE_WAIT, TIME_WAIT, CLOSED, STATES };

static int netlink;
static unsigned long outcomes;

static struct sockaddr_in loopback(int port) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

static int open_socket(int options) {
  int descriptor = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  struct linger reset = {1, 0};
  int on = 1;
  setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
  if (options & 1) setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (options & 2) setsockopt(descriptor, SOL_SOCKET, SO_REUSEPORT, &on, sizeof on);
  return descriptor;
}

static void close_orderly(int descriptor) {
  struct linger off = {0, 0};
  setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &off, sizeof off);
  close(descriptor);
}

static int observed_state(int port, int peer_port) {
  struct {
    struct nlmsghdr header;
    struct inet_diag_req_v2 request;
  } message = {.header = {.nlmsg_len = sizeof message, .nlmsg_type = SOCK_DIAG_BY_FAMILY, .nlmsg_flags = NLM_F_REQUEST}};
  message.request.sdiag_family = AF_INET;
  message.request.sdiag_protocol = IPPROTO_TCP;
  message.request.idiag_states = -1;
  message.request.id.idiag_sport = htons(port);
  message.request.id.idiag_src[0] = htonl(INADDR_LOOPBACK);
  if (peer_port) {
    message.request.id.idiag_dport = htons(peer_port);
    message.request.id.idiag_dst[0] = htonl(INADDR_LOOPBACK);
  }
  message.request.id.idiag_cookie[0] = message.request.id.idiag_cookie[1] = INET_DIAG_NOCOOKIE;
  send(netlink, &message, sizeof message, 0);
  char answer[8192];
  ssize_t length = recv(netlink, answer, sizeof answer, 0);
  struct nlmsghdr *header = (struct nlmsghdr *)answer;
  if (length <= 0 || header->nlmsg_type == NLMSG_ERROR) return 0;
  return ((struct inet_diag_msg *)NLMSG_DATA(header))->idiag_state;
}

static void cell(enum state state, int first_options, int second_options, int port) {
  struct sockaddr_in local = loopback(port);
  int listener = open_socket(first_options), client = -1, server = -1, peer_port = 0;
  bind(listener, (struct sockaddr *)&local, sizeof local);
  if (state >= LISTEN) listen(listener, 128);
  if (state >= ESTABLISHED) {
    struct sockaddr_in end;
    socklen_t size = sizeof end;
    client = open_socket(0);
    connect(client, (struct sockaddr *)&local, sizeof local);
    getsockname(client, (struct sockaddr *)&end, &size);
    peer_port = ntohs(end.sin_port);
    server = accept4(listener, (struct sockaddr *)&end, &size, SOCK_NONBLOCK | SOCK_CLOEXEC);
    close(listener);
    listener = -1;
  }
  if (state == FIN_WAIT2) {
    char byte;
    int on = 1;
    close_orderly(server);
    recv(client, &byte, 1, 0);
    setsockopt(client, IPPROTO_TCP, TCP_QUICKACK, &on, sizeof on);
    server = -1;
  } else if (state == CLOSE_WAIT) {
    close_orderly(client);
    client = -1;
  } else if (state == TIME_WAIT) {
    close_orderly(server);
    close_orderly(client);
    server = client = -1;
  } else if (state == CLOSED) {
    close_orderly(client);
    close_orderly(server);
    server = client = -1;
  }
  if (state == BOUND) {
    struct tcp_info info;
    socklen_t size = sizeof info;
    struct sockaddr_in end;
    socklen_t end_size = sizeof end;
    getsockname(listener, (struct sockaddr *)&end, &end_size);
    getsockopt(listener, IPPROTO_TCP, TCP_INFO, &info, &size);
  } else {
    outcomes = outcomes * 31 + observed_state(port, peer_port);
  }
  int second = open_socket(second_options);
  int bound = bind(second, (struct sockaddr *)&local, sizeof local);
  outcomes = outcomes * 31 + bound;
  if (bound == 0) outcomes = outcomes * 31 + listen(second, 128);
  close(second);
  if (server >= 0) close(server);
  if (client >= 0) close(client);
  if (listener >= 0) close(listener);
}

int main(int count, char **arguments) {
  int port = count > 1 ? atoi(arguments[1]) : 10000, rounds = count > 2 ? atoi(arguments[2]) : 1;
  netlink = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG);
  for (int round = 0; round < rounds; round++) {
    struct timespec start, end;
    clock_gettime(CLOCK_MONOTONIC, &start);
    for (enum state state = BOUND; state < STATES; state++)
      for (int first = 0; first < 4; first++)
        for (int second = 0; second < 4; second++) cell(state, first, second, port++);
    clock_gettime(CLOCK_MONOTONIC, &end);
    printf("%.3f\n", (end.tv_sec - start.tv_sec) * 1e3 + (end.tv_nsec - start.tv_nsec) / 1e6);
  }
  fprintf(stderr, "%lx\n", outcomes);
  return 0;
}
