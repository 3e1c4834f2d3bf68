/// What the apps of workspaces say, as rows for people: what needs a human comes first.
@NullMarked
package signalbox.cli.status;

import org.jspecify.annotations.NullMarked;
