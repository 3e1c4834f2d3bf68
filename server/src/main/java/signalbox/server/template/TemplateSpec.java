package signalbox.server.template;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import signalbox.wire.BadJson;
import signalbox.wire.Json;

/// What a version of a template makes of a workspace. Kept as JSON with the version.
public record TemplateSpec(List<Parameter> parameters, List<Resource> resources) {
  public TemplateSpec {
    parameters = List.copyOf(parameters);
    resources = List.copyOf(resources);
  }

  /// A text that is asked for when a workspace is built.
  ///
  /// @param defaultValue what it is when nobody gives one; null: it must be given
  /// @param mutable whether a later build may change it
  public record Parameter(
      String name,
      String displayName,
      String description,
      @Nullable String defaultValue,
      boolean mutable,
      Rule rule) {}

  /// What the value of a parameter must be.
  public enum Rule {
    TEXT,
    /// Names of apps, separated by commas.
    SLUGS
  }

  /// Something that a start makes.
  ///
  /// @param type shown with it
  /// @param runtime what starts and stops it, such as [#EXTERNAL]
  public record Resource(
      String name, String type, String runtime, String icon, List<Agent> agents) {
    /// Nothing is started: its user runs the agent, or only the reporter, anywhere.
    public static final String EXTERNAL = "external";

    public Resource {
      agents = List.copyOf(agents);
    }

    Resource with(Map<String, String> values) {
      var filled = agents.stream().map(agent -> agent.with(values)).toList();
      return new Resource(name, type, runtime, icon, filled);
    }
  }

  /// An agent in a resource.
  ///
  /// @param connectionTimeoutSeconds after this long without a first connection it is late; 0:
  ///   never
  /// @param apps in the order in which they are shown
  /// @param appsFrom parameter of [Rule#SLUGS] that names more apps; null when none does
  /// @param scripts in the order in which they are shown
  public record Agent(
      String name,
      int connectionTimeoutSeconds,
      String directory,
      List<App> apps,
      @Nullable String appsFrom,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) List<ScriptSpec> scripts,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) List<MetadataSpec> metadata) {
    /// Lists that a stored template does not have are empty.
    public Agent(
        String name,
        int connectionTimeoutSeconds,
        String directory,
        List<App> apps,
        @Nullable String appsFrom,
        @Nullable List<ScriptSpec> scripts,
        @Nullable List<MetadataSpec> metadata) {
      this.name = name;
      this.connectionTimeoutSeconds = connectionTimeoutSeconds;
      this.directory = directory;
      this.apps = List.copyOf(apps);
      this.appsFrom = appsFrom;
      this.scripts = scripts == null ? List.of() : List.copyOf(scripts);
      this.metadata = metadata == null ? List.of() : List.copyOf(metadata);
    }

    Agent with(Map<String, String> values) {
      if (appsFrom == null) return this;
      var slugs = Slugs.of(Objects.requireNonNull(values.get(appsFrom), appsFrom));
      var all = Stream.concat(apps.stream(), slugs.stream().map(App::named)).toList();
      return new Agent(name, connectionTimeoutSeconds, directory, all, null, scripts, metadata);
    }
  }

  /// An app that an agent serves.
  ///
  /// @param displayName empty: its slug
  public record App(String slug, String displayName, String icon) {
    static App named(String slug) {
      return new App(slug, "", "");
    }
  }

  /// What a start makes with these values of the parameters.
  public List<Resource> resourcesWith(Map<String, String> values) {
    return resources.stream().map(resource -> resource.with(values)).toList();
  }

  String json() {
    return Json.text(this);
  }

  static TemplateSpec ofJson(String json) {
    try {
      return Json.read(json.getBytes(StandardCharsets.UTF_8), TemplateSpec.class);
    } catch (BadJson e) {
      throw new IllegalStateException("a stored template cannot be read", e);
    }
  }
}
