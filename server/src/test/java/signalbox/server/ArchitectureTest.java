package signalbox.server;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Instant;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private static final JavaClasses SERVER =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("signalbox");

  @Test
  void sqlStaysInStoresAndInWhatCarriesThem() {
    noClasses()
        .that()
        .haveNameNotMatching(".*Store(\\$.*)?")
        .and()
        .resideOutsideOfPackages("..db..", "..postgres..", "..bus..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.jdbi.v3.core", "org.jdbi.v3.core.statement..", "java.sql..", "javax.sql..")
        .check(SERVER);
  }

  @Test
  void httpStaysInRoutes() {
    noClasses()
        .that()
        .haveNameNotMatching(".*(Routes|Authenticator|Signalbox)(\\$.*)?")
        .and()
        .resideOutsideOfPackage("signalbox.server.http..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("signalbox.server.http..")
        .check(SERVER);
  }

  @Test
  void onlyHttpKnowsTheHttpLibrary() {
    noClasses()
        .that()
        .resideOutsideOfPackage("signalbox.server.http..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.vertx..", "io.netty..")
        .check(SERVER);
  }

  @Test
  void theAgentsWordsStayAtTheEdge() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            "signalbox.server.agentrpc..", "signalbox.server.tailnet..", "signalbox.agentapi..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("signalbox.agentapi..", "com.google.protobuf..")
        .check(SERVER);
  }

  @Test
  void featuresFormNoCycles() {
    slices().matching("signalbox.server.(*)..").should().beFreeOfCycles().check(SERVER);
  }

  @Test
  void theWireDependsOnNothingOfOurs() {
    noClasses()
        .that(resideInAPackage("signalbox.wire.."))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("signalbox.server..", "signalbox.cli..")
        .check(SERVER);
  }

  @Test
  void timeComesFromTheTicker() {
    noClasses()
        .that(
            com.tngtech.archunit.base.DescribedPredicate.not(simpleNameEndingWith("SystemTicker")))
        .should()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(Thread.class, "sleep", long.class)
        .check(SERVER);
  }

  @Test
  void storesAreNotSharedBetweenFeatures() {
    classes()
        .that()
        .haveSimpleNameEndingWith("Store")
        .and()
        .resideOutsideOfPackages("..db..", "..job..", "..deployment..")
        .should()
        .bePackagePrivate()
        .check(SERVER);
  }

  @Test
  void nullIsMarkedEverywhere() {
    assertThat(SERVER.getPackage("signalbox").getSubpackagesInTree())
        .filteredOn(p -> !p.getClasses().isEmpty())
        .as("but for what protoc makes")
        .filteredOn(p -> !p.getName().startsWith("signalbox.agentapi"))
        // Generated.
        .filteredOn(p -> !p.getName().startsWith("signalbox.agentapi"))
        .allMatch(p -> p.isAnnotatedWith(NullMarked.class))
        .extracting(JavaPackage::getName)
        .isNotEmpty();
  }
}
