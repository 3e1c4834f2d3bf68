package signalbox.server.template.yaml;

/// One thing that is wrong with a file.
///
/// @param line from 1
/// @param what where it is, and what is wrong and what would be right
public record Fault(int line, String what) {}
