package signalbox.server.bus;

/// What a bus has counted since it was opened.
///
/// @param connected whether messages get through at present, both ways
/// @param published messages that were handed over to be sent
/// @param unsent of these, how many were dropped because they could not be sent in time
/// @param received messages that arrived on subscribed channels, before they are multiplied by the
///   number of subscribers
/// @param overflowed messages that a subscriber did not get because its queue was full
/// @param reconnects connections that were made again after they had broken
/// @param subscribers subscriptions that are open at present
/// @param channels channels with at least one of them
public record BusStats(
    boolean connected,
    long published,
    long unsent,
    long received,
    long overflowed,
    long reconnects,
    int subscribers,
    int channels) {}
