package signalbox.wire;

import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Makes records of the wire: with everything set, or with nothing that need not be.
enum Sample {
  /// Each component holds something.
  FULL,
  /// What may be null is null, texts and lists are empty, numbers are 0.
  BARE;

  Record of(Class<? extends Record> type) throws ReflectiveOperationException {
    var components = type.getRecordComponents();
    var types = Arrays.stream(components).map(RecordComponent::getType).toArray(Class[]::new);
    var values = new @Nullable Object[components.length];
    for (var i = 0; i < values.length; i++) values[i] = value(components[i].getAnnotatedType());
    var constructor = type.getDeclaredConstructor(types);
    return constructor.newInstance(values);
  }

  private @Nullable Object value(AnnotatedType annotated) throws ReflectiveOperationException {
    if (this == BARE && annotated.isAnnotationPresent(Nullable.class)) return null;
    var type = raw(annotated.getType());
    if (type == String.class) return this == FULL ? "text" : "";
    if (type == UUID.class) return new UUID(1, 2);
    if (type == Instant.class) return Instant.parse("2026-01-02T03:04:05.678Z");
    if (type == boolean.class || type == Boolean.class) return this == FULL;
    if (type == int.class || type == Integer.class) return this == FULL ? 7 : 0;
    if (type == long.class || type == Long.class) return this == FULL ? 7L : 0L;
    if (type == Object.class) return "anything";
    if (type == List.class) return this == FULL ? List.of(argument(annotated, 0)) : List.of();
    if (type == Map.class)
      return this == FULL ? Map.of(argument(annotated, 0), argument(annotated, 1)) : Map.of();
    return of(type.asSubclass(Record.class));
  }

  private Object argument(AnnotatedType of, int index) throws ReflectiveOperationException {
    var argument = ((AnnotatedParameterizedType) of).getAnnotatedActualTypeArguments()[index];
    var value = value(argument);
    if (value == null) throw new IllegalStateException("a null inside " + of);
    return value;
  }

  private static Class<?> raw(Type type) {
    return type instanceof ParameterizedType generic
        ? (Class<?>) generic.getRawType()
        : (Class<?>) type;
  }
}
