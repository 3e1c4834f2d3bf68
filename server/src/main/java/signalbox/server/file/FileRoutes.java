package signalbox.server.file;

import static signalbox.server.http.Method.GET;
import static signalbox.server.http.Method.POST;

import java.io.IOException;
import java.io.UncheckedIOException;
import signalbox.server.access.Refusal;
import signalbox.server.file.Uploads.Format;
import signalbox.server.http.Access;
import signalbox.server.http.Call;
import signalbox.server.http.Intake;
import signalbox.server.http.Limit;
import signalbox.server.http.Param;
import signalbox.server.http.Reply;
import signalbox.server.http.Route;
import signalbox.server.http.Routes;
import signalbox.server.id.FileId;
import signalbox.server.id.Id;
import signalbox.wire.UploadResponse;

/// HTTP of uploaded files.
public final class FileRoutes {
  private static final Param<StoredFile> FILE = new Param<>("file", StoredFile.class);
  private static final String TAR = "application/x-tar";
  private static final String ZIP = "application/zip";
  private static final String WINDOWS_ZIP = "application/x-zip-compressed";

  private final Uploads uploads;

  public FileRoutes(Uploads uploads) {
    this.uploads = uploads;
  }

  public void register(Routes routes) {
    routes
        .lookup(FILE, this::find)
        .add(
            new Route(
                POST, "/api/v2/files", Access.SESSION, Limit.FILES, Intake.STREAM, this::upload))
        .add(new Route(GET, "/api/v2/files/{file}", Access.SESSION, Limit.FILES, this::download));
  }

  private StoredFile find(Call call, String text) {
    var id =
        Id.parse(text)
            .orElseThrow(() -> Refusal.of(Refusal.Kind.INVALID, "File id must be a valid UUID."));
    return uploads
        .find(new FileId(id))
        .filter(file -> call.user().mayRead(file.createdBy()))
        .orElseThrow(Refusal::notFound);
  }

  private Reply upload(Call call) {
    var type = call.header("Content-Type").orElse("");
    var format =
        switch (type) {
          case TAR -> Format.TAR;
          case ZIP, WINDOWS_ZIP -> Format.ZIP;
          default ->
              throw Refusal.of(
                  Refusal.Kind.INVALID, "Unsupported content type header \"" + type + "\".");
        };
    var saved = uploads.save(call.stream(), format, call.user().user());
    var body = new UploadResponse(saved.id().value());
    return saved.isNew() ? Reply.created(body) : Reply.ok(body);
  }

  private Reply download(Call call) {
    var file = call.the(FILE);
    var format = call.query("format").orElse("");
    return switch (format) {
      case "" -> new Reply.Download(TAR, file.size(), uploads.open(file.id()));
      case "zip" -> zip(file);
      default -> throw Refusal.of(Refusal.Kind.INVALID, "Unsupported conversion format.");
    };
  }

  private Reply zip(StoredFile file) {
    try {
      var zip = uploads.zip(file.id());
      return new Reply.Download(ZIP, zip.size(), zip.openOnce());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
