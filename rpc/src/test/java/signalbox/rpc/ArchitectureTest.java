package signalbox.rpc;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.time.Instant;
import java.util.Timer;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private static final JavaClasses RPC =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("signalbox.rpc");

  @Test
  void itStandsOnTheJdkAlone() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("signalbox.rpc..", "java..", "org.jspecify.annotations")
        .check(RPC);
  }

  @Test
  void yamuxKnowsNothingOfCalls() {
    noClasses()
        .that()
        .resideInAPackage("signalbox.rpc.yamux")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("signalbox.rpc.drpc")
        .check(RPC);
  }

  @Test
  void timeComesFromOutside() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .belongToAnyOf(Clock.class, Instant.class, Timer.class)
        .orShould()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(Thread.class, "sleep", long.class)
        .check(RPC);
  }
}
