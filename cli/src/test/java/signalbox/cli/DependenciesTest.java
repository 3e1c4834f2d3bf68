package signalbox.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import org.junit.jupiter.api.Test;

class DependenciesTest {
  @Test
  void clientsLoadNothingOfTheServer() {
    noClasses()
        .that()
        .resideInAPackage("signalbox.cli..")
        .and()
        .haveSimpleNameNotStartingWith("RunningServer")
        .and()
        .haveSimpleNameNotStartingWith("RunningAgent")
        .and()
        .doNotHaveSimpleName("ServerConfig")
        .and()
        .doNotHaveSimpleName("BuiltinPostgres")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "signalbox.server..",
            "signalbox.agent..",
            "org.slf4j..",
            "io.vertx..",
            "java.net.http..")
        .because("a report is to be fast")
        .check(
            new ClassFileImporter()
                .withImportOption(new DoNotIncludeTests())
                .importPackages("signalbox.cli"));
  }
}
