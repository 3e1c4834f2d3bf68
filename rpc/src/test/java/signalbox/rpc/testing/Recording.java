package signalbox.rpc.testing;

import static java.util.stream.Collectors.joining;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A recorded conversation between a client and a server of Coder.
public record Recording(String name, List<Chunk> chunks) {
  public enum Dir {
    FROM_CLIENT,
    FROM_SERVER
  }

  /// One yamux frame.
  ///
  /// @param frame as the recording describes it: name, stream, length
  /// @param packets those that end here, as the recording describes them: kind, call, message
  public record Chunk(Dir dir, byte[] bytes, String frame, List<String> packets) {
    public RawFrame raw() {
      return RawFrame.parse(bytes).getFirst();
    }
  }

  /// A packet that was said on a stream.
  public record Said(Dir dir, int stream, RawPacket packet) {}

  public static Stream<Recording> all() {
    try {
      var folder = Objects.requireNonNull(Recording.class.getResource("/signalbox/rpc/vectors"));
      try (var files = Files.list(Path.of(folder.toURI()))) {
        return files.filter(file -> file.toString().endsWith(".json")).sorted().toList().stream()
            .map(Recording::read);
      }
    } catch (IOException | URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  public static Recording named(String name) {
    return all().filter(recording -> recording.name.equals(name)).findFirst().orElseThrow();
  }

  /// All that was said in one direction.
  public byte[] bytes(Dir dir) {
    var all = new ByteArrayOutputStream();
    for (var chunk : chunks) if (chunk.dir == dir) all.writeBytes(chunk.bytes);
    return all.toByteArray();
  }

  public List<RawFrame> frames(Dir dir) {
    return RawFrame.parse(bytes(dir));
  }

  /// What was said on each stream, without yamux around it.
  public Map<Integer, byte[]> bodies(Dir dir) {
    var bodies = new LinkedHashMap<Integer, ByteArrayOutputStream>();
    for (var frame : frames(dir)) {
      if (frame.type() != RawFrame.DATA) continue;
      bodies
          .computeIfAbsent(frame.stream(), _ -> new ByteArrayOutputStream())
          .writeBytes(frame.body());
    }
    var bytes = new LinkedHashMap<Integer, byte[]>();
    bodies.forEach((stream, body) -> bytes.put(stream, body.toByteArray()));
    return bytes;
  }

  /// All packets, in the order in which they were complete.
  public List<Said> packets() {
    var said = new ArrayList<Said>();
    var heard = new LinkedHashMap<String, RawStream>();
    for (var chunk : chunks) {
      var frame = chunk.raw();
      heard
          .computeIfAbsent(chunk.dir + " " + frame.stream(), _ -> new RawStream())
          .hear(frame)
          .forEach(packet -> said.add(new Said(chunk.dir, frame.stream(), packet)));
    }
    return said;
  }

  /// Without what belongs to streams that were opened before it begins.
  public Recording whole() {
    var opened =
        chunks.stream()
            .map(Chunk::raw)
            .filter(frame -> frame.has(RawFrame.SYN))
            .map(RawFrame::stream)
            .toList();
    return new Recording(
        name,
        chunks.stream()
            .filter(c -> c.raw().stream() == 0 || opened.contains(c.raw().stream()))
            .toList());
  }

  @Override
  public String toString() {
    return name;
  }

  private static Recording read(Path file) {
    try {
      var json = JsonMapper.shared().readTree(Files.readString(file));
      var name = file.getFileName().toString().replace(".json", "");
      var bodies =
          Map.of(
              Dir.FROM_CLIENT, new Filler(clientBody(json)),
              Dir.FROM_SERVER, new Filler(hex(json.path("answer_body_hex").asString(""))));
      var chunks = new ArrayList<Chunk>();
      for (var chunk : json.get("chunks")) {
        if (chunk.has("hex")) chunks.add(chunk(chunk, bodies));
      }
      return new Recording(name, chunks);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Chunk chunk(JsonNode json, Map<Dir, Filler> bodies) {
    var dir = json.get("dir").asString().equals("C>S") ? Dir.FROM_CLIENT : Dir.FROM_SERVER;
    var bytes = new ByteArrayOutputStream();
    bytes.writeBytes(hex(json.get("hex").asString()));
    bytes.writeBytes(
        Objects.requireNonNull(bodies.get(dir)).next(json.path("body_length").asInt(0)));
    var decoded = json.get("decoded");
    if (decoded.isString()) {
      var raw = RawFrame.parse(bytes.toByteArray()).getFirst();
      var frame = decoded.asString().replaceFirst("(\\d+)$", raw.stream() + " $1");
      return new Chunk(dir, bytes.toByteArray(), frame, List.of());
    }
    return new Chunk(
        dir,
        bytes.toByteArray(),
        words(decoded.get(0), "yamux", "stream", "length"),
        StreamSupport.stream(decoded.spliterator(), false)
            .skip(1)
            .map(packet -> words(packet, "drpc", "stream", "message"))
            .toList());
  }

  private static String words(JsonNode node, String... fields) {
    return Arrays.stream(fields).map(field -> node.get(field).asString()).collect(joining(" "));
  }

  /// What a client has to have said, where the recording has the heads of the frames only.
  private static byte[] clientBody(JsonNode json) {
    var body = new ByteArrayOutputStream();
    for (var frame : json.path("drpc_frames_c2s")) {
      body.writeBytes(hex(frame.get("hex").asString()));
      var data = new byte[frame.get("data_length").asInt()];
      Arrays.fill(data, (byte) 'x');
      body.writeBytes(data);
    }
    return body.toByteArray();
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }

  /// Bytes to be handed out in pieces.
  private static final class Filler {
    private final byte[] bytes;
    private int used;

    private Filler(byte[] bytes) {
      this.bytes = bytes;
    }

    private byte[] next(int length) {
      used += length;
      return Arrays.copyOfRange(bytes, used - length, used);
    }
  }
}
