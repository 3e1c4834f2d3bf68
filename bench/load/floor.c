// floor: the least a server can do. It keeps every GET open as an event stream and copies the body of any other request to all of them with
// one write() each. No HTTP library, no permissions, no state: the floor of this shape.
//
//   cc -O2 -o floor floor.c && ./floor 7001
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

static int subscribers[100000], subscriber_count;
static char request[1 << 16], frame[1 << 16];

static void forget(int fd) {
  close(fd);
  for (int i = 0; i < subscriber_count; i++) {
    if (subscribers[i] == fd) {
      subscribers[i] = subscribers[--subscriber_count];
      return;
    }
  }
}

static void answer(int fd, const char *text) {
  if (write(fd, text, strlen(text)) < 0) forget(fd);
}

static void publish(const char *body, int size) {
  int frame_size = snprintf(frame, sizeof frame, "event: data\ndata: %.*s\n\n", size, body);
  for (int i = 0; i < subscriber_count; i++) {
    if (write(subscribers[i], frame, frame_size) < 0 && errno != EAGAIN) forget(subscribers[i--]);
  }
}

static void on_request(int fd, ssize_t size) {
  request[size] = 0;
  if (!strncmp(request, "GET", 3)) {
    subscribers[subscriber_count++] = fd;
    answer(fd, "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\nevent: ping\n\n");
    return;
  }
  char *body = strstr(request, "\r\n\r\n");
  if (!body) return;
  publish(body + 4, request + size - body - 4);
  answer(fd, "HTTP/1.1 204 No Content\r\n\r\n");
}

int main(int argc, char **argv) {
  int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), one = 1;
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
  struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons(argc > 1 ? atoi(argv[1]) : 7001), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  if (bind(listener, (void *)&at, sizeof at) || listen(listener, 8192)) {
    perror("listen");
    return 1;
  }
  int poll_fd = epoll_create1(0);
  struct epoll_event e = {EPOLLIN, {.fd = listener}}, ready[512];
  epoll_ctl(poll_fd, EPOLL_CTL_ADD, listener, &e);
  for (;;) {
    int n = epoll_wait(poll_fd, ready, 512, -1);
    for (int i = 0; i < n; i++) {
      int fd = ready[i].data.fd;
      if (fd == listener) {
        for (int c; (c = accept4(listener, NULL, NULL, SOCK_NONBLOCK)) >= 0;) {
          setsockopt(c, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
          struct epoll_event on = {EPOLLIN, {.fd = c}};
          epoll_ctl(poll_fd, EPOLL_CTL_ADD, c, &on);
        }
        continue;
      }
      // A request comes in one piece: loopback carries 64 KiB at once.
      ssize_t size = read(fd, request, sizeof request - 1);
      if (size > 0) {
        on_request(fd, size);
      } else if (size == 0 || errno != EAGAIN) {
        forget(fd);
      }
    }
  }
}
