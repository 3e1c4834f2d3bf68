package signalbox.server.http;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import signalbox.server.access.Refusal;
import signalbox.server.id.Id;
import signalbox.server.search.Page;
import signalbox.wire.FieldError;

/// Reads which part of a list is asked for: `after_id`, `limit` and `offset`.
public final class Paging {
  private Paging() {}

  /// @throws Refusal 400 that names every wrong one
  public static Page of(Call call) {
    var errors = new ArrayList<FieldError>();
    var page =
        new Page(
            uuid(call, "after_id", errors),
            number(call, "limit", errors),
            number(call, "offset", errors));
    if (!errors.isEmpty()) throw Refusal.invalid("Query parameters have invalid values.", errors);
    return page;
  }

  private static @Nullable UUID uuid(Call call, String name, List<FieldError> errors) {
    var text = call.query(name).orElse("");
    if (text.isEmpty()) return null;
    var id = Id.parse(text);
    if (id.isEmpty()) {
      errors.add(new FieldError(name, "Query param \"" + name + "\" must be a valid uuid"));
    }
    return id.orElse(null);
  }

  private static int number(Call call, String name, List<FieldError> errors) {
    var text = call.query(name).orElse("");
    if (text.isEmpty()) return 0;
    try {
      var value = Integer.parseInt(text);
      if (value >= 0) return value;
      errors.add(fault(name, "value is negative"));
    } catch (NumberFormatException e) {
      errors.add(fault(name, "\"" + text + "\" is not a number of that size"));
    }
    return 0;
  }

  private static FieldError fault(String name, String why) {
    return new FieldError(
        name, "Query param \"" + name + "\" must be a valid 32-bit positive integer: " + why);
  }
}
