package signalbox.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static signalbox.agent.testing.Manifests.empty;
import static signalbox.agent.testing.Manifests.metadatum;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import signalbox.agent.testing.Scene;
import signalbox.agentapi.agent.Metadata;
import signalbox.agentapi.agent.WorkspaceAgentMetadata;

class MetadataTest {
  private Scene scene;

  @BeforeEach
  void open(@TempDir Path home) throws IOException {
    scene = new Scene(home);
  }

  @AfterEach
  void close() throws IOException {
    scene.close();
  }

  @Test
  void eachIsMeasuredAtItsInterval() throws Exception {
    scene.server.manifest =
        empty()
            .addMetadata(metadatum("often", 3, "echo x >> $HOME/often; wc -l < $HOME/often"))
            .addMetadata(metadatum("once", 0, "echo y >> $HOME/once; echo once"))
            .build();
    scene.begin();
    scene.time.until(() -> of("often").size() == 1);
    var began = scene.time.instant();
    scene.time.until(() -> of("often").size() == 4);
    assertThat(Duration.between(began, scene.time.instant()))
        .isBetween(Duration.ofSeconds(7), Duration.ofSeconds(12));
    assertThat(Files.readString(scene.home.resolve("once"))).isEqualTo("y\n");
    assertThat(of("once").getFirst().getValue()).isEqualTo("once\n");
  }

  @Test
  void whatTakesTooLongIsEndedAndMeasuredAgainAndNeverTwiceAtATime() throws Exception {
    scene.server.manifest =
        empty()
            .addMetadata(
                metadatum("slow", 1, "echo x >> $HOME/began; sleep 100")
                    .setTimeout(com.google.protobuf.Duration.newBuilder().setNanos(10)))
            .build();
    scene.begin();
    var began = scene.home.resolve("began");
    scene.time.until(() -> Files.exists(began));
    scene.time.flow(Duration.ofSeconds(5));
    assertThat(Files.readString(began)).isEqualTo("x\n");
    scene.time.until(() -> !of("slow").isEmpty());
    assertThat(of("slow").getFirst().getError()).isEqualTo("The script took longer than 10 s.");
    assertThat(of("slow").getFirst().getValue()).isEmpty();
    scene.time.until(() -> Files.readString(began).equals("x\nx\n"));
  }

  @Test
  void aFailureSaysWhyAndLongOutputIsCut() throws Exception {
    scene.server.manifest =
        empty()
            .addMetadata(metadatum("bad", 100, "echo so; echo no such thing >&2; exit 7"))
            .addMetadata(metadatum("long", 100, "head -c 1000000 /dev/zero | tr '\\0' z"))
            .addMetadata(metadatum("leaves", 100, "sleep 100 & echo here"))
            .build();
    scene.begin();
    scene.time.until(() -> scene.server.metadata().size() == 3);
    assertThat(of("bad").getFirst().getError()).isEqualTo("exit code 7: no such thing");
    assertThat(of("bad").getFirst().getValue()).isEqualTo("so\n");
    assertThat(of("long").getFirst().getValue()).isEqualTo("z".repeat(10 * 1024));
    assertThat(of("leaves").getFirst().getValue()).isEqualTo("here\n");
  }

  @Test
  void onlyTheNewestValueWaitsWhileTheServerIsAway() throws Exception {
    scene.server.manifest =
        empty().addMetadata(metadatum("n", 1, "echo x >> $HOME/n; wc -l < $HOME/n")).build();
    scene.server.refuse("BatchUpdateMetadata", 0);
    scene.begin();
    scene.time.until(() -> Files.exists(scene.home.resolve("n")));
    scene.time.until(() -> Files.readString(scene.home.resolve("n")).length() > 12);
    scene.server.allow("BatchUpdateMetadata");
    scene.time.until(() -> of("n").size() >= 2);
    assertThat(Integer.parseInt(of("n").get(1).getValue().strip())).isGreaterThan(4);
  }

  private List<WorkspaceAgentMetadata.Result> of(String key) {
    return scene.server.metadata().stream()
        .filter(value -> value.getKey().equals(key))
        .map(Metadata::getResult)
        .toList();
  }
}
