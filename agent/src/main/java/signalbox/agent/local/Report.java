package signalbox.agent.local;

import java.util.concurrent.CompletableFuture;

/// A report of an app, exactly as it was sent.
///
/// @param key names it, so that the server stores it once however often it is sent
/// @param answered what the app was answered, or will be
record Report(byte[] body, String key, CompletableFuture<Answer> answered) {}
