-- The whole schema, written by scripts/schema.ts from the catalogue of a migrated database. Do not edit.

CREATE SEQUENCE log_outbox_outbox_id_seq;

CREATE OR REPLACE FUNCTION public.require_entry()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
DECLARE
  org uuid := CASE WHEN TG_OP = 'DELETE' THEN OLD.org_id ELSE NEW.org_id END;
BEGIN
  -- Asked by way of the outbox, whose rows live for moments: after a restore into another cluster an old entry may
  -- bear the number of a new transaction.
  IF NOT EXISTS (
    SELECT 1 FROM log_outbox o JOIN log_entry e ON e.org_id = org AND e.entry_id = o.entry_id
    WHERE o.xact = pg_current_xact_id() AND e.kind = 'audit'
  ) THEN
    RAISE EXCEPTION 'a change of % needs an audit entry of the same transaction', TG_TABLE_NAME
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'require_entry';
  END IF;
  RETURN NULL;
END
$function$;
CREATE OR REPLACE FUNCTION public.require_outbox()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM log_outbox WHERE entry_id = NEW.entry_id AND xact = pg_current_xact_id()) THEN
    RAISE EXCEPTION 'log entry % has no outbox row', NEW.entry_id
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'require_outbox';
  END IF;
  RETURN NULL;
END
$function$;

GRANT EXECUTE ON FUNCTION require_entry() TO PUBLIC;
GRANT EXECUTE ON FUNCTION require_outbox() TO PUBLIC;

CREATE TABLE account (
  account_id uuid NOT NULL,
  login text NOT NULL,
  password_hash text NOT NULL,
  org_id uuid NOT NULL,
  person_id uuid NOT NULL,
  created_at timestamp with time zone NOT NULL,
  CONSTRAINT account_pkey PRIMARY KEY (account_id),
  CONSTRAINT account_login_key UNIQUE (login),
  CONSTRAINT account_login_check CHECK (((length(login) >= 3) AND (length(login) <= 200)))
);
GRANT INSERT, SELECT, UPDATE ON account TO :app;

CREATE TABLE case_counter (
  org_id uuid NOT NULL,
  year integer NOT NULL,
  last integer NOT NULL,
  CONSTRAINT case_counter_pkey PRIMARY KEY (org_id, year),
  CONSTRAINT case_counter_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisation(org_id)
);
ALTER TABLE case_counter ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON case_counter TO PUBLIC USING ((org_id = (NULLIF(current_setting('app.org'::text, true), ''::text))::uuid));
CREATE CONSTRAINT TRIGGER require_entry AFTER INSERT OR DELETE OR UPDATE ON public.case_counter DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION require_entry();
GRANT INSERT, SELECT, UPDATE ON case_counter TO :app;

CREATE TABLE case_file (
  org_id uuid NOT NULL,
  case_id uuid NOT NULL,
  number text NOT NULL,
  title text NOT NULL,
  kind text NOT NULL,
  status text NOT NULL,
  summary text NOT NULL,
  customer_name text NOT NULL,
  order_number text NOT NULL,
  amount_fen bigint,
  stream bytea NOT NULL,
  key_id uuid NOT NULL,
  last_exhibit integer DEFAULT 0 NOT NULL,
  version integer NOT NULL,
  opened_at timestamp with time zone NOT NULL,
  opened_by uuid NOT NULL,
  CONSTRAINT case_file_pkey PRIMARY KEY (org_id, case_id),
  CONSTRAINT case_file_org_id_number_key UNIQUE (org_id, number),
  CONSTRAINT case_file_amount_fen_check CHECK ((amount_fen >= 0)),
  CONSTRAINT case_file_status_check CHECK ((status = ANY (ARRAY['open'::text, 'closed'::text]))),
  CONSTRAINT case_file_stream_check CHECK ((length(stream) = 16)),
  CONSTRAINT case_file_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisation(org_id),
  CONSTRAINT case_file_org_id_key_id_fkey FOREIGN KEY (org_id, key_id) REFERENCES data_key(org_id, key_id),
  CONSTRAINT case_file_org_id_opened_by_fkey FOREIGN KEY (org_id, opened_by) REFERENCES member(org_id, person_id)
);
CREATE INDEX case_file_recent ON public.case_file USING btree (org_id, opened_at DESC, case_id DESC);
ALTER TABLE case_file ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON case_file TO PUBLIC USING ((org_id = (NULLIF(current_setting('app.org'::text, true), ''::text))::uuid));
CREATE CONSTRAINT TRIGGER require_entry AFTER INSERT OR DELETE OR UPDATE ON public.case_file DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION require_entry();
GRANT INSERT, SELECT, UPDATE ON case_file TO :app;

CREATE TABLE conversation (
  org_id uuid NOT NULL,
  conversation_id uuid NOT NULL,
  case_id uuid NOT NULL,
  title text NOT NULL,
  family text NOT NULL,
  thread_key text,
  message_count integer NOT NULL,
  participants jsonb NOT NULL,
  first jsonb NOT NULL,
  last jsonb NOT NULL,
  opened_at timestamp with time zone NOT NULL,
  CONSTRAINT conversation_pkey PRIMARY KEY (org_id, conversation_id),
  CONSTRAINT conversation_org_id_case_id_fkey FOREIGN KEY (org_id, case_id) REFERENCES case_file(org_id, case_id)
);
CREATE INDEX conversation_case ON public.conversation USING btree (org_id, case_id);
ALTER TABLE conversation ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON conversation TO PUBLIC USING ((org_id = (NULLIF(current_setting('app.org'::text, true), ''::text))::uuid));
CREATE CONSTRAINT TRIGGER require_entry AFTER INSERT OR DELETE OR UPDATE ON public.conversation DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION require_entry();
GRANT INSERT, SELECT, UPDATE ON conversation TO :app;

CREATE TABLE data_key (
  org_id uuid NOT NULL,
  key_id uuid NOT NULL,
  kind text NOT NULL,
  parent_id uuid,
  wrapped bytea NOT NULL,
  created_at timestamp with time zone NOT NULL,
  CONSTRAINT data_key_pkey PRIMARY KEY (org_id, key_id),
  CONSTRAINT data_key_kind_check CHECK ((kind = ANY (ARRAY['organisation'::text, 'case'::text, 'subject'::text, 'artefact'::text]))),
  CONSTRAINT data_key_org_id_parent_id_fkey FOREIGN KEY (org_id, parent_id) REFERENCES data_key(org_id, key_id)
);
ALTER TABLE data_key ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON data_key TO PUBLIC USING ((org_id = (NULLIF(current_setting('app.org'::text, true), ''::text))::uuid));
CREATE CONSTRAINT TRIGGER require_entry AFTER INSERT OR DELETE OR UPDATE ON public.data_key DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION require_entry();
GRANT INSERT, SELECT ON data_key TO :app;

CREATE TABLE database_role (
  purpose text NOT NULL,
  role_name text NOT NULL,
  CONSTRAINT database_role_pkey PRIMARY KEY (purpose),
  CONSTRAINT database_role_role_name_key UNIQUE (role_name),
  CONSTRAINT database_role_purpose_check CHECK ((purpose = ANY (ARRAY['app'::text, 'sequencer'::text])))
);

CREATE TABLE dossier (
  org_id uuid NOT NULL,
  dossier_id uuid NOT NULL,
  case_id uuid NOT NULL,
  status text NOT NULL,
  plan jsonb NOT NULL,
  file_name text NOT NULL,
  exhibit_count integer NOT NULL,
  message_count integer NOT NULL,
  seal_entry_id uuid,
  blob_id text,
  key_id uuid,
  size_bytes bigint,
  sha256 bytea,
  entry_id uuid,
  failure text,
  requested_at timestamp with time zone NOT NULL,
  requested_by uuid NOT NULL,
  CONSTRAINT dossier_pkey PRIMARY KEY (org_id, dossier_id),
  CONSTRAINT dossier_sha256_check CHECK ((length(sha256) = 32)),
  CONSTRAINT dossier_status_check CHECK ((status = ANY (ARRAY['building'::text, 'sealing'::text, 'ready'::text, 'failed'::text]))),
  CONSTRAINT dossier_org_id_case_id_fkey FOREIGN KEY (org_id, case_id) REFERENCES case_file(org_id, case_id),
  CONSTRAINT dossier_org_id_entry_id_fkey FOREIGN KEY (org_id, entry_id) REFERENCES log_entry(org_id, entry_id) DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT dossier_org_id_requested_by_fkey FOREIGN KEY (org_id, requested_by) REFERENCES member(org_id, person_id),
  CONSTRAINT dossier_org_id_seal_entry_id_fkey FOREIGN KEY (org_id, seal_entry_id) REFERENCES log_entry(org_id, entry_id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX dossier_case ON public.dossier USING btree (org_id, case_id);
ALTER TABLE dossier ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON dossier TO PUBLIC USING ((org_id = (NULLIF(current_setting('app.org'::text, true), ''::text))::uuid));
CREATE CONSTRAINT TRIGGER require_entry AFTER INSERT OR DELETE OR UPDATE ON public.dossier DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION require_entry();
GRANT INSERT, SELECT, UPDATE ON dossier TO :app;

CREATE TABLE effect (
  org_id uuid NOT NULL,
  effect_id uuid NOT NULL,
  operation text NOT NULL,
  done_at timestamp with time zone NOT NULL,
  CONSTRAINT effect_pkey PRIMARY KEY (org_id, effect_id)
);
ALTER TABLE effect ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON effect TO PUBLIC USING ((org_id = (NULLIF(current_setting('app.org'::text, true), ''::text))::uuid));
GRANT INSERT, SELECT ON effect TO :app;

CREATE TABLE exhibit (
  org_id uuid NOT NULL,
  exhibit_id uuid NOT NULL,
  case_id uuid NOT NULL,
  number integer NOT NULL,
  file_name text NOT NULL,
  size_bytes bigint NOT NULL,
  media_type text NOT NULL,
  sha256 bytea NOT NULL,
  sm3 bytea NOT NULL,
  chunk_root bytea NOT NULL,
  chunk_seed bytea NOT NULL,
  grade text NOT NULL,
  note text NOT NULL,
  chat_format text,
  blob_id text NOT NULL,
  key_id uuid NOT NULL,
  entry_id uuid NOT NULL,
  added_at timestamp with time zone NOT NULL,
  added_by uuid NOT NULL,
  CONSTRAINT exhibit_pkey PRIMARY KEY (org_id, exhibit_id),
  CONSTRAINT exhibit_org_id_case_id_number_key UNIQUE (org_id, case_id, number),
  CONSTRAINT exhibit_chunk_root_check CHECK ((length(chunk_root) = 32)),
  CONSTRAINT exhibit_chunk_seed_check CHECK ((length(chunk_seed) = 32)),
  CONSTRAINT exhibit_number_check CHECK ((number > 0)),
  CONSTRAINT exhibit_sha256_check CHECK ((length(sha256) = 32)),
  CONSTRAINT exhibit_size_bytes_check CHECK ((size_bytes > 0)),
  CONSTRAINT exhibit_sm3_check CHECK ((length(sm3) = 32)),
  CONSTRAINT exhibit_org_id_added_by_fkey FOREIGN KEY (org_id, added_by) REFERENCES member(org_id, person_id),
  CONSTRAINT exhibit_org_id_case_id_fkey FOREIGN KEY (org_id, case_id) REFERENCES case_file(org_id, case_id),
  CONSTRAINT exhibit_org_id_entry_id_fkey FOREIGN KEY (org_id, entry_id) REFERENCES log_entry(org_id, entry_id) DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT exhibit_org_id_key_id_fkey FOREIGN KEY (org_id, key_id) REFERENCES data_key(org_id, key_id)
);
ALTER TABLE exhibit ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON exhibit TO PUBLIC USING ((org_id = (NULLIF(current_setting('app.org'::text, true), ''::text))::uuid));
CREATE CONSTRAINT TRIGGER require_entry AFTER INSERT OR DELETE OR UPDATE ON public.exhibit DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION require_entry();
GRANT INSERT, SELECT ON exhibit TO :app;

CREATE TABLE fact (
  org_id uuid NOT NULL,
  fact_id uuid NOT NULL,
  case_id uuid NOT NULL,
  happened jsonb NOT NULL,
  sort_ms bigint,
  kind text NOT NULL,
  title text NOT NULL,
  body text NOT NULL,
  status text NOT NULL,
  version integer NOT NULL,
  entry_id uuid NOT NULL,
  added_at timestamp with time zone NOT NULL,
  added_by uuid NOT NULL,
  CONSTRAINT fact_pkey PRIMARY KEY (org_id, fact_id),
  CONSTRAINT fact_status_check CHECK ((status = ANY (ARRAY['standing'::text, 'withdrawn'::text]))),
  CONSTRAINT fact_org_id_added_by_fkey FOREIGN KEY (org_id, added_by) REFERENCES member(org_id, person_id),
  CONSTRAINT fact_org_id_case_id_fkey FOREIGN KEY (org_id, case_id) REFERENCES case_file(org_id, case_id),
  CONSTRAINT fact_org_id_entry_id_fkey FOREIGN KEY (org_id, entry_id) REFERENCES log_entry(org_id, entry_id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX fact_case ON public.fact USING btree (org_id, case_id);
ALTER TABLE fact ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON fact TO PUBLIC USING ((org_id = (NULLIF(current_setting('app.org'::text, true), ''::text))::uuid));
CREATE CONSTRAINT TRIGGER require_entry AFTER INSERT OR DELETE OR UPDATE ON public.fact DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION require_entry();
GRANT INSERT, SELECT, UPDATE ON fact TO :app;

CREATE TABLE fact_link (
  org_id uuid NOT NULL,
  cause_id uuid NOT NULL,
  effect_id uuid NOT NULL,
  CONSTRAINT fact_link_pkey PRIMARY KEY (org_id, cause_id, effect_id),
  CONSTRAINT fact_link_check CHECK ((cause_id <> effect_id)),
  CONSTRAINT fact_link_org_id_cause_id_fkey FOREIGN KEY (org_id, cause_id) REFERENCES fact(org_id, fact_id),
  CONSTRAINT fact_link_org_id_effect_id_fkey FOREIGN KEY (org_id, effect_id) REFERENCES fact(org_id, fact_id)
);
CREATE INDEX fact_link_effect ON public.fact_link USING btree (org_id, effect_id);
ALTER TABLE fact_link ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON fact_link TO PUBLIC USING ((org_id = (NULLIF(current_setting('app.org'::text, true), ''::text))::uuid));
CREATE CONSTRAINT TRIGGER require_entry AFTER INSERT OR DELETE OR UPDATE ON public.fact_link DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION require_entry();
GRANT DELETE, INSERT, SELECT ON fact_link TO :app;

CREATE TABLE fact_source (
  org_id uuid NOT NULL,
  fact_id uuid NOT NULL,
  place integer NOT NULL,
  exhibit_id uuid NOT NULL,
  import_id uuid,
  index integer,
  CONSTRAINT fact_source_pkey PRIMARY KEY (org_id, fact_id, place),
  CONSTRAINT fact_source_check CHECK (((import_id IS NULL) = (index IS NULL))),
  CONSTRAINT fact_source_org_id_exhibit_id_fkey FOREIGN KEY (org_id, exhibit_id) REFERENCES exhibit(org_id, exhibit_id),
  CONSTRAINT fact_source_org_id_fact_id_fkey FOREIGN KEY (org_id, fact_id) REFERENCES fact(org_id, fact_id),
  CONSTRAINT fact_source_org_id_import_id_index_fkey FOREIGN KEY (org_id, import_id, index) REFERENCES message(org_id, import_id, index)
);
ALTER TABLE fact_source ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON fact_source TO PUBLIC USING ((org_id = (NULLIF(current_setting('app.org'::text, true), ''::text))::uuid));
CREATE CONSTRAINT TRIGGER require_entry AFTER INSERT OR DELETE OR UPDATE ON public.fact_source DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION require_entry();
GRANT DELETE, INSERT, SELECT ON fact_source TO :app;

CREATE TABLE idempotency_key (
  org_id uuid NOT NULL,
  actor_id uuid NOT NULL,
  key text NOT NULL,
  operation text NOT NULL,
  input_digest bytea NOT NULL,
  answer jsonb NOT NULL,
  created_at timestamp with time zone NOT NULL,
  CONSTRAINT idempotency_key_pkey PRIMARY KEY (org_id, actor_id, key),
  CONSTRAINT idempotency_key_key_check CHECK (((length(key) >= 1) AND (length(key) <= 200)))
);
ALTER TABLE idempotency_key ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON idempotency_key TO PUBLIC USING ((org_id = (NULLIF(current_setting('app.org'::text, true), ''::text))::uuid));
GRANT DELETE, INSERT, SELECT ON idempotency_key TO :app;

CREATE TABLE import (
  org_id uuid NOT NULL,
  import_id uuid NOT NULL,
  case_id uuid NOT NULL,
  exhibit_id uuid NOT NULL,
  conversation_id uuid,
  status text NOT NULL,
  format text,
  message_seed bytea NOT NULL,
  message_root bytea,
  messages integer DEFAULT 0 NOT NULL,
  unread integer DEFAULT 0 NOT NULL,
  preamble integer DEFAULT 0 NOT NULL,
  added integer DEFAULT 0 NOT NULL,
  differing integer DEFAULT 0 NOT NULL,
  warnings text[] DEFAULT '{}'::text[] NOT NULL,
  entry_id uuid,
  failure text,
  started_at timestamp with time zone NOT NULL,
  started_by uuid NOT NULL,
  finished_at timestamp with time zone,
  CONSTRAINT import_pkey PRIMARY KEY (org_id, import_id),
  CONSTRAINT import_message_root_check CHECK ((length(message_root) = 32)),
  CONSTRAINT import_message_seed_check CHECK ((length(message_seed) = 32)),
  CONSTRAINT import_status_check CHECK ((status = ANY (ARRAY['reading'::text, 'done'::text, 'failed'::text]))),
  CONSTRAINT import_org_id_case_id_fkey FOREIGN KEY (org_id, case_id) REFERENCES case_file(org_id, case_id),
  CONSTRAINT import_org_id_conversation_id_fkey FOREIGN KEY (org_id, conversation_id) REFERENCES conversation(org_id, conversation_id),
  CONSTRAINT import_org_id_entry_id_fkey FOREIGN KEY (org_id, entry_id) REFERENCES log_entry(org_id, entry_id) DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT import_org_id_exhibit_id_fkey FOREIGN KEY (org_id, exhibit_id) REFERENCES exhibit(org_id, exhibit_id),
  CONSTRAINT import_org_id_started_by_fkey FOREIGN KEY (org_id, started_by) REFERENCES member(org_id, person_id)
);
CREATE INDEX import_case ON public.import USING btree (org_id, case_id);
CREATE INDEX import_exhibit ON public.import USING btree (org_id, exhibit_id);
ALTER TABLE import ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON import TO PUBLIC USING ((org_id = (NULLIF(current_setting('app.org'::text, true), ''::text))::uuid));
CREATE CONSTRAINT TRIGGER require_entry AFTER INSERT OR DELETE OR UPDATE ON public.import DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION require_entry();
GRANT INSERT, SELECT, UPDATE ON import TO :app;

CREATE TABLE import_remainder (
  org_id uuid NOT NULL,
  import_id uuid NOT NULL,
  index integer NOT NULL,
  kind text NOT NULL,
  place jsonb NOT NULL,
  reason text,
  text text NOT NULL,
  CONSTRAINT import_remainder_pkey PRIMARY KEY (org_id, import_id, index),
  CONSTRAINT import_remainder_kind_check CHECK ((kind = ANY (ARRAY['unread'::text, 'preamble'::text]))),
  CONSTRAINT import_remainder_org_id_import_id_fkey FOREIGN KEY (org_id, import_id) REFERENCES import(org_id, import_id)
);
ALTER TABLE import_remainder ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON import_remainder TO PUBLIC USING ((org_id = (NULLIF(current_setting('app.org'::text, true), ''::text))::uuid));
GRANT INSERT, SELECT ON import_remainder TO :app;

CREATE TABLE installation (
  singleton boolean DEFAULT true NOT NULL,
  setup_code_digest bytea,
  founded_at timestamp with time zone,
  CONSTRAINT installation_pkey PRIMARY KEY (singleton),
  CONSTRAINT installation_singleton_check CHECK (singleton)
);
GRANT SELECT ON installation TO :app;
GRANT UPDATE (founded_at), UPDATE (setup_code_digest) ON installation TO :app;

CREATE TABLE log_entry (
  org_id uuid NOT NULL,
  entry_id uuid NOT NULL,
  stream bytea NOT NULL,
  at_ms bigint NOT NULL,
  kind text NOT NULL,
  word text NOT NULL,
  actor_class text NOT NULL,
  actor_id uuid,
  case_id uuid,
  subject uuid,
  payload text NOT NULL,
  opening bytea NOT NULL,
  CONSTRAINT log_entry_pkey PRIMARY KEY (org_id, entry_id),
  CONSTRAINT log_entry_actor_class_check CHECK ((actor_class = ANY (ARRAY['person'::text, 'customer'::text, 'service'::text, 'anonymous'::text]))),
  CONSTRAINT log_entry_check CHECK (((actor_class <> 'anonymous'::text) OR (actor_id IS NULL))),
  CONSTRAINT log_entry_kind_check CHECK ((kind = ANY (ARRAY['audit'::text, 'access'::text, 'refused'::text]))),
  CONSTRAINT log_entry_opening_check CHECK ((length(opening) = 32)),
  CONSTRAINT log_entry_stream_check CHECK ((length(stream) = 16))
);
CREATE INDEX log_entry_case ON public.log_entry USING btree (org_id, case_id, at_ms DESC, entry_id DESC);
CREATE INDEX log_entry_stream ON public.log_entry USING btree (org_id, stream, at_ms);
CREATE INDEX log_entry_subject ON public.log_entry USING btree (org_id, subject, at_ms DESC);
ALTER TABLE log_entry ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON log_entry TO PUBLIC USING ((org_id = (NULLIF(current_setting('app.org'::text, true), ''::text))::uuid));
CREATE CONSTRAINT TRIGGER require_outbox AFTER INSERT ON public.log_entry DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION require_outbox();
GRANT INSERT, SELECT ON log_entry TO :app;

CREATE TABLE log_head (
  singleton boolean DEFAULT true NOT NULL,
  size bigint NOT NULL,
  root bytea NOT NULL,
  range bytea NOT NULL,
  updated_at timestamp with time zone DEFAULT now() NOT NULL,
  halted text,
  CONSTRAINT log_head_pkey PRIMARY KEY (singleton),
  CONSTRAINT log_head_root_check CHECK ((length(root) = 32)),
  CONSTRAINT log_head_singleton_check CHECK (singleton),
  CONSTRAINT log_head_size_check CHECK ((size >= 0))
);
GRANT SELECT ON log_head TO :app;
GRANT SELECT, UPDATE ON log_head TO :sequencer;

CREATE TABLE log_leaf (
  leaf_index bigint NOT NULL,
  stream bytea NOT NULL,
  n bigint NOT NULL,
  entry_id uuid NOT NULL,
  leaf text NOT NULL,
  leaf_hash bytea NOT NULL,
  CONSTRAINT log_leaf_pkey PRIMARY KEY (leaf_index),
  CONSTRAINT log_leaf_entry_id_key UNIQUE (entry_id),
  CONSTRAINT log_leaf_stream_n_key UNIQUE (stream, n),
  CONSTRAINT log_leaf_leaf_check CHECK ((octet_length(leaf) <= 4096)),
  CONSTRAINT log_leaf_leaf_hash_check CHECK ((length(leaf_hash) = 32)),
  CONSTRAINT log_leaf_leaf_index_check CHECK ((leaf_index >= 0)),
  CONSTRAINT log_leaf_n_check CHECK ((n >= 1)),
  CONSTRAINT log_leaf_stream_check CHECK ((length(stream) = 16))
);
GRANT INSERT, SELECT ON log_leaf TO :sequencer;
GRANT SELECT ON log_leaf TO :app;

CREATE TABLE log_outbox (
  outbox_id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
  xact xid8 DEFAULT pg_current_xact_id() NOT NULL,
  entry_id uuid NOT NULL,
  stream bytea NOT NULL,
  type text NOT NULL,
  at_ms bigint NOT NULL,
  actor text NOT NULL,
  commitment bytea NOT NULL,
  CONSTRAINT log_outbox_pkey PRIMARY KEY (outbox_id),
  CONSTRAINT log_outbox_entry_id_key UNIQUE (entry_id),
  CONSTRAINT log_outbox_actor_check CHECK (((actor ~ '^[0-9a-f]{32}$'::text) OR (actor = ANY (ARRAY['anonymous'::text, 'service'::text])))),
  CONSTRAINT log_outbox_at_ms_check CHECK (((at_ms >= 0) AND (at_ms <= '8640000000000000'::bigint))),
  CONSTRAINT log_outbox_commitment_check CHECK ((length(commitment) = 32)),
  CONSTRAINT log_outbox_stream_check CHECK ((length(stream) = 16)),
  CONSTRAINT log_outbox_type_check CHECK (((length(type) <= 64) AND (type ~ '^[a-z][a-z0-9_-]*(\.[a-z][a-z0-9_-]*)*$'::text)))
);
CREATE INDEX log_outbox_xact ON public.log_outbox USING btree (xact);
GRANT DELETE, SELECT ON log_outbox TO :sequencer;
GRANT INSERT, SELECT ON log_outbox TO :app;

CREATE TABLE log_stream (
  stream bytea NOT NULL,
  next_n bigint NOT NULL,
  CONSTRAINT log_stream_pkey PRIMARY KEY (stream),
  CONSTRAINT log_stream_next_n_check CHECK ((next_n >= 1)),
  CONSTRAINT log_stream_stream_check CHECK ((length(stream) = 16))
);
GRANT INSERT, SELECT, UPDATE ON log_stream TO :sequencer;
GRANT SELECT ON log_stream TO :app;

CREATE TABLE member (
  org_id uuid NOT NULL,
  person_id uuid NOT NULL,
  name text NOT NULL,
  login text,
  roles text[] NOT NULL,
  status text NOT NULL,
  pseudonym bytea NOT NULL,
  invitation_digest bytea,
  invitation_expires_at timestamp with time zone,
  since timestamp with time zone NOT NULL,
  CONSTRAINT member_pkey PRIMARY KEY (org_id, person_id),
  CONSTRAINT member_pseudonym_check CHECK ((length(pseudonym) = 16)),
  CONSTRAINT member_roles_check CHECK (((cardinality(roles) >= 1) AND (cardinality(roles) <= 5))),
  CONSTRAINT member_status_check CHECK ((status = ANY (ARRAY['invited'::text, 'active'::text, 'inactive'::text]))),
  CONSTRAINT member_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisation(org_id)
);
ALTER TABLE member ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON member TO PUBLIC USING ((org_id = (NULLIF(current_setting('app.org'::text, true), ''::text))::uuid));
CREATE CONSTRAINT TRIGGER require_entry AFTER INSERT OR DELETE OR UPDATE ON public.member DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION require_entry();
GRANT INSERT, SELECT, UPDATE ON member TO :app;

CREATE TABLE message (
  org_id uuid NOT NULL,
  import_id uuid NOT NULL,
  index integer NOT NULL,
  twin_import_id uuid,
  twin_index integer,
  differs boolean DEFAULT false NOT NULL,
  sort_ms bigint NOT NULL,
  sender_id text,
  sender_name text,
  platform_id text,
  kind text NOT NULL,
  text text NOT NULL,
  body text NOT NULL,
  key_by_id bytea,
  key_by_name bytea NOT NULL,
  CONSTRAINT message_pkey PRIMARY KEY (org_id, import_id, index),
  CONSTRAINT message_index_check CHECK ((index >= 0)),
  CONSTRAINT message_org_id_import_id_fkey FOREIGN KEY (org_id, import_id) REFERENCES import(org_id, import_id),
  CONSTRAINT message_org_id_twin_import_id_twin_index_fkey FOREIGN KEY (org_id, twin_import_id, twin_index) REFERENCES message(org_id, import_id, index)
);
CREATE INDEX message_twins ON public.message USING btree (org_id, twin_import_id, twin_index) WHERE (twin_import_id IS NOT NULL);
ALTER TABLE message ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON message TO PUBLIC USING ((org_id = (NULLIF(current_setting('app.org'::text, true), ''::text))::uuid));
GRANT INSERT, SELECT ON message TO :app;
GRANT UPDATE (differs), UPDATE (sort_ms), UPDATE (twin_import_id), UPDATE (twin_index) ON message TO :app;

CREATE TABLE migration (
  name text NOT NULL,
  sha256 text NOT NULL,
  applied_at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT migration_pkey PRIMARY KEY (name)
);

CREATE TABLE organisation (
  org_id uuid NOT NULL,
  name text NOT NULL,
  zone text NOT NULL,
  stream bytea NOT NULL,
  key_id uuid NOT NULL,
  founded_at timestamp with time zone NOT NULL,
  CONSTRAINT organisation_pkey PRIMARY KEY (org_id),
  CONSTRAINT organisation_stream_check CHECK ((length(stream) = 16))
);
ALTER TABLE organisation ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON organisation TO PUBLIC USING ((org_id = (NULLIF(current_setting('app.org'::text, true), ''::text))::uuid));
CREATE CONSTRAINT TRIGGER require_entry AFTER INSERT OR DELETE OR UPDATE ON public.organisation DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION require_entry();
GRANT INSERT, SELECT ON organisation TO :app;

CREATE TABLE progress (
  org_id uuid NOT NULL,
  subject uuid NOT NULL,
  step text NOT NULL,
  done bigint NOT NULL,
  total bigint NOT NULL,
  cursor jsonb DEFAULT '{}'::jsonb NOT NULL,
  CONSTRAINT progress_pkey PRIMARY KEY (org_id, subject)
);
ALTER TABLE progress ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON progress TO PUBLIC USING ((org_id = (NULLIF(current_setting('app.org'::text, true), ''::text))::uuid));
GRANT DELETE, INSERT, SELECT, UPDATE ON progress TO :app;

CREATE TABLE rate_limit (
  key character varying(255) NOT NULL,
  points integer DEFAULT 0 NOT NULL,
  expire bigint,
  CONSTRAINT rate_limit_pkey PRIMARY KEY (key)
);
GRANT DELETE, INSERT, SELECT, UPDATE ON rate_limit TO :app;

CREATE TABLE session (
  org_id uuid NOT NULL,
  session_id uuid NOT NULL,
  person_id uuid NOT NULL,
  token_digest bytea NOT NULL,
  opened_at timestamp with time zone NOT NULL,
  seen_at timestamp with time zone NOT NULL,
  expires_at timestamp with time zone NOT NULL,
  closed_at timestamp with time zone,
  CONSTRAINT session_pkey PRIMARY KEY (org_id, session_id),
  CONSTRAINT session_org_id_token_digest_key UNIQUE (org_id, token_digest),
  CONSTRAINT session_org_id_person_id_fkey FOREIGN KEY (org_id, person_id) REFERENCES member(org_id, person_id)
);
CREATE INDEX session_person ON public.session USING btree (org_id, person_id);
ALTER TABLE session ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON session TO PUBLIC USING ((org_id = (NULLIF(current_setting('app.org'::text, true), ''::text))::uuid));
GRANT INSERT, SELECT, UPDATE ON session TO :app;

CREATE TABLE thread (
  org_id uuid NOT NULL,
  conversation_id uuid NOT NULL,
  "position" integer NOT NULL,
  import_id uuid NOT NULL,
  index integer NOT NULL,
  CONSTRAINT thread_pkey PRIMARY KEY (org_id, conversation_id, "position"),
  CONSTRAINT thread_org_id_import_id_index_key UNIQUE (org_id, import_id, index),
  CONSTRAINT thread_org_id_conversation_id_fkey FOREIGN KEY (org_id, conversation_id) REFERENCES conversation(org_id, conversation_id),
  CONSTRAINT thread_org_id_import_id_index_fkey FOREIGN KEY (org_id, import_id, index) REFERENCES message(org_id, import_id, index)
);
ALTER TABLE thread ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON thread TO PUBLIC USING ((org_id = (NULLIF(current_setting('app.org'::text, true), ''::text))::uuid));
GRANT DELETE, INSERT, SELECT ON thread TO :app;
