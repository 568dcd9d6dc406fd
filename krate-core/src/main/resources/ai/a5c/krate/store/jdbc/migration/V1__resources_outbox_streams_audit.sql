-- One text for SQLite and PostgreSQL. What differs stands in placeholders:
--   text       a text column in byte order
--   identity   a number that is never given twice
--   clustered  rows that live in their primary key
--   versions   where versions come from
--   version    a number as primary key

${versions}

-- Every state that a resource ever had, until it is compacted away; also the change log. Writer and floor name the
-- writing transaction and the newest version that was given out before it began.
CREATE TABLE krate_revision (
  version ${version},
  type ${text} NOT NULL,
  kind ${text} NOT NULL,
  namespace ${text} NOT NULL,
  name ${text} NOT NULL,
  labels ${text} NOT NULL,
  fields ${text} NOT NULL,
  document ${text} NOT NULL,
  writer BIGINT NOT NULL,
  floor BIGINT NOT NULL
);

-- The resources that exist, each pointing to its revision.
CREATE TABLE krate_resource (
  kind ${text} NOT NULL,
  namespace ${text} NOT NULL,
  name ${text} NOT NULL,
  version BIGINT NOT NULL,
  PRIMARY KEY (kind, namespace, name)
) ${clustered};

-- Labels and fields of the resources that exist, for selectors.
CREATE TABLE krate_pair (
  kind ${text} NOT NULL,
  namespace ${text} NOT NULL,
  name ${text} NOT NULL,
  role ${text} NOT NULL,
  key ${text} NOT NULL,
  value ${text} NOT NULL,
  PRIMARY KEY (kind, namespace, name, role, key)
) ${clustered};

CREATE INDEX krate_pair_value ON krate_pair (kind, role, key, value, namespace, name);

-- Up to which version the change log has been forgotten; one row.
CREATE TABLE krate_compaction (
  version BIGINT NOT NULL
);

INSERT INTO krate_compaction (version) VALUES (0);

-- Who holds which key until when, in nanoseconds since 1970.
CREATE TABLE krate_hold (
  scope ${text} NOT NULL,
  key ${text} NOT NULL,
  holder ${text} NOT NULL,
  until BIGINT NOT NULL,
  PRIMARY KEY (scope, key)
) ${clustered};

CREATE INDEX krate_hold_until ON krate_hold (until);

-- Unfinished messages; next is when one is due or its claim runs out, again when it was sent during a claim.
CREATE TABLE krate_message (
  id ${identity},
  topic ${text} NOT NULL,
  key ${text} NOT NULL,
  next BIGINT NOT NULL,
  again BIGINT,
  claimed BOOLEAN NOT NULL,
  claims INTEGER NOT NULL,
  UNIQUE (topic, key)
);

CREATE INDEX krate_message_next ON krate_message (topic, next, id);

CREATE TABLE krate_event (
  stream ${text} NOT NULL,
  sequence BIGINT NOT NULL,
  time ${text} NOT NULL,
  type ${text} NOT NULL,
  document ${text} NOT NULL,
  PRIMARY KEY (stream, sequence)
);

-- Audit entries; those without a sequence wait for the sealer.
CREATE TABLE krate_audit (
  arrival ${identity},
  id ${text} NOT NULL UNIQUE,
  organization ${text} NOT NULL,
  time ${text} NOT NULL,
  actor ${text} NOT NULL,
  action ${text} NOT NULL,
  subject ${text} NOT NULL,
  document ${text} NOT NULL,
  sequence BIGINT,
  previous ${text},
  hash ${text}
);

CREATE UNIQUE INDEX krate_audit_chain ON krate_audit (organization, sequence) WHERE sequence IS NOT NULL;

CREATE INDEX krate_audit_unsealed ON krate_audit (organization, arrival) WHERE sequence IS NULL;
