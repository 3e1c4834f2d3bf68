package signalbox.cli.api;

import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import signalbox.cli.exit.Exit;
import signalbox.cli.exit.Failure;
import signalbox.cli.http.Request;
import signalbox.wire.Json;
import signalbox.wire.Template;
import signalbox.wire.TemplateVersion;
import signalbox.wire.TemplateVersionParameter;
import signalbox.wire.UploadResponse;

/// Templates of a server, and what can be done with them. Thread-safe.
public final class Templates {
  private static final String ORGANIZATION = "/api/v2/organizations/default";

  private final Api api;

  private record Push(
      String storageMethod,
      UUID fileId,
      @Nullable UUID templateId,
      String provisioner,
      String name,
      String message) {}

  private record Creation(String name, UUID templateVersionId) {}

  private record Promotion(UUID id) {}

  public Templates(Api api) {
    this.api = api;
  }

  public Api api() {
    return api;
  }

  public Template get(String name) {
    return find(name)
        .orElseThrow(
            () ->
                new Failure(
                    Exit.NOT_FOUND,
                    "There is no template " + name + "; there is " + names() + "."));
  }

  public Optional<Template> find(String name) {
    return api.find(ORGANIZATION + "/templates/" + Api.segment(name), Template.class);
  }

  private String names() {
    var names =
        Arrays.stream(api.get("/api/v2/templates", Template[].class))
            .map(Template::name)
            .sorted()
            .toList();
    return names.isEmpty() ? "none yet" : String.join(", ", names);
  }

  /// What is asked for when a workspace is made of a template.
  public TemplateVersionParameter[] parameters(Template template) {
    return api.get(
        "/api/v2/templateversions/" + template.activeVersionId() + "/rich-parameters",
        TemplateVersionParameter[].class);
  }

  /// @return the id of the file
  public UUID upload(byte[] zip) {
    var request = new Request("POST", "/api/v2/files").withBody(zip, "application/zip");
    return api.read(api.ok(api.ask(request)), UploadResponse.class).hash();
  }

  /// Begins to import a file.
  ///
  /// @param of the template whose version it is to be
  /// @param name of the version; empty: the next number
  public TemplateVersion push(UUID file, Optional<Template> of, String name, String message) {
    return api.post(
        ORGANIZATION + "/templateversions",
        new Push("file", file, of.map(Template::id).orElse(null), "echo", name, message),
        TemplateVersion.class);
  }

  public Template create(String name, TemplateVersion version) {
    return api.post(ORGANIZATION + "/templates", new Creation(name, version.id()), Template.class);
  }

  /// Lets new builds take a version.
  public void promote(Template template, TemplateVersion version) {
    var request =
        new Request("PATCH", "/api/v2/templates/" + template.id() + "/versions")
            .withBody(Json.bytes(new Promotion(version.id())));
    api.ok(api.ask(request));
  }
}
