package signalbox.agentapi;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The messages of a recorded conversation between an agent or a CLI of Coder and its server.
final class Recording {
  private static final int MESSAGE = 2;

  private final List<Recorded> messages = new ArrayList<>();

  /// Bodies of messages that have not been described yet, for each direction of each stream.
  private final Map<String, Deque<byte[]>> bodies = new HashMap<>();

  private final Map<Integer, String> calls = new HashMap<>();

  /// @param request whether the client said it
  /// @param call the path of the call
  /// @param value its fields by name, as the recording tells them
  /// @param canonical whether it is encoded as everybody does
  record Recorded(
      String file, boolean request, String call, byte[] body, JsonNode value, boolean canonical) {
    @Override
    public String toString() {
      return file + ": " + call + (request ? " request" : " response");
    }
  }

  static Stream<Recorded> all() {
    try {
      var folder = Objects.requireNonNull(Recording.class.getResource("/signalbox/rpc/vectors"));
      try (var files = Files.list(Path.of(folder.getPath()))) {
        return files.filter(f -> f.toString().endsWith(".json")).sorted().toList().stream()
            .flatMap(file -> new Recording().read(file).stream());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<Recorded> read(Path file) {
    var json = JsonMapper.shared().readTree(file);
    var heard = new HashMap<String, ByteArrayOutputStream>();
    for (var chunk : json.get("chunks")) {
      if (!chunk.has("hex") || !chunk.get("decoded").isArray()) continue;
      var frame = ByteBuffer.wrap(HexFormat.of().parseHex(chunk.get("hex").asString()));
      var stream = frame.getInt(4);
      var line = chunk.get("dir").asString() + stream;
      if (frame.get(1) == 0)
        heard
            .computeIfAbsent(line, _ -> new ByteArrayOutputStream())
            .write(frame.array(), 12, frame.capacity() - 12);
      for (var packet : chunk.get("decoded")) describe(file, line, stream, packet, heard);
    }
    return messages;
  }

  private void describe(
      Path file, String line, int stream, JsonNode said, Map<String, ByteArrayOutputStream> heard) {
    if (said.path("drpc").asString("").equals("Invoke"))
      calls.put(stream, said.get("rpc").asString());
    if (!said.path("drpc").asString("").equals("Message")) return;
    var waiting = bodies.computeIfAbsent(line, _ -> new ArrayDeque<>());
    if (waiting.isEmpty())
      waiting.addAll(messages(Objects.requireNonNull(heard.remove(line)).toByteArray()));
    var call = calls.get(stream);
    if (call == null || !said.has("value")) return;
    messages.add(
        new Recorded(
            file.getFileName().toString(),
            line.startsWith("C>S"),
            call,
            waiting.remove(),
            said.get("value"),
            said.path("canonical").asBoolean(false)));
  }

  /// The bodies of the messages among dRPC's frames.
  private static List<byte[]> messages(byte[] bytes) {
    var found = new ArrayList<byte[]>();
    var rest = ByteBuffer.wrap(bytes);
    var body = new ByteArrayOutputStream();
    while (rest.hasRemaining()) {
      var control = rest.get();
      varint(rest);
      varint(rest);
      var part = new byte[(int) varint(rest)];
      rest.get(part);
      if ((control >> 1 & 0x3f) != MESSAGE) continue;
      body.writeBytes(part);
      if ((control & 1) == 0) continue;
      found.add(body.toByteArray());
      body.reset();
    }
    return found;
  }

  private static long varint(ByteBuffer bytes) {
    var value = 0L;
    for (var shift = 0; ; shift += 7) {
      var next = bytes.get();
      value |= (next & 0x7fL) << shift;
      if (next >= 0) return value;
    }
  }
}
