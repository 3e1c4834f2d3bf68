package signalbox.agentapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Message;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import signalbox.agentapi.Recording.Recorded;
import signalbox.agentapi.agent.AgentApi;
import signalbox.agentapi.tailnet.TailnetApi;
import tools.jackson.databind.JsonNode;

/// Our messages against those that a real agent, a real CLI and a real server exchanged.
class MessagesTest {
  @ParameterizedTest
  @MethodSource("signalbox.agentapi.Recording#all")
  void whatWasRecordedIsReadAndWrittenAgainByteForByte(Recorded recorded) throws Exception {
    var message = parse(type(recorded), recorded.body());
    assertNothingUnknown(message);
    assertSame(recorded.value(), message);
    if (recorded.canonical()) assertThat(message.toByteArray()).isEqualTo(recorded.body());
  }

  @Test
  void itSawAllThatWasRecorded() {
    assertThat(Recording.all().map(Recorded::call).distinct()).hasSize(17);
    assertThat(Recording.all()).hasSize(117);
  }

  private static Descriptor type(Recorded recorded) {
    var method =
        Stream.of(AgentApi.getDescriptor(), TailnetApi.getDescriptor())
            .flatMap(file -> file.getServices().stream())
            .flatMap(service -> service.getMethods().stream())
            .filter(call -> path(call).equals(recorded.call()))
            .findFirst()
            .orElseThrow();
    return recorded.request() ? method.getInputType() : method.getOutputType();
  }

  private static String path(MethodDescriptor method) {
    return "/" + method.getService().getFullName() + "/" + method.getName();
  }

  private static Message parse(Descriptor type, byte[] body) throws Exception {
    var name = type.getFile().getOptions().getJavaPackage() + "." + type.getName();
    return (Message) Class.forName(name).getMethod("parseFrom", byte[].class).invoke(null, body);
  }

  private static void assertNothingUnknown(Message message) {
    assertThat(message.getUnknownFields().asMap()).isEmpty();
    message
        .getAllFields()
        .forEach(
            (field, value) -> {
              if (field.getJavaType() != FieldDescriptor.JavaType.MESSAGE) return;
              for (var part : value instanceof List<?> list ? list : List.of(value))
                assertNothingUnknown((Message) part);
            });
  }

  private static void assertSame(JsonNode expected, Message message) {
    assertThat(message.getAllFields().keySet())
        .extracting(FieldDescriptor::getName)
        .containsExactlyInAnyOrderElementsOf(expected.propertyNames());
    message.getAllFields().forEach((field, value) -> same(expected.get(field.getName()), value));
  }

  private static void same(JsonNode expected, Object value) {
    switch (value) {
      case List<?> list when expected.isObject() ->
          list.forEach(entry -> sameEntry(expected, (Message) entry));
      case List<?> list -> {
        assertThat(list).hasSize(expected.size());
        for (var i = 0; i < list.size(); i++) same(expected.get(i), list.get(i));
      }
      case Message message -> assertSame(expected, message);
      case ByteString bytes ->
          assertThat(HexFormat.of().formatHex(bytes.toByteArray()))
              .isEqualTo(expected.asString().replace("-", ""));
      case EnumValueDescriptor choice -> assertThat(choice.getNumber()).isEqualTo(expected.asInt());
      case Double number -> assertThat(number).isEqualTo(expected.asDouble());
      case Float number -> assertThat(number).isEqualTo(expected.asFloat());
      default -> assertThat(value).hasToString(expected.asString());
    }
  }

  private static void sameEntry(JsonNode expected, Message entry) {
    var fields = entry.getDescriptorForType().getFields();
    same(
        expected.get(entry.getField(fields.getFirst()).toString()),
        entry.getField(fields.getLast()));
  }
}
