/// Who calls, what they may do, and how they are told no. Pure: no HTTP, no SQL.
@NullMarked
package signalbox.server.access;

import org.jspecify.annotations.NullMarked;
