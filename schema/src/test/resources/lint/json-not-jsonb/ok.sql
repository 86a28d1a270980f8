CREATE TABLE events (id bigint PRIMARY KEY, body jsonb NOT NULL DEFAULT '{}', json text);
