package signalbox.server.testing;

import java.net.http.HttpHeaders;
import java.util.List;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What a server answered.
public record Answer(int status, HttpHeaders headers, String body) {
  private static final JsonMapper MAPPER = new JsonMapper();

  public JsonNode json() {
    return MAPPER.readTree(body);
  }

  /// The text of a key of the body's object.
  public String text(String key) {
    return json().path(key).asString("");
  }

  public String message() {
    return text("message");
  }

  public String detail() {
    return text("detail");
  }

  public List<String> keys() {
    return List.copyOf(json().propertyNames());
  }

  /// The fields that are told to be wrong.
  public List<String> wrongFields() {
    return StreamSupport.stream(json().path("validations").spliterator(), false)
        .map(fault -> fault.path("field").asString())
        .toList();
  }

  public String header(String name) {
    return headers.firstValue(name).orElse("");
  }
}
