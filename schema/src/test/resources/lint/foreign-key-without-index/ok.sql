CREATE TABLE users (id bigint PRIMARY KEY, tenant bigint NOT NULL, UNIQUE (tenant, id));
-- By the primary key, whatever the order of its columns.
CREATE TABLE members (
    id bigint REFERENCES users (id),
    tenant bigint,
    since date,
    PRIMARY KEY (id, tenant, since),
    FOREIGN KEY (tenant, id) REFERENCES users (tenant, id)
);
CREATE TABLE notes (
    id bigint PRIMARY KEY,
    by_index bigint REFERENCES users (id),
    by_partial bigint REFERENCES users (id),
    by_unique bigint UNIQUE REFERENCES users (id),
    by_hash bigint REFERENCES users (id),
    tenant bigint,
    author bigint,
    FOREIGN KEY (tenant, author) REFERENCES users (tenant, id)
);
CREATE INDEX ON notes (by_index, id);
CREATE INDEX ON notes (by_partial) WHERE by_partial IS NOT NULL;
CREATE INDEX ON notes USING hash (by_hash);
CREATE INDEX ON notes (author, tenant) WHERE author IS NOT NULL AND tenant IS NOT NULL;
-- A partition has the index of its parent.
CREATE TABLE events (at date, user_id bigint REFERENCES users (id)) PARTITION BY RANGE (at);
CREATE TABLE events_2027 PARTITION OF events FOR VALUES FROM ('2027-01-01') TO ('2028-01-01');
CREATE INDEX events_user_idx ON events (user_id);
