/// When agents leave: another build of their workspace was asked for, and what is shown of them is
/// over.
@NullMarked
package signalbox.server.departure;

import org.jspecify.annotations.NullMarked;
