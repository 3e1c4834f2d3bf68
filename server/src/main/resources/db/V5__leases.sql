-- Statuses do not outlive their reporters.

-- When to look whether the status can still be believed; null while a connection holds it, after it was lost, and when
-- its build is over. Never later than the moment when it is lost.
ALTER TABLE app_newest_statuses ADD COLUMN check_at timestamptz;
-- Whether watchers have been told that it is lost.
ALTER TABLE app_newest_statuses ADD COLUMN told_lost boolean NOT NULL DEFAULT false;
UPDATE app_newest_statuses SET check_at = now();
CREATE INDEX app_newest_statuses_check ON app_newest_statuses (check_at) WHERE check_at IS NOT NULL;
CREATE INDEX app_newest_statuses_agent ON app_newest_statuses (agent_id);
