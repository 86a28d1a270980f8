CREATE TABLE tally.credit_grants (
    user_id uuid NOT NULL REFERENCES tally.credit_accounts (user_id),
    id uuid NOT NULL,
    operation_id text NOT NULL CHECK (length(operation_id) BETWEEN 1 AND 200),
    type text NOT NULL CHECK (type IN ('free', 'referral', 'admin', 'organization', 'purchase')),
    priority smallint NOT NULL,
    principal numeric(20,6) NOT NULL CHECK (principal > 0),
    balance numeric(20,6) NOT NULL CHECK (balance BETWEEN 0 AND principal),
    is_spent boolean GENERATED ALWAYS AS (balance = 0) STORED,
    expires_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (user_id, id),
    UNIQUE (user_id, operation_id)
) WITH (fillfactor = 70);
COMMENT ON TABLE tally.credit_grants IS 'Credits given to a user, with what is left of each gift';
COMMENT ON COLUMN tally.credit_grants.operation_id IS
    'Idempotency key of the gift, chosen by the giver; never expires';
COMMENT ON COLUMN tally.credit_grants.priority IS 'Burn order: lower first';
COMMENT ON COLUMN tally.credit_grants.balance IS
    'principal + sum of the grant''s entries; in no index, so that spending is a HOT update';

CREATE INDEX credit_grants_burn_order_idx
    ON tally.credit_grants (user_id, priority, expires_at, created_at, id)
    WHERE NOT is_spent;
COMMENT ON INDEX tally.credit_grants_burn_order_idx IS
    'Grants a charge may draw on, in burn order. Its predicate changes when a grant is spent, and when a reversal of it is undone';
