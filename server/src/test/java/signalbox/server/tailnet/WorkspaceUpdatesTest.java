package signalbox.server.tailnet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import signalbox.agentapi.tailnet.Workspace;
import signalbox.agentapi.tailnet.WorkspaceUpdate;
import signalbox.agentapi.tailnet.WorkspaceUpdatesRequest;
import signalbox.rpc.Limits;
import signalbox.rpc.drpc.ClientStream;
import signalbox.rpc.drpc.RpcClient;
import signalbox.rpc.drpc.RpcException;
import signalbox.server.testing.AgentSocket;
import signalbox.server.testing.Plane;

/// A desktop client hears of workspaces as they come, change and go.
@Timeout(60)
class WorkspaceUpdatesTest {
  private final Plane plane = Plane.open();
  private final String admin = plane.admin();
  private final String ann = plane.member("ann", admin);
  private final Plane.Workspace dev = plane.workspace(ann, "dev", "claude");
  private RpcClient client;

  @BeforeEach
  void connect() throws IOException {
    client = dial(ann);
  }

  @AfterEach
  void close() {
    client.session().close();
    plane.close();
  }

  @Test
  void firstAllIsToldThenEachDifference() throws Exception {
    var updates = ask(client, id(ann));
    var all = next(updates);
    assertThat(all.getUpsertedWorkspaces(0).getName()).isEqualTo("dev");
    assertThat(all.getUpsertedWorkspaces(0).getStatus()).isEqualTo(Workspace.Status.RUNNING);
    assertThat(all.getUpsertedAgents(0).getName()).isEqualTo("main");

    plane.patch("/workspaces/" + dev.id(), ann, "{\"name\":\"other\"}");
    assertThat(next(updates).getUpsertedWorkspaces(0).getName()).isEqualTo("other");

    plane.post("/workspaces/" + dev.id() + "/builds", ann, "{\"transition\":\"delete\"}");
    var last = next(updates);
    while (last.getDeletedWorkspacesCount() == 0) last = next(updates);
    assertThat(last.getDeletedWorkspaces(0).getName()).isEqualTo("other");
  }

  @Test
  void changesThatComeWhileAClientIsSlowAreOneDifference() throws Exception {
    var updates = ask(client, id(ann));
    next(updates);
    for (var i = 0; i < 20; i++)
      plane.patch("/workspaces/" + dev.id(), ann, "{\"name\":\"name" + i + "\"}");
    var name = "";
    while (!name.equals("name19")) name = next(updates).getUpsertedWorkspaces(0).getName();
  }

  @Test
  void whoHasNoWorkspaceIsToldSoAndWhoMayNotReadIsToldOfNone() throws Exception {
    assertThat(next(ask(client, id(admin)))).isEqualTo(WorkspaceUpdate.getDefaultInstance());
    var others = dial(plane.member("bob", admin));
    assertThat(next(ask(others, id(ann)))).isEqualTo(WorkspaceUpdate.getDefaultInstance());
    others.session().close();
    var runs = dial(admin);
    assertThat(next(ask(runs, id(ann))).getUpsertedWorkspacesCount()).isEqualTo(1);
    runs.session().close();
  }

  @Test
  void aSocketEndsWithItsCallersRight() throws Exception {
    var updates = ask(client, id(ann));
    next(updates);
    plane.put("/users/ann/status/suspend", admin, null);
    plane.time.advance(Duration.ofSeconds(5));
    assertThatThrownBy(() -> next(updates)).isInstanceOf(RpcException.class);
  }

  @Test
  void anIdThatIsNoneIsAnErrorAndTheSocketGoesOn() throws Exception {
    var wrong = client.open(AgentSocket.TAILNET + "WorkspaceUpdates");
    wrong.send(
        WorkspaceUpdatesRequest.newBuilder()
            .setWorkspaceOwnerId(ByteString.copyFromUtf8("ann"))
            .build()
            .toByteArray());
    assertThatThrownBy(wrong::receive).hasMessageContaining("invalid UUID (got 3 bytes)");
    assertThat(next(ask(client, id(ann))).getUpsertedWorkspacesCount()).isEqualTo(1);
  }

  @Test
  void versionsAndResumptionsThatCannotBeAreRefused() {
    assertThat(plane.get("/tailnet?version=3.0", ann).status()).isEqualTo(400);
    assertThat(plane.get("/tailnet?resume_token=x", ann).status()).isEqualTo(401);
    assertThat(plane.get("/workspaceagents/" + dev.agentId() + "/coordinate", ann).status())
        .isEqualTo(400);
  }

  private RpcClient dial(String token) throws IOException {
    var socket = AgentSocket.dial(plane.uri("/api/v2/tailnet?version=2.3"), token);
    var made = RpcClient.over(socket, Limits.DEFAULT);
    Thread.ofVirtual().start(() -> made.session().run());
    return made;
  }

  private UUID id(String token) {
    return UUID.fromString(plane.get("/users/me", token).text("id"));
  }

  private static ClientStream ask(RpcClient client, UUID owner) throws Exception {
    var bytes = ByteBuffer.allocate(16);
    bytes.putLong(owner.getMostSignificantBits()).putLong(owner.getLeastSignificantBits());
    var stream = client.open(AgentSocket.TAILNET + "WorkspaceUpdates");
    stream.send(
        WorkspaceUpdatesRequest.newBuilder()
            .setWorkspaceOwnerId(ByteString.copyFrom(bytes.flip()))
            .build()
            .toByteArray());
    return stream;
  }

  private static WorkspaceUpdate next(ClientStream stream) throws Exception {
    var message = stream.receive();
    assertThat(message).isNotNull();
    return WorkspaceUpdate.parseFrom(message);
  }
}
