package signalbox.server.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import signalbox.server.testing.Answer;

/// What the history of a workspace has.
final class StoredReports {
  private StoredReports() {}

  /// Every message, in order, as often as it was stored: identical reports in a row are one row
  /// that counts them, and count here as well.
  ///
  /// @param get asks for a path under `/api/v2`
  static List<String> of(Function<String, Answer> get, String workspace) {
    var all = new ArrayList<String>();
    var path = "/workspaces/" + workspace + "/app-statuses?limit=500&after=";
    for (var after = 0L; after >= 0; ) {
      var answer = get.apply(path + after);
      assertThat(answer.status()).as(answer.body()).isEqualTo(200);
      var page = answer.json();
      for (var status : page.path("statuses")) {
        var times = status.path("repeat_count").asInt();
        all.addAll(Collections.nCopies(times, status.path("message").asString()));
      }
      after = page.path("next").asLong(-1);
    }
    return all;
  }
}
