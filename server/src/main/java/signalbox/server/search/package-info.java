/// Searches as people type them: `key:value` terms and free words. Knows no SQL and no features.
@NullMarked
package signalbox.server.search;

import org.jspecify.annotations.NullMarked;
