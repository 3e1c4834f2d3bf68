-- Templates from files: archives that people upload, and what their files can say beyond the first schema.

-- An archive, kept as a tar. The same content of the same user is one file.
CREATE TABLE files (
  id         uuid PRIMARY KEY,
  created_by uuid NOT NULL REFERENCES users,
  sha256     bytea NOT NULL,
  -- In bytes.
  size       bigint NOT NULL,
  created_at timestamptz NOT NULL,
  UNIQUE (created_by, sha256)
);
CREATE INDEX files_created ON files (created_at);

-- Its content in parts of 1 MiB, so that nobody needs to hold all of it.
CREATE TABLE file_parts (
  file_id uuid NOT NULL REFERENCES files ON DELETE CASCADE,
  number  integer NOT NULL,
  bytes   bytea NOT NULL,
  PRIMARY KEY (file_id, number)
);

-- What an import reads; null for a build, and for an import of what came with the program.
ALTER TABLE jobs ADD COLUMN file_id uuid REFERENCES files;
CREATE INDEX jobs_file ON jobs (file_id) WHERE file_id IS NOT NULL;

-- Which of the program's own templates it is; null when people made it. Deleted or renamed, it stays that.
ALTER TABLE templates ADD COLUMN built_in text UNIQUE;
UPDATE templates SET built_in = name WHERE created_by IS NULL;

ALTER TABLE template_versions ADD CONSTRAINT template_versions_job UNIQUE (job_id);

-- The one template that there was, as it is written now.
UPDATE template_versions
   SET spec = '{
     "name": "external",
     "description": "Nothing is started here: you run the agent, or only the reporter, anywhere.",
     "icon": "",
     "parameters": [{
       "name": "apps", "display_name": "Apps",
       "description": "Names of the apps that report, separated by commas.",
       "type": "STRING", "default_value": "claude", "mutable": true, "ephemeral": false, "options": [],
       "validation": {"regex": null, "error": null, "min": null, "max": null, "monotonic": null}}],
     "resources": [{
       "name": "machine", "type": "external", "runtime": "external", "icon": "", "metadata": [], "daily_cost": 0,
       "agents": [{
         "name": "main", "directory": "", "env": {}, "command": null, "connection_timeout_seconds": 120,
         "troubleshooting_url": "", "motd_file": "", "order": 0, "scripts": [], "metadata": [], "apps": [],
         "apps_from": "apps"}]}]}';

ALTER TABLE resources DROP CONSTRAINT resources_runtime_check;
ALTER TABLE resources ADD CONSTRAINT resources_runtime_check CHECK (runtime IN ('external', 'process'));

-- The program that runs in place of our agent; null: ours.
ALTER TABLE agents ADD COLUMN command text;
ALTER TABLE agents ADD COLUMN motd_file text NOT NULL DEFAULT '';
