CREATE TABLE users (
    id bigint PRIMARY KEY,
    seen timestamp NOT NULL DEFAULT now(), -- in the app
    left_at timestamp(3) without time zone,
    "Born" TIMESTAMP CHECK ("Born" > '1900-01-01')
);
