package signalbox.server.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import signalbox.server.access.Refusal;
import signalbox.wire.FieldError;

class SearchQueryTest {
  @Test
  void termsAndWordsAreTakenApart() {
    var query = parse("  owner:me  dev Name:B \"two words\" status:running,stopped status:failed ");
    assertThat(query.one("owner")).hasValue("me");
    assertThat(query.one("name")).hasValue("B");
    assertThat(query.many("status")).containsExactly("running", "stopped", "failed");
    assertThat(query.words()).containsExactly("dev", "two words");
    query.check();
  }

  @Test
  void quotesKeepSpacesAndColonsTogether() {
    var query = parse("param:\"k=a b:c\" at:\"2026-01-31T12:00:00Z\"");
    assertThat(query.one("param")).hasValue("k=a b:c");
    assertThat(query.time("at")).hasValue(Instant.parse("2026-01-31T12:00:00Z"));
  }

  @Test
  void aBadElementIsTold() {
    assertThat(refused("name:"))
        .containsExactly(fault("q", "Query element \"name:\" cannot start or end with ':'"));
    assertThat(refused(":x"))
        .containsExactly(fault("q", "Query element \":x\" cannot start or end with ':'"));
    assertThat(refused("name:a:b"))
        .containsExactly(fault("q", "Query element \"name:a:b\" can only contain 1 ':'"));
    assertThat(refused("a\0b")).hasSize(1);
  }

  @Test
  void faultsOfValuesComeTogetherAndUnknownKeysAfterThem() {
    var query = parse("foo:bar name:a name:b status:sleeping,active flag:maybe at:noon");
    assertThat(query.one("name")).hasValue("a");
    var _ = query.manyOf("status", Set.of("active"));
    assertThat(query.flag("flag")).isEmpty();
    assertThat(query.time("at")).isEmpty();
    var refusal = catchThrowableOfType(Refusal.class, query::check);
    assertThat(refusal.message()).isEqualTo("Invalid search.");
    assertThat(refusal.validations())
        .containsExactly(
            fault(
                "name",
                "Query param \"name\" provided more than once, found 2 times. Only provide 1 instance of this query"
                    + " param."),
            fault(
                "status",
                "Query param \"status\" has invalid values: \"sleeping\" is not a valid value"),
            fault(
                "flag",
                "Query param \"flag\" must be a valid boolean: \"maybe\" is neither true nor false"),
            fault(
                "at",
                "Query param \"at\" must be a valid date format (RFC 3339): \"noon\" is none"),
            fault("foo", "\"foo\" is not a valid query param"));
  }

  @Test
  void anEmptySearchAsksForNothing() {
    var query = parse("");
    assertThat(query.words()).isEmpty();
    assertThat(query.one("name")).isEmpty();
    assertThat(query.flag("name")).isEmpty();
    query.check();
  }

  private static SearchQuery parse(String text) {
    return SearchQuery.parse(text, "Invalid search.");
  }

  private static Iterable<FieldError> refused(String text) {
    return catchThrowableOfType(Refusal.class, () -> parse(text)).validations();
  }

  private static FieldError fault(String field, String detail) {
    return new FieldError(field, detail);
  }
}
