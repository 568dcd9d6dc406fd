-- Which topic is looked at when, and by whom just now, where several servers share the database; the columns are
-- db-scheduler's.
CREATE TABLE krate_alarm (
  task_name ${text} NOT NULL,
  task_instance ${text} NOT NULL,
  task_data ${bytes},
  execution_time TIMESTAMP WITH TIME ZONE NOT NULL,
  picked BOOLEAN NOT NULL,
  picked_by ${text},
  last_success TIMESTAMP WITH TIME ZONE,
  last_failure TIMESTAMP WITH TIME ZONE,
  consecutive_failures INTEGER,
  last_heartbeat TIMESTAMP WITH TIME ZONE,
  version BIGINT NOT NULL,
  priority SMALLINT,
  PRIMARY KEY (task_name, task_instance)
);

CREATE INDEX krate_alarm_execution_time ON krate_alarm (execution_time);

CREATE INDEX krate_alarm_last_heartbeat ON krate_alarm (last_heartbeat);
