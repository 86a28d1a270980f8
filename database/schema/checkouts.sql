CREATE TABLE tally.checkouts (
    user_id uuid NOT NULL REFERENCES tally.users (id),
    id uuid NOT NULL,
    operation_id text NOT NULL CHECK (length(operation_id) BETWEEN 1 AND 200),
    pack text CHECK (length(pack) BETWEEN 1 AND 60),
    credits numeric(20,6) CHECK (credits > 0),
    amount bigint CHECK (amount > 0),
    currency text CHECK (currency ~ '^[a-z]{3}$'),
    price_id text CHECK (length(price_id) BETWEEN 1 AND 255),
    success_url text CHECK (length(success_url) <= 2000),
    cancel_url text CHECK (length(cancel_url) <= 2000),
    session_id text UNIQUE,
    url text,
    created_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz,
    PRIMARY KEY (user_id, id),
    UNIQUE (user_id, operation_id),
    CHECK (num_nonnulls(pack, credits, amount, currency) IN (0, 4)),
    CHECK ((pack IS NULL) <> (price_id IS NULL)),
    CHECK ((session_id IS NULL) = (expires_at IS NULL)),
    CHECK (url IS NULL OR session_id IS NOT NULL)
);
COMMENT ON TABLE tally.checkouts IS
    'What users were offered to buy: a row of ours before Stripe is asked, whose id is Stripe''s idempotency key';
COMMENT ON COLUMN tally.checkouts.operation_id IS
    'Idempotency key of the request, chosen by the caller; never expires';
COMMENT ON COLUMN tally.checkouts.pack IS 'The pack of credits; null: a subscription';
COMMENT ON COLUMN tally.checkouts.credits IS 'What the pack held when it was offered';
COMMENT ON COLUMN tally.checkouts.amount IS 'What it cost then, in the smallest unit of the currency';
COMMENT ON COLUMN tally.checkouts.price_id IS 'Stripe''s price of the subscription; null: a pack';
COMMENT ON COLUMN tally.checkouts.success_url IS
    'Where Stripe sends who paid; null once it was erased with the user, as cancel_url and url';
COMMENT ON COLUMN tally.checkouts.session_id IS
    'Stripe''s checkout session; null: not known to have been made';
COMMENT ON COLUMN tally.checkouts.url IS 'Where the user pays; null too where the session was over when it was found';
COMMENT ON COLUMN tally.checkouts.expires_at IS 'Until when the user can pay, as Stripe says';
