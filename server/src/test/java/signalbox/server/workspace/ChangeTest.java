package signalbox.server.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import signalbox.server.testing.Answer;
import signalbox.server.testing.Workshop;

class ChangeTest {
  private final Workshop shop = Workshop.open();
  private final String id = shop.started("w1", shop.alice);

  @BeforeEach
  void forgetNews() {
    shop.news();
  }

  @AfterEach
  void close() {
    shop.close();
  }

  @Test
  void aRenameIsAnnouncedAndTheSameNameIsNot() {
    assertThat(rename("w2").status()).isEqualTo(204);
    assertThat(shop.news()).containsExactly("mtd_update");
    assertThat(shop.workspace(id).get("name").asString()).isEqualTo("w2");
    assertThat(rename("w2").status()).isEqualTo(204);
    assertThat(shop.news()).isEmpty();
    assertThat(rename("W2").status()).isEqualTo(204);
    assertThat(shop.get("/users/me/workspace/w2", shop.alice).text("name")).isEqualTo("W2");
  }

  @Test
  void aRenameToATakenOrBadNameIsRefused() {
    shop.create("w2", shop.alice);
    assertThat(rename("W2").status()).isEqualTo(409);
    assertThat(rename("a_b").message()).isEqualTo("Validation failed.");
    assertThat(shop.patch("/workspaces/" + id, shop.alice, "{}").wrongFields())
        .containsExactly("name");
  }

  @Test
  void timeToStopIsKeptInWholeMinutes() {
    assertThat(put("ttl", "{'ttl_ms':90000}").status()).isEqualTo(204);
    assertThat(shop.news()).containsExactly("mtd_update");
    assertThat(shop.workspace(id).get("ttl_ms").asInt()).isEqualTo(60_000);
    assertThat(put("ttl", "{'ttl_ms':61000}").status()).isEqualTo(204);
    assertThat(shop.news()).isEmpty();
    var refused = put("ttl", "{'ttl_ms':2592000001}");
    assertThat(refused.message()).isEqualTo("Error updating workspace time until shutdown.");
    assertThat(refused.body()).contains("time until shutdown must be less than 30 days");
    assertThat(put("ttl", "{'ttl_ms':0}").status()).isEqualTo(204);
    assertThat(shop.workspace(id).has("ttl_ms")).isFalse();
  }

  @Test
  void aStartGetsADeadlineAndLosesItWithTheTimeToStop() {
    put("ttl", "{'ttl_ms':3600000}");
    restart();
    assertThat(deadline()).isEqualTo("2026-01-01T01:00:00Z");
    put("ttl", "{'ttl_ms':null}");
    assertThat(deadline()).isEmpty();
  }

  @Test
  void aScheduleIsKeptAsSentAndGivenBack() {
    var schedule = "CRON_TZ=Europe/Berlin 30 9 * * 1-5";
    assertThat(put("autostart", "{'schedule':'" + schedule + "'}").status()).isEqualTo(204);
    assertThat(shop.news()).containsExactly("mtd_update");
    assertThat(shop.workspace(id).get("autostart_schedule").asString()).isEqualTo(schedule);
    assertThat(put("autostart", "{'schedule':''}").status()).isEqualTo(204);
    assertThat(shop.workspace(id).has("autostart_schedule")).isFalse();
    var refused = put("autostart", "{'schedule':'0 9 1 * *'}");
    assertThat(refused.message()).isEqualTo("Invalid autostart schedule.");
    assertThat(refused.wrongFields()).containsExactly("schedule");
  }

  @Test
  void automaticUpdatesAreAlwaysOrNever() {
    assertThat(put("autoupdates", "{'automatic_updates':'always'}").status()).isEqualTo(204);
    assertThat(shop.news()).containsExactly("mtd_update");
    assertThat(put("autoupdates", "{'automatic_updates':'always'}").status()).isEqualTo(204);
    assertThat(shop.news()).isEmpty();
    var refused = put("autoupdates", "{}");
    assertThat(refused.message()).isEqualTo("Invalid request");
    assertThat(refused.body()).contains("must be always or never");
  }

  @Test
  void onlyTheOwnerHasFavourites() {
    assertThat(put("favorite", "").status()).isEqualTo(204);
    assertThat(shop.news()).containsExactly("mtd_update");
    var other = shop.put("/workspaces/" + id + "/favorite", shop.admin, "");
    assertThat(other.status()).isEqualTo(403);
    assertThat(other.message()).isEqualTo("You can only favorite workspaces that you own.");
    var away = shop.delete("/workspaces/" + id + "/favorite", shop.admin);
    assertThat(away.message()).isEqualTo("You can only un-favorite workspaces that you own.");
    assertThat(shop.delete("/workspaces/" + id + "/favorite", shop.alice).status()).isEqualTo(204);
  }

  @Test
  void everyWishToExtendIsAnnounced() {
    var manual = extend("2026-01-01T05:00:00Z");
    assertThat(manual.status()).isEqualTo(409);
    assertThat(manual.message()).isEqualTo("Workspace shutdown is manual.");
    assertThat(shop.news()).containsExactly("mtd_update");
    put("ttl", "{'ttl_ms':3600000}");
    restart();
    shop.news();
    var soon = extend("2026-01-01T00:05:00Z");
    assertThat(soon.status()).isEqualTo(400);
    assertThat(soon.message())
        .isEqualTo(
            "Cannot extend workspace: new deadline must be at least 30 minutes in the future");
    assertThat(shop.news()).containsExactly("mtd_update");
    var done = extend("2026-01-01T03:00:00Z");
    assertThat(done.status()).isEqualTo(200);
    assertThat(done.message()).isEqualTo("Deadline updated to 2026-01-01T03:00:00Z.");
    assertThat(deadline()).isEqualTo("2026-01-01T03:00:00Z");
    shop.execute("UPDATE builds SET max_deadline = '2026-01-01T04:00:00Z'");
    assertThat(extend("2026-01-01T05:00:00Z").message())
        .isEqualTo("Cannot extend workspace beyond max deadline.");
    assertThat(put("extend", "{}").wrongFields()).containsExactly("deadline");
  }

  @Test
  void aStoppedOrUnfinishedBuildIsNotExtended() {
    shop.build(id, "stop", shop.alice);
    assertThat(extend("2026-01-01T05:00:00Z").message())
        .isEqualTo("Workspace must be started, current status: stop");
    shop.runJobs();
    shop.build(id, "start", shop.alice);
    assertThat(extend("2026-01-01T05:00:00Z").message()).isEqualTo("Workspace is still building!");
  }

  @Test
  void workKeepsAWorkspaceRunning() {
    put("ttl", "{'ttl_ms':1800000}");
    restart();
    var agent = shop.agentToken(id);
    report(agent, "idle");
    assertThat(deadline()).isEqualTo("2026-01-01T00:30:00Z");
    shop.news();
    report(agent, "working");
    assertThat(deadline()).isEqualTo("2026-01-01T01:00:00Z");
    assertThat(shop.news()).containsExactly("agt_app_status_update", "mtd_update");
    shop.time.advance(Duration.ofMinutes(1));
    report(agent, "working");
    assertThat(deadline()).as("a minute is not worth a write").isEqualTo("2026-01-01T01:00:00Z");
    shop.time.advance(Duration.ofMinutes(10));
    report(agent, "complete");
    var moved = deadline();
    assertThat(moved).as("it has just stopped working").isEqualTo("2026-01-01T01:11:00Z");
    shop.time.advance(Duration.ofMinutes(10));
    report(agent, "idle");
    assertThat(deadline()).isEqualTo(moved);
    shop.execute("UPDATE builds SET max_deadline = '2026-01-01T01:15:00Z'");
    report(agent, "working");
    assertThat(deadline()).isEqualTo("2026-01-01T01:15:00Z");
    shop.news();
    report(agent, "working");
    assertThat(shop.news()).containsExactly("agt_app_status_update");
  }

  @Test
  void workNeverBringsADeadlineNearer() {
    put("ttl", "{'ttl_ms':1800000}");
    restart();
    extend("2026-01-01T05:00:00Z");
    report(shop.agentToken(id), "working");
    assertThat(deadline()).isEqualTo("2026-01-01T05:00:00Z");
  }

  @Test
  void aTemplateMayLetDeadlinesStand() {
    shop.execute("UPDATE templates SET activity_bump_ms = 0");
    put("ttl", "{'ttl_ms':1800000}");
    restart();
    report(shop.agentToken(id), "working");
    assertThat(deadline()).isEqualTo("2026-01-01T00:30:00Z");
  }

  /// Scenario 30.
  @Test
  void aDeletedWorkspaceIsGoneAndLeavesItsName() {
    shop.build(id, "delete", shop.alice);
    shop.runJobs();
    var gone = shop.get("/workspaces/" + id, shop.alice);
    assertThat(gone.status()).isEqualTo(410);
    assertThat(gone.message())
        .isEqualTo(
            "Workspace \""
                + id
                + "\" was deleted, you can view this workspace by specifying '?include_deleted=true'"
                + " and trying again.");
    var shown = shop.get("/workspaces/" + id + "?include_deleted=true", shop.alice);
    assertThat(shown.status()).isEqualTo(200);
    assertThat(shown.json().at("/latest_build/status").asString()).isEqualTo("deleted");
    var maybe = shop.get("/workspaces/" + id + "?include_deleted=maybe", shop.alice);
    assertThat(maybe.status()).isEqualTo(400);
    assertThat(maybe.wrongFields()).containsExactly("deleted");
    var byName = shop.get("/users/me/workspace/w1?include_deleted=maybe", shop.alice);
    assertThat(byName.wrongFields()).containsExactly("include_deleted");
    assertThat(shop.get("/users/me/workspace/w1", shop.alice).status()).isEqualTo(404);
    assertThat(shop.get("/users/me/workspace/w1?include_deleted=true", shop.alice).text("id"))
        .isEqualTo(id);
    var start = shop.build(id, "start", shop.alice);
    assertThat(start.status()).isEqualTo(409);
    assertThat(start.message()).isEqualTo("Cannot start a deleted workspace!");
    assertThat(start.detail()).isEqualTo("This workspace has been deleted and cannot be modified.");
    var renamed = rename("w9");
    assertThat(renamed.status()).isEqualTo(405);
    assertThat(renamed.message()).isEqualTo("Workspace \"w1\" is deleted and cannot be updated.");
    assertThat(shop.get("/workspaces", shop.alice).json().at("/count").asInt()).isZero();
    var again = shop.create("w1", shop.alice);
    assertThat(again.status()).isEqualTo(201);
    assertThat(shop.get("/users/me/workspace/w1?include_deleted=true", shop.alice).text("id"))
        .isEqualTo(again.text("id"));
  }

  @Test
  void whatOthersOwnIsNotThere() {
    var bob = shop.member("bob");
    var unknown = shop.get("/workspaces/" + UUID.randomUUID(), bob);
    var foreign = shop.get("/workspaces/" + id, bob);
    assertThat(foreign.status()).isEqualTo(404);
    assertThat(foreign.body()).isEqualTo(unknown.body());
    assertThat(shop.put("/workspaces/" + id + "/ttl", bob, "{}").status()).isEqualTo(404);
    assertThat(shop.build(id, "stop", bob).status()).isEqualTo(404);
    assertThat(shop.get("/workspaces/" + id.toUpperCase(Locale.ROOT), shop.alice).status())
        .isEqualTo(200);
    var bad = shop.get("/workspaces/xyz", shop.alice);
    assertThat(bad.status()).isEqualTo(400);
    assertThat(bad.message()).isEqualTo("Invalid UUID \"xyz\".");
    assertThat(bad.detail()).isEqualTo("invalid UUID length: 3");
  }

  private Answer rename(String name) {
    return shop.patch("/workspaces/" + id, shop.alice, "{'name':'" + name + "'}");
  }

  private Answer put(String what, String body) {
    return shop.put("/workspaces/" + id + "/" + what, shop.alice, body);
  }

  private Answer extend(String deadline) {
    return put("extend", "{'deadline':'" + deadline + "'}");
  }

  private void restart() {
    shop.build(id, "start", shop.alice);
    shop.runJobs();
  }

  private String deadline() {
    return shop.workspace(id).at("/latest_build/deadline").asString("");
  }

  private void report(String agent, String state) {
    assertThat(shop.report(agent, state, state).status()).isEqualTo(200);
    shop.moveDeadlines(agent);
  }
}
