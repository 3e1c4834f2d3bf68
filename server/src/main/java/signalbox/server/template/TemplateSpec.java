package signalbox.server.template;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import signalbox.wire.BadJson;
import signalbox.wire.Json;

/// What a version of a template makes of a workspace: what its file `signalbox.yaml` says, with all
/// defaults in place. Kept as JSON with the version.
///
/// @param name what a template that is made of it is called when nobody says otherwise; empty: no
///   suggestion
public record TemplateSpec(
    String name,
    String description,
    String icon,
    List<TemplateParameter> parameters,
    List<Resource> resources) {
  /// What a version has whose file has not been read yet, or cannot be.
  static final TemplateSpec NOTHING = new TemplateSpec("", "", "", List.of(), List.of());

  public TemplateSpec {
    parameters = List.copyOf(parameters);
    resources = List.copyOf(resources);
  }

  /// Whether the server itself runs any of its agents.
  public boolean isHosted() {
    return resources.stream().anyMatch(r -> r.runtime().equals(Resource.PROCESS));
  }

  /// Something that a start makes.
  ///
  /// @param type shown with it
  /// @param runtime what starts and stops it: [#EXTERNAL] or [#PROCESS]
  /// @param metadata facts about it, in the order in which they are shown
  /// @param dailyCost what a day of it costs, in whatever unit the deployment counts
  public record Resource(
      String name,
      String type,
      String runtime,
      String icon,
      List<Fact> metadata,
      int dailyCost,
      List<Agent> agents) {
    /// Nothing is started: its user runs the agent, or only the reporter, anywhere.
    public static final String EXTERNAL = "external";

    /// The server starts the agent as a process of its own.
    public static final String PROCESS = "process";

    public Resource {
      metadata = List.copyOf(metadata);
      agents = List.copyOf(agents);
    }

    Resource with(Variables variables) {
      var filled = agents.stream().map(agent -> agent.with(variables)).toList();
      var facts = metadata.stream().map(f -> new Fact(f.key(), variables.fill(f.value()))).toList();
      return new Resource(name, type, runtime, icon, facts, dailyCost, filled);
    }
  }

  /// One fact about a resource.
  public record Fact(String key, String value) {}

  /// An agent in a resource.
  ///
  /// @param directory where it and its scripts work; relative to the workspace's own directory
  /// @param command the program to run in place of our agent; null: our agent
  /// @param connectionTimeoutSeconds after this long without a first connection it is late; 0:
  ///   never
  /// @param apps in the order in which they are shown
  /// @param appsFrom parameter whose value names more apps, see [Slugs]; null when none does
  public record Agent(
      String name,
      String directory,
      Map<String, String> env,
      @Nullable String command,
      int connectionTimeoutSeconds,
      String troubleshootingUrl,
      String motdFile,
      int order,
      List<ScriptSpec> scripts,
      List<MetadataSpec> metadata,
      List<App> apps,
      @Nullable String appsFrom) {
    public Agent {
      env = Map.copyOf(env);
      scripts = List.copyOf(scripts);
      metadata = List.copyOf(metadata);
      apps = List.copyOf(apps);
    }

    private static Map<String, String> filled(Map<String, String> texts, Variables variables) {
      return texts.entrySet().stream()
          .collect(Collectors.toMap(Map.Entry::getKey, text -> variables.fill(text.getValue())));
    }

    Agent with(Variables variables) {
      var all = new ArrayList<App>();
      for (var app : apps) all.add(app.with(variables));
      if (appsFrom != null) {
        for (var slug : Slugs.of(variables.get(Variables.PARAMETER + appsFrom)))
          all.add(App.named(slug, all.size()));
      }
      return new Agent(
          name,
          variables.fill(directory),
          filled(env, variables),
          command,
          connectionTimeoutSeconds,
          variables.fill(troubleshootingUrl),
          variables.fill(motdFile),
          order,
          scripts,
          metadata,
          all,
          null);
    }
  }

  /// An app that an agent serves.
  ///
  /// @param displayName empty: its slug
  /// @param url empty when it has none
  /// @param command a command for a terminal, in place of an address; empty: none
  /// @param share `owner`, `authenticated`, `organization` or `public`
  /// @param openIn `slim-window` or `tab`
  /// @param order small ones are shown first
  /// @param healthcheck null: nobody asks whether it is well
  public record App(
      String slug,
      String displayName,
      String icon,
      String url,
      String command,
      boolean external,
      boolean subdomain,
      String share,
      String openIn,
      String group,
      int order,
      boolean hidden,
      @Nullable Healthcheck healthcheck) {
    /// Who may open an app, from few to many.
    public static final List<String> SHARES =
        List.of("owner", "authenticated", "organization", "public");

    public static final List<String> OPENINGS = List.of("slim-window", "tab");

    static App named(String slug, int order) {
      return new App(
          slug,
          "",
          "",
          "",
          "",
          false,
          false,
          SHARES.getFirst(),
          OPENINGS.getFirst(),
          "",
          order,
          false,
          null);
    }

    App with(Variables variables) {
      return new App(
          slug,
          variables.fill(displayName),
          icon,
          variables.fill(url),
          command,
          external,
          subdomain,
          share,
          openIn,
          group,
          order,
          hidden,
          healthcheck == null ? null : healthcheck.with(variables));
    }
  }

  /// How an agent asks an app whether it is well.
  ///
  /// @param threshold so many failures in a row make it unhealthy
  public record Healthcheck(String url, int intervalSeconds, int threshold) {
    Healthcheck with(Variables variables) {
      return new Healthcheck(variables.fill(url), intervalSeconds, threshold);
    }
  }

  /// What a start makes with these values.
  public List<Resource> resourcesWith(Variables variables) {
    return resources.stream().map(resource -> resource.with(variables)).toList();
  }

  /// Slugs of all apps that the file itself names.
  Set<String> slugs() {
    return resources.stream()
        .flatMap(resource -> resource.agents().stream())
        .flatMap(agent -> agent.apps().stream())
        .map(App::slug)
        .collect(Collectors.toSet());
  }

  /// Whether a parameter's value names apps.
  boolean namesApps(String parameter) {
    return resources.stream()
        .flatMap(resource -> resource.agents().stream())
        .anyMatch(agent -> parameter.equals(agent.appsFrom()));
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
