package signalbox.agent.api;

/// A figure of the machine.
public record Gauge(String name, double value) {}
