/// Files that people upload: archives from which templates are imported.
///
/// Whatever comes is kept as a tar in the database, in parts, so that every replica has it and none
/// holds it in memory as a whole. Nothing is kept that could do harm when it is unpacked: paths
/// stay inside, and there are no links and no devices. The same content of the same user is one
/// file.
@NullMarked
package signalbox.server.file;

import org.jspecify.annotations.NullMarked;
