package signalbox.server.http;

import java.time.InstantSource;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import signalbox.server.access.Caller;
import signalbox.server.access.Refusal;
import signalbox.server.db.DatabaseUnavailable;

/// What every request passes, in this order: who calls, how often, from where a browser was told
/// to, and whether each thing that the path names exists for the caller. Only then the handler
/// runs. There is no other way to a handler, so "not readable is not there" needs no care
/// elsewhere.
public final class Gate {
  private static final Logger LOG = LoggerFactory.getLogger(Gate.class);

  private final Routes routes;
  private final Authenticator authenticator;
  private final RateLimits limits;
  private final Outages outages;

  public Gate(Routes routes, Authenticator authenticator, RateLimits limits, InstantSource clock) {
    this.routes = routes;
    this.authenticator = authenticator;
    this.limits = limits;
    this.outages = new Outages(clock);
  }

  /// Answers a call on a route. Never throws.
  Reply answer(Routes.Match.Found at, Call call) {
    try {
      identify(at.route(), call);
      var verdict = limits.count(at.route(), call);
      if (verdict.refusal().isPresent()) return verdict.on(Problems.reply(verdict.refusal().get()));
      return verdict.on(guarded(at, call));
    } catch (RuntimeException e) {
      return problem(e, call);
    }
  }

  private Reply guarded(Routes.Match.Found at, Call call) {
    try {
      admit(at.route(), call);
      Csrf.check(call);
      lookUp(at, call);
      var reply = at.route().handler().handle(call);
      outages.answered();
      return reply;
    } catch (RuntimeException e) {
      return problem(e, call);
    }
  }

  /// Fills in the caller when there is a valid credential; rate limits count known users by name.
  private void identify(Route route, Call call) {
    if (route.limit() == Limit.NONE && route.access() == Access.OPEN) return;
    if (route.access() != Access.OPEN || Credentials.of(call).isPresent()) {
      try {
        call.caller(
            route.access() == Access.AGENT
                ? authenticator.agent(call)
                : authenticator.session(call));
      } catch (Refusal refusal) {
        call.refusedAs(refusal);
      }
    }
  }

  private static void admit(Route route, Call call) {
    switch (route.access()) {
      case OPEN -> {}
      case SESSION, AGENT -> {
        if (call.caller() instanceof Caller.Anonymous) throw call.refusedAs();
      }
      case DEPLOYMENT -> {
        if (call.caller() instanceof Caller.Anonymous) throw call.refusedAs();
        // What the path names is looked up with the caller's own eyes before this matters, see
        // lookUp.
      }
    }
  }

  private void lookUp(Routes.Match.Found at, Call call) {
    var values = at.values().iterator();
    for (var segment : at.route().segments()) {
      Route.parameter(segment).ifPresent(name -> call.found(name, find(call, name, values.next())));
    }
    if (at.route().access() == Access.DEPLOYMENT && !call.user().runsDeployment())
      throw Refusal.forbidden();
  }

  /// No name has a NUL, and PostgreSQL's text cannot even be asked for one.
  private Object find(Call call, String param, String text) {
    if (text.indexOf('\0') >= 0) throw Refusal.notFound();
    return routes.lookup(param).find(call, text);
  }

  private Reply.Whole problem(RuntimeException failure, Call call) {
    return switch (failure) {
      case Refusal refusal -> Problems.reply(refusal);
      case DatabaseUnavailable down -> {
        outages.refused(call, down);
        yield Problems.reply(
            Refusal.unavailable(
                down.isBusy()
                    ? "The server has too much to do at the moment."
                    : "The database cannot be reached at the moment."));
      }
      default -> {
        LOG.error("{} {} failed; request {}", call.method(), call.path(), call.id(), failure);
        yield Problems.internal(call.id());
      }
    };
  }

  /// Where a request leads, for the adapter.
  Routes.Match match(@org.jspecify.annotations.Nullable Method method, List<String> segments) {
    return routes.match(method, segments);
  }
}
