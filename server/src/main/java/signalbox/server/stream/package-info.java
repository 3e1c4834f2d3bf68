/// Streams as those see them who have something to say: an outlet per client, event loops that own
/// outlets, and messages that are encoded once for any number of outlets. Knows no HTTP library.
@NullMarked
package signalbox.server.stream;

import org.jspecify.annotations.NullMarked;
