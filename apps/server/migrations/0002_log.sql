-- The log of the installation. The app adds to the outbox and reads; one sequencer moves rows from there into the
-- tree. Nobody changes or removes a leaf: neither role has the right to, and fsck compares leaves with what is signed.

-- Entries of committed transactions on their way into the log. The order of ids is not the order of the log.
CREATE TABLE log_outbox (
  outbox_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  -- The transaction that wrote it: the audit locks look for an entry of their own transaction.
  xact xid8 NOT NULL DEFAULT pg_current_xact_id(),
  entry_id uuid NOT NULL UNIQUE,
  stream bytea NOT NULL CHECK (length(stream) = 16),
  -- What a leaf may hold (packages/proof): a row that cannot become a leaf must not commit, it would stop the log.
  type text NOT NULL CHECK (length(type) <= 64 AND type ~ '^[a-z][a-z0-9_-]*(\.[a-z][a-z0-9_-]*)*$'),
  at_ms bigint NOT NULL CHECK (at_ms BETWEEN 0 AND 8640000000000000),
  actor text NOT NULL CHECK (actor ~ '^[0-9a-f]{32}$' OR actor IN ('anonymous', 'service')),
  commitment bytea NOT NULL CHECK (length(commitment) = 32)
);
CREATE INDEX log_outbox_xact ON log_outbox (xact);

-- The entries of the tree, in its order.
CREATE TABLE log_leaf (
  leaf_index bigint PRIMARY KEY CHECK (leaf_index >= 0),
  stream bytea NOT NULL CHECK (length(stream) = 16),
  n bigint NOT NULL CHECK (n >= 1),
  entry_id uuid NOT NULL UNIQUE,
  -- Canonical JSON; its UTF-8 bytes are what is hashed and what entry bundles hold.
  leaf text NOT NULL CHECK (octet_length(leaf) <= 4096),
  leaf_hash bytea NOT NULL CHECK (length(leaf_hash) = 32),
  UNIQUE (stream, n)
);

-- The number that the next entry of a stream gets: 1, 2, 3 … without a gap.
CREATE TABLE log_stream (
  stream bytea PRIMARY KEY CHECK (length(stream) = 16),
  next_n bigint NOT NULL CHECK (next_n >= 1)
);

-- One row: the tree as the leaves make it.
CREATE TABLE log_head (
  singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
  size bigint NOT NULL CHECK (size >= 0),
  root bytea NOT NULL CHECK (length(root) = 32),
  -- The hashes of the perfect subtrees of that size, largest first: all that is needed to append.
  range bytea NOT NULL,
  updated_at timestamptz NOT NULL DEFAULT now(),
  -- Why the sequencer stands still, for every node to see; null while all is well.
  halted text
);
-- The root of the empty tree is SHA-256 of nothing (RFC 6962 section 2.1).
INSERT INTO log_head (size, root, range) VALUES (0, sha256(''), '');

GRANT SELECT, INSERT ON log_outbox TO :app;
GRANT SELECT ON log_leaf, log_stream, log_head TO :app;

GRANT SELECT, DELETE ON log_outbox TO :sequencer;
GRANT SELECT, INSERT ON log_leaf TO :sequencer;
GRANT SELECT, INSERT, UPDATE ON log_stream TO :sequencer;
GRANT SELECT, UPDATE ON log_head TO :sequencer;
