CREATE TABLE tally.credit_entries (
    user_id uuid NOT NULL,
    id uuid NOT NULL,
    grant_id uuid,
    message_id uuid,
    reversal_id uuid,
    kind text NOT NULL CHECK (kind IN ('charge', 'repayment', 'expiry', 'revocation', 'refund', 'rerate', 'clawback', 'restoration')),
    amount numeric(20,6) NOT NULL CHECK (amount <> 0),
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (user_id, id),
    FOREIGN KEY (user_id, grant_id) REFERENCES tally.credit_grants (user_id, id),
    FOREIGN KEY (user_id, message_id) REFERENCES tally.messages (user_id, id),
    FOREIGN KEY (user_id, reversal_id) REFERENCES tally.credit_reversals (user_id, id),
    CHECK ((kind IN ('charge', 'rerate')) = (message_id IS NOT NULL)),
    CHECK (kind <> 'charge' OR amount < 0),
    CHECK (kind <> 'expiry' OR (grant_id IS NOT NULL AND amount < 0)),
    CHECK ((kind IN ('revocation', 'refund', 'clawback', 'restoration')) = (reversal_id IS NOT NULL))
);
COMMENT ON TABLE tally.credit_entries IS 'The ledger: one movement of one grant, or of the debt';
COMMENT ON COLUMN tally.credit_entries.grant_id IS 'The grant that moved; null: the debt moved';
COMMENT ON COLUMN tally.credit_entries.reversal_id IS 'The reversal that this is part of, or undoes';
COMMENT ON COLUMN tally.credit_entries.amount IS
    'Credits, signed: what the user''s balance gained (+) or lost (-)';

CREATE INDEX credit_entries_grant_idx ON tally.credit_entries (user_id, grant_id)
    WHERE grant_id IS NOT NULL;
COMMENT ON INDEX tally.credit_entries_grant_idx IS
    'Serves GET /v1/users/{id}/entries?grantId=: what one grant paid for';

CREATE INDEX credit_entries_message_idx ON tally.credit_entries (user_id, message_id)
    WHERE message_id IS NOT NULL;
COMMENT ON INDEX tally.credit_entries_message_idx IS
    'Serves the draws of a message: its answer on replay, and GET /v1/messages/{id}';

CREATE INDEX credit_entries_reversal_idx ON tally.credit_entries (user_id, reversal_id)
    WHERE reversal_id IS NOT NULL;
COMMENT ON INDEX tally.credit_entries_reversal_idx IS
    'Serves the foreign key, and ledger verify: the entries of a reversal';

CREATE TRIGGER credit_entries_append_only
    BEFORE DELETE OR UPDATE ON tally.credit_entries
    FOR EACH ROW EXECUTE FUNCTION tally.refuse_change();
CREATE TRIGGER credit_entries_no_truncate
    BEFORE TRUNCATE ON tally.credit_entries
    FOR EACH STATEMENT EXECUTE FUNCTION tally.refuse_change();
