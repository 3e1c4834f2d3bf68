/// Tests of the whole server, from outside, over real sockets: what every route answers to whom,
/// what bad input gets, and what is left after faults.
@NullMarked
package signalbox.server.whole;

import org.jspecify.annotations.NullMarked;
