CREATE TABLE tally.rate_limits (
    id text PRIMARY KEY CHECK (length(id) BETWEEN 1 AND 200),
    full_at timestamptz NOT NULL
);
COMMENT ON TABLE tally.rate_limits IS 'What is left of the tries of those who try often';
COMMENT ON COLUMN tally.rate_limits.id IS 'The rule, and the SHA-256 of whom it is applied to';
COMMENT ON COLUMN tally.rate_limits.full_at IS
    'When all tries are there again: each takes a step further, and none reaches past the period';
