package signalbox.server.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import signalbox.server.testing.Answer;
import signalbox.server.testing.Workshop;

/// Alice has b (running), a and c (stopped; c is her favourite); admin has z (running).
class ListTest {
  private static Workshop shop;
  private static String b;

  @BeforeAll
  static void fill() {
    shop = Workshop.open();
    var nothing = shop.get("/workspaces", shop.alice);
    assertThat(nothing.body().strip()).isEqualTo("{\"workspaces\":[],\"count\":0}");
    shop.started("z", shop.admin);
    b = shop.started("b", shop.alice);
    for (var name : List.of("a", "c")) {
      var id = shop.started(name, shop.alice);
      shop.build(id, "stop", shop.alice);
      shop.runJobs();
      if (name.equals("c")) shop.put("/workspaces/" + id + "/favorite", shop.alice, "");
    }
  }

  @AfterAll
  static void close() {
    shop.close();
  }

  @Test
  void favouritesComeFirstThenWhatRuns() {
    assertThat(names(search("", shop.alice))).containsExactly("c", "b", "a");
    assertThat(names(search("", shop.admin))).containsExactly("z", "b", "a", "c");
  }

  @Test
  void aFavouriteIsOneForItsOwnerOnly() {
    assertThat(search("name:c", shop.alice).json().at("/workspaces/0/favorite").asBoolean())
        .isTrue();
    assertThat(search("name:c", shop.admin).json().at("/workspaces/0/favorite").asBoolean())
        .isFalse();
  }

  @Test
  void aPageCountsAllThatMatch() {
    var page = shop.get("/workspaces?limit=1&offset=1", shop.alice);
    assertThat(names(page)).containsExactly("b");
    assertThat(page.json().at("/count").asInt()).isEqualTo(3);
    var beyond = shop.get("/workspaces?limit=1&offset=9", shop.alice);
    assertThat(names(beyond)).isEmpty();
    assertThat(beyond.json().at("/count").asInt()).isEqualTo(3);
    assertThat(names(shop.get("/workspaces?limit=0", shop.alice))).hasSize(3);
    var negative = shop.get("/workspaces?limit=-1", shop.alice);
    assertThat(negative.status()).isEqualTo(400);
    assertThat(negative.message()).isEqualTo("Query parameters have invalid values.");
    assertThat(negative.wrongFields()).containsExactly("limit");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "owner:me|z",
        "owner:ALICE|b a c",
        "owner:nobody|",
        "alice/b|b",
        "alice/|",
        "/b|b",
        "B|b",
        "name:B|b",
        "name:%|z b a c",
        "status:running|z b",
        "status:stopped|a c",
        "status:deleted|",
        "owner:alice status:running|b",
        "template:external|z b a c",
        "template:other|",
        "organization:default|z b a c",
        "outdated:true|",
        "outdated:false|z b a c",
        "dormant:true|",
        "dormant:false|z b a c",
        "param:apps|z b a c",
        "param:apps=claude|z b a c",
        "param:apps=codex|",
        "param:region|",
      })
  void aSearchFindsWhatMatchesOnly(String query, String expected) {
    var found = search(query, shop.admin);
    assertThat(found.status()).as(found.body()).isEqualTo(200);
    assertThat(String.join(" ", names(found))).isEqualTo(expected == null ? "" : expected);
    assertThat(found.json().at("/count").asInt()).isEqualTo(names(found).size());
  }

  @Test
  void aSearchByIdFindsIt() {
    assertThat(names(search("id:" + b, shop.admin))).containsExactly("b");
    assertThat(search("id:x", shop.admin).wrongFields()).containsExactly("id");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "foo:bar|foo|\"foo\" is not a valid query param",
        "a/b/c|q|Query element \"a/b/c\" can only contain 1 '/'",
        "name:|q|Query element \"name:\" cannot start or end with ':'",
        "name:a:b|q|Query element \"name:a:b\" can only contain 1 ':'",
        "status:sleeping|status|is not a valid value",
        "name:a name:b|name|provided more than once",
        "a name:b|name|provided more than once",
      })
  void aBadSearchIsExplained(String query, String field, String detail) {
    var refused = search(query, shop.admin);
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.message()).isEqualTo("Invalid workspace search query.");
    assertThat(refused.wrongFields()).containsExactly(field);
    assertThat(refused.json().at("/validations/0/detail").asString()).contains(detail);
  }

  @Test
  void readingMoreWorkspacesTakesNoMoreStatements() {
    shop.get("/workspaces", shop.admin);
    var before = shop.reads.statements().size();
    shop.get("/workspaces?q=name:z", shop.admin);
    var one = shop.reads.statements().size() - before;
    shop.get("/workspaces", shop.admin);
    assertThat(shop.reads.statements().size() - before - one).isEqualTo(one);
    assertThat(one).isLessThanOrEqualTo(11);
  }

  private static Answer search(String query, String token) {
    return shop.get("/workspaces?q=" + URLEncoder.encode(query, StandardCharsets.UTF_8), token);
  }

  private static List<String> names(Answer list) {
    return StreamSupport.stream(list.json().at("/workspaces").spliterator(), false)
        .map(workspace -> workspace.path("name").asString())
        .toList();
  }
}
