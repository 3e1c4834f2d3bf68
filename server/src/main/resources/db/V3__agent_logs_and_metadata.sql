-- How many lines an agent has said: empty ones do not count in logs_length.
ALTER TABLE agents ADD COLUMN logs_lines integer NOT NULL DEFAULT 0;

-- Where lines of an agent's log come from: its scripts, and whatever else announces itself.
CREATE TABLE agent_log_sources (
  agent_id     uuid NOT NULL REFERENCES agents,
  id           uuid NOT NULL,
  display_name text NOT NULL,
  icon         text NOT NULL DEFAULT '',
  created_at   timestamptz NOT NULL,
  PRIMARY KEY (agent_id, id)
);

-- What agents say. The ids of one agent's lines are in the order of their commits: who adds lines holds the agent's
-- row. No foreign keys, as in events.
CREATE TABLE agent_logs (
  agent_id   uuid NOT NULL,
  id         bigint GENERATED ALWAYS AS IDENTITY,
  source_id  uuid NOT NULL,
  level      text NOT NULL CHECK (level IN ('trace', 'debug', 'info', 'warn', 'error')),
  output     text NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (agent_id, id)
);

-- What agents run. Each has a source of log lines of its own.
CREATE TABLE agent_scripts (
  id                 uuid PRIMARY KEY,
  agent_id           uuid NOT NULL REFERENCES agents,
  -- Its place among the scripts of its agent.
  number             integer NOT NULL,
  log_source_id      uuid NOT NULL,
  log_path           text NOT NULL DEFAULT '',
  display_name       text NOT NULL,
  script             text NOT NULL,
  cron               text NOT NULL DEFAULT '',
  run_on_start       boolean NOT NULL DEFAULT false,
  run_on_stop        boolean NOT NULL DEFAULT false,
  start_blocks_login boolean NOT NULL DEFAULT false,
  -- 0: none.
  timeout_seconds    integer NOT NULL DEFAULT 0,
  FOREIGN KEY (agent_id, log_source_id) REFERENCES agent_log_sources
);
CREATE INDEX agent_scripts_agent ON agent_scripts (agent_id);

-- The newest run of each script in each stage.
CREATE TABLE agent_script_runs (
  script_id  uuid NOT NULL REFERENCES agent_scripts,
  stage      text NOT NULL CHECK (stage IN ('start', 'stop', 'cron')),
  status     text NOT NULL CHECK (status IN ('ok', 'exit_failure', 'timed_out', 'pipes_left_open')),
  exit_code  integer NOT NULL,
  started_at timestamptz NOT NULL,
  ended_at   timestamptz NOT NULL,
  PRIMARY KEY (script_id, stage)
);

-- What agents find out again and again, with what they last found. Written all the time: keep room beside each row.
CREATE TABLE agent_metadata (
  agent_id         uuid NOT NULL REFERENCES agents,
  key              text NOT NULL,
  display_name     text NOT NULL DEFAULT '',
  script           text NOT NULL,
  interval_seconds integer NOT NULL,
  timeout_seconds  integer NOT NULL,
  display_order    integer NOT NULL DEFAULT 0,
  value            text NOT NULL DEFAULT '',
  error            text NOT NULL DEFAULT '',
  -- Null until it was found out first.
  collected_at     timestamptz,
  PRIMARY KEY (agent_id, key)
) WITH (fillfactor = 50);

-- The key with which a user's workspaces reach git servers. number counts the user's keys; the private half is derived
-- from it and is nowhere in this database.
CREATE TABLE git_ssh_keys (
  user_id    uuid PRIMARY KEY REFERENCES users,
  number     integer NOT NULL,
  public_key text NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL
);
