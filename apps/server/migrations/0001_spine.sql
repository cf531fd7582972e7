-- The spine: who, cases, evidence, conversations, timeline, dossiers, and the entries of the log.
-- Every domain table starts its primary key with org_id; every foreign key carries it.

-- One row: what this installation knows of itself before there is an organisation.
CREATE TABLE installation (
  singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
  setup_code_digest bytea,
  founded_at timestamptz
);
INSERT INTO installation DEFAULT VALUES;

-- A sign-in belongs to a person before any organisation is known.
CREATE TABLE account (
  account_id uuid PRIMARY KEY,
  login text NOT NULL UNIQUE CHECK (length(login) BETWEEN 3 AND 200),
  password_hash text NOT NULL,
  org_id uuid NOT NULL,
  person_id uuid NOT NULL,
  created_at timestamptz NOT NULL
);

CREATE TABLE rate_limit (
  key varchar(255) PRIMARY KEY,
  points integer NOT NULL DEFAULT 0,
  expire bigint
);

CREATE TABLE organisation (
  org_id uuid PRIMARY KEY,
  name text NOT NULL,
  zone text NOT NULL,
  stream bytea NOT NULL CHECK (length(stream) = 16),
  key_id uuid NOT NULL,
  founded_at timestamptz NOT NULL
);

-- Data keys, wrapped by their parent and at the root by the master key. Destroying a row destroys what it opens.
CREATE TABLE data_key (
  org_id uuid NOT NULL,
  key_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('organisation', 'case', 'subject', 'artefact')),
  parent_id uuid,
  wrapped bytea NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (org_id, key_id),
  FOREIGN KEY (org_id, parent_id) REFERENCES data_key (org_id, key_id)
);

CREATE TABLE member (
  org_id uuid NOT NULL REFERENCES organisation (org_id),
  person_id uuid NOT NULL,
  name text NOT NULL,
  login text,
  roles text[] NOT NULL CHECK (cardinality(roles) BETWEEN 1 AND 5),
  status text NOT NULL CHECK (status IN ('invited', 'active', 'inactive')),
  -- Stands for the person in the log; forgetting this row forgets who it was.
  pseudonym bytea NOT NULL CHECK (length(pseudonym) = 16),
  invitation_digest bytea,
  invitation_expires_at timestamptz,
  since timestamptz NOT NULL,
  PRIMARY KEY (org_id, person_id)
);

CREATE TABLE session (
  org_id uuid NOT NULL,
  session_id uuid NOT NULL,
  person_id uuid NOT NULL,
  token_digest bytea NOT NULL,
  opened_at timestamptz NOT NULL,
  seen_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  closed_at timestamptz,
  PRIMARY KEY (org_id, session_id),
  UNIQUE (org_id, token_digest),
  FOREIGN KEY (org_id, person_id) REFERENCES member (org_id, person_id)
);
CREATE INDEX session_person ON session (org_id, person_id);

CREATE TABLE case_counter (
  org_id uuid NOT NULL REFERENCES organisation (org_id),
  year integer NOT NULL,
  last integer NOT NULL,
  PRIMARY KEY (org_id, year)
);

CREATE TABLE case_file (
  org_id uuid NOT NULL REFERENCES organisation (org_id),
  case_id uuid NOT NULL,
  number text NOT NULL,
  title text NOT NULL,
  kind text NOT NULL,
  status text NOT NULL CHECK (status IN ('open', 'closed')),
  summary text NOT NULL,
  customer_name text NOT NULL,
  order_number text NOT NULL,
  amount_fen bigint CHECK (amount_fen >= 0),
  stream bytea NOT NULL CHECK (length(stream) = 16),
  key_id uuid NOT NULL,
  last_exhibit integer NOT NULL DEFAULT 0,
  version integer NOT NULL,
  opened_at timestamptz NOT NULL,
  opened_by uuid NOT NULL,
  PRIMARY KEY (org_id, case_id),
  UNIQUE (org_id, number),
  FOREIGN KEY (org_id, key_id) REFERENCES data_key (org_id, key_id),
  FOREIGN KEY (org_id, opened_by) REFERENCES member (org_id, person_id)
);
CREATE INDEX case_file_recent ON case_file (org_id, opened_at DESC, case_id DESC);

-- What happened: one row an act, an access or a refusal. The log holds its commitment; this row opens it.
CREATE TABLE log_entry (
  org_id uuid NOT NULL,
  entry_id uuid NOT NULL,
  stream bytea NOT NULL CHECK (length(stream) = 16),
  at_ms bigint NOT NULL,
  kind text NOT NULL CHECK (kind IN ('audit', 'access', 'refused')),
  word text NOT NULL,
  actor_class text NOT NULL CHECK (actor_class IN ('person', 'customer', 'service', 'anonymous')),
  actor_id uuid,
  case_id uuid,
  subject uuid,
  -- The exact bytes that were committed to: canonical JSON.
  payload text NOT NULL,
  opening bytea NOT NULL CHECK (length(opening) = 32),
  PRIMARY KEY (org_id, entry_id),
  CHECK (actor_class <> 'anonymous' OR actor_id IS NULL)
);
CREATE INDEX log_entry_case ON log_entry (org_id, case_id, at_ms DESC, entry_id DESC);
CREATE INDEX log_entry_subject ON log_entry (org_id, subject, at_ms DESC);
CREATE INDEX log_entry_stream ON log_entry (org_id, stream, at_ms);

CREATE TABLE exhibit (
  org_id uuid NOT NULL,
  exhibit_id uuid NOT NULL,
  case_id uuid NOT NULL,
  number integer NOT NULL CHECK (number > 0),
  file_name text NOT NULL,
  size_bytes bigint NOT NULL CHECK (size_bytes > 0),
  media_type text NOT NULL,
  sha256 bytea NOT NULL CHECK (length(sha256) = 32),
  sm3 bytea NOT NULL CHECK (length(sm3) = 32),
  chunk_root bytea NOT NULL CHECK (length(chunk_root) = 32),
  chunk_seed bytea NOT NULL CHECK (length(chunk_seed) = 32),
  grade text NOT NULL,
  note text NOT NULL,
  chat_format text,
  blob_id text NOT NULL,
  key_id uuid NOT NULL,
  entry_id uuid NOT NULL,
  added_at timestamptz NOT NULL,
  added_by uuid NOT NULL,
  PRIMARY KEY (org_id, exhibit_id),
  UNIQUE (org_id, case_id, number),
  FOREIGN KEY (org_id, case_id) REFERENCES case_file (org_id, case_id),
  FOREIGN KEY (org_id, key_id) REFERENCES data_key (org_id, key_id),
  FOREIGN KEY (org_id, entry_id) REFERENCES log_entry (org_id, entry_id) DEFERRABLE INITIALLY DEFERRED,
  FOREIGN KEY (org_id, added_by) REFERENCES member (org_id, person_id)
);

CREATE TABLE conversation (
  org_id uuid NOT NULL,
  conversation_id uuid NOT NULL,
  case_id uuid NOT NULL,
  title text NOT NULL,
  -- Family and counterpart as the first file names them: what a later file continues.
  family text NOT NULL,
  thread_key text,
  message_count integer NOT NULL,
  -- Who speaks how often, and from when to when: counted when a file is merged.
  participants jsonb NOT NULL,
  first jsonb NOT NULL,
  last jsonb NOT NULL,
  opened_at timestamptz NOT NULL,
  PRIMARY KEY (org_id, conversation_id),
  FOREIGN KEY (org_id, case_id) REFERENCES case_file (org_id, case_id)
);
CREATE INDEX conversation_case ON conversation (org_id, case_id);

CREATE TABLE import (
  org_id uuid NOT NULL,
  import_id uuid NOT NULL,
  case_id uuid NOT NULL,
  exhibit_id uuid NOT NULL,
  -- As wished at the start; the one that was chosen once it is done.
  conversation_id uuid,
  status text NOT NULL CHECK (status IN ('reading', 'done', 'failed')),
  format text,
  message_seed bytea NOT NULL CHECK (length(message_seed) = 32),
  message_root bytea CHECK (length(message_root) = 32),
  messages integer NOT NULL DEFAULT 0,
  unread integer NOT NULL DEFAULT 0,
  preamble integer NOT NULL DEFAULT 0,
  added integer NOT NULL DEFAULT 0,
  differing integer NOT NULL DEFAULT 0,
  warnings text[] NOT NULL DEFAULT '{}',
  -- The entry that committed to the messages, once it is done.
  entry_id uuid,
  failure text,
  started_at timestamptz NOT NULL,
  started_by uuid NOT NULL,
  finished_at timestamptz,
  PRIMARY KEY (org_id, import_id),
  FOREIGN KEY (org_id, case_id) REFERENCES case_file (org_id, case_id),
  FOREIGN KEY (org_id, exhibit_id) REFERENCES exhibit (org_id, exhibit_id),
  FOREIGN KEY (org_id, conversation_id) REFERENCES conversation (org_id, conversation_id),
  FOREIGN KEY (org_id, entry_id) REFERENCES log_entry (org_id, entry_id) DEFERRABLE INITIALLY DEFERRED,
  FOREIGN KEY (org_id, started_by) REFERENCES member (org_id, person_id)
);
CREATE INDEX import_case ON import (org_id, case_id);
CREATE INDEX import_exhibit ON import (org_id, exhibit_id);

-- How far long work has come; derived, and rewritten at each step.
CREATE TABLE progress (
  org_id uuid NOT NULL,
  subject uuid NOT NULL,
  step text NOT NULL,
  done bigint NOT NULL,
  total bigint NOT NULL,
  cursor jsonb NOT NULL DEFAULT '{}',
  PRIMARY KEY (org_id, subject)
);

-- Every message of every file, in the order of the file. A twin is the same message in an earlier file.
CREATE TABLE message (
  org_id uuid NOT NULL,
  import_id uuid NOT NULL,
  index integer NOT NULL CHECK (index >= 0),
  twin_import_id uuid,
  twin_index integer,
  differs boolean NOT NULL DEFAULT false,
  -- Sorting instant: its own, or the one carried on from the record before.
  sort_ms bigint NOT NULL,
  sender_id text,
  sender_name text,
  platform_id text,
  kind text NOT NULL,
  text text NOT NULL,
  -- The whole normalised message as it was committed to (canonical JSON of packages/formats' Message).
  body text NOT NULL,
  key_by_id bytea,
  key_by_name bytea NOT NULL,
  PRIMARY KEY (org_id, import_id, index),
  FOREIGN KEY (org_id, import_id) REFERENCES import (org_id, import_id),
  FOREIGN KEY (org_id, twin_import_id, twin_index) REFERENCES message (org_id, import_id, index)
);
CREATE INDEX message_twins ON message (org_id, twin_import_id, twin_index) WHERE twin_import_id IS NOT NULL;

-- What of a file is no message: not understood, or standing before the first one.
CREATE TABLE import_remainder (
  org_id uuid NOT NULL,
  import_id uuid NOT NULL,
  index integer NOT NULL,
  kind text NOT NULL CHECK (kind IN ('unread', 'preamble')),
  place jsonb NOT NULL,
  reason text,
  text text NOT NULL,
  PRIMARY KEY (org_id, import_id, index),
  FOREIGN KEY (org_id, import_id) REFERENCES import (org_id, import_id)
);

-- The order in which a conversation is read; derived, rebuilt by each import.
CREATE TABLE thread (
  org_id uuid NOT NULL,
  conversation_id uuid NOT NULL,
  position integer NOT NULL,
  import_id uuid NOT NULL,
  index integer NOT NULL,
  PRIMARY KEY (org_id, conversation_id, position),
  UNIQUE (org_id, import_id, index),
  FOREIGN KEY (org_id, conversation_id) REFERENCES conversation (org_id, conversation_id),
  FOREIGN KEY (org_id, import_id, index) REFERENCES message (org_id, import_id, index)
);

CREATE TABLE fact (
  org_id uuid NOT NULL,
  fact_id uuid NOT NULL,
  case_id uuid NOT NULL,
  happened jsonb NOT NULL,
  sort_ms bigint,
  kind text NOT NULL,
  title text NOT NULL,
  body text NOT NULL,
  status text NOT NULL CHECK (status IN ('standing', 'withdrawn')),
  version integer NOT NULL,
  entry_id uuid NOT NULL,
  added_at timestamptz NOT NULL,
  added_by uuid NOT NULL,
  PRIMARY KEY (org_id, fact_id),
  FOREIGN KEY (org_id, case_id) REFERENCES case_file (org_id, case_id),
  FOREIGN KEY (org_id, entry_id) REFERENCES log_entry (org_id, entry_id) DEFERRABLE INITIALLY DEFERRED,
  FOREIGN KEY (org_id, added_by) REFERENCES member (org_id, person_id)
);
CREATE INDEX fact_case ON fact (org_id, case_id);

CREATE TABLE fact_source (
  org_id uuid NOT NULL,
  fact_id uuid NOT NULL,
  place integer NOT NULL,
  exhibit_id uuid NOT NULL,
  import_id uuid,
  index integer,
  PRIMARY KEY (org_id, fact_id, place),
  FOREIGN KEY (org_id, fact_id) REFERENCES fact (org_id, fact_id),
  FOREIGN KEY (org_id, exhibit_id) REFERENCES exhibit (org_id, exhibit_id),
  FOREIGN KEY (org_id, import_id, index) REFERENCES message (org_id, import_id, index),
  CHECK ((import_id IS NULL) = (index IS NULL))
);

CREATE TABLE fact_link (
  org_id uuid NOT NULL,
  cause_id uuid NOT NULL,
  effect_id uuid NOT NULL,
  PRIMARY KEY (org_id, cause_id, effect_id),
  FOREIGN KEY (org_id, cause_id) REFERENCES fact (org_id, fact_id),
  FOREIGN KEY (org_id, effect_id) REFERENCES fact (org_id, fact_id),
  CHECK (cause_id <> effect_id)
);
CREATE INDEX fact_link_effect ON fact_link (org_id, effect_id);

CREATE TABLE dossier (
  org_id uuid NOT NULL,
  dossier_id uuid NOT NULL,
  case_id uuid NOT NULL,
  status text NOT NULL CHECK (status IN ('building', 'sealing', 'ready', 'failed')),
  -- What was asked for: exhibits, spans, purpose, language. Never changed.
  plan jsonb NOT NULL,
  file_name text NOT NULL,
  exhibit_count integer NOT NULL,
  message_count integer NOT NULL,
  seal_entry_id uuid,
  blob_id text,
  key_id uuid,
  size_bytes bigint,
  sha256 bytea CHECK (length(sha256) = 32),
  -- The entry that the finished container was logged by.
  entry_id uuid,
  failure text,
  requested_at timestamptz NOT NULL,
  requested_by uuid NOT NULL,
  PRIMARY KEY (org_id, dossier_id),
  FOREIGN KEY (org_id, case_id) REFERENCES case_file (org_id, case_id),
  FOREIGN KEY (org_id, seal_entry_id) REFERENCES log_entry (org_id, entry_id) DEFERRABLE INITIALLY DEFERRED,
  FOREIGN KEY (org_id, entry_id) REFERENCES log_entry (org_id, entry_id) DEFERRABLE INITIALLY DEFERRED,
  FOREIGN KEY (org_id, requested_by) REFERENCES member (org_id, person_id)
);
CREATE INDEX dossier_case ON dossier (org_id, case_id);

-- The answer of a command under the key its caller chose.
CREATE TABLE idempotency_key (
  org_id uuid NOT NULL,
  actor_id uuid NOT NULL,
  key text NOT NULL CHECK (length(key) BETWEEN 1 AND 200),
  operation text NOT NULL,
  input_digest bytea NOT NULL,
  answer jsonb NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (org_id, actor_id, key)
);

-- Work that must not be done twice: the id of the job that did it.
CREATE TABLE effect (
  org_id uuid NOT NULL,
  effect_id uuid NOT NULL,
  operation text NOT NULL,
  done_at timestamptz NOT NULL,
  PRIMARY KEY (org_id, effect_id)
);
