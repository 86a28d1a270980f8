-- limits
-- Planned by tally schema generate; each step was run on a copy, on PostgreSQL 18.

CREATE TABLE tally.rate_limits (
    id text NOT NULL,
    full_at timestamp with time zone NOT NULL,
    CONSTRAINT rate_limits_id_check CHECK (((length(id) >= 1) AND (length(id) <= 200))),
    CONSTRAINT rate_limits_pkey PRIMARY KEY (id)
);

COMMENT ON TABLE tally.rate_limits IS 'What is left of the tries of those who try often';

COMMENT ON COLUMN tally.rate_limits.full_at IS 'When all tries are there again: each takes a step further, and none reaches past the period';

COMMENT ON COLUMN tally.rate_limits.id IS 'The rule, and the SHA-256 of whom it is applied to';
