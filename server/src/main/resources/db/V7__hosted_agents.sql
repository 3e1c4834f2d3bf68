-- Agents that a server runs on its own machine.

-- Which server's machine, by the id that is kept in its data directory; null when nobody's.
ALTER TABLE agents ADD COLUMN host_id uuid;
CREATE INDEX agents_host ON agents (host_id) WHERE host_id IS NOT NULL AND retired_at IS NULL;
