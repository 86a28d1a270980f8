CREATE TABLE tally.reconciliation_lists (
    reconciliation_id uuid NOT NULL REFERENCES tally.reconciliations (id),
    list text NOT NULL CHECK (list ~ '^[a-z_]{1,60}$'),
    after text CHECK (length(after) BETWEEN 1 AND 300),
    checked bigint NOT NULL DEFAULT 0 CHECK (checked >= 0),
    is_walked boolean NOT NULL DEFAULT false,
    is_done boolean NOT NULL DEFAULT false,
    PRIMARY KEY (reconciliation_id, list),
    CHECK (is_walked OR NOT is_done)
);
COMMENT ON TABLE tally.reconciliation_lists IS
    'How far a comparison has come: each of Stripe''s lists, and what of ours was not in them';
COMMENT ON COLUMN tally.reconciliation_lists.after IS
    'The last object of it that was compared; null: none yet';
COMMENT ON COLUMN tally.reconciliation_lists.is_walked IS 'Whether its end was reached';
COMMENT ON COLUMN tally.reconciliation_lists.is_done IS
    'Whether all that seemed to differ was looked at again, and repaired if that was asked for';
