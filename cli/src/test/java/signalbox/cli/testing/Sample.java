package signalbox.cli.testing;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/// JSON as a server sends it, with as much in it as the command line reads.
public final class Sample {
  public static final String AT = "2026-03-01T12:00:00Z";

  private Sample() {}

  public static UUID id(String name) {
    return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
  }

  /// A workspace of `me` with one agent `main`, which all statuses are of.
  ///
  /// @param build status of its newest build
  /// @param apps made by [#app]; the first one's first status is the workspace's newest
  public static String workspace(String name, String build, String... apps) {
    return workspaceWith(name, build, "null", apps);
  }

  /// @param latest the workspace's newest status
  public static String workspaceWith(String name, String build, String latest, String... apps) {
    var agents =
        apps.length == 0
            ? ""
            : """
              {"id":"%s","type":"external","name":"main","agents":[{"id":"%s","name":"main","status":"connecting",
              "apps":[%s]}]}"""
                .formatted(id(name + "/resource"), id("main"), String.join(",", apps));
    return """
    {"id":"%s","name":"%s","owner_name":"me","owner_id":"%s","template_name":"external","latest_app_status":%s,
    "unknown_key":{"a":[1]},"latest_build":%s}"""
        .formatted(id(name), name, id("me"), latest, build(name, build, agents))
        .replace("\n", "");
  }

  public static String build(String workspace, String status, String resources) {
    return """
    {"id":"%s","workspace_id":"%s","workspace_name":"%s","build_number":1,"transition":"start","status":"%s",
    "initiator_name":"me","created_at":"%s","has_external_agent":true,"resources":[%s],"job":{"id":"%s","status":"%s"}}"""
        .formatted(
            id(workspace + "/build"),
            id(workspace),
            workspace,
            status,
            AT,
            resources,
            id(workspace + "/job"),
            job(status))
        .replace("\n", "");
  }

  private static String job(String build) {
    return switch (build) {
      case "running", "stopped", "deleted" -> "succeeded";
      case "failed" -> "failed";
      default -> "running";
    };
  }

  /// @param statuses made by [#status], newest first
  public static String app(String slug, String... statuses) {
    return """
    {"id":"%s","slug":"%s","statuses":[%s]}"""
        .formatted(id(slug), slug, String.join(",", statuses));
  }

  /// @param message as it is stored
  public static String status(long seq, String state, String message) {
    return status(seq, state, message, "");
  }

  /// @param more further keys, such as `,"liveness":"lost"`
  public static String status(long seq, String state, String message, String more) {
    return """
    {"id":"%s","app_id":"%s","agent_id":"%s","seq":%d,"state":"%s","message":"%s","uri":"","created_at":"%s","last_reported_at":"%s",
    "repeat_count":1,"source":"self_reported"%s}"""
        .formatted(id("status" + seq), id("claude"), id("main"), seq, state, message, AT, AT, more)
        .replace("\n", "");
  }

  /// A frame of an event stream.
  public static String event(String id, String type, String data) {
    return "id: " + id + "\nevent: " + type + "\ndata: " + data + "\n\n";
  }

  public static String ping() {
    return "event: ping\n\n";
  }
}
