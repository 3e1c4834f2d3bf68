/// The public JSON, as records: what clients of the Coder wire send and get, and what we add.
/// Depends on nothing of ours.
///
/// Component names are camelCase here and snake_case on the wire. In answers a null component is
/// `null` on the wire unless it is marked to be left out; in requests everything may be missing or
/// wrong.
@NullMarked
package signalbox.wire;

import org.jspecify.annotations.NullMarked;
