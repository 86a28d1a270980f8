CREATE TABLE users (
    id bigint PRIMARY KEY,
    seen timestamptz NOT NULL DEFAULT now(),
    left_at timestamp(3) with time zone,
    born date,
    wakes time
);
