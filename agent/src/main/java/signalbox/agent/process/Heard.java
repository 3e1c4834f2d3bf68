package signalbox.agent.process;

import java.util.concurrent.CompletableFuture;

/// A program whose output is read for as long as anybody writes to it.
///
/// @param outputEnded when that is over, which may be long after the program has ended
public record Heard(Child child, CompletableFuture<Void> outputEnded) {}
