CREATE TABLE users (
    id bigint PRIMARY KEY,
    team bigint NOT NULL,
    stripe_id text UNIQUE,
    name text NOT NULL,
    code text,
    UNIQUE (team, name),
    UNIQUE NULLS NOT DISTINCT (team, code)
);
CREATE UNIQUE INDEX a1 ON users (team, code) WHERE code IS NOT NULL;
CREATE UNIQUE INDEX a2 ON users (lower(code));
CREATE INDEX a3 ON users (team, code);
