// watchload: N Server-Sent-Events watchers on loopback, K spaced reports, and when each report reached each watcher.
//
//   cc -O2 -o watchload watchload.c
//   ./watchload -p 4600 -n 10000 -k 20 -w /api/v2/workspaces/ID/watch -H 'Coder-Session-Token: …' \
//       -M PATCH -u /api/v2/workspaceagents/me/app-status -A 'Coder-Session-Token: AGENT…' \
//       -B '{"app_slug":"claude","state":"working","message":"~%d~","uri":""}' -P SERVERPID,POSTGRESPID
//
// A report is known by "~number~" in its message. A watcher that sees a newer number has also had the older ones
// (watchers are sent the present, not each change), so "delivered" counts watchers that reached that number or a later one.
#include "load.h"

typedef struct {
  int fd, open;
  long newest;
} Watcher;

static int port = 4600, watcher_count = 100, report_count = 20, warmup = 3, interval_ms = 200, timeout_s = 60, in_flight = 256;
static const char *watch_path = "/watch", *method = "PATCH", *report_path = "/report", *body = "{\"message\":\"~%d~\"}";
static Watcher *watchers;
static int poll_fd, open_count, lost_count;
static uint64_t *sent_at;
static long *reached;
static uint64_t *last_at;
static uint32_t *delay_us;
static long delays;
static char buffer[1 << 18];
static long first_number;
static unsigned long long bytes_in;

static void note(Watcher *w, long number, uint64_t at) {
  long last = first_number + warmup + report_count - 1;
  if (number > last || number <= w->newest) return;
  for (long n = w->newest < first_number ? first_number : w->newest + 1; n <= number; n++) {
    long k = n - first_number;
    reached[k]++;
    last_at[k] = at;
    if (k >= warmup) delay_us[delays++] = (at - sent_at[k]) / 1000;
  }
  w->newest = number;
}

static void on_readable(Watcher *w) {
  for (;;) {
    ssize_t n = read(w->fd, buffer, sizeof buffer - 1);
    if (n < 0 && (errno == EAGAIN || errno == EINTR)) return;
    if (n <= 0) {
      close(w->fd);
      w->fd = -1;
      lost_count++;
      return;
    }
    uint64_t at = now_ns();
    bytes_in += n;
    buffer[n] = 0;
    if (!w->open) {
      if (strncmp(buffer, "HTTP/1.1 200", 12)) {
        fprintf(stderr, "a watcher was refused: %.300s\n", buffer);
        exit(1);
      }
      w->open = 1;
      open_count++;
    }
    if (first_number) {
      for (char *p = buffer; (p = memchr(p, '~', buffer + n - p)); p++) {
        char *end;
        long number = strtol(p + 1, &end, 10);
        if (end > p + 1 && *end == '~') {
          note(w, number, at);
          p = end;
        }
      }
    }
    if (n < (ssize_t)sizeof buffer - 1) return;
  }
}

static int reporter;
static int reporter_busy;

static void pump(int ms) {
  static struct epoll_event events[1024];
  int n = epoll_wait(poll_fd, events, 1024, ms);
  for (int i = 0; i < n; i++) {
    if (events[i].data.u32 == UINT32_MAX) {
      ssize_t got = read(reporter, buffer, sizeof buffer - 1);
      if (got == 0) {
        fprintf(stderr, "the reporter's connection was closed\n");
        exit(1);
      }
      if (got > 0) {
        buffer[got] = 0;
        if (!strncmp(buffer, "HTTP/1.1", 8) && buffer[9] != '2') {
          fprintf(stderr, "a report was refused: %.300s\n", buffer);
          exit(1);
        }
        reporter_busy = 0;
      }
      continue;
    }
    Watcher *w = &watchers[events[i].data.u32];
    if (w->fd >= 0 && !w->open && (events[i].events & EPOLLOUT)) {
      char request[8192];
      int size = snprintf(request, sizeof request, "GET %s HTTP/1.1\r\nHost: localhost:%d\r\nAccept: text/event-stream\r\n%s\r\n", watch_path, port, watch_headers);
      if (write(w->fd, request, size) != size) die("watch request");
      struct epoll_event e = {EPOLLIN, {.u32 = events[i].data.u32}};
      epoll_ctl(poll_fd, EPOLL_CTL_MOD, w->fd, &e);
    } else if (w->fd >= 0) {
      on_readable(w);
    }
  }
}

static void pump_for(int ms) {
  for (uint64_t end = now_ns() + ms * 1000000ull; now_ns() < end;) pump(10);
}

int main(int argc, char **argv) {
  for (int o; (o = getopt(argc, argv, "p:n:k:w:H:M:u:A:B:P:i:T:W:f:")) > 0;) {
    switch (o) {
      case 'p': port = atoi(optarg); break;
      case 'n': watcher_count = atoi(optarg); break;
      case 'k': report_count = atoi(optarg); break;
      case 'w': watch_path = optarg; break;
      case 'H': add_header(watch_headers, optarg); break;
      case 'M': method = optarg; break;
      case 'u': report_path = optarg; break;
      case 'A': add_header(report_headers, optarg); break;
      case 'B': body = optarg; break;
      case 'P': parse_pids(optarg); break;
      case 'i': interval_ms = atoi(optarg); break;
      case 'T': timeout_s = atoi(optarg); break;
      case 'W': warmup = atoi(optarg); break;
      case 'f': in_flight = atoi(optarg); break;
      default: return 2;
    }
  }
  int total = warmup + report_count;
  watchers = calloc(watcher_count, sizeof *watchers);
  sent_at = calloc(total, sizeof *sent_at);
  reached = calloc(total, sizeof *reached);
  last_at = calloc(total, sizeof *last_at);
  delay_us = malloc(sizeof *delay_us * (size_t)watcher_count * report_count + 8);
  poll_fd = epoll_create1(0);

  double rss_before = server_rss_mb(), slab_before = slab_kb(), cpu_before = server_cpu_seconds();
  uint64_t connect_start = now_ns();
  for (int started = 0; open_count < watcher_count;) {
    while (started < watcher_count && started - open_count < in_flight) {
      watchers[started].fd = connect_loopback(port, 1);
      struct epoll_event e = {EPOLLOUT, {.u32 = started}};
      epoll_ctl(poll_fd, EPOLL_CTL_ADD, watchers[started++].fd, &e);
    }
    pump(100);
    if (lost_count || now_ns() - connect_start > timeout_s * 4000000000ull) {
      fprintf(stderr, "connecting failed: %d open, %d lost\n", open_count, lost_count);
      return 1;
    }
  }
  double connect_s = (now_ns() - connect_start) / 1e9;
  pump_for(3000);
  double connect_cpu = server_cpu_seconds() - cpu_before, rss_connected = server_rss_mb(), slab_connected = slab_kb();

  reporter = connect_loopback(port, 0);
  fcntl(reporter, F_SETFL, O_NONBLOCK);
  struct epoll_event e = {EPOLLIN, {.u32 = UINT32_MAX}};
  epoll_ctl(poll_fd, EPOLL_CTL_ADD, reporter, &e);
  first_number = time(NULL) * 1000l;
  for (int i = 0; i < watcher_count; i++) watchers[i].newest = first_number - 1;

  double cpu0 = 0, client0 = 0;
  unsigned long long bytes0 = 0;
  uint32_t *all_reached_us = calloc(report_count, sizeof *all_reached_us);
  int complete = 0;
  for (int k = 0; k < total; k++) {
    if (k == warmup) cpu0 = server_cpu_seconds(), client0 = client_cpu_seconds(), bytes0 = bytes_in;
    static char request[64 << 10];
    int size = build_report(request, sizeof request, method, report_path, port, body, first_number + k);
    sent_at[k] = now_ns();
    if (write(reporter, request, size) != size) die("report");
    reporter_busy = 1;
    uint64_t end = now_ns() + timeout_s * 1000000000ull;
    while ((reached[k] < watcher_count - lost_count || reporter_busy) && now_ns() < end) pump(50);
    if (k >= warmup && reached[k] >= watcher_count) all_reached_us[complete++] = (last_at[k] - sent_at[k]) / 1000;
    pump_for(interval_ms);
  }
  double cpu = server_cpu_seconds() - cpu0, client = client_cpu_seconds() - client0;
  qsort(delay_us, delays, sizeof *delay_us, by_value);
  qsort(all_reached_us, complete, sizeof *all_reached_us, by_value);
  printf("watchers=%d reports=%d delivered=%ld/%ld complete=%d lost=%d connect_s=%.1f connect_cpu_ms_each=%.2f "
         "delay_p50_ms=%.1f delay_p99_ms=%.1f delay_max_ms=%.1f last_watcher_p50_ms=%.1f last_watcher_max_ms=%.1f "
         "server_cpu_us_per_delivery=%.1f client_cpu_us_per_delivery=%.1f bytes_per_delivery=%.0f rss_before_mb=%.0f rss_connected_mb=%.0f rss_after_mb=%.0f kb_per_watcher=%.1f kernel_kb_per_connection=%.1f\n",
         watcher_count, report_count, delays, (long)watcher_count * report_count, complete, lost_count, connect_s, connect_cpu * 1e3 / watcher_count,
         quantile_ms(delay_us, delays, .5), quantile_ms(delay_us, delays, .99), quantile_ms(delay_us, delays, 1), quantile_ms(all_reached_us, complete, .5),
         quantile_ms(all_reached_us, complete, 1), cpu * 1e6 / (delays ? delays : 1), client * 1e6 / (delays ? delays : 1), (bytes_in - bytes0) / (double)(delays ? delays : 1),
         rss_before, rss_connected, server_rss_mb(), (rss_connected - rss_before) * 1024 / watcher_count,
         (slab_connected - slab_before) / 2 / watcher_count);
  return complete == report_count ? 0 : 1;
}
