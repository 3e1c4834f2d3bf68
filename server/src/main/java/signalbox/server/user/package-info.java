/// Users: who has an account, with what rights and in which state.
@NullMarked
package signalbox.server.user;

import org.jspecify.annotations.NullMarked;
