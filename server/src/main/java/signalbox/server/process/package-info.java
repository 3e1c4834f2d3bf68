/// The runtime `process`: agents that the server itself starts as programs on its own machine, each
/// in a session of its own, so that they outlive the server and the next one finds them again.
///
/// Whatever they do, they do with the server's rights. Who may use the runtime is decided in
/// [signalbox.server.build]; here it is only carried out.
@NullMarked
package signalbox.server.process;

import org.jspecify.annotations.NullMarked;
