package signalbox.server.agentrpc;

import java.time.InstantSource;
import java.util.function.Predicate;
import signalbox.server.agent.AgentReports;
import signalbox.server.agent.Agents;
import signalbox.server.agentlog.AgentLogs;
import signalbox.server.agentmetadata.AgentMetadata;
import signalbox.server.agentscript.AgentScripts;
import signalbox.server.appstatus.AppStatuses;
import signalbox.server.connection.AgentSessions;
import signalbox.server.id.AgentId;
import signalbox.server.usage.Usage;

/// The calls of the agent service, up to version 2.11.
///
/// @param mayReport counts a report of an agent's app; false when it sends too many
public record AgentCalls(
    Agents agents,
    AgentScripts scripts,
    AgentReports reports,
    AppStatuses statuses,
    Predicate<AgentId> mayReport,
    Usage usage,
    AgentSessions sessions,
    AgentLogs logs,
    AgentMetadata metadata,
    InstantSource clock) {
  static final String SERVICE = "/coder.agent.v2.Agent/";

  void register(CallTable calls) {
    new ManifestCalls(agents).register(calls);
    new ScriptCalls(scripts).register(calls);
    new LifeCalls(reports, clock).register(calls);
    new WorkCalls(statuses, mayReport, usage).register(calls);
    new OutputCalls(logs, metadata).register(calls);
    new SessionCalls(sessions, clock).register(calls);
    new SideCalls().register(calls);
  }
}
