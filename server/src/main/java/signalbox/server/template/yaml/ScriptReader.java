package signalbox.server.template.yaml;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.parser.CronParser;
import java.util.List;
import java.util.Locale;
import signalbox.server.template.MetadataSpec;
import signalbox.server.template.ScriptSpec;
import signalbox.server.template.ScriptSpec.When;

/// Reads scripts, also those of metadata.
final class ScriptReader {
  private static final int DAY = 24 * 3_600;
  private static final int INTERVAL = 10;
  private static final int TIMEOUT = 5;
  private static final int ORDER_MAX = 1_000_000;
  private static final List<String> MOMENTS = List.of("start", "stop", "cron");

  private ScriptReader() {}

  static ScriptSpec script(Mapping keys, Names names) {
    var name = names.take(keys, "name", Form.TITLE);
    var run = keys.needText("run", Form.SCRIPT);
    var on = When.valueOf(keys.choice("on", MOMENTS, "start").toUpperCase(Locale.ROOT));
    var script =
        new ScriptSpec(
            name,
            "",
            run,
            on,
            cron(keys, on),
            keys.flag("blocks_login", false),
            keys.duration("timeout", 0, DAY, 0),
            keys.text("log", Form.LINE));
    keys.end();
    if (script.blocksLogin() && on != When.START)
      keys.find("blocks_login").orElseThrow().fault("is for scripts that run on start only");
    return script;
  }

  private static String cron(Mapping keys, When on) {
    var cron = keys.find("cron");
    if (on == When.CRON && cron.isEmpty())
      keys.self().fault("runs on cron, so it needs the key cron");
    if (on != When.CRON && cron.isPresent())
      cron.get().fault("is for scripts with `on: cron` only");
    var text = cron.flatMap(value -> value.text(Form.LINE)).orElse("");
    try {
      if (!text.isEmpty())
        new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX))
            .parse(text)
            .validate();
    } catch (IllegalArgumentException e) {
      cron.orElseThrow().fault("has no five fields of cron, as in 0 9 * * 1-5");
    }
    return text;
  }

  /// @param place among the metadata of its agent
  static MetadataSpec metadata(Mapping keys, Names names, int place) {
    var key = names.take(keys, "key", Form.METADATA_KEY);
    var title = keys.text("display_name", Form.TITLE);
    var metadata =
        new MetadataSpec(
            key,
            title.isEmpty() ? key : title,
            keys.needText("script", Form.SCRIPT),
            keys.duration("interval", 1, DAY, INTERVAL),
            keys.duration("timeout", 1, DAY, TIMEOUT),
            keys.number("order", -ORDER_MAX, ORDER_MAX, place));
    keys.end();
    return metadata;
  }
}
