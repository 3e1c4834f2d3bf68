package signalbox.server.workspace;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import signalbox.server.access.Caller;
import signalbox.server.access.Refusal;
import signalbox.server.build.BuildStatus;
import signalbox.server.id.Id;
import signalbox.server.search.SearchQuery;
import signalbox.wire.FieldError;

/// What is searched for among workspaces. Null, or an empty list: whatever.
///
/// @param owner username
/// @param name part of the name; `%` and `_` are SQL's wildcards
/// @param organization UUID or name
/// @param jobStatus state of the newest build's job
/// @param transition of the newest build
/// @param dormant only workspaces that were put to sleep, which no workspace is here
/// @param idTexts UUIDs
/// @param params `name` or `name=value` of the newest build's parameters
public record WorkspaceQuery(
    @Nullable String owner,
    @Nullable String name,
    @Nullable String template,
    @Nullable String organization,
    @Nullable String jobStatus,
    @Nullable String transition,
    @Nullable Boolean outdated,
    boolean dormant,
    List<String> idTexts,
    List<String> params) {

  private static final String MESSAGE = "Invalid workspace search query.";

  /// @throws Refusal 400 that names everything that is wrong
  static WorkspaceQuery parse(String text, Caller.Session caller) {
    var query = SearchQuery.parse(text, MESSAGE);
    var words = Words.of(query);
    var owner =
        once(query, "owner", words.owner()).map(o -> o.equals("me") ? caller.username() : o);
    var name = once(query, "name", words.name());
    var status = status(query);
    var ids = query.many("id");
    for (var id : ids) {
      if (Id.parse(id).isEmpty()) {
        query.fault("id", "has invalid values: \"" + id + "\" is not a valid value");
      }
    }
    var found =
        new WorkspaceQuery(
            owner.orElse(null),
            name.orElse(null),
            query.one("template").orElse(null),
            query.one("organization").orElse(null),
            status.map(BuildStatus.Condition::jobStatus).orElse(null),
            status.map(BuildStatus.Condition::transition).map(t -> t.wire()).orElse(null),
            query.flag("outdated").orElse(null),
            query.flag("dormant").orElse(false),
            ids,
            query.many("param"));
    query.check();
    return found;
  }

  List<UUID> ids() {
    return idTexts.stream().flatMap(text -> Id.parse(text).stream()).toList();
  }

  Object[] names() {
    return params.stream().map(param -> param.split("=", 2)[0]).toArray();
  }

  Object[] values() {
    return params.stream()
        .map(param -> param.contains("=") ? param.split("=", 2)[1] : null)
        .toArray();
  }

  private static Optional<BuildStatus.Condition> status(SearchQuery query) {
    var status = query.one("status").map(text -> text.toLowerCase(Locale.ROOT));
    if (status.isPresent() && !BuildStatus.ALL.contains(status.get())) {
      query.fault("status", "has invalid value: \"" + status.get() + "\" is not a valid value");
    }
    return status.map(BuildStatus::condition);
  }

  /// A key and a word that mean the same may not both be there.
  private static Optional<String> once(SearchQuery query, String key, Optional<String> word) {
    var value = query.one(key);
    if (value.isPresent() && word.isPresent()) {
      query.fault(
          key,
          "provided more than once, found 2 times. Only provide 1 instance of this query param.");
    }
    return value.or(() -> word);
  }

  /// The words without a key: a name, or an owner and a name.
  private record Words(Optional<String> owner, Optional<String> name) {
    static Words of(SearchQuery query) {
      var text = String.join(" ", query.words());
      var parts = Arrays.asList(text.split("/", -1));
      return switch (parts.size()) {
        case 1 -> new Words(Optional.empty(), nonEmpty(parts.getFirst()));
        case 2 -> ofTwo(parts.getFirst(), parts.getLast());
        default ->
            throw Refusal.invalid(
                MESSAGE,
                new FieldError("q", "Query element \"" + text + "\" can only contain 1 '/'"));
      };
    }

    /// An empty part is left out: what remains is a name.
    private static Words ofTwo(String first, String second) {
      if (!first.isEmpty() && !second.isEmpty()) {
        return new Words(Optional.of(first), Optional.of(second));
      }
      var name = Stream.of(first, second).filter(part -> !part.isEmpty()).findFirst();
      return new Words(Optional.empty(), name);
    }

    private static Optional<String> nonEmpty(String text) {
      return Optional.of(text).filter(t -> !t.isEmpty());
    }
  }
}
