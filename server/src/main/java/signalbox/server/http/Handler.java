package signalbox.server.http;

/// Answers one call. Runs on a virtual thread and may block.
public interface Handler {
  Reply handle(Call call);
}
