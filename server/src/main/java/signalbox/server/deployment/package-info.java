/// The deployment itself: what it is called, whether it lives, how it is doing, and its front page.
@NullMarked
package signalbox.server.deployment;

import org.jspecify.annotations.NullMarked;
