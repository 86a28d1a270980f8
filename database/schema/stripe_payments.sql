CREATE TABLE tally.stripe_payments (
    id text PRIMARY KEY CHECK (length(id) BETWEEN 1 AND 255),
    customer_id text,
    user_id uuid REFERENCES tally.users (id),
    invoice_id text,
    checkout_id uuid,
    top_up_id uuid,
    status text NOT NULL,
    currency text NOT NULL,
    amount bigint NOT NULL,
    amount_received bigint NOT NULL,
    amount_refunded bigint NOT NULL,
    amount_disputed bigint NOT NULL,
    amount_lost bigint NOT NULL,
    credits numeric(20,6) CHECK (credits > 0),
    charge_id text,
    payment_method text,
    card_fingerprint text,
    failure_code text,
    refused text CHECK (refused IN ('user_deleted', 'account_full')),
    made_at timestamptz NOT NULL,
    fetch_no bigint NOT NULL,
    fetched_at timestamptz NOT NULL,
    raw jsonb NOT NULL,
    CHECK (num_nonnulls(invoice_id, checkout_id, top_up_id) <= 1)
);
COMMENT ON TABLE tally.stripe_payments IS
    'Stripe''s payment intents, with Stripe''s own values. Amounts are in the smallest unit of the currency';
COMMENT ON COLUMN tally.stripe_payments.user_id IS 'Whose customer paid; null: nobody of ours';
COMMENT ON COLUMN tally.stripe_payments.invoice_id IS 'The invoice that it pays';
COMMENT ON COLUMN tally.stripe_payments.checkout_id IS 'The checkout of ours that it pays, by its metadata';
COMMENT ON COLUMN tally.stripe_payments.top_up_id IS 'The top-up of ours that it pays, by its metadata';
COMMENT ON COLUMN tally.stripe_payments.amount_refunded IS 'Of its charge, as Stripe adds it up';
COMMENT ON COLUMN tally.stripe_payments.amount_disputed IS 'Of disputes that are open';
COMMENT ON COLUMN tally.stripe_payments.amount_lost IS 'Of disputes that were lost';
COMMENT ON COLUMN tally.stripe_payments.credits IS
    'What it buys, by its metadata: what was promised when it began; null: nothing, or what its invoice says';
COMMENT ON COLUMN tally.stripe_payments.failure_code IS 'Why the last attempt to pay failed';
COMMENT ON COLUMN tally.stripe_payments.refused IS 'Why the credits that it paid for were not given';
COMMENT ON COLUMN tally.stripe_payments.made_at IS 'Stripe''s time';
COMMENT ON COLUMN tally.stripe_payments.fetch_no IS
    'Number of the fetch that the row shows; only a higher one overwrites it';
COMMENT ON COLUMN tally.stripe_payments.raw IS 'The object as received, with its latest charge and its disputes';

CREATE INDEX stripe_payments_user_id_idx ON tally.stripe_payments (user_id, made_at)
    WHERE user_id IS NOT NULL;
COMMENT ON INDEX tally.stripe_payments_user_id_idx IS
    'Serves GET /v1/users/{id}/payments, newest first, and the export of a user';

CREATE INDEX stripe_payments_customer_id_idx ON tally.stripe_payments (customer_id);
COMMENT ON INDEX tally.stripe_payments_customer_id_idx IS
    'Serves a customer who turns out to be a user''s: what they paid is applied again';

CREATE INDEX stripe_payments_invoice_id_idx ON tally.stripe_payments (invoice_id)
    WHERE invoice_id IS NOT NULL;
COMMENT ON INDEX tally.stripe_payments_invoice_id_idx IS 'Serves an invoice''s payments';
