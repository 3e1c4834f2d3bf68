package signalbox.server.http;

/// Finds what a path names, for this caller.
///
/// @param <T> what the text stands for
public interface Lookup<T> {
  /// @param call knows the caller and what stands further left in the path
  /// @throws signalbox.server.access.Refusal when there is no such thing, or not for this caller
  T find(Call call, String text);
}
