/// What the commands ask of a server, and what they say when it says no.
@NullMarked
package signalbox.cli.api;

import org.jspecify.annotations.NullMarked;
