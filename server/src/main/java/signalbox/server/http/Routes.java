package signalbox.server.http;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The table of all routes. Filled once while the server is wired, read-only afterwards.
public final class Routes {
  private final List<Route> all = new ArrayList<>();
  private final Map<String, Lookup<?>> lookups = new HashMap<>();
  private final Node root = new Node();

  /// Says how a parameter of paths is found. Before the first route that uses it.
  public <T> Routes lookup(Param<T> param, Lookup<T> lookup) {
    if (lookups.putIfAbsent(param.name(), lookup) != null)
      throw new IllegalArgumentException("twice: " + param);
    return this;
  }

  public Routes open(Method method, String path, Handler handler) {
    return add(new Route(method, path, Access.OPEN, Limit.API, handler));
  }

  public Routes session(Method method, String path, Handler handler) {
    return add(new Route(method, path, Access.SESSION, Limit.API, handler));
  }

  public Routes deployment(Method method, String path, Handler handler) {
    return add(new Route(method, path, Access.DEPLOYMENT, Limit.API, handler));
  }

  public Routes agent(Method method, String path, Handler handler) {
    return add(new Route(method, path, Access.AGENT, Limit.REPORT, handler));
  }

  /// @throws IllegalArgumentException when the path has a parameter that nothing finds, or is taken
  public Routes add(Route route) {
    var node = root;
    for (var segment : route.segments()) node = node.child(segment, this);
    if (node.routes.put(route.method(), route) != null)
      throw new IllegalArgumentException("twice: " + route);
    all.add(route);
    return this;
  }

  public List<Route> all() {
    return List.copyOf(all);
  }

  Lookup<?> lookup(String param) {
    var lookup = lookups.get(param);
    if (lookup == null) throw new IllegalArgumentException("nothing finds {" + param + "}");
    return lookup;
  }

  /// Finds the route of a path. Literal segments win over parameters.
  Match match(@Nullable Method method, List<String> segments) {
    var values = new ArrayList<String>();
    var node = root.find(segments, 0, values);
    if (node == null || node.routes.isEmpty()) return new Match.Nowhere();
    var route = method == null ? null : node.routes.get(method);
    if (route == null) return new Match.OtherMethod(List.copyOf(node.routes.keySet()));
    return new Match.Found(route, values);
  }

  /// Where a request leads.
  sealed interface Match {
    /// @param values the texts of the path's parameters, from left to right
    record Found(Route route, List<String> values) implements Match {}

    record OtherMethod(List<Method> allowed) implements Match {}

    record Nowhere() implements Match {}
  }

  private static final class Node {
    private final Map<String, Node> literals = new HashMap<>();
    private final Map<Method, Route> routes = new EnumMap<>(Method.class);
    private @Nullable Node parameter;

    Node child(String segment, Routes known) {
      var name = Route.parameter(segment);
      if (name.isEmpty()) return literals.computeIfAbsent(segment, _ -> new Node());
      known.lookup(name.get());
      if (parameter == null) parameter = new Node();
      return parameter;
    }

    @Nullable Node find(List<String> segments, int at, List<String> values) {
      if (at == segments.size()) return this;
      var segment = segments.get(at);
      var literal = literals.get(segment);
      var found = literal == null ? null : literal.find(segments, at + 1, values);
      if ((found != null && !found.routes.isEmpty()) || parameter == null || segment.isEmpty())
        return found;
      values.add(segment);
      found = parameter.find(segments, at + 1, values);
      if (found == null || found.routes.isEmpty()) values.removeLast();
      return found;
    }
  }
}
