-- Agents speak over sockets that last.

-- The newest connection of the agent, until its end is noted. Only whoever holds it writes about it, so the late end of
-- an older connection says nothing about a newer one.
ALTER TABLE agents ADD COLUMN connection_id uuid;
-- Parts of the program that the agent runs in, such as 'envbox'; sorted.
ALTER TABLE agents ADD COLUMN subsystems text[] NOT NULL DEFAULT '{}';
-- A sign of life is written every few seconds: room for it beside the row.
ALTER TABLE agents SET (fillfactor = 70);

-- Connections that people had to agents, such as an SSH session, as the agents tell it. No foreign keys, as in events.
CREATE TABLE agent_sessions (
  id              uuid PRIMARY KEY,
  agent_id        uuid NOT NULL,
  workspace_id    uuid NOT NULL,
  type            text NOT NULL CHECK (type IN ('ssh', 'vscode', 'jetbrains', 'reconnecting_pty')),
  -- Null when the agent named none that can be read.
  ip              inet,
  connected_at    timestamptz,
  disconnected_at timestamptz,
  status_code     integer,
  reason          text,
  updated_at      timestamptz NOT NULL
);
CREATE INDEX agent_sessions_updated ON agent_sessions (updated_at);
