CREATE TABLE tally.reconciliation_seen (
    reconciliation_id uuid NOT NULL REFERENCES tally.reconciliations (id),
    subject text NOT NULL CHECK (length(subject) BETWEEN 1 AND 300),
    PRIMARY KEY (reconciliation_id, subject)
);
COMMENT ON TABLE tally.reconciliation_seen IS
    'What a comparison that runs has seen at Stripe: what of ours is not among it is asked for one by one. Empty between comparisons';
