-- Signalbox, first schema. Ids are UUIDs. What must have an order (events, statuses, log lines) has a number;
-- no query orders by a clock, which can stand still or step back.

-- One row: which deployment this is. The epoch names this database in event ids, so a number of another database
-- is never taken for one of ours.
CREATE TABLE deployment (
  one        boolean PRIMARY KEY DEFAULT true CHECK (one),
  id         uuid NOT NULL DEFAULT gen_random_uuid(),
  epoch      text NOT NULL DEFAULT substr(replace(gen_random_uuid()::text, '-', ''), 1, 12),
  created_at timestamptz NOT NULL DEFAULT now()
);
INSERT INTO deployment DEFAULT VALUES;

CREATE TABLE organizations (
  id           uuid PRIMARY KEY,
  name         text NOT NULL,
  display_name text NOT NULL,
  description  text NOT NULL DEFAULT '',
  icon         text NOT NULL DEFAULT '',
  is_default   boolean NOT NULL DEFAULT false,
  created_at   timestamptz NOT NULL,
  updated_at   timestamptz NOT NULL
);
CREATE UNIQUE INDEX organizations_name ON organizations (lower(name));
CREATE UNIQUE INDEX organizations_default ON organizations (is_default) WHERE is_default;
INSERT INTO organizations (id, name, display_name, is_default, created_at, updated_at)
VALUES (gen_random_uuid(), 'default', 'Default', true, now(), now());

CREATE TABLE users (
  id            uuid PRIMARY KEY,
  username      text NOT NULL,
  email         text NOT NULL,
  name          text NOT NULL DEFAULT '',
  avatar_url    text NOT NULL DEFAULT '',
  -- Argon2id in PHC form; null when the user has no password.
  password_hash text,
  login_type    text NOT NULL DEFAULT 'password' CHECK (login_type IN ('password', 'none')),
  status        text NOT NULL CHECK (status IN ('active', 'dormant', 'suspended')),
  -- Site roles. Everyone is a member; the only other role is 'owner'.
  roles         text[] NOT NULL DEFAULT '{}',
  deleted       boolean NOT NULL DEFAULT false,
  created_at    timestamptz NOT NULL,
  updated_at    timestamptz NOT NULL,
  -- Written at most hourly; null: never.
  last_seen_at  timestamptz
);
CREATE UNIQUE INDEX users_username ON users (lower(username)) WHERE NOT deleted;
CREATE UNIQUE INDEX users_email ON users (lower(email)) WHERE NOT deleted;

CREATE TABLE organization_members (
  organization_id uuid NOT NULL REFERENCES organizations,
  user_id         uuid NOT NULL REFERENCES users,
  created_at      timestamptz NOT NULL,
  PRIMARY KEY (organization_id, user_id)
);
CREATE INDEX organization_members_user ON organization_members (user_id);

-- Session keys and API tokens. The secret is 22 characters of high entropy, so one SHA-256 suffices.
CREATE TABLE api_keys (
  id               text PRIMARY KEY CHECK (length(id) = 10),
  user_id          uuid NOT NULL REFERENCES users,
  secret_sha256    bytea NOT NULL,
  login_type       text NOT NULL CHECK (login_type IN ('password', 'token')),
  token_name       text NOT NULL DEFAULT '',
  scopes           text[] NOT NULL DEFAULT '{coder:all}',
  lifetime_seconds bigint NOT NULL,
  -- The Unix epoch until first used.
  last_used        timestamptz NOT NULL DEFAULT 'epoch',
  expires_at       timestamptz NOT NULL,
  created_at       timestamptz NOT NULL,
  updated_at       timestamptz NOT NULL
);
CREATE INDEX api_keys_user ON api_keys (user_id);
CREATE UNIQUE INDEX api_keys_token_name ON api_keys (user_id, token_name) WHERE login_type = 'token';

CREATE TABLE jobs (
  id              uuid PRIMARY KEY,
  -- The place in the queue.
  number          bigint GENERATED ALWAYS AS IDENTITY,
  organization_id uuid NOT NULL REFERENCES organizations,
  -- Null: made by Signalbox itself.
  initiator_id    uuid REFERENCES users,
  type            text NOT NULL CHECK (type IN ('template_version_import', 'workspace_build')),
  -- The replica that works on it; it writes heard_at every few seconds while it does.
  worker_id       uuid,
  heard_at        timestamptz,
  error           text NOT NULL DEFAULT '',
  log_bytes       integer NOT NULL DEFAULT 0,
  logs_overflowed boolean NOT NULL DEFAULT false,
  created_at      timestamptz NOT NULL,
  updated_at      timestamptz NOT NULL,
  started_at      timestamptz,
  canceled_at     timestamptz,
  completed_at    timestamptz,
  status          text NOT NULL GENERATED ALWAYS AS (
    CASE
      WHEN error <> '' THEN 'failed'
      WHEN completed_at IS NOT NULL AND canceled_at IS NOT NULL THEN 'canceled'
      WHEN completed_at IS NOT NULL THEN 'succeeded'
      WHEN canceled_at IS NOT NULL THEN 'canceling'
      WHEN started_at IS NULL THEN 'pending'
      ELSE 'running'
    END) STORED
);
CREATE INDEX jobs_pending ON jobs (number) WHERE status = 'pending';
CREATE INDEX jobs_running ON jobs (heard_at) WHERE started_at IS NOT NULL AND completed_at IS NULL;

CREATE TABLE job_logs (
  id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  job_id     uuid NOT NULL REFERENCES jobs,
  source     text NOT NULL CHECK (source IN ('provisioner_daemon', 'provisioner')),
  level      text NOT NULL CHECK (level IN ('trace', 'debug', 'info', 'warn', 'error')),
  stage      text NOT NULL,
  output     text NOT NULL,
  created_at timestamptz NOT NULL
);
CREATE INDEX job_logs_job ON job_logs (job_id, id);

CREATE TABLE templates (
  id                uuid PRIMARY KEY,
  organization_id   uuid NOT NULL REFERENCES organizations,
  name              text NOT NULL,
  display_name      text NOT NULL DEFAULT '',
  description       text NOT NULL DEFAULT '',
  icon              text NOT NULL DEFAULT '',
  active_version_id uuid NOT NULL,
  -- Null: made by Signalbox itself.
  created_by        uuid REFERENCES users,
  default_ttl_ms    bigint NOT NULL DEFAULT 0,
  activity_bump_ms  bigint NOT NULL DEFAULT 3600000,
  -- Whether members may cancel builds that are under way.
  allow_user_cancel boolean NOT NULL DEFAULT true,
  -- Why no new workspaces are to be made of it; empty when they may be.
  deprecated        text NOT NULL DEFAULT '',
  deleted           boolean NOT NULL DEFAULT false,
  created_at        timestamptz NOT NULL,
  updated_at        timestamptz NOT NULL
);
CREATE UNIQUE INDEX templates_name ON templates (organization_id, lower(name)) WHERE NOT deleted;

CREATE TABLE template_versions (
  id              uuid PRIMARY KEY,
  template_id     uuid REFERENCES templates,
  organization_id uuid NOT NULL REFERENCES organizations,
  name            text NOT NULL,
  message         text NOT NULL DEFAULT '',
  readme          text NOT NULL DEFAULT '',
  job_id          uuid NOT NULL REFERENCES jobs,
  created_by      uuid REFERENCES users,
  archived        boolean NOT NULL DEFAULT false,
  -- The parsed template: parameters, resources, agents, apps.
  spec            jsonb NOT NULL,
  -- Whether its user runs an agent of it.
  has_external_agent boolean NOT NULL GENERATED ALWAYS AS (
    jsonb_path_exists(spec, '$.resources[*] ? (@.runtime == "external")')
  ) STORED,
  created_at      timestamptz NOT NULL,
  updated_at      timestamptz NOT NULL,
  UNIQUE (template_id, name)
);

CREATE TABLE workspaces (
  id                 uuid PRIMARY KEY,
  -- The order in which they were made.
  number             bigint GENERATED ALWAYS AS IDENTITY,
  owner_id           uuid NOT NULL REFERENCES users,
  organization_id    uuid NOT NULL REFERENCES organizations,
  template_id        uuid NOT NULL REFERENCES templates,
  name               text NOT NULL,
  -- Five cron fields, optionally with a CRON_TZ=<zone> prefix, as sent; null when off.
  autostart_schedule text,
  -- How long a start build may run before it is stopped; null when off.
  ttl_ms             bigint,
  automatic_updates  text NOT NULL DEFAULT 'never' CHECK (automatic_updates IN ('always', 'never')),
  favorite           boolean NOT NULL DEFAULT false,
  deleted            boolean NOT NULL DEFAULT false,
  created_at         timestamptz NOT NULL,
  updated_at         timestamptz NOT NULL,
  last_used_at       timestamptz NOT NULL
);
CREATE UNIQUE INDEX workspaces_name ON workspaces (owner_id, lower(name)) WHERE NOT deleted;
CREATE INDEX workspaces_owner ON workspaces (owner_id);
CREATE INDEX workspaces_template ON workspaces (template_id);

CREATE TABLE builds (
  id                  uuid PRIMARY KEY,
  workspace_id        uuid NOT NULL REFERENCES workspaces,
  build_number        integer NOT NULL CHECK (build_number >= 1),
  transition          text NOT NULL CHECK (transition IN ('start', 'stop', 'delete')),
  template_version_id uuid NOT NULL REFERENCES template_versions,
  job_id              uuid NOT NULL UNIQUE REFERENCES jobs,
  initiator_id        uuid NOT NULL REFERENCES users,
  reason              text NOT NULL,
  deadline            timestamptz,
  max_deadline        timestamptz,
  created_at          timestamptz NOT NULL,
  updated_at          timestamptz NOT NULL,
  UNIQUE (workspace_id, build_number)
);

CREATE TABLE build_parameters (
  build_id uuid NOT NULL REFERENCES builds,
  name     text NOT NULL,
  value    text NOT NULL,
  PRIMARY KEY (build_id, name)
);

CREATE TABLE resources (
  id         uuid PRIMARY KEY,
  build_id   uuid NOT NULL REFERENCES builds,
  job_id     uuid NOT NULL REFERENCES jobs,
  -- Its place among the resources of its build.
  number     integer NOT NULL,
  transition text NOT NULL,
  -- What starts and stops it: 'external' is nobody, its user runs the agent anywhere.
  runtime    text NOT NULL CHECK (runtime IN ('external')),
  type       text NOT NULL,
  name       text NOT NULL,
  icon       text NOT NULL DEFAULT '',
  hide       boolean NOT NULL DEFAULT false,
  daily_cost integer NOT NULL DEFAULT 0,
  -- [{key, value, sensitive}]
  metadata   jsonb NOT NULL DEFAULT '[]',
  created_at timestamptz NOT NULL
);
CREATE INDEX resources_build ON resources (build_id);

-- Agents are new for each build.
CREATE TABLE agents (
  id                         uuid PRIMARY KEY,
  workspace_id               uuid NOT NULL REFERENCES workspaces,
  build_id                   uuid NOT NULL REFERENCES builds,
  resource_id                uuid NOT NULL REFERENCES resources,
  name                       text NOT NULL,
  -- SHA-256 of the token, which is derived from the agent's id with a key that is not in this database.
  token_sha256               bytea NOT NULL UNIQUE,
  -- When its token stopped being valid: another build took over. Null while it may speak.
  retired_at                 timestamptz,
  lifecycle_state            text NOT NULL DEFAULT 'created',
  architecture               text NOT NULL DEFAULT '',
  operating_system           text NOT NULL DEFAULT '',
  environment                jsonb,
  directory                  text NOT NULL DEFAULT '',
  expanded_directory         text NOT NULL DEFAULT '',
  version                    text NOT NULL DEFAULT '',
  api_version                text NOT NULL DEFAULT '',
  connection_timeout_seconds integer NOT NULL,
  -- When it is late with its first connection and watchers are to be told; null when they need not be, or have been.
  late_at                    timestamptz,
  troubleshooting_url        text NOT NULL DEFAULT '',
  display_order              integer NOT NULL DEFAULT 0,
  logs_length                integer NOT NULL DEFAULT 0,
  logs_overflowed            boolean NOT NULL DEFAULT false,
  created_at                 timestamptz NOT NULL,
  updated_at                 timestamptz NOT NULL,
  first_connected_at         timestamptz,
  last_connected_at          timestamptz,
  disconnected_at            timestamptz,
  started_at                 timestamptz,
  ready_at                   timestamptz,
  UNIQUE (build_id, name)
);
CREATE INDEX agents_workspace ON agents (workspace_id) WHERE retired_at IS NULL;
CREATE INDEX agents_resource ON agents (resource_id);
CREATE INDEX agents_late ON agents (late_at) WHERE late_at IS NOT NULL;

-- An app keeps its id over builds: it is the same app while workspace, agent name and slug are. agent_id is the
-- agent that serves it now.
CREATE TABLE apps (
  id                    uuid PRIMARY KEY,
  workspace_id          uuid NOT NULL REFERENCES workspaces,
  agent_name            text NOT NULL,
  slug                  text NOT NULL,
  agent_id              uuid NOT NULL REFERENCES agents,
  display_name          text NOT NULL DEFAULT '',
  icon                  text NOT NULL DEFAULT '',
  url                   text NOT NULL DEFAULT '',
  command               text NOT NULL DEFAULT '',
  external              boolean NOT NULL DEFAULT false,
  subdomain             boolean NOT NULL DEFAULT false,
  sharing_level         text NOT NULL DEFAULT 'owner' CHECK (sharing_level IN ('owner', 'authenticated', 'organization', 'public')),
  open_in               text NOT NULL DEFAULT 'slim-window' CHECK (open_in IN ('slim-window', 'tab')),
  display_group         text NOT NULL DEFAULT '',
  tooltip               text NOT NULL DEFAULT '',
  display_order         integer NOT NULL DEFAULT 0,
  hidden                boolean NOT NULL DEFAULT false,
  health                text NOT NULL DEFAULT 'disabled' CHECK (health IN ('disabled', 'initializing', 'healthy', 'unhealthy')),
  healthcheck_url       text NOT NULL DEFAULT '',
  healthcheck_interval  integer NOT NULL DEFAULT 0,
  healthcheck_threshold integer NOT NULL DEFAULT 0,
  created_at            timestamptz NOT NULL,
  UNIQUE (workspace_id, agent_name, slug)
);
CREATE UNIQUE INDEX apps_agent_slug ON apps (agent_id, slug);

-- The number of an owner's newest event. A transaction that announces something locks the owner's row until it
-- commits, so numbers commit in order and without holes.
CREATE TABLE owner_counters (
  owner_id uuid PRIMARY KEY REFERENCES users,
  last_seq bigint NOT NULL DEFAULT 0
) WITH (fillfactor = 50);

-- The event log: what replay and "what happened" read. Written for every change, so it has no foreign keys, whose
-- checks would cost more than the row; its ids come from rows of the same transaction.
CREATE TABLE events (
  owner_id     uuid NOT NULL,
  seq          bigint NOT NULL,
  kind         text NOT NULL,
  workspace_id uuid NOT NULL,
  agent_id     uuid,
  at           timestamptz NOT NULL,
  PRIMARY KEY (owner_id, seq)
);
CREATE INDEX events_at ON events USING brin (at);

-- What apps said about their work, appended and never edited, but for the count of identical repeats. seq is the
-- number of the owner's event that announced it. No foreign keys, as in events.
CREATE TABLE app_statuses (
  workspace_id         uuid NOT NULL,
  seq                  bigint NOT NULL,
  id                   uuid NOT NULL,
  agent_id             uuid NOT NULL,
  app_id               uuid NOT NULL,
  state                text NOT NULL CHECK (state IN ('working', 'idle', 'complete', 'failure')),
  message              text NOT NULL,
  -- Null when the app named none.
  uri                  text,
  needs_user_attention boolean NOT NULL,
  -- How long the report may be believed, as asked for; null: the default.
  lease_seconds        integer,
  created_at           timestamptz NOT NULL,
  repeat_count         integer NOT NULL DEFAULT 1,
  last_reported_at     timestamptz NOT NULL,
  PRIMARY KEY (workspace_id, seq)
) WITH (fillfactor = 90);
CREATE INDEX app_statuses_app ON app_statuses (app_id, seq);

-- The newest status of each app: what the next report is compared with.
CREATE TABLE app_newest_statuses (
  app_id               uuid PRIMARY KEY,
  workspace_id         uuid NOT NULL,
  agent_id             uuid NOT NULL,
  seq                  bigint NOT NULL,
  state                text NOT NULL,
  message              text NOT NULL,
  uri                  text,
  needs_user_attention boolean NOT NULL
) WITH (fillfactor = 50);

-- Idempotency keys of reports, kept for 24 hours.
CREATE TABLE report_keys (
  agent_id    uuid NOT NULL,
  key         text NOT NULL,
  body_sha256 bytea NOT NULL,
  created_at  timestamptz NOT NULL,
  PRIMARY KEY (agent_id, key)
);
CREATE INDEX report_keys_created ON report_keys (created_at);
