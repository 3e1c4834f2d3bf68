package signalbox.server.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import signalbox.server.testing.Answer;
import signalbox.server.testing.Workshop;

class CancelTest {
  private final Workshop shop = Workshop.open();
  private final String id = shop.started("w1", shop.alice);
  private final String build = shop.build(id, "stop", shop.alice).text("id");

  @BeforeEach
  void forgetNews() {
    shop.news();
  }

  @AfterEach
  void close() {
    shop.close();
  }

  @Test
  void aPendingBuildIsOverAtOnce() {
    var done = cancel("", shop.alice);
    assertThat(done.status()).isEqualTo(200);
    assertThat(done.message()).isEqualTo("Job has been marked as canceled...");
    assertThat(shop.news()).containsExactly("state_change");
    var now = shop.workspace(id).at("/latest_build");
    assertThat(now.at("/status").asString()).isEqualTo("canceled");
    assertThat(now.at("/job").has("canceled_at")).isTrue();
    assertThat(now.at("/job").has("completed_at")).isTrue();
    var again = cancel("", shop.alice);
    assertThat(again.status()).isEqualTo(400);
    assertThat(again.message()).isEqualTo("Job has already completed!");
    assertThat(shop.runner.runOne()).isFalse();
    assertThat(shop.build(id, "start", shop.alice).status()).isEqualTo(201);
  }

  @Test
  void aRunningBuildIsAskedToGiveUpAndDoesNothing() {
    var worker = UUID.randomUUID();
    var work = shop.bench.take(worker).orElseThrow();
    shop.news();
    var pending = cancel("?expect_status=pending", shop.alice);
    assertThat(pending.status()).isEqualTo(412);
    assertThat(pending.message()).isEqualTo("Job is not in the expected state.");
    assertThat(cancel("?expect_status=running", shop.alice).status()).isEqualTo(200);
    var now = shop.workspace(id).at("/latest_build");
    assertThat(now.at("/status").asString()).isEqualTo("canceling");
    assertThat(now.at("/job").has("completed_at")).isFalse();
    var again = cancel("", shop.alice);
    assertThat(again.status()).isEqualTo(400);
    assertThat(again.message()).isEqualTo("Job has already been marked as canceled!");
    shop.bench.finish(work, worker);
    assertThat(shop.status(id)).isEqualTo("canceled");
    assertThat(shop.news()).containsExactly("state_change", "state_change");
  }

  @Test
  void aStartThatIsCancelledWhileItRunsMakesNothing() {
    shop.runJobs();
    shop.build(id, "start", shop.alice);
    var worker = UUID.randomUUID();
    var work = shop.bench.take(worker).orElseThrow();
    var start = work.build().id().toString();
    assertThat(shop.patch("/workspacebuilds/" + start + "/cancel", shop.alice, "").status())
        .isEqualTo(200);
    shop.bench.finish(work, worker);
    assertThat(shop.status(id)).isEqualTo("canceled");
    assertThat(shop.workspace(id).at("/latest_build/resources")).isEmpty();
  }

  @Test
  void onlyTwoStatesCanBeExpected() {
    var refused = cancel("?expect_status=done", shop.alice);
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.message())
        .isEqualTo("Invalid expect_status \"done\". Only 'running' or 'pending' are allowed.");
  }

  @Test
  void aTemplateMayForbidItButForAPendingBuild() {
    shop.execute("UPDATE templates SET allow_user_cancel = false");
    var refused = cancel("", shop.alice);
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.message())
        .isEqualTo("User is not allowed to cancel workspace builds. Owner role is required.");
    assertThat(shop.workspace(id).at("/template_allow_user_cancel_workspace_jobs").asBoolean())
        .isFalse();
    assertThat(cancel("?expect_status=pending", shop.alice).status()).isEqualTo(200);
    shop.build(id, "stop", shop.alice);
    assertThat(cancel("", shop.admin).message()).isEqualTo("Job has already completed!");
  }

  private Answer cancel(String query, String token) {
    return shop.patch("/workspacebuilds/" + build + "/cancel" + query, token, "");
  }
}
