/// The command line: one executable for servers, people and agents.
@NullMarked
package signalbox.cli;

import org.jspecify.annotations.NullMarked;
