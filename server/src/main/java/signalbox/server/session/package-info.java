/// Sessions and tokens: how a request proves who sent it, and how streams end when the proof does.
@NullMarked
package signalbox.server.session;

import org.jspecify.annotations.NullMarked;
