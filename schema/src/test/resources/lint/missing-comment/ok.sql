CREATE TABLE events (id bigint, day date) PARTITION BY RANGE (day);
COMMENT ON TABLE events IS 'What happened';
CREATE TABLE events_2027 PARTITION OF events FOR VALUES FROM ('2027-01-01') TO ('2028-01-01');
