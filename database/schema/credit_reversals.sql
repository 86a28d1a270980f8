CREATE TABLE tally.credit_reversals (
    user_id uuid NOT NULL,
    id uuid NOT NULL,
    grant_id uuid NOT NULL,
    operation_id text NOT NULL CHECK (length(operation_id) BETWEEN 1 AND 200),
    kind text NOT NULL CHECK (kind IN ('revocation', 'refund', 'clawback')),
    spent text NOT NULL CHECK (spent IN ('debt', 'write_off')),
    amount numeric(20,6) NOT NULL CHECK (amount > 0),
    taken numeric(20,6) NOT NULL CHECK (taken >= 0),
    owed numeric(20,6) NOT NULL CHECK (owed >= 0),
    forgone numeric(20,6) GENERATED ALWAYS AS (amount - taken - owed) STORED CHECK (forgone >= 0),
    created_at timestamptz NOT NULL DEFAULT now(),
    restored_at timestamptz,
    PRIMARY KEY (user_id, id),
    UNIQUE (user_id, operation_id),
    FOREIGN KEY (user_id, grant_id) REFERENCES tally.credit_grants (user_id, id),
    CHECK (spent = 'debt' OR owed = 0)
);
COMMENT ON TABLE tally.credit_reversals IS
    'What was given and is taken back, all of a grant or a part; a reversal may be undone once';
COMMENT ON COLUMN tally.credit_reversals.operation_id IS
    'Idempotency key of the reversal, chosen by who reverses; never expires';
COMMENT ON COLUMN tally.credit_reversals.kind IS
    'revocation: a decision; refund: the payment went back; clawback: a dispute took it, or holds it';
COMMENT ON COLUMN tally.credit_reversals.spent IS 'What becomes of credits that were spent already';
COMMENT ON COLUMN tally.credit_reversals.amount IS 'How many of the grant''s credits are taken back';
COMMENT ON COLUMN tally.credit_reversals.taken IS 'What was left in the grant and went';
COMMENT ON COLUMN tally.credit_reversals.owed IS 'What was spent and became debt';
COMMENT ON COLUMN tally.credit_reversals.forgone IS 'What was written off, or had expired before';
COMMENT ON COLUMN tally.credit_reversals.restored_at IS 'When it was undone';

CREATE INDEX credit_reversals_grant_idx ON tally.credit_reversals (user_id, grant_id);
COMMENT ON INDEX tally.credit_reversals_grant_idx IS
    'Serves the next reversal of a grant: how much of it was reversed before';

CREATE TRIGGER credit_reversals_no_delete
    BEFORE DELETE ON tally.credit_reversals
    FOR EACH ROW EXECUTE FUNCTION tally.refuse_change();
CREATE TRIGGER credit_reversals_no_truncate
    BEFORE TRUNCATE ON tally.credit_reversals
    FOR EACH STATEMENT EXECUTE FUNCTION tally.refuse_change();
