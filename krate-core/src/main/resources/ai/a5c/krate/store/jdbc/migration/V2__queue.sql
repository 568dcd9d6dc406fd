-- Who waits for work, is at work, or was lately; due is when a later one may start or an active one is overdue.
CREATE TABLE krate_queue (
  id ${identity},
  kind ${text} NOT NULL,
  namespace ${text} NOT NULL,
  name ${text} NOT NULL,
  state ${text} NOT NULL,
  lane ${text} NOT NULL,
  item ${text} NOT NULL,
  place ${text} NOT NULL,
  since BIGINT NOT NULL,
  due BIGINT NOT NULL,
  UNIQUE (kind, namespace, name)
);

CREATE INDEX krate_queue_lane ON krate_queue (state, lane, since, namespace, name);

CREATE INDEX krate_queue_item ON krate_queue (item, state, lane, since);

CREATE INDEX krate_queue_due ON krate_queue (state, due);

CREATE INDEX krate_queue_since ON krate_queue (since) WHERE state = 'ENDED';
