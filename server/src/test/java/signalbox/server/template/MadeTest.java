package signalbox.server.template;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import signalbox.server.testing.Answer;
import signalbox.server.testing.Workshop;
import tools.jackson.databind.JsonNode;

/// What a start makes of a template, as the JSON of the workspace has it.
class MadeTest {
  private static final String EVERYTHING =
      """
      parameters:
        - {name: repository, default: https://example.com/r, mutable: true,
           validation: {regex: "^https://", error: must be an https address}}
        - {name: size, type: number, default: 2, mutable: true, validation: {max: 8, monotonic: increasing}}
      resources:
        - name: machine
          type: box
          icon: /icon/laptop.svg
          metadata: {zone: here, owner: "${owner.name}", area: "${parameter.size} m2"}
          daily_cost: 7
          agents:
            - name: main
              directory: ~/${workspace.name}
              env: {REPOSITORY: "${parameter.repository}", ID: "${workspace.id}", RAW: "$${HOME}"}
              connection_timeout: 0
              troubleshooting_url: https://example.com/help
              motd_file: /etc/motd
              scripts: [{name: install, run: ./install.sh, blocks_login: true, timeout: 10m}]
              metadata: [{key: load, script: uptime}]
              apps:
                - {slug: web, display_name: "${workspace.name} web", url: "http://localhost:80${parameter.size}",
                   icon: /icon/web.svg, subdomain: true, share: organization, open_in: tab, group: AI, order: 5,
                   healthcheck: {url: "http://localhost/health", interval: 10s, threshold: 2}}
                - {slug: docs, external: true, url: "https://example.com/docs", hidden: true, order: 1}
                - {slug: term, command: htop}
            - {name: tests, apps: [{slug: runner}]}
      """;

  private final Workshop shop = Workshop.open();
  private final String template = shop.template("everything", EVERYTHING);

  @AfterEach
  void close() {
    shop.close();
  }

  @Test
  void everythingThatTheFileSaysIsThere() {
    var id = create("").text("id");
    shop.runJobs();
    var build = shop.workspace(id).at("/latest_build");
    assertThat(build.path("status").asString()).isEqualTo("running");
    assertThat(build.path("daily_cost").asInt()).isEqualTo(7);
    var resource = build.at("/resources/0");
    assertThat(resource.path("type").asString()).isEqualTo("box");
    assertThat(resource.path("metadata").findValuesAsString("key"))
        .containsExactly("zone", "owner", "area");
    assertThat(resource.path("metadata").findValuesAsString("value"))
        .containsExactly("here", "alice", "2 m2");
    assertThat(resource.path("agents").findValuesAsString("directory")).containsExactly("~/w1");
    var main = resource.at("/agents/0");
    assertThat(main.at("/environment_variables/REPOSITORY").asString())
        .isEqualTo("https://example.com/r");
    assertThat(main.at("/environment_variables/ID").asString()).isEqualTo(id);
    assertThat(main.at("/environment_variables/RAW").asString()).isEqualTo("${HOME}");
    assertThat(main.path("connection_timeout_seconds").asInt()).isZero();
    assertThat(main.path("troubleshooting_url").asString()).isEqualTo("https://example.com/help");
    assertThat(main.at("/scripts/0/display_name").asString()).isEqualTo("install");
    assertThat(resource.at("/agents/1/apps/0/slug").asString()).isEqualTo("runner");
    assertApps(main.path("apps"));
  }

  private static void assertApps(JsonNode apps) {
    assertThat(apps.findValuesAsString("slug")).containsExactly("docs", "term", "web");
    var docs = apps.get(0);
    assertThat(docs.path("external").asBoolean() && docs.path("hidden").asBoolean()).isTrue();
    assertThat(docs.path("health").asString()).isEqualTo("disabled");
    assertThat(apps.get(1).path("command").asString()).isEqualTo("htop");
    var web = apps.get(2);
    assertThat(web.path("display_name").asString()).isEqualTo("w1 web");
    assertThat(web.path("url").asString()).isEqualTo("http://localhost:802");
    assertThat(web.path("sharing_level").asString()).isEqualTo("organization");
    assertThat(web.path("open_in").asString()).isEqualTo("tab");
    assertThat(web.path("group").asString()).isEqualTo("AI");
    assertThat(web.path("health").asString()).isEqualTo("initializing");
    assertThat(web.at("/healthcheck/interval").asInt()).isEqualTo(10);
    assertThat(web.at("/healthcheck/threshold").asInt()).isEqualTo(2);
  }

  @Test
  void anAppKeepsItsIdAndTakesWhatTheNewVersionSays() {
    var id = create("").text("id");
    shop.runJobs();
    var before = shop.workspace(id).at("/latest_build/resources/0/agents/0/apps/2/id");
    var next =
        shop.version(
                EVERYTHING.replace("group: AI", "group: Web"), ",'template_id':'" + template + "'")
            .text("id");
    shop.runJobs();
    shop.post(
        "/workspaces/" + id + "/builds",
        shop.alice,
        "{'transition':'start','template_version_id':'" + next + "'}");
    shop.runJobs();
    var web = shop.workspace(id).at("/latest_build/resources/0/agents/0/apps/2");
    assertThat(web.path("id")).isEqualTo(before);
    assertThat(web.path("group").asString()).isEqualTo("Web");
  }

  @Test
  void valuesThatDoNotFitAreRefused() {
    var wrong = create("{'name':'repository','value':'ftp://x'},{'name':'size','value':'9'}");
    assertThat(wrong.status()).isEqualTo(400);
    assertThat(wrong.message()).isEqualTo("Unable to validate parameter \"repository\"");
    assertThat(wrong.wrongFields()).containsExactly("repository", "size");
    assertThat(wrong.detail()).isEqualTo("must be an https address");
    var id = create("{'name':'size','value':'4'}").text("id");
    shop.runJobs();
    var less =
        shop.post(
            "/workspaces/" + id + "/builds",
            shop.alice,
            "{'transition':'start','rich_parameter_values':[{'name':'size','value':'3'}]}");
    assertThat(less.status()).isEqualTo(400);
    assertThat(less.wrongFields()).containsExactly("size");
  }

  private Answer create(String values) {
    return shop.post(
        "/users/me/workspaces",
        shop.alice,
        "{'template_id':'%s','name':'w1','rich_parameter_values':[%s]}"
            .formatted(template, values));
  }
}
