CREATE TABLE members (
    id bigint PRIMARY KEY,
    team bigint NOT NULL,
    name text NOT NULL,
    left_at timestamptz,
    UNIQUE NULLS NOT DISTINCT (team, name, left_at)
);
CREATE UNIQUE INDEX members_name_idx ON members (lower(name)) WHERE left_at IS NULL;
