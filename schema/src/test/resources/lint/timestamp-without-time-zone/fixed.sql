CREATE TABLE users (
    id bigint PRIMARY KEY,
    seen timestamptz NOT NULL DEFAULT now(), -- in the app
    left_at timestamptz(3),
    "Born" timestamptz CHECK ("Born" > '1900-01-01')
);
