package signalbox.server.session;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import signalbox.server.stream.Frame;
import signalbox.server.stream.Framing;
import signalbox.server.stream.Loop;
import signalbox.server.stream.Outlet;

/// An outlet without a client, whose loop is whoever calls.
final class FakeOutlet implements Outlet {
  private final BlockingQueue<String> happened = new LinkedBlockingQueue<>();
  private final List<Runnable> onClose = new ArrayList<>();
  private final boolean full;

  /// @param full whether its client does not read
  FakeOutlet(boolean full) {
    this.full = full;
  }

  /// What was done with it next: the text of a frame, `ended` or `dropped`.
  String next() throws InterruptedException {
    var next = happened.poll(10, TimeUnit.SECONDS);
    if (next == null) throw new AssertionError("nothing happened");
    return next;
  }

  /// The client leaves.
  void close() {
    onClose.forEach(Runnable::run);
  }

  @Override
  public Loop loop() {
    return Runnable::run;
  }

  @Override
  public Framing framing() {
    return Framing.SSE;
  }

  @Override
  public boolean full() {
    return full;
  }

  @Override
  public void write(Frame frame) {
    for (var part : frame.parts()) happened.add(new String(part, StandardCharsets.UTF_8));
  }

  @Override
  public void onDrain(Runnable task) {}

  @Override
  public void onClose(Runnable task) {
    onClose.add(task);
  }

  @Override
  public void end() {
    happened.add("ended");
  }

  @Override
  public void drop() {
    happened.add("dropped");
  }
}
