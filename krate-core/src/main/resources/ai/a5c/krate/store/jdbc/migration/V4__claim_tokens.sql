-- Tells a claim of a message from every other one, also from one that a crash of the database took back.
ALTER TABLE krate_message ADD COLUMN token BIGINT NOT NULL DEFAULT 0;
