/// HTTP/1.1 over plain sockets, enough for our own server, and quick to start.
@NullMarked
package signalbox.cli.http;

import org.jspecify.annotations.NullMarked;
