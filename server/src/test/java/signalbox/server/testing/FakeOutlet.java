package signalbox.server.testing;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import signalbox.server.stream.Frame;
import signalbox.server.stream.Framing;
import signalbox.server.stream.Loop;
import signalbox.server.stream.Outlet;

/// An outlet whose peer reads when a test says so. Lives on its loop, like a real one.
public final class FakeOutlet implements Outlet {
  private final Loop loop;
  private final List<Runnable> onClose = new ArrayList<>();
  private final Queue<String> received = new ConcurrentLinkedQueue<>();
  private Runnable onDrain = () -> {};
  private int room = Integer.MAX_VALUE;
  private volatile String last = "";
  private boolean closed;

  public FakeOutlet(Loop loop) {
    this.loop = loop;
  }

  /// All that was written so far. Any thread.
  public String received() {
    return String.join("", received);
  }

  /// The frame that was written last; empty when there is none. Any thread.
  public String last() {
    return last;
  }

  /// How many more frames the peer takes before it is full again.
  public void room(int frames) {
    room = frames;
    if (!full()) onDrain.run();
  }

  @Override
  public Loop loop() {
    return loop;
  }

  @Override
  public Framing framing() {
    return Framing.SSE;
  }

  @Override
  public boolean full() {
    return room <= 0;
  }

  @Override
  public void write(Frame frame) {
    if (closed) return;
    room--;
    for (var part : frame.parts()) {
      last = new String(part, StandardCharsets.UTF_8);
      received.add(last);
    }
  }

  @Override
  public void onDrain(Runnable task) {
    onDrain = task;
  }

  @Override
  public void onClose(Runnable task) {
    if (closed) task.run();
    else onClose.add(task);
  }

  @Override
  public void end() {
    drop();
  }

  @Override
  public void drop() {
    if (closed) return;
    closed = true;
    onClose.forEach(Runnable::run);
  }
}
