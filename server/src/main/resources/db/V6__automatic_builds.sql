-- Workspaces start and stop by themselves.

-- When it is to start next; null while it has no schedule, and until that has been worked out.
ALTER TABLE workspaces ADD COLUMN next_start_at timestamptz;
CREATE INDEX workspaces_next_start ON workspaces (next_start_at) WHERE autostart_schedule IS NOT NULL AND NOT deleted;
CREATE INDEX builds_deadline ON builds (deadline) WHERE transition = 'start' AND deadline IS NOT NULL;
