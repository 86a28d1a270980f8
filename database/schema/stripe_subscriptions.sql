CREATE TABLE tally.stripe_subscriptions (
    id text PRIMARY KEY CHECK (length(id) BETWEEN 1 AND 255),
    customer_id text NOT NULL,
    user_id uuid REFERENCES tally.users (id),
    status text NOT NULL,
    price_id text,
    quantity bigint,
    unit_amount bigint,
    currency text,
    period_start timestamptz,
    period_end timestamptz,
    cancel_at timestamptz,
    canceled_at timestamptz,
    ended_at timestamptz,
    default_payment_method text,
    made_at timestamptz NOT NULL,
    fetch_no bigint NOT NULL,
    fetched_at timestamptz NOT NULL,
    raw jsonb NOT NULL
);
COMMENT ON TABLE tally.stripe_subscriptions IS 'Stripe''s subscriptions, with Stripe''s own values';
COMMENT ON COLUMN tally.stripe_subscriptions.user_id IS 'Whose customer it is; null: nobody of ours';
COMMENT ON COLUMN tally.stripe_subscriptions.price_id IS 'Of the first item, as are quantity and period';
COMMENT ON COLUMN tally.stripe_subscriptions.unit_amount IS
    'What one costs a period, in the smallest unit of the currency';
COMMENT ON COLUMN tally.stripe_subscriptions.cancel_at IS 'When it will end, if that was said';
COMMENT ON COLUMN tally.stripe_subscriptions.made_at IS 'Stripe''s time';
COMMENT ON COLUMN tally.stripe_subscriptions.fetch_no IS
    'Number of the fetch that the row shows; only a higher one overwrites it';
COMMENT ON COLUMN tally.stripe_subscriptions.raw IS 'The object as received';

CREATE INDEX stripe_subscriptions_user_id_idx ON tally.stripe_subscriptions (user_id)
    WHERE user_id IS NOT NULL;
COMMENT ON INDEX tally.stripe_subscriptions_user_id_idx IS
    'Serves GET /v1/users/{id}/subscriptions, and a user''s next quota reset';

CREATE INDEX stripe_subscriptions_customer_id_idx ON tally.stripe_subscriptions (customer_id);
COMMENT ON INDEX tally.stripe_subscriptions_customer_id_idx IS
    'Serves a customer who turns out to be a user''s: what is theirs is applied again';
