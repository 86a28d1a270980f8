CREATE TABLE users (id bigint PRIMARY KEY, name text);
CREATE TABLE events (id bigint, day date, PRIMARY KEY (day, id)) PARTITION BY RANGE (day);
CREATE TABLE events_2027 PARTITION OF events FOR VALUES FROM ('2027-01-01') TO ('2028-01-01');
CREATE VIEW names AS SELECT name FROM users;
