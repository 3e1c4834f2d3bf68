package signalbox.server.appstatus;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import signalbox.server.access.Caller;
import signalbox.server.appstatus.Group.AgentKey;
import signalbox.server.appstatus.Group.Newest;
import signalbox.server.appstatus.Group.Slug;
import signalbox.server.appstatus.Group.Target;
import signalbox.server.event.LoggedEvent;
import signalbox.server.id.AgentId;
import signalbox.server.id.AppId;
import signalbox.server.id.UserId;
import signalbox.server.id.WorkspaceId;

class GroupTest {
  private final UserId owner = UserId.next();
  private final WorkspaceId workspace = WorkspaceId.next();
  private final AgentId agent = AgentId.next();
  private final AppId app = AppId.next();

  @Test
  void numbersFollowOnWithoutHolesAlsoWhenSomeReportsAreRefused() {
    var group = group(7, null);
    group.decide(report("claude", State.WORKING, "a", null));
    group.decide(report("cursor", State.WORKING, "b", null));
    group.decide(report("claude", State.IDLE, "c", null));
    assertThat(group.events()).extracting(LoggedEvent::seq).containsExactly(8L, 9L);
    assertThat(group.last()).containsEntry(owner, 9L);
  }

  @Test
  void whatIsSaidAgainIsCountedAndStillAnEvent() {
    var group = group(0, null);
    for (var message : new String[] {"a", "a", "b", "a"})
      group.decide(report("claude", State.WORKING, message, null));
    assertThat(group.newRows()).extracting(r -> r.status.message()).containsExactly("a", "b", "a");
    assertThat(group.newRows()).extracting(r -> r.reports).containsExactly(2, 1, 1);
    assertThat(group.newRows()).extracting(r -> r.status.seq()).containsExactly(1L, 3L, 4L);
    assertThat(group.events()).hasSize(4);
    assertThat(group.newestRows()).extracting(r -> r.status.seq()).containsExactly(4L);
  }

  @Test
  void anEarlierStatusIsCountedUpWhenItIsSaidAgain() {
    var group = group(3, new Newest(agent, 3, "idle", "done", null, false));
    group.decide(report("claude", State.IDLE, "done", null));
    assertThat(group.newRows()).isEmpty();
    assertThat(group.newestRows()).isEmpty();
    assertThat(group.repeatedRows()).extracting(r -> r.status.seq()).containsExactly(3L);
    assertThat(group.repeatedRows()).extracting(r -> r.reports).containsExactly(1);
  }

  @Test
  void anEarlierStatusThatIsNotSaidAgainIsLeftAlone() {
    var group = group(3, new Newest(agent, 3, "idle", "done", null, false));
    group.decide(report("claude", State.IDLE, "other", null));
    assertThat(group.repeatedRows()).isEmpty();
    assertThat(group.newRows()).hasSize(1);
  }

  @Test
  void theSameWordsInAnotherBuildAreANewStatus() {
    var group = group(3, new Newest(AgentId.next(), 3, "idle", "done", null, false));
    group.decide(report("claude", State.IDLE, "done", null));
    assertThat(group.newRows()).hasSize(1);
  }

  @Test
  void aKeyStoresOnceAndRefusesAnotherBody() {
    var group = group(0, null);
    var key = new Report.Key("k", "00");
    assertThat(group.decide(report("claude", State.IDLE, "a", key)))
        .isInstanceOf(ReportResult.Recorded.class);
    assertThat(group.decide(report("claude", State.IDLE, "a", key)))
        .isInstanceOf(ReportResult.Recorded.class);
    assertThat(group.decide(report("claude", State.IDLE, "b", new Report.Key("k", "01"))))
        .isInstanceOf(ReportResult.KeyReused.class);
    assertThat(group.events()).hasSize(1);
    assertThat(group.newKeys()).hasSize(1);
  }

  @Test
  void aKeyOfARefusedReportIsNotUsedUp() {
    var group = group(0, null);
    var key = new Report.Key("k", "00");
    assertThat(group.decide(report("nope", State.IDLE, "a", key)))
        .isEqualTo(new ReportResult.UnknownApp("nope"));
    assertThat(group.newKeys()).isEmpty();
  }

  @Test
  void anAgentOfAnOldBuildIsTurnedAway() {
    var group =
        new Group(
            new HashMap<>(Map.of(owner, 0L)), Map.of(), Map.<AgentKey, String>of(), Instant.EPOCH);
    assertThat(group.decide(report("claude", State.IDLE, "a", null)))
        .isInstanceOf(ReportResult.StaleAgent.class);
    assertThat(group.events()).isEmpty();
  }

  @Test
  void whoWorksOrHasJustStoppedWorkingIsAtWork() {
    assertThat(after(null, State.IDLE)).isFalse();
    assertThat(after("complete", State.IDLE)).isFalse();
    assertThat(after("idle", State.IDLE)).isFalse();
    assertThat(after("failure", State.COMPLETE)).isFalse();
    assertThat(after("working", State.IDLE)).isTrue();
    assertThat(after("working", State.COMPLETE)).isTrue();
    assertThat(after("working", State.FAILURE)).isTrue();
    assertThat(after("idle", State.WORKING)).isTrue();
    assertThat(after("working", State.WORKING)).isTrue();
  }

  private boolean after(@Nullable String before, State now) {
    var group = group(0, before == null ? null : new Newest(agent, 0, before, "", null, false));
    group.decide(report("claude", now, "", null));
    return group.atWork().contains(workspace);
  }

  private Group group(long last, @Nullable Newest newest) {
    var claude = new Slug(agent, "claude");
    var targets = new HashMap<Slug, Target>();
    targets.put(claude, new Target(claude, app, workspace, newest));
    for (var unknown : new String[] {"cursor", "nope"}) {
      var slug = new Slug(agent, unknown);
      targets.put(slug, new Target(slug, null, workspace, null));
    }
    return new Group(new HashMap<>(Map.of(owner, last)), targets, Map.of(), Instant.EPOCH);
  }

  private Report report(String slug, State state, String message, Report.@Nullable Key key) {
    return new Report(
        new Caller.Agent(agent, workspace, owner), slug, state, message, null, false, null, key);
  }
}
