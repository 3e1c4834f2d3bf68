package signalbox.server.template.yaml;

import org.jspecify.annotations.Nullable;
import signalbox.server.template.TemplateSpec.App;
import signalbox.server.template.TemplateSpec.Healthcheck;

/// Reads apps.
final class AppReader {
  private static final int HOUR = 3_600;
  private static final int INTERVAL = 5;
  private static final int THRESHOLD = 3;
  private static final int THRESHOLD_MAX = 100;
  private static final int ORDER_MAX = 1_000_000;

  private AppReader() {}

  /// @param place among the apps of its agent
  static App read(Mapping keys, Names slugs, References references, int place) {
    var app =
        new App(
            slugs.take(keys, "slug", Form.SLUG),
            references.text(keys, "display_name", Form.TITLE),
            keys.text("icon", Form.ICON),
            references.text(keys, "url", Form.APP_URL),
            keys.text("command", Form.SCRIPT),
            keys.flag("external", false),
            keys.flag("subdomain", false),
            keys.choice("share", App.SHARES, App.SHARES.getFirst()),
            keys.choice("open_in", App.OPENINGS, App.OPENINGS.getFirst()),
            keys.text("group", Form.TITLE),
            keys.number("order", -ORDER_MAX, ORDER_MAX, place),
            keys.flag("hidden", false),
            keys.find("healthcheck").map(v -> healthcheck(v.mapping(), references)).orElse(null));
    keys.end();
    check(app, keys.self());
    return app;
  }

  private static void check(App app, Value where) {
    if (!app.url().isEmpty() && !app.command().isEmpty())
      where.fault("has url and command; only one of them can be");
    if (!app.command().isEmpty() && app.subdomain())
      where.fault("has command and subdomain; a terminal has no address");
    if (!app.external()) return;
    if (app.url().isEmpty()) where.fault("is external, so it needs url");
    if (app.subdomain()) where.fault("is external, so it cannot have a subdomain here");
    if (app.healthcheck() != null) where.fault("is external, so no agent can check its health");
  }

  private static @Nullable Healthcheck healthcheck(Mapping keys, References references) {
    var url = keys.need("url").map(value -> references.text(value, Form.HTTP_URL)).orElse("");
    var healthcheck =
        new Healthcheck(
            url,
            keys.duration("interval", 1, HOUR, INTERVAL),
            keys.number("threshold", 1, THRESHOLD_MAX, THRESHOLD));
    keys.end();
    return healthcheck;
  }
}
