-- One index for each question to the queue, of those rows alone that it asks for. A planner that knows nothing of the
-- table yet, and whose plan is kept, could answer from an index of all states by reading everything that waits.
DROP INDEX krate_queue_lane;
DROP INDEX krate_queue_item;
DROP INDEX krate_queue_due;
DROP INDEX krate_queue_since;

CREATE INDEX krate_queue_waiting ON krate_queue (lane, since, namespace, name) WHERE state = 'WAITING';

CREATE INDEX krate_queue_waiting_item ON krate_queue (item, lane, since, namespace, name) WHERE state = 'WAITING';

CREATE INDEX krate_queue_started ON krate_queue (item) WHERE state IN ('ACTIVE', 'ENDED');

CREATE INDEX krate_queue_ended ON krate_queue (since) WHERE state = 'ENDED';

CREATE INDEX krate_queue_later ON krate_queue (due) WHERE state = 'LATER';

CREATE INDEX krate_queue_due ON krate_queue (due) WHERE state <> 'ENDED';
