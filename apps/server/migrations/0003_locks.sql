-- The three locks on the record: tenants, least privilege, and no change without an entry of the same transaction.

-- Tenants. After SET LOCAL the setting is '' and not NULL, hence nullif.
DO $$
DECLARE
  t text;
BEGIN
  FOREACH t IN ARRAY ARRAY[
    'organisation', 'data_key', 'member', 'session', 'case_counter', 'case_file', 'log_entry', 'exhibit',
    'conversation', 'import', 'progress', 'message', 'import_remainder', 'thread', 'fact', 'fact_source',
    'fact_link', 'dossier', 'idempotency_key', 'effect'
  ] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format(
      'CREATE POLICY tenant ON %I USING (org_id = nullif(current_setting(''app.org'', true), '''')::uuid)', t);
  END LOOP;
END
$$;

-- Least privilege: the log is only ever added to; what is never deleted by a rule can't be deleted by a slip.
GRANT SELECT, INSERT ON
  organisation, data_key, exhibit, log_entry, idempotency_key, effect, import_remainder, message
  TO :app;
GRANT SELECT, INSERT, UPDATE ON
  member, session, case_counter, case_file, conversation, import, progress, fact, dossier, account, rate_limit
  TO :app;
-- Where a message is sorted, and which one of an earlier file is the same: found when a file is merged. What was read
-- never changes.
GRANT UPDATE (sort_ms, twin_import_id, twin_index, differs) ON message TO :app;
GRANT SELECT, INSERT, DELETE ON thread, fact_source, fact_link TO :app;
GRANT DELETE ON progress, rate_limit, idempotency_key TO :app;
GRANT SELECT ON installation TO :app;
GRANT UPDATE (setup_code_digest, founded_at) ON installation TO :app;
-- Merging compares in temporary tables; some administrators take that right from everyone.
DO $$
BEGIN
  EXECUTE format('GRANT TEMPORARY ON DATABASE %I TO %I', current_database(), :'app');
END
$$;

-- Audit: a commit that changed an audited table needs an entry of the same transaction and organisation.
CREATE FUNCTION require_entry() RETURNS trigger LANGUAGE plpgsql AS $$
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
$$;

DO $$
DECLARE
  t text;
BEGIN
  FOREACH t IN ARRAY ARRAY[
    'organisation', 'data_key', 'member', 'case_file', 'case_counter', 'exhibit', 'conversation', 'import', 'fact',
    'fact_source', 'fact_link', 'dossier'
  ] LOOP
    EXECUTE format(
      'CREATE CONSTRAINT TRIGGER require_entry AFTER INSERT OR UPDATE OR DELETE ON %I
         DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION require_entry()', t);
  END LOOP;
END
$$;

-- An entry that never reached the outbox would be an act without a leaf.
CREATE FUNCTION require_outbox() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM log_outbox WHERE entry_id = NEW.entry_id AND xact = pg_current_xact_id()) THEN
    RAISE EXCEPTION 'log entry % has no outbox row', NEW.entry_id
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'require_outbox';
  END IF;
  RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER require_outbox AFTER INSERT ON log_entry
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION require_outbox();
