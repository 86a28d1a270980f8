CREATE TABLE members (
    id bigint PRIMARY KEY,
    team bigint NOT NULL,
    name text NOT NULL,
    left_at timestamptz,
    UNIQUE (team, name, left_at)
);
CREATE UNIQUE INDEX members_name_idx ON members (left_at, lower(name));
