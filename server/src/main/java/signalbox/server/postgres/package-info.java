/// The PostgreSQL server that Signalbox brings along, and the addresses of those that others run.
@NullMarked
package signalbox.server.postgres;

import org.jspecify.annotations.NullMarked;
