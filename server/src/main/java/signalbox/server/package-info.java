/// The server: what it can be told ([Config]) and how it is put together ([Signalbox]).
@NullMarked
package signalbox.server;

import org.jspecify.annotations.NullMarked;
