package signalbox.agent;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.util.Timer;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private static final JavaClasses AGENT =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("signalbox.agent");

  @Test
  void itIsSmall() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "signalbox.server..",
            "signalbox.wire..",
            "tools.jackson..",
            "io.vertx..",
            "org.slf4j..")
        .check(AGENT);
  }

  @Test
  void onlyTheApiKnowsTheMessages() {
    noClasses()
        .that()
        .resideOutsideOfPackage("signalbox.agent.api")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("signalbox.agentapi..", "com.google.protobuf..")
        .check(AGENT);
  }

  @Test
  void featuresFormNoCycles() {
    slices().matching("signalbox.agent.(*)..").should().beFreeOfCycles().check(AGENT);
  }

  @Test
  void timeComesFromTheTicker() {
    noClasses()
        .that()
        .haveNameNotMatching(".*SystemTicker.*")
        .should()
        .dependOnClassesThat()
        .belongToAnyOf(Clock.class, Timer.class)
        .orShould()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(Thread.class, "sleep", long.class)
        .check(AGENT);
  }
}
