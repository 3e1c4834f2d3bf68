/// HTTP: the only place that knows Vert.x.
///
/// A request is read on its event loop, answered on a virtual thread of its own by plain blocking
/// code (`Reply handle(Call)`), and written on its event loop again. Between the two stands [Gate],
/// which every route passes: who calls, how often, and whether what the path names exists for the
/// caller. Streams stay on the event loop as an [Outlet]; nothing on an event loop ever blocks.
@NullMarked
package signalbox.server.http;

import org.jspecify.annotations.NullMarked;
