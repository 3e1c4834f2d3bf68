package signalbox.server.agentrpc;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A recorded conversation on an agent's socket, as yamux frames.
///
/// @param json what the recording says about it
record Conversation(String name, JsonNode json, List<Frame> frames) {
  private static final int HEADER = 12;
  static final int SYN = 1;
  static final int FIN = 4;

  /// One frame.
  record Frame(boolean fromClient, byte[] bytes) {
    int type() {
      return bytes[1];
    }

    boolean has(int flag) {
      return (bytes[3] & flag) != 0;
    }

    int stream() {
      return ByteBuffer.wrap(bytes).getInt(4);
    }

    boolean isData() {
      return type() == 0;
    }
  }

  /// One dRPC packet.
  record Packet(int kind, long call, byte[] body) {
    static final int MESSAGE = 2;
    static final int ERROR = 3;
    static final int CLOSE_SEND = 6;
  }

  static List<String> names() {
    try (var files = Files.list(folder())) {
      return files.map(f -> f.getFileName().toString().replace(".json", "")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Conversation read(String name) {
    var json = JsonMapper.shared().readTree(folder().resolve(name + ".json"));
    var frames = new ArrayList<Frame>();
    for (var chunk : json.get("chunks")) {
      if (!chunk.has("hex")) continue;
      var bytes = HexFormat.of().parseHex(chunk.get("hex").asString());
      frames.add(new Frame(chunk.get("dir").asString().equals("C>S"), bytes));
    }
    return new Conversation(name, json, frames).whole();
  }

  /// Without streams that were opened before it begins.
  private Conversation whole() {
    var opened = frames.stream().filter(f -> f.has(SYN)).map(Frame::stream).toList();
    return new Conversation(
        name,
        json,
        frames.stream().filter(f -> f.stream() != 0 && opened.contains(f.stream())).toList());
  }

  /// What a side has said on each stream up to a place in the conversation.
  Map<Integer, List<Packet>> packets(boolean ofClient, int upTo) {
    var bodies = new HashMap<Integer, ByteArrayOutputStream>();
    for (var frame : frames.subList(0, upTo)) {
      if (frame.fromClient != ofClient || !frame.isData()) continue;
      bodies
          .computeIfAbsent(frame.stream(), _ -> new ByteArrayOutputStream())
          .write(frame.bytes, HEADER, frame.bytes.length - HEADER);
    }
    var packets = new HashMap<Integer, List<Packet>>();
    bodies.forEach((stream, body) -> packets.put(stream, parse(body.toByteArray())));
    return packets;
  }

  /// The first whole frame of some bytes.
  static Optional<Frame> first(byte[] bytes) {
    if (bytes.length < HEADER) return Optional.empty();
    var length = bytes[1] == 0 ? ByteBuffer.wrap(bytes).getInt(8) : 0;
    if (bytes.length < HEADER + length) return Optional.empty();
    return Optional.of(new Frame(false, java.util.Arrays.copyOf(bytes, HEADER + length)));
  }

  /// The packets that are whole.
  private static List<Packet> parse(byte[] bytes) {
    var packets = new ArrayList<Packet>();
    var rest = ByteBuffer.wrap(bytes);
    while (rest.hasRemaining()) {
      var control = rest.get();
      var call = varint(rest);
      varint(rest);
      var body = new byte[(int) varint(rest)];
      rest.get(body);
      packets.add(new Packet(control >> 1 & 0x3f, call, body));
    }
    return packets;
  }

  private static long varint(ByteBuffer bytes) {
    var value = 0L;
    for (var shift = 0; ; shift += 7) {
      var next = bytes.get();
      value |= (next & 0x7fL) << shift;
      if (next >= 0) return value;
    }
  }

  static String text(Packet packet) {
    return switch (packet.kind) {
      case Packet.ERROR ->
          "error " + new String(packet.body, 8, packet.body.length - 8, StandardCharsets.UTF_8);
      default -> "packet " + packet.kind;
    };
  }

  private static Path folder() {
    return Path.of(
        Objects.requireNonNull(Conversation.class.getResource("/signalbox/rpc/vectors")).getPath());
  }
}
