CREATE TABLE events (id bigint, day date, name text, PRIMARY KEY (day, id)) PARTITION BY RANGE (day);
CREATE TABLE events_2027 PARTITION OF events FOR VALUES FROM ('2027-01-01') TO ('2028-01-01');
CREATE INDEX events_name_idx ON events (name);
CREATE TABLE users (id bigint PRIMARY KEY, name text);
CREATE INDEX users_name_again_idx ON users (name);
