/// How text is shown to people: tables, colours, times; nothing of what a server sends can command
/// the terminal.
@NullMarked
package signalbox.cli.terminal;

import org.jspecify.annotations.NullMarked;
