// What both load clients share: a clock, process accounting, percentiles, a request builder.
#pragma once
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static uint64_t now_ns(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1000000000ull + t.tv_nsec;
}

static void die(const char *what) {
  perror(what);
  exit(1);
}

/// Processes whose CPU time and resident memory are charged to the server (-P 12,34).
static int server_pids[128], server_pid_count;

static void parse_pids(char *list) {
  for (char *s = strtok(list, ","); s && server_pid_count < 128; s = strtok(NULL, ",")) {
    server_pids[server_pid_count++] = atoi(s);
  }
}

/// What one process has used, summed over its threads, in nanoseconds: /proc/PID/stat counts in hundredths of a second.
static double cpu_ns(int pid) {
  char path[300];
  snprintf(path, sizeof path, "/proc/%d/task", pid);
  DIR *threads = opendir(path);
  if (!threads) return 0;
  double total = 0;
  for (struct dirent *thread; (thread = readdir(threads));) {
    if (thread->d_name[0] == '.') continue;
    snprintf(path, sizeof path, "/proc/%d/task/%s/schedstat", pid, thread->d_name);
    FILE *f = fopen(path, "r");
    unsigned long long ns;
    if (f && fscanf(f, "%llu", &ns) == 1) total += ns;
    if (f) fclose(f);
  }
  closedir(threads);
  return total;
}

static double server_cpu_seconds(void) {
  double total = 0;
  for (int i = 0; i < server_pid_count; i++) total += cpu_ns(server_pids[i]) / 1e9;
  return total;
}

static double server_rss_mb(void) {
  double total = 0;
  for (int i = 0; i < server_pid_count; i++) {
    char path[64], line[256];
    snprintf(path, sizeof path, "/proc/%d/status", server_pids[i]);
    FILE *f = fopen(path, "r");
    if (!f) continue;
    long kb;
    while (fgets(line, sizeof line, f)) {
      if (sscanf(line, "VmRSS: %ld", &kb) == 1) total += kb / 1024.0;
    }
    fclose(f);
  }
  return total;
}

/// What the kernel holds in small objects, of which sockets are most here; the whole machine's.
static double slab_kb(void) {
  FILE *f = fopen("/proc/meminfo", "r");
  if (!f) return 0;
  char line[256];
  long kb = 0;
  while (fgets(line, sizeof line, f) && sscanf(line, "Slab: %ld", &kb) != 1) {
  }
  fclose(f);
  return kb;
}

static double client_cpu_seconds(void) {
  struct rusage r;
  getrusage(RUSAGE_SELF, &r);
  return r.ru_utime.tv_sec + r.ru_stime.tv_sec + (r.ru_utime.tv_usec + r.ru_stime.tv_usec) / 1e6;
}

static int by_value(const void *a, const void *b) {
  uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
  return (x > y) - (x < y);
}

/// Milliseconds at quantile q of n microsecond samples, which must be sorted.
static double quantile_ms(const uint32_t *sorted_us, long n, double q) {
  return n ? sorted_us[(long)(q * (n - 1))] / 1000.0 : 0;
}

static int connect_loopback(int port, int nonblocking) {
  int fd = socket(AF_INET, SOCK_STREAM | (nonblocking ? SOCK_NONBLOCK : 0), 0);
  if (fd < 0) die("socket");
  int one = 1;
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  if (connect(fd, (void *)&to, sizeof to) < 0 && errno != EINPROGRESS) die("connect");
  return fd;
}

/// Headers given with -H (watchers) and -A (reporters), joined with CRLF.
static char watch_headers[4096], report_headers[4096];

static void add_header(char *all, const char *one) {
  snprintf(all + strlen(all), 4096 - strlen(all), "%s\r\n", one);
}

/// One report; every "%d" in the body template becomes the number.
static int build_report(char *out, size_t size, const char *method, const char *path, int port, const char *body_template, long number) {
  static char body[48 << 10];
  char *o = body;
  for (const char *p = body_template; *p && o < body + sizeof body - 32; p++) {
    if (p[0] == '%' && p[1] == 'd') {
      o += sprintf(o, "%ld", number);
      p++;
    } else {
      *o++ = *p;
    }
  }
  *o = 0;
  return snprintf(out, size, "%s %s HTTP/1.1\r\nHost: localhost:%d\r\nContent-Type: application/json\r\nContent-Length: %zu\r\n%s\r\n%s",
                  method, path, port, strlen(body), report_headers, body);
}
